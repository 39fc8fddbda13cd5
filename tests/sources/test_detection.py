"""The language of a text is told by its frequent words, and by a model where they leave doubt."""

from __future__ import annotations

import pytest

from nutgraf.errors import DocumentError
from nutgraf.sources.detection import detect_language

READABLE = frozenset({"de", "en"})
GERMAN = (
    "Nach dem Unwetter ist die Straße am Fluss noch nicht frei. Die Polizei teilte mit, dass sich "
    "auf der Brücke ein Lastwagen und zwei Autos quer gestellt haben. Der Fahrer wurde verletzt "
    "und von der Feuerwehr in ein Krankenhaus gebracht, wo er auch am Abend noch war. "
)
ENGLISH = (
    "The road along the river has not been opened after the storm. Police said that a lorry and "
    "two cars were standing across the bridge. The driver was hurt and had been taken to a "
    "hospital by the fire brigade, where he was kept for more than one night. "
)
DUTCH = (
    "Na het noodweer is de weg langs de rivier nog niet vrij. De politie zegt dat op de brug een "
    "vrachtwagen en twee auto's dwars op de weg staan. De chauffeur is gewond en door de "
    "brandweer naar een ziekenhuis gebracht, waar hij ook in de avond nog was. "
)


@pytest.mark.parametrize(("text", "code"), [(GERMAN, "de"), (ENGLISH, "en")])
def test_many_words(text: str, code: str) -> None:
    """A text of ordinary length is in the language of its frequent words."""
    assert code == detect_language(text, READABLE)


def test_few_words() -> None:
    """A short text is put to the model."""
    assert detect_language("Die Polizei hat am Montag drei Männer festgenommen.", READABLE) == "de"


def test_close_relative() -> None:
    """A language close to one that is read is not taken for it."""
    with pytest.raises(DocumentError, match="'nl'"):
        detect_language(DUTCH, READABLE)


def test_not_readable() -> None:
    """A text whose words leave no doubt is still refused where its language is not read."""
    with pytest.raises(DocumentError, match="'en'"):
        detect_language(ENGLISH, frozenset({"de"}))
