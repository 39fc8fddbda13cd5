"""Word forms: tag, lemma and head of a word by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from nutgraf.annotation.lexis.wordforms import Lexis, lexis
from nutgraf.annotation.text.language import Language, language


@pytest.fixture(scope="module")
def german() -> Lexis:
    """The word forms of German."""
    found = lexis(language("de"))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("word", "head"),
    [("Truppenabzug", "Abzug"), ("Militäreinsatz", "Einsatz"), ("Haus", "Haus")],
)
def test_head_is_the_last_noun(german: Lexis, word: str, head: str) -> None:
    """The head of a compound is its last noun; a simple word is its own."""
    assert head == german.head(word)


@pytest.mark.parametrize(
    ("word", "lemma"), [("getötet", "töten"), ("ankündigte", "ankündigen"), ("Häuser", "Haus")]
)
def test_lemma_is_the_dictionary_form(german: Lexis, word: str, lemma: str) -> None:
    """A form is led back to the word of the dictionary, with its separable prefix."""
    assert lemma == german.lemma(word)


def test_a_stem_has_its_classes(german: Lexis) -> None:
    """A place is known as a name, a word for a thing as a noun, a made-up word as nothing."""
    assert german.known("Erfurt") == ("name",)
    assert german.known("Regierung") == ("noun",)
    assert german.known("Qaxolu") == ()


def test_an_ending_is_cut_off() -> None:
    """A form with an ending is known by its stem."""
    found = lexis(language("de"))
    assert found is not None
    assert found.inflected("erfurts") == ("name",)


def test_a_compound_ends_in_a_noun(german: Lexis) -> None:
    """A long word that a noun ends is a compound; a made-up one is none."""
    assert german.ends_in_noun("Truppenabzug")
    assert not german.ends_in_noun("Qaxoluvexi")


def test_a_tag_is_of_the_model(german: Lexis) -> None:
    """A word alone has the most probable tag."""
    assert german.tag("Erfurt") == "NE"
    assert german.tag("Regierung") == "NN"


def test_english_has_word_forms() -> None:
    """The English model answers too."""
    found = lexis(language("en"))
    assert found is not None
    assert found.lemma("went") == "go"


def test_a_language_without_a_model_has_none(tmp_path: Path) -> None:
    """Nothing is asked of a language whose folder names no model."""
    assert lexis(Language("xx", tmp_path)) is None
