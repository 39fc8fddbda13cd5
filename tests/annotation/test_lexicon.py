from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nutgraf.annotation.events.lexicon import Lexicon, build_lexicon
from nutgraf.annotation.events.wordforms import word_forms
from nutgraf.annotation.text.language import language
from nutgraf.errors import ConfigurationError

DE = word_forms(language("de"))
EN = word_forms(language("en"))


def test_german_nouns_take_the_endings_of_their_cases() -> None:
    """A listed plural gives the dative in -n, an absent one follows the ending of the lemma."""
    assert {"abzug", "abzugs", "abzuges", "abzüge", "abzügen"} <= DE.noun("Abzug", "Abzüge")
    assert "festnahmen" in DE.noun("Festnahme", None)
    assert "verhandlungen" in DE.noun("Verhandlung", None)
    assert DE.noun("Gewalt", "-") == {"gewalt", "gewalts", "gewaltes"}


@pytest.mark.parametrize(
    ("form", "tags"),
    [("ab", None), ("zieht", "f"), ("abgezogen", "p"), ("abzuziehen", "z"), ("abziehen", "i")],
)
def test_separable_verbs_have_bare_and_joined_forms(form: str, tags: str | None) -> None:
    """A bare finite form waits for its particle; participle and infinitives are one word."""
    forms = DE.verb("abziehen", "ab", ["zieht", "zog", "abgezogen", "abzuziehen"])
    assert forms.get(form, "")[:1] == (tags or "")


def test_english_forms_are_built_and_tagged() -> None:
    """Regular forms need not be listed; a past form may be finite or a participle."""
    forms = EN.verb("deploy", None, [])
    assert (forms["deploys"], forms["deployed"], forms["deploying"]) == ("f", "fp", "g")
    assert EN.verb("carry", None, [])["carried"] == "fp"
    assert EN.verb("stop", None, ["stopped"])["stopped"] == "fp"


def test_long_german_nouns_match_as_heads_of_compounds(
    small_lexicon: Callable[[str], Lexicon],
) -> None:
    """Nouns of five letters and more are heads; English nouns never are."""
    assert "proteste" in small_lexicon("de").heads
    assert not small_lexicon("en").heads


def test_words_of_several_parts_are_chains(small_lexicon: Callable[[str], Lexicon]) -> None:
    """A trigger of several words is found by its first word."""
    chains = small_lexicon("en").chains["state"]
    assert [words for words, _ in chains] == [("state", "of", "emergency")]


def test_an_entry_overrides_the_frame_of_its_type() -> None:
    """Roles of an entry go before those of the type; the others stay."""
    body: dict[str, Any] = {
        "roles": {"subject": "visitor", "object": "host"},
        "triggers": [{"noun": "Besuch", "roles": {"object": "visitor"}}],
    }
    (entry,) = build_lexicon(language("de"), {"g": {"visit": body}}).words["besuch"]
    assert (entry.frame.subject, entry.frame.object) == ("visitor", "visitor")


def test_an_entry_without_a_word_is_a_configuration_error() -> None:
    """The message names the type, so that the row can be found."""
    with pytest.raises(ConfigurationError, match="visit"):
        build_lexicon(language("de"), {"g": {"visit": {"triggers": [{"particle": "an"}]}}})
