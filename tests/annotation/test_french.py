"""French, a language that is data alone: an article against its gold, and how it is identified."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.reading.agreement.scores import Scores
from bench.reading.articles import scores

from nutgraf.annotation.text.language import language, languages
from nutgraf.annotation.text.tokens import clitics, tokenize
from nutgraf.sources.detection import detect_language

FOLDER = Path(__file__).parents[1] / "fixtures" / "french"


@pytest.fixture(scope="module")
def read() -> Scores:
    """The scores of the French articles against their gold."""
    return scores(FOLDER)


@pytest.mark.parametrize("kind", ["events", "figures", "claims", "times"])
def test_nothing_false_is_read(read: Scores, kind: str) -> None:
    """All that is read of a kind in the French articles stands in them."""
    assert read.count(kind).precision == 1, read.faults


@pytest.mark.parametrize("kind", ["events", "figures", "claims", "times"])
def test_what_is_told_is_read(read: Scores, kind: str) -> None:
    """All that the French articles tell of a kind is read."""
    assert read.count(kind).recall == 1, read.faults


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (
            "fr",
            "Un séisme a secoué lundi la ville. Quatre personnes ont été blessées par des pierres.",
        ),
        ("de", "Ein Erdbeben hat am Montag die Stadt erschüttert. Vier Menschen wurden verletzt."),
        (
            "en",
            "An earthquake shook the town on Monday. Four people were injured by falling stones.",
        ),
    ],
)
def test_the_language_of_a_text_is_found(code: str, text: str) -> None:
    """The language of an article is identified among those there is data for."""
    assert detect_language(text, frozenset(languages())) == code


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L'armée", ["L'", "armée"]),
        ("d’habitants", ["d’", "habitants"]),
        ("aujourd'hui", ["aujourd'hui"]),
        ("jusqu'à l'aube", ["jusqu'", "à", "l'", "aube"]),
        ("qu'« ici »", ["qu'", "«", "ici", "»"]),
        ("a-t-il dit", ["a", "il", "dit"]),
        ("dit-elle", ["dit", "elle"]),
        ("celui-ci", ["celui-ci"]),
        ("rendez-vous", ["rendez-vous"]),
        ("Jean-Pierre O'Neill", ["Jean-Pierre", "O'Neill"]),
    ],
)
def test_small_words_stand_apart(text: str, words: list[str]) -> None:
    """Elided words and inverted pronouns are tokens of their own, other words stay whole."""
    found = tokenize(text, 0, len(text), clitics(language("fr")))

    assert [token.text for token in found] == words


@pytest.mark.parametrize("code", ["de", "en"])
def test_other_languages_have_no_clitics(code: str) -> None:
    """In a language that lists none, an apostrophe stays inside its word."""
    found = tokenize("D'Angelo", 0, 8, clitics(language(code)))

    assert [token.text for token in found] == ["D'Angelo"]
