"""Entities: what is found in a sentence, how it is named, and what is left alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import pytest

from nutgraf.annotation.entities.entity_mentions import find_entities
from nutgraf.annotation.text.language import language
from nutgraf.annotation.text.segmentation import segment
from nutgraf.folders import folder
from nutgraf.linking import EntityTable
from nutgraf.model.annotation import Layers
from nutgraf.model.document import Block, BlockRole, Document
from nutgraf.model.entity import Entity, EntityKind, EntityMention


@dataclass(frozen=True)
class Read:
    """The entities and mentions of one text."""

    entities: tuple[Entity, ...]
    mentions: tuple[EntityMention, ...]

    def named(self, name: str) -> Entity:
        """The only entity with this name."""
        (entity,) = [entity for entity in self.entities if entity.name == name]
        return entity

    def names(self, kind: EntityKind) -> list[str]:
        """The names of all entities of a kind, in text order."""
        return [entity.name for entity in self.entities if entity.kind == kind]

    def quotes(self, name: str) -> list[str]:
        """The words of all mentions of an entity."""
        key = self.named(name).key
        return [mention.span.quote for mention in self.mentions if mention.entity == key]


@cache
def table() -> EntityTable:
    """The curated table that ships."""
    return EntityTable.load(folder("seeds") / "entities.tsv")


def read(text: str, code: str = "de", role: BlockRole = BlockRole.BODY) -> Read:
    """Find the entities of a text of one block."""
    document = Document(text, code, (Block(0, len(text), role),))
    layers = Layers(document, segment(document))
    return Read(*find_entities(layers, language(code), table()))


@pytest.mark.parametrize(
    ("text", "name", "qid"),
    [
        ("Kasachstans Grenze blieb offen.", "Kasachstan", "Q232"),
        ("Er lebt in den Niederlanden.", "Niederlande", "Q55"),
        ("Sie flog in die Vereinigten Staaten.", "Vereinigte Staaten", "Q30"),
        ("Die Bürger Almatys kehrten heim.", "Almaty", "Q35493"),
        ("Der Sprecher des Weißen Hauses schwieg.", "Weißes Haus", "Q35525"),
        ("Die Mitglieder der Europäischen Union berieten.", "Europäische Union", "Q458"),
        ("Die Nato berät am Montag.", "Nato", "Q7184"),
        ("Vertreter des Internationalen Währungsfonds reisten an.",
         "Internationaler Währungsfonds", "Q7804"),
        ("Wladimir Putins Flugzeug landete.", "Wladimir Putin", "Q7747"),
    ],
)  # fmt: skip
def test_inflected_names_of_the_table_are_found(text: str, name: str, qid: str) -> None:
    """A German name is found in every case and named in the nominative."""
    assert read(text).named(name).table_id == qid


@pytest.mark.parametrize(
    ("text", "code", "quote", "country"),
    [
        ("Die russische Seite schwieg.", "de", "russische", "RU"),
        ("Die Zahl der kasachischen Opfer stieg.", "de", "kasachischen", "KZ"),
        ("Viele Kirgisen leben dort.", "de", "Kirgisen", "KG"),
        ("Eine Norwegerin gewann.", "de", "Norwegerin", "NO"),
        ("Die Schweizer Delegation kam.", "de", "Schweizer", "CH"),
        ("The Dutch delegation arrived.", "en", "Dutch", "NL"),
        ("Two New Zealanders won.", "en", "New Zealanders", "NZ"),
        ("South Korean divers won.", "en", "South Korean", "KR"),
    ],
)
def test_demonyms_imply_the_state(text: str, code: str, quote: str, country: str) -> None:
    """Adjectives and inhabitants are adjectival mentions of their state."""
    found = read(text, code)
    (state,) = [entity for entity in found.entities if entity.country == country]
    (mention,) = [mention for mention in found.mentions if mention.entity == state.key]
    assert (state.kind, mention.span.quote, mention.adjectival) == ("country", quote, True)


def test_double_adjectives_imply_both_states() -> None:
    """Each part of a hyphenated adjective names its own state."""
    found = read("Die deutsch-französische Grenze bleibt offen.")
    assert {entity.country for entity in found.entities if entity.kind == "country"} == {"DE", "FR"}


def test_small_words_are_no_names() -> None:
    """English names need their capital: the verb and the bird are no states."""
    assert read("They polish the table and eat turkey in the essen hall.", "en").entities == ()


def test_common_nouns_are_no_persons() -> None:
    """No run of German nouns becomes a person."""
    text = "Der Minister kündigt Anfang Januar Reformen an, man wirft dem Kanzler Stillstand vor."
    assert read(text).names(EntityKind.PERSON) == []


@pytest.mark.parametrize(
    ("text", "code", "name", "office"),
    [
        ("OVKS-Generalsekretär Stanislaw Sas kam an.", "de", "Stanislaw Sas", "Generalsekretär"),
        ("Bundesinnenminister Thomas de Maizière sprach.", "de",
         "Thomas de Maizière", "Bundesinnenminister"),
        ("Der Chef des Bündnisses, Stanislaw Sas, schwieg.", "de", "Stanislaw Sas", None),
        ("Emmanuel Macron, der Präsident von Frankreich, kam.", "de",
         "Emmanuel Macron", "Präsident"),
        ("US President Joe Biden spoke.", "en", "Joe Biden", "President"),
        ("The former president Boris Johnson wrote a book.", "en", "Boris Johnson", None),
        ("Prime Minister Rishi Sunak resigned.", "en", "Rishi Sunak", "Prime Minister"),
    ],
)  # fmt: skip
def test_persons_are_found_with_their_office(
    text: str, code: str, name: str, office: str | None
) -> None:
    """An office or given name gives a person away; a past office is not kept."""
    person = read(text, code).named(name)
    assert (person.kind, person.office) == (EntityKind.PERSON, office)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Soldaten setzten Staatschef Ibrahim Boubacar Keïta ab.", ["Ibrahim Boubacar Keïta"]),
        ("Im Finale schlug Roger Federer Djokovic.", ["Roger Federer"]),
        ("Dann hat Präsident Joe Biden Sanktionen verhängt.", ["Joe Biden"]),
    ],
)
def test_third_name_needs_an_office(text: str, names: list[str]) -> None:
    """A third word joins a name behind an office when no common noun is like it."""
    assert read(text).names(EntityKind.PERSON) == names


def test_office_tells_the_state_and_the_organisation() -> None:
    """The adjective, the genitive or the compound before an office is its state or body."""
    text = "Die OVKS rief. Der kasachische Präsident Tokajew lobte OVKS-Chef Stanislaw Sas."
    found = read(text)
    assert found.named("Tokajew").country == "KZ"
    assert found.named("Stanislaw Sas").parent == found.named("OVKS").key


def test_surnames_join_the_full_name() -> None:
    """A surname alone, also in the genitive, is the person named in full."""
    found = read("Angela Merkel kam. Auch Merkel sprach. Das war Merkels Plan.")
    assert found.quotes("Angela Merkel") == ["Angela Merkel", "Merkel", "Merkels"]


def test_spellings_of_one_name_are_one_person() -> None:
    """Two transliterations of a given name with the same surname meet."""
    found = read("Kassym-Schomart Tokajew kam. Kassym-Jomart Tokajew ging. Tokajew schwieg.")
    assert len(found.names(EntityKind.PERSON)) == 1


def test_given_names_keep_persons_apart() -> None:
    """Different given names are different persons, and their bare surname is neither's."""
    found = read("Hunter Biden und Christina Müller trafen Christian Müller. Müller schwieg.")
    assert found.quotes("Christian Müller") == ["Christian Müller"]
    assert found.quotes("Christina Müller") == ["Christina Müller"]


def test_other_given_name_is_not_chained() -> None:
    """A bearer of the surname whose given name is unknown is not the known person."""
    found = read("US-Präsident Joe Biden sprach. Danach wurde Hunter Biden angeklagt.")
    assert found.quotes("Joe Biden") == ["Joe Biden"]


def test_office_alone_means_its_only_holder() -> None:
    """A definite office without a name refers to the only person who holds it."""
    found = read(
        "Der kasachische Präsident Tokajew kam. Der Staatschef sprach. Ein Präsident geht."
    )
    assert found.quotes("Tokajew") == ["Tokajew", "Staatschef"]
    heads = [mention.head for mention in found.mentions if mention.kind == EntityKind.PERSON]
    assert heads == [True, False]


def test_office_of_another_state_means_nobody_named() -> None:
    """An office of a state whose holder is not named refers to nobody."""
    found = read("Der kasachische Präsident Tokajew kam. Der russische Präsident schwieg.")
    assert found.quotes("Tokajew") == ["Tokajew"]


@pytest.mark.parametrize(
    ("text", "code", "name", "country"),
    [
        ("Das russische Innenministerium warnte.", "de", "russisches Innenministerium", "RU"),
        (
            "Das teilte das Innenministerium in Moskau mit.",
            "de",
            "Innenministerium in Moskau",
            "RU",
        ),
        ("Das Innenministerium der Türkei warnte.", "de", "türkisches Innenministerium", "TR"),
        ("Kasachstans Regierung trat zurück.", "de", "kasachische Regierung", "KZ"),
        ("Den kasachischen Behörden zufolge ist es ruhig.", "de", "kasachische Behörden", "KZ"),
        ("Die US-Regierung schwieg.", "de", "US-Regierung", "US"),
        ("Der Bundestag stimmte zu.", "de", "Bundestag", "DE"),
        ("The Polish government agreed.", "en", "Polish government", "PL"),
        ("Russia's Foreign Ministry declined.", "en", "Russian foreign ministry", "RU"),
    ],
)
def test_bodies_have_the_state_that_the_text_tells(
    text: str, code: str, name: str, country: str
) -> None:
    """Adjective, genitive, compound or seat give a body its state; it never becomes the state."""
    body = read(text, code).named(name)
    assert (body.kind, body.country, body.described) == (EntityKind.ORGANISATION, country, True)


def test_described_body_of_the_table_is_that_row() -> None:
    """A body whose composed name is exactly a table row's is one entity with that row."""
    text = "Das Verteidigungsministerium in Moskau rief an. Russisches Verteidigungsministerium."
    body = read(text).named("russisches Verteidigungsministerium")
    assert (body.table_id, len(body.mentions)) == ("Q1146492", 2)


def test_bare_body_joins_the_only_one_of_its_kind() -> None:
    """A ministry mentioned again without its state is the one ministry of the document."""
    one = read("Das türkische Innenministerium warnte. Das Ministerium schwieg.")
    assert one.quotes("türkisches Innenministerium") == ["Innenministerium", "Ministerium"]
    two = read("Das türkische Innenministerium und das russische Verteidigungsministerium warnten. "
               "Das Ministerium schwieg.")  # fmt: skip
    assert two.quotes("türkisches Innenministerium") == ["Innenministerium"]


def test_acronym_in_brackets_binds() -> None:
    """An acronym introduced in brackets later stands for its organisation."""
    found = read("Der Verband der Hersteller (VDH) warnte. Der VDH schwieg. Das VDH-Papier fehlt.")
    assert found.quotes("Verband der Hersteller") == ["Verband der Hersteller", "VDH", "VDH", "VDH"]


def test_acronym_of_a_known_organisation_is_the_organisation() -> None:
    """Full name, acronym and compound are mentions of one table row."""
    text = "Die Organisation des Vertrags über kollektive Sicherheit (OVKS) half. Die OVKS ging."
    found = read(text)
    assert found.named("Organisation des Vertrags über kollektive Sicherheit").table_id == "Q318693"
    assert len(found.entities) == 1


@pytest.mark.parametrize(
    ("text", "code", "name", "country"),
    [
        ("Russische Soldaten zogen ab.", "de", "russische Soldaten", "RU"),
        ("Soldaten aus Belarus zogen ab.", "de", "belarussische Soldaten", "BY"),
        ("Soldaten aus Belarus, Armenien und Kirgistan zogen ab.", "de", "Soldaten", None),
        ("Demonstranten zogen durch die Stadt.", "de", "Demonstranten", None),
        ("US troops left.", "en", "American troops", "US"),
    ],
)
def test_groups_have_the_origin_that_the_text_tells(
    text: str, code: str, name: str, country: str | None
) -> None:
    """A collective has one state as origin or none; a list of states is no origin."""
    group = read(text, code).named(name)
    assert (group.kind, group.country) == (EntityKind.GROUP, country)


def test_compound_group_belongs_to_its_organisation() -> None:
    """The first part of a compound is the parent of the group."""
    found = read("OVKS-Friedenstruppen sicherten den Platz.")
    assert found.named("OVKS-Friedenstruppen").parent == found.named("OVKS").key


def test_people_are_no_group() -> None:
    """Plain people are counted by figures and are no entity."""
    assert read("Viele Menschen gingen nach Hause.").entities == ()


@pytest.mark.parametrize(
    "text",
    [
        "Der Flughafen Almaty ist zu.",
        "Der Flughafen von Almaty ist zu.",
        "Der Flughafen der Millionenstadt Almaty ist zu.",
        "Almatys Flughafen ist zu.",
    ],
)
def test_facility_is_named_after_its_place(text: str) -> None:
    """A facility with its place is one place entity, however the two are joined."""
    airport = read(text).named("Flughafen Almaty")
    assert (airport.kind, airport.table_id) == (EntityKind.PLACE, "Q858844")


def test_other_word_for_the_facility_joins_it() -> None:
    """A synonym of the facility is the only facility of that class in the document."""
    found = read("Der Flughafen Almaty war zu. Der Airport öffnet wieder.")
    assert found.quotes("Flughafen Almaty") == ["Flughafen Almaty", "Airport"]


@pytest.mark.parametrize(
    "text",
    [
        "Das Essen ist fertig.",
        "Er nahm sich Zeit für ein Bild.",
        "Er muss sich vor Gericht verantworten.",
        "Aus den Autos wurde Geld gestohlen.",
    ],
)
def test_ambiguous_words_need_their_context(text: str) -> None:
    """Names that are also common words count only beside a word that tells."""
    assert read(text).entities == ()


def test_ambiguous_words_with_context_are_names() -> None:
    """The word beside an ambiguous name decides."""
    found = read("In Essen brennt es, berichtet die Zeitung Bild.")
    assert [entity.name for entity in found.entities] == ["Essen", "Bild"]


def test_government_of_another_state_is_not_linked() -> None:
    """An adjective of another state takes the table row from a shared name."""
    body = read("Die österreichische Bundesregierung tagte.").named("Bundesregierung")
    assert (body.table_id, body.country) == (None, "AT")


def test_clubs_and_papers_are_no_places() -> None:
    """A place inside a longer name is only an attribute of that name."""
    found = read("Eintracht Frankfurt gewann, schreibt die Bangkok Post.")
    assert found.names(EntityKind.ORGANISATION) == ["Eintracht Frankfurt", "Bangkok Post"]
    places = [mention for mention in found.mentions if mention.kind == EntityKind.PLACE]
    assert [place.adjectival for place in places] == [True, True]


@pytest.mark.parametrize("role", [BlockRole.CREDIT, BlockRole.DATELINE, BlockRole.BOILERPLATE])
def test_blocks_that_do_not_tell_yield_nothing(role: BlockRole) -> None:
    """Credits, datelines and boilerplate name no entity of the events."""
    assert read("Foto: Angela Merkel, Almaty", role=role).entities == ()


def test_mentions_stand_in_the_text_in_order() -> None:
    """Every span repeats the text, in order, and proper mentions do not overlap."""
    text = (
        "Das Verteidigungsministerium in Moskau lobte OVKS-Generalsekretär Stanislaw Sas in Almaty."
    )
    found = read(text)
    spans = [mention.span for mention in found.mentions]
    assert all(text[span.start : span.end] == span.quote for span in spans)
    assert spans == sorted(spans, key=lambda span: (span.start, span.end))
    proper = [mention.span for mention in found.mentions if not mention.adjectival]
    assert all(left.end <= right.start for left, right in pairwise(proper))


def test_finding_is_deterministic() -> None:
    """The same text gives the same entities with the same keys."""
    text = "Präsident Tokajew sprach in Almaty mit Soldaten aus Russland."
    assert read(text) == read(text)


def test_own_name_outranks_an_inflected_one() -> None:
    """A name that looks like the genitive of another is itself."""
    assert read("Die Hamas schwieg.").names(EntityKind.ORGANISATION) == ["Hamas"]


def test_every_capital_of_a_name_counts() -> None:
    """A name of several words needs all its capitals."""
    assert read("Die linke Hand schmerzt.").entities == ()


@pytest.mark.parametrize(
    "text",
    [
        "Die kasachische Regierung trat zurück. Nun soll eine Regierung gebildet werden.",
        "Die kasachische Regierung trat zurück. Die Regierung in Wien schwieg.",
    ],
)
def test_another_body_does_not_join(text: str) -> None:
    """An indefinite article or another place says that another body is meant."""
    assert read(text).quotes("kasachische Regierung") == ["Regierung"]


def test_body_in_a_place_leaves_the_place_free() -> None:
    """The police in a town is that town's, and the town can still be the place of an event."""
    found = read("Die Polizei in Berlin warnte.")
    assert found.named("Polizei").country == "DE"
    (town,) = [mention for mention in found.mentions if mention.kind == EntityKind.PLACE]
    assert (town.span.quote, town.adjectival) == ("Berlin", False)


def test_genitive_before_an_office_is_an_attribute() -> None:
    """The state in front of an office only modifies it and can fill no role."""
    found = read("Kasachstans Präsident Tokajew sprach.")
    (state,) = [mention for mention in found.mentions if mention.kind == EntityKind.COUNTRY]
    assert state.adjectival


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Federal Aviation Administration warned.", "Federal Aviation Administration"),
        ("Managers of the Bank of America met.", "Bank of America"),
    ],
)
def test_english_organisations_are_told_by_their_head(text: str, name: str) -> None:
    """A run of capitals with the head of an organisation in it is one name."""
    assert read(text, "en").named(name).kind == EntityKind.ORGANISATION


def test_first_name_of_the_text_is_kept_for_places() -> None:
    """Of two names of one city the one told first stands."""
    assert read("Peking schwieg. Das war in Beijing so.").names(EntityKind.PLACE) == ["Peking"]


@pytest.mark.parametrize(
    ("text", "code", "name", "country"),
    [
        ("Auf der griechischen Insel Skopelos brennt es.", "de", "Skopelos", "GR"),
        ("Im Kreis Ahrweiler steigt das Wasser.", "de", "Kreis Ahrweiler", None),
        ("Er reist nach Erftstadt.", "de", "Erftstadt", None),
        ("The Hungarian town of Mohacs was flooded.", "en", "Mohacs", "HU"),
        ("Fires burned in Tolna province.", "en", "Tolna", None),
    ],
)
def test_unknown_places_are_told_by_the_words_beside(
    text: str, code: str, name: str, country: str | None
) -> None:
    """A word for a kind of place, or the ending of a town after a preposition, names a place."""
    place = read(text, code).named(name)
    assert (place.kind, place.country) == (EntityKind.PLACE, country)


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        (
            "Ministerpräsident Luís Montenegro reiste ab. Montenegro winkte.",
            "de",
            "Luís Montenegro",
        ),
        ("Prime Minister John Major left. John Major waved.", "en", "John Major"),
        ("Analyst Jack London said rates would rise.", "en", "Jack London"),
    ],
)
def test_families_may_be_words_for_something_else(text: str, code: str, name: str) -> None:
    """After a given name a state, a town or a rank is a family."""
    found = read(text, code)

    assert found.names(EntityKind.PERSON) == [name]
    assert found.names(EntityKind.COUNTRY) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The ferry Estonia sank.", "en"),
        ("Das Schiff „Estonia“ hatte Autos geladen.", "de"),
    ],
)
def test_ships_are_not_what_they_are_called_after(text: str, code: str) -> None:
    """A name after a word for a ship is no state."""
    assert read(text, code).names(EntityKind.COUNTRY) == []


def test_time_in_prison_is_no_place() -> None:
    """A penalty of years in prison is no place; a prison with a name is one."""
    assert read("Er erhielt acht Jahre Gefängnis.").names(EntityKind.PLACE) == []
    assert "Gefängnis Bautzen" in read("Das Gefängnis Bautzen brennt.").names(EntityKind.PLACE)


def test_name_ends_the_text() -> None:
    """A name that is the last of its sentence, without a mark behind it, is read to its end."""
    assert read("Gewonnen hat Roger Federer").names(EntityKind.PERSON) == ["Roger Federer"]
