"""Voices: which of the names in and around its phrase a speaker is."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from nutgraf.annotation.attribution.utterances import find_utterances
from nutgraf.annotation.entities.entity_mentions import find_entities
from nutgraf.annotation.text.language import language
from nutgraf.annotation.text.segmentation import segment
from nutgraf.folders import folder
from nutgraf.linking import EntityTable
from nutgraf.model.annotation import Layers
from nutgraf.model.document import Block, BlockRole, Document


@cache
def table() -> EntityTable:
    """The curated table that ships."""
    return EntityTable.load(folder("seeds") / "entities.tsv")


def speakers(text: str, code: str) -> list[str | None]:
    """The names of those who speak in a text of one block, in text order."""
    document = Document(text, code, (Block(0, len(text), BlockRole.BODY),))
    layers = Layers(document, segment(document))
    entities, mentions = find_entities(layers, language(code), table())
    names = {entity.key: entity.name for entity in entities}
    layers = replace(layers, entities=entities, mentions=mentions)
    said = find_utterances(layers, language(code))
    return [names[u.speaker] if u.speaker else None for u in said]


@pytest.mark.parametrize(
    ("code", "text", "name"),
    [
        ("de", "Macrons Sprecherin Anna Weber erklärte, er habe keine Pläne.", "Anna Weber"),
        ("de", "Scholz' Sprecher Karl Weber sagte, die Reise finde statt.", "Karl Weber"),
        ("en", "Merkel's spokesman Karl Weber said the visit would go ahead.", "Karl Weber"),
    ],
)
def test_whom_a_genitive_belongs_to_speaks(code: str, text: str, name: str) -> None:
    """The person named after the genitive and a role speaks, never the possessor."""
    assert speakers(text, code) == [name]


def test_a_pronoun_is_rather_no_genitive() -> None:
    """A pronoun means the person whom the sentence before is about, not the possessor in it."""
    text = (
        "Angela Merkel schwieg. Merkels Anwalt Karl Weber will klagen. Das Urteil sei falsch, "
        "sagte er."
    )

    assert speakers(text, "de") == ["Karl Weber"]


def test_a_pronoun_in_what_is_said_is_the_speaker() -> None:
    """A pronoun that opens what somebody says means the one who says it."""
    text = 'Emmanuel Macron met workers. Angela Merkel said she hoped "the strike" would end soon.'

    assert set(speakers(text, "en")) == {"Angela Merkel"}


@pytest.mark.parametrize(
    ("code", "text", "name"),
    [
        ("en", "A police spokesman in Bremen, Karl Weber, said the road was shut.", "Karl Weber"),
        ("en", "The plant's operator, Nordwerk, said two men had been hurt.", "Nordwerk"),
        ("de", "Wie der Bürgermeister von Altdorf, Karl Weber, mitteilte, fällt das Fest aus.",
         "Karl Weber"),
        ("de", "Der Prediger Ismail Gökan bestritt jede Schuld.", "Ismail Gökan"),
        ("en", '"We won," said cook Anna Weber, a widow, who told reporters she was glad.',
         "Anna Weber"),
    ],
)  # fmt: skip
def test_the_name_of_an_apposition_speaks(code: str, text: str, name: str) -> None:
    """Where a role is given a name by apposition, the name speaks."""
    assert set(speakers(text, code)) == {name}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("de", "Man habe alles getan, erklärte ein Sprecher."),
        ("en", "The bridge is safe, an official said."),
        ("en", "Union leaders demanded higher pay."),
    ],
)
def test_nameless_speakers_stay_nameless(code: str, text: str) -> None:
    """A phrase that names nobody gives no speaker."""
    assert speakers(text, code) == [None]


def test_a_new_subject_ends_the_speech_before() -> None:
    """A sentence about somebody new before a colon is not said by the last speaker."""
    text = (
        "Ein Brand sei ausgeschlossen, versicherte Karl Weber. Anna Huber mochte sich dem nicht "
        "anschließen: Man werde alles prüfen."
    )

    assert speakers(text, "de") == ["Karl Weber", "Anna Huber"]


@pytest.mark.parametrize(
    ("code", "text", "names"),
    [
        ("de", "Die Nato schloss Russland aus.", []),
        ("de", "Die SPD schloss Thilo Sarrazin aus der Partei aus.", []),
        ("de", "Olaf Scholz begrüßte Emmanuel Macron in Berlin.", []),
        ("en", "Joe Biden welcomed Emmanuel Macron.", []),
        ("de", "Olaf Scholz schloss Neuwahlen aus.", ["Olaf Scholz"]),
        ("de", "Olaf Scholz begrüßte die Einigung in Berlin.", ["Olaf Scholz"]),
        ("de", "Ein Bündnis mit der Nato hatte Karl Weber ausgeschlossen.", ["Karl Weber"]),
        ("de", "Solche Motive schließe man aus, sagte Karl Weber.", ["Karl Weber"]),
    ],
)
def test_a_name_alone_is_no_statement(code: str, text: str, names: list[str]) -> None:
    """Whoever is welcomed or shut out says nothing and is nothing said."""
    assert speakers(text, code) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("At least 30 are ill, said the U.N. health agency.", "agency"),
        ("At least 30 are ill, said the U.N.", "U.N."),
        ("At least 30 are ill, said a spokesman for the U.N.", "U.N."),
    ],
)
def test_a_body_of_another_is_not_that_other(text: str, name: str) -> None:
    """The agency of a body speaks for itself."""
    assert speakers(text, "en") == [name]


def test_words_of_nobody_are_not_carried_past_a_name() -> None:
    """What "es" is said after a sentence about somebody else is said by nobody known."""
    said = "„Er war ein Freund“, sagte Joachim Gauck. "

    assert speakers(f"{said}Angela Merkel schwieg. Man plane nichts, hieß es.", "de")[-1] is None
    assert speakers(f"{said}Man plane nichts, hieß es.", "de")[-1] == "Joachim Gauck"
