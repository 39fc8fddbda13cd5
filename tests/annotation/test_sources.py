"""Sources: bodies, companies and persons that speak are found and get the words they say."""

from __future__ import annotations

from functools import cache

import pytest

from nutgraf.annotation.stages import read_layers
from nutgraf.folders import folder
from nutgraf.linking import EntityTable
from nutgraf.model.annotation import Layers
from nutgraf.model.document import Block, BlockRole, Document
from nutgraf.model.entity import EntityKind


@cache
def table() -> EntityTable:
    """The curated table that ships."""
    return EntityTable.load(folder("seeds") / "entities.tsv")


def layers_of(text: str, code: str) -> Layers:
    """All layers of a text of one paragraph."""
    return read_layers(Document(text, code, (Block(0, len(text), BlockRole.BODY),)), table())


def speakers(text: str, code: str) -> list[str | None]:
    """The names of who speaks in a text, in order."""
    layers = layers_of(text, code)
    names = {entity.key: entity.name for entity in layers.entities}
    return [names.get(u.speaker or "") for u in layers.utterances if u.claim]


def found(text: str, code: str, kind: EntityKind) -> list[str]:
    """The names of the entities of a kind in a text."""
    return [entity.name for entity in layers_of(text, code).entities if entity.kind == kind]


@pytest.mark.parametrize(
    ("code", "text", "speaker"),
    [
        ("de", "Ein Polizeisprecher sagte, die Straße sei frei.", "Polizei"),
        ("de", "Eine Regierungssprecherin sagte, das Gesetz sei fertig.", "Regierung"),
        ("de", "Ein Sprecher der Reederei sagte, das Schiff sei sicher.", "Reederei"),
        ("de", "Der Konzern teilte mit, die Werke seien offen.", "Konzern"),
        ("de", "Überlebende berichteten, es sei dunkel gewesen.", "Überlebende"),
        ("de", "Der Netzbetreiber Tennet Holding erklärte, das Netz sei stabil.", "Tennet Holding"),
        ("en", "The union said talks had failed.", "union"),
        ("en", "Emergency services said nobody was hurt.", "emergency services"),
        ("en", "Doctors said he was stable.", "doctors"),
        ("en", "The grid operator Terna said power was back.", "Terna"),
        ("en", "Ford said it would hire again.", "Ford"),
        ("en", "Gov. Gavin Newsom said the dam would hold.", "Gavin Newsom"),
        ("en", "His rival, John Kerry, said the plan was weak.", "John Kerry"),
    ],
)
def test_who_has_no_full_name_speaks(code: str, text: str, speaker: str) -> None:
    """Bodies, groups and companies speak, and so does a name behind its title."""
    assert speakers(text, code) == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "A senior government official said the talks were over.",
        "A police officer said three men had fled.",
    ],
)
def test_an_official_without_a_name_is_not_the_body(text: str) -> None:
    """What a nameless official says is nobody's word but his own."""
    assert speakers(text, "en") == [None]


def test_a_spokesman_goes_on_as_pronoun() -> None:
    """A pronoun after a nameless spokesperson stands for the body again."""
    text = "Ein Polizeisprecher sagte, die Straße sei frei. Einen Anschlag schloss er aus."

    assert speakers(text, "de") == ["Polizei", "Polizei"]


def test_a_body_behind_its_news_announces_it() -> None:
    """An object may open the sentence: the body behind the verb is who announces."""
    text = "Die Termine gab die CDU bekannt."

    (utterance,) = layers_of(text, "de").utterances

    assert utterance.content.quote == "Die Termine"
    assert speakers(text, "de") == ["CDU"]


def test_a_plural_pronoun_is_the_group_before() -> None:
    """The pronoun of "Sie verlangten" goes back to a group, not to a person."""
    text = "Die Anwälte forderten Einsicht. Sie verlangten auch eine Entschuldigung."

    assert speakers(text, "de") == ["Anwälte", "Anwälte"]


@pytest.mark.parametrize(
    ("code", "text", "names"),
    [
        ("en", "In May Theresa May left. Later May returned on May 5.", ["Theresa May"]),
        ("en", "F.W. de Klerk spoke first.", ["F.W. de Klerk"]),
        ("en", "Aslan Maskhadov, the Chechen separatist leader, fled.", ["Aslan Maskhadov"]),
        ("de", "Luiz Inácio Lula da Silva kam. Am Abend ging Lula.", ["Luiz Inácio Lula da Silva"]),
    ],
)
def test_unusual_names_of_persons_are_one_name(code: str, text: str, names: list[str]) -> None:
    """Months as surnames, initials and middle names belong to the person."""
    assert found(text, code, EntityKind.PERSON) == names


@pytest.mark.parametrize(
    "text",
    [
        "Viele Unternehmen wachsen.",
        "Die Bank of England senkte den Zins.",
        "Am Ende siegte die Konservative Partei.",
        "Sie saßen auf der Parkbank.",
    ],
)
def test_words_for_any_company_name_none(text: str) -> None:
    """Companies in general, and words inside a name, are no body."""
    assert found(text, "de", EntityKind.ORGANISATION) == []


def test_a_name_is_repeated_without_its_title() -> None:
    """A company named behind its title is found where it stands alone."""
    text = "Der Gesundheitskonzern Fresenius plant eine Reform. Im Mai wuchs Fresenius."

    organisations = layers_of(text, "de").entities

    assert [(e.name, len(e.mentions)) for e in organisations if e.name == "Fresenius"] == [
        ("Fresenius", 2)
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("In Almaty stand alles still. Der Flughafen blieb zu.", "Flughafen Almaty"),
        ("In Almaty und Astana stand alles still. Der Flughafen blieb zu.", "Flughafen"),
        ("In Almaty stand alles still. Ein Flughafen blieb zu.", "Flughafen"),
    ],
)
def test_an_airport_is_that_of_the_only_city(text: str, name: str) -> None:
    """The bare word for an airport means that of the one city its paragraph has named before."""
    assert name in found(text, "de", EntityKind.PLACE)


def test_names_in_a_quoted_title_take_no_part() -> None:
    """Who a prize is named after is not found in its quoted name."""
    text = "Der „Preis der Stadt im Gedenken an Alfred Nobel“ geht an Anna Netrebko."

    assert found(text, "de", EntityKind.PERSON) == ["Anna Netrebko"]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Olaf Scholz: Die neue Außenpolitik", 0),
        ("Olaf Scholz: Lage bleibt ernst", 1),
        ("Olaf Scholz: „Langer Weg“", 1),
        ("Olaf Scholz: Keine Gefahr", 1),
        ("Innenminister: Grenze bleibt offen", 1),
        ("Polizei: Mann war bewaffnet", 1),
        ("Polizei: Zwei Festnahmen", 0),
        ("Bürgermeister: Wer wird Nachfolger?", 0),
        ("Erdbeben: Keine Hoffnung mehr", 0),
    ],
)
def test_a_headline_of_name_and_topic_says_nothing(text: str, claims: int) -> None:
    """Behind the colon of a headline a claim has a verb, a denial or quotation marks."""
    document = Document(text, "de", (Block(0, len(text), BlockRole.HEADLINE),))

    assert len(read_layers(document, table()).utterances) == claims
