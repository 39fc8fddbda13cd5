"""A linked document becomes quads: sorted, without blank nodes, addressed by content."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.mapping.addresses import Addresses, time_key
from nutgraf.mapping.graphs import map_document
from nutgraf.model.annotation import AnnotatedDocument
from nutgraf.model.document import Block, BlockRole, Document, PublicationDate
from nutgraf.model.entity import Entity, EntityKind, EntityMention
from nutgraf.model.event import (
    Attribution,
    AttributionKind,
    Claim,
    EventReport,
    Factuality,
    Figure,
    Ledger,
    Participation,
    Quotation,
    Role,
    SpeechAct,
)
from nutgraf.model.link import Candidate, KnownEntity, Link, LinkedDocument, LinkStatus, NilReason
from nutgraf.model.quantity import Measure, Qualifier, Quantity
from nutgraf.model.span import Span
from nutgraf.model.time import Granularity, TimeValue

BASE = "https://nutgraf.example/"
TEXT = "Der Minister sagte, in Almaty seien am Mittwoch Dutzende Menschen getötet worden."


def span(words: str) -> Span:
    """The span of some words of the text."""
    start = TEXT.index(words)
    return Span.of(TEXT, start, start + len(words))


def linked() -> LinkedDocument:
    """A small document with one event, one figure and one claim."""
    document = Document(
        TEXT,
        "de",
        (Block(0, len(TEXT), BlockRole.LEAD),),
        title="Tote in Almaty",
        url="https://blatt.example/almaty",
        publisher="Blatt",
        agency="dpa",
        published=PublicationDate.parse("2022-01"),
        credits=("Foto: Behörde",),
    )
    city = Entity("n1", EntityKind.PLACE, "Almaty", (span("Almaty"),), table_id="Q35493")
    minister = Entity("n2", EntityKind.PERSON, "Minister", (span("Minister"),))
    by_minister = Attribution(AttributionKind.NAMED_SOURCE, "n2")
    when = TimeValue(Granularity.DAY, "am Mittwoch", edtf="XXXX-XX-XX", weekday=3)
    event = EventReport(
        key="e63-70",
        types=("attack",),
        trigger=span("getötet"),
        evidence=(span("getötet"), span("Almaty"), span("am Mittwoch")),
        factuality=Factuality.OCCURRED,
        attribution=by_minister,
        participations=(Participation("n2", Role.AUTHORITY, (span("Minister"),)),),
        place="n1",
        time=when,
    )
    figure = Figure(
        "f48-56",
        event.key,
        Measure.KILLED,
        Quantity(Qualifier.VAGUE, "Dutzende Menschen", minimum=Decimal(24), unit="Menschen"),
        (span("Dutzende Menschen"),),
        Factuality.OCCURRED,
        by_minister,
    )
    claim = Claim(
        "c20-80",
        span("in Almaty seien am Mittwoch Dutzende Menschen getötet worden"),
        (span("sagte"),),
        SpeechAct.STATES,
        Quotation.INDIRECT,
        by_minister,
        speaker="n2",
        conveys=(event.key, figure.key),
    )
    annotated = AnnotatedDocument(
        document,
        (city, minister),
        (
            EntityMention(span("Almaty"), "n1", EntityKind.PLACE),
            EntityMention(span("Minister"), "n2", EntityKind.PERSON),
        ),
        (event,),
        (figure,),
        (claim,),
        Ledger(1, 1, 1, 1),
        "nutgraf-rules-0.1.0",
        (Span.of(TEXT, 0, len(TEXT)),),
    )
    known = KnownEntity("Q35493", "place", "city", (("de", "Almaty"),), country="KZ")
    links = (
        Link("n1", LinkStatus.ACCEPTED, 0.9, "Q35493", index="nano-1"),
        Link("n2", LinkStatus.NIL, 0.8, reason=NilReason.DESCRIPTION_ONLY, index="nano-1"),
    )
    return LinkedDocument(annotated, links, (known,))


@pytest.fixture
def graphs() -> dict[str, str]:
    """The graphs of the small document by name."""
    return dict(map_document(linked(), BASE))


def ask(graphs: dict[str, str], pattern: str) -> bool:
    """Tell whether a pattern holds in all graphs together."""
    store = ox.Store()
    store.load("".join(graphs.values()), ox.RdfFormat.N_QUADS)
    prefixes = """PREFIX nev: <https://w3id.org/nutgraf/nev#>
    PREFIX nevc: <https://w3id.org/nutgraf/code/> PREFIX schema: <https://schema.org/>
    PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>"""
    return bool(store.query(f"{prefixes} ASK {{ {pattern} }}", use_default_graph_as_union=True))


def test_graphs_of_the_design(graphs: dict[str, str]) -> None:
    """The quads stand in the article's, the version's and the shared graphs."""
    names = {re.sub(r"[0-9a-f]{12,}", "*", name.removeprefix(BASE)) for name in graphs}

    assert names == {
        "graph/source/*",
        "graph/report/*",
        "graph/entity",
        "graph/link",
        "graph/same-as",
        "graph/time",
        "graph/agent",
    }


def test_lines_are_sorted_and_have_no_blank_nodes(graphs: dict[str, str]) -> None:
    """Each graph is sorted N-Quads without doubles or blank nodes."""
    for text in graphs.values():
        lines = text.splitlines()
        assert lines == sorted(set(lines))
        assert not any(line.startswith("_:") or " _:" in line.split('"')[0] for line in lines)


@pytest.mark.parametrize(
    "pattern",
    [
        '?f a nev:Figure ; schema:minValue 24 ; schema:text "Dutzende Menschen"@de',
        "?c a nev:Claim ; nev:speaker ?s ; nev:conveys ?e . ?e nev:accordingTo ?s",
        '?m oa:exact "Almaty" ; oa:prefix ?before ; nev:refersTo ?place',
        '?v schema:datePublished "2022-01"^^xsd:gYearMonth ; schema:headline "Tote in Almaty"@de',
        "?place schema:sameAs <http://www.wikidata.org/entity/Q35493>",
        '?a schema:image/schema:creditText "Foto: Behörde"',
    ],
)
def test_what_is_stated(graphs: dict[str, str], pattern: str) -> None:
    """Figures keep their bounds and words, claims their speaker, spans their sentence."""
    assert ask(graphs, pattern)


def test_a_vague_figure_has_no_value(graphs: dict[str, str]) -> None:
    """A word such as Dutzende gives a lower bound and never a value."""
    assert not ask(graphs, "?f a nev:Figure ; schema:value ?any")


def test_a_link_under_review_proposes_its_likeliest_item() -> None:
    """Until a person decides, the link leads to the first candidate and says it is for review."""
    document = linked()
    candidate = Candidate("Q232", "Kazakhstan", 0.7, "alias")
    review = Link("n2", LinkStatus.REVIEW, 0.7, candidates=(candidate,), index="nano-1")
    graphs = dict(map_document(replace(document, links=(document.links[0], review)), BASE))

    assert ask(
        graphs,
        "?l <http://www.w3.org/ns/adms#status> nevc:review ;"
        " <https://w3id.org/sssom/object_id> <http://www.wikidata.org/entity/Q232>",
    )


def test_same_document_same_bytes() -> None:
    """Mapping twice gives the same text."""
    assert map_document(linked(), BASE) == map_document(linked(), BASE)


def test_descriptions_are_told_apart_by_article() -> None:
    """A minister without a name is another one in another article; a city is the same."""
    first = linked()
    other = replace(first.annotated.document, url="https://blatt.example/anders")
    second = replace(first, annotated=replace(first.annotated, document=other))

    def addresses(document: LinkedDocument) -> set[str]:
        entity = dict(map_document(document, BASE))[f"{BASE}graph/entity"]
        return set(re.findall(r"<(\S+/id/entity/\S+)> <\S+name>", entity))

    shared = addresses(first) & addresses(second)
    assert f"{BASE}id/entity/wd-Q35493" in shared
    assert len(addresses(first)) - len(shared) == 1


TIMES = st.builds(
    TimeValue,
    granularity=st.sampled_from(list(Granularity)),
    label=st.text(min_size=1, max_size=20),
    begin_earliest=st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    edtf=st.none() | st.sampled_from(["2022-01", "XXXX-XX-XX", "[2022-01-06,2022-01-13]"]),
)


@given(TIMES)
def test_time_keys_fit_addresses(value: TimeValue) -> None:
    """Every time has a key that may stand in an address, the same for the same time."""
    key = time_key(value, "de")

    assert re.fullmatch(r"[0-9A-Za-z_-]+", key)
    assert key == time_key(value, "de")


def test_span_addresses_carry_offsets() -> None:
    """A span's address is that of its version with the offsets behind it."""
    address = Addresses(BASE).span("0123456789abcdef", Span(3, 7, "abcd"))

    assert address == f"{BASE}id/version/0123456789abcdef#char=3,7"
