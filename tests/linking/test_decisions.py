"""Link decisions: accepted where sure, review or a typed nil where not."""

from __future__ import annotations

from functools import cache

import pytest

from nutgraf.folders import folder
from nutgraf.linking import EntityTable, link
from nutgraf.model.annotation import AnnotatedDocument
from nutgraf.model.document import Document
from nutgraf.model.entity import Entity, EntityKind
from nutgraf.model.event import Ledger
from nutgraf.model.link import KnownEntity, Link, LinkedDocument, LinkStatus, NilReason


@cache
def shipped() -> EntityTable:
    """The curated table."""
    return EntityTable.load(folder("seeds") / "entities.tsv")


def linked(*entities: Entity, table: EntityTable | None = None) -> LinkedDocument:
    """Link entities of a German document without any text."""
    document = Document("", "de", ())
    annotated = AnnotatedDocument(document, entities, (), (), (), (), Ledger(), "test")
    return link(annotated, table or shipped())


def decide(kind: EntityKind, name: str, **fields: object) -> Link:
    """The decision about one entity."""
    entity = Entity("n1", kind, name, (), (name,), **fields)  # type: ignore[arg-type]
    (decision,) = linked(entity).links
    return decision


def test_row_given_by_the_text_is_accepted() -> None:
    """The row that reading found exactly is the link."""
    decision = decide(EntityKind.PERSON, "Kassym-Jomart Tokajew", table_id="Q200881")
    assert (decision.status, decision.qid) == (LinkStatus.ACCEPTED, "Q200881")


def test_state_is_linked_by_its_code() -> None:
    """A state needs no name of the table, only its code."""
    decision = decide(EntityKind.COUNTRY, "Kirgistan", country="KG")
    assert (decision.status, decision.qid) == (LinkStatus.ACCEPTED, "Q813")


@pytest.mark.parametrize(
    ("kind", "name", "qid", "matched"),
    [
        (EntityKind.PLACE, "Almaty", "Q35493", "label"),
        (EntityKind.ORGANISATION, "OVKS", "Q318693", "alias"),
        (EntityKind.PERSON, "Recep Tayyip Erdogan", "Q39259", "plain"),
        (EntityKind.PERSON, "Volodymyr Selenskyj", "Q3874799", "sound"),
    ],
)
def test_names_are_accepted_with_how_they_matched(
    kind: EntityKind, name: str, qid: str, matched: str
) -> None:
    """Label, alias, spelling without diacritics and transliteration link, each by its name."""
    decision = decide(kind, name)
    assert (decision.status, decision.qid) == (LinkStatus.ACCEPTED, qid)
    assert decision.candidates[0].matched == matched


def test_surname_alone_goes_to_review() -> None:
    """A surname without a full name in the document is proposed, not linked."""
    decision = decide(EntityKind.PERSON, "Putin")
    assert (decision.status, decision.qid) == (LinkStatus.REVIEW, None)
    assert decision.candidates[0].qid == "Q7747"


def test_unknown_name_has_no_candidate() -> None:
    """A name that the table does not know is nil for want of a candidate."""
    decision = decide(EntityKind.PERSON, "Stanislaw Sas")
    assert (decision.status, decision.reason) == (LinkStatus.NIL, NilReason.NO_CANDIDATE)


def test_name_of_another_kind_is_a_type_mismatch() -> None:
    """An organisation called like a city is not the city; the city stays a candidate."""
    decision = decide(EntityKind.ORGANISATION, "Almaty")
    assert (decision.status, decision.reason) == (LinkStatus.NIL, NilReason.TYPE_MISMATCH)
    assert [candidate.qid for candidate in decision.candidates] == ["Q35493"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (EntityKind.GROUP, "russische Soldaten"),
        (EntityKind.THING, "Gaspreise"),
        (EntityKind.ORGANISATION, "kasachische Regierung"),
    ],
)
def test_descriptions_are_never_linked_to_their_state(kind: EntityKind, name: str) -> None:
    """Groups, things and described bodies are nil as descriptions."""
    decision = decide(kind, name, country="KZ", described=True)
    assert (decision.status, decision.reason) == (LinkStatus.NIL, NilReason.DESCRIPTION_ONLY)
    assert decision.candidates == ()


def test_described_body_of_the_table_is_linked() -> None:
    """A described body that the text gave a row for is linked to that row."""
    decision = decide(
        EntityKind.ORGANISATION, "russisches Verteidigungsministerium", table_id="Q1146492"
    )
    assert decision.qid == "Q1146492"


def test_state_that_contradicts_lowers_the_score() -> None:
    """A name match of another state than the text tells goes to review."""
    decision = decide(EntityKind.PLACE, "Almaty", country="RU")
    assert (decision.status, decision.qid) == (LinkStatus.REVIEW, None)


def test_equal_rivals_are_ambiguous() -> None:
    """Two items with one name are no guess but an ambiguous nil with both candidates."""
    rows = [
        KnownEntity(qid, "place", "city", (("de", "Neustadt"),), country=country)
        for qid, country in (("Q1", "DE"), ("Q2", "AT"))
    ]
    table = EntityTable(rows, index="nano-test")
    town = Entity("n1", EntityKind.PLACE, "Neustadt", (), ("Neustadt",))
    (decision,) = linked(town, table=table).links
    assert (decision.status, decision.reason) == (LinkStatus.NIL, NilReason.AMBIGUOUS)
    assert [candidate.qid for candidate in decision.candidates] == ["Q1", "Q2"]


def test_state_told_by_the_text_settles_rivals() -> None:
    """Of two items with one name the one of the told state wins."""
    rows = [
        KnownEntity(qid, "place", "city", (("de", "Neustadt"),), country=country)
        for qid, country in (("Q1", "DE"), ("Q2", "AT"))
    ]
    table = EntityTable(rows, index="nano-test")
    town = Entity("n1", EntityKind.PLACE, "Neustadt", (), ("Neustadt",), country="AT")
    (decision,) = linked(town, table=table).links
    assert decision.qid == "Q2"


def test_every_entity_has_one_link_and_every_item_is_known() -> None:
    """Links follow the entities one to one; the items linked to come along once."""
    result = linked(
        Entity("n1", EntityKind.PLACE, "Almaty", (), ("Almaty",)),
        Entity("n2", EntityKind.PLACE, "Alma-Ata", (), ("Alma-Ata",)),
        Entity("n3", EntityKind.GROUP, "Soldaten", (), ("Soldaten",), described=True),
    )
    assert [decision.entity for decision in result.links] == ["n1", "n2", "n3"]
    assert [row.qid for row in result.known] == ["Q35493"]
    assert {decision.index for decision in result.links} == {shipped().index}
