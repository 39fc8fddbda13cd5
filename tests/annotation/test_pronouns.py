"""Pronouns: whom "he", "she", "it" and "they" mean beside a verb of saying, or nobody."""

from __future__ import annotations

from itertools import pairwise

import pytest
from tests.annotation.test_voices import speakers

from nutgraf.annotation.text.language import language, languages


@pytest.mark.parametrize(
    ("code", "text", "name"),
    [
        ("en", "Liz Truss stepped down. She had told Ed Miliband of it, she said.", "Liz Truss"),
        ("en", "Emmanuel Macron met Angela Merkel. She called for patience.", "Angela Merkel"),
        ("en", "Emmanuel Macron met Angela Merkel. He called for patience.", "Emmanuel Macron"),
        ("en", "Karl Weber won. He walked home with his dog. The fight goes on, he said.",
         "Karl Weber"),
        ("de", "Angela Merkel traf Emmanuel Macron. Sie sagte, die Lage sei ernst.",
         "Angela Merkel"),
        ("de", "Angela Merkel traf Emmanuel Macron. Er sagte, die Lage sei ernst.",
         "Emmanuel Macron"),
        ("de", "Ministerin Huber traf den Kollegen Karl Weber. Sie sagte, die Lage sei ernst.",
         "Huber"),
    ],
)  # fmt: skip
def test_a_pronoun_means_whom_it_agrees_with(code: str, text: str, name: str) -> None:
    """Titles, given names and the subject of the sentences before tell who is meant."""
    assert speakers(text, code)[-1] == name


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Emmanuel Macron met Olaf Scholz in Lyon. He said the talks had gone well."),
        ("en", "Emmanuel Macron left. She said the talks had gone well."),
        ("en", "Karl Weber won. A voter said the count was fair. He said he was glad."),
        ("en", "Karl Weber won. Shops were open. Trains ran. The fight goes on, he said."),
        ("de", "Emmanuel Macron traf Olaf Scholz. Er sagte, die Lage sei ernst."),
        (
            "de",
            "Olaf Scholz sprach. Die Länder schlossen einen Pakt, in dem sie Ziele bekräftigen.",
        ),
    ],
)
def test_a_pronoun_that_may_mean_two_means_nobody(code: str, text: str) -> None:
    """Where two could be meant, or nobody told agrees, the speaker is left open."""
    assert speakers(text, code)[-1] is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("NATO met in Riga. It said the threat had grown.", "NATO"),
        ("NATO said the threat had grown. It added that it was ready.", "NATO"),
        ("Shares fell after NATO met. It said the threat had grown.", None),
        ("NATO met. Markets fell. Some waited: the storm, they argued, would pass.", None),
    ],
)
def test_a_body_is_meant_only_as_the_subject(text: str, name: str | None) -> None:
    """The pronoun of a body means the subject of the clause before, or nobody."""
    assert speakers(text, "en")[-1] == name


def test_the_bank_may_be_one_named_before() -> None:
    """A body pointed back to by a common noun is left open once another body has a name."""
    named = "NATO chose a bank. The bank said the deal was safe."

    assert speakers(named, "en") == [None]


@pytest.mark.parametrize("code", languages())
def test_given_names_tell_one_gender(code: str) -> None:
    """No given name, title or pronoun form stands in the rows of two genders."""
    rows = language(code).table("attribution").get("genders", ())
    for key in ("names", "titles", "forms"):
        groups = [set(row[key]) for row in rows]
        assert all(one.isdisjoint(other) for one, other in pairwise(groups))


@pytest.mark.parametrize(
    ("code", "text", "name"),
    [
        ("de", "Karl Weber trat ab. „Ich bin müde“, sagte der 64-Jährige.", "Karl Weber"),
        ("de", "Angela Merkel traf Olaf Scholz. „Es ist gut“, sagte die 64-Jährige.",
         "Angela Merkel"),
        ("en", 'Theresa May quit. "I am tired," the 62-year-old said.', "Theresa May"),
        ("en", 'Theresa May quit. "I am tired," the 62-year-old said. It is late, she added.',
         "Theresa May"),
        ("de", "Olaf Scholz kam. Ein 64-Jähriger sah zu. „Ich bin müde“, sagte der 64-Jährige.",
         "64-Jähriger"),
        ("de", "Olaf Scholz traf Karl Weber. „Ich bin müde“, sagte der 64-Jährige.", None),
        ("en", 'Theresa May met Angela Merkel. "I am tired," the 62-year-old said.', None),
    ],
)  # fmt: skip
def test_an_age_stands_for_the_only_person(code: str, text: str, name: str | None) -> None:
    """A definite age means the person told before, when there is one alone it can mean."""
    assert speakers(text, code)[-1] == name


@pytest.mark.parametrize(
    ("code", "text", "names"),
    [
        ("de", "Er plane keine Reise, sagte Olaf Scholz.", ["Olaf Scholz"]),
        ("de", "Er schlage Anna Weber als Rednerin vor, sagte Olaf Scholz.",
         ["Olaf Scholz", "Olaf Scholz"]),
        ("de", "„Es brennt“, rief eine Frau. Olaf Scholz schwieg. „Es ist aus“, sagte sie.",
         [None, None]),
    ],
)  # fmt: skip
def test_he_in_the_words_of_a_later_name(code: str, text: str, names: list[str | None]) -> None:
    """What "he" does in words that a name tells behind them is done by that name."""
    assert speakers(text, code) == names
