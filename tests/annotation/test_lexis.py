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


def test_a_name_leans_to_names(german: Lexis) -> None:
    """A place leans to names, a word for a thing to nouns or has no doubt."""
    assert "NE" == german.form("Erfurt").tag
    assert "NN" == german.form("Regierung").tag


def test_a_form_is_read_once(german: Lexis) -> None:
    """The same word gives the very same answer again."""
    assert german.form("Brücke") is german.form("Brücke")


def test_english_has_word_forms() -> None:
    """The English model answers too."""
    found = lexis(language("en"))
    assert found is not None
    assert "go" == found.lemma("went")


def test_a_language_without_a_model_has_none(tmp_path: Path) -> None:
    """Nothing is asked of a language whose folder names no model."""
    assert lexis(Language("xx", tmp_path)) is None
