from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bench.reading.agreement.comparing import bounds, same_name, same_time, spot_of
from bench.reading.agreement.documents import score
from bench.reading.agreement.gold import Gold, GoldItem, load_gold
from bench.reading.agreement.scores import Count, Scores, Targets, rows_of, total

from nutgraf.model.annotation import AnnotatedDocument, TimeMention
from nutgraf.model.document import Block, BlockRole, Document
from nutgraf.model.entity import Entity, EntityKind
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
from nutgraf.model.link import Link, LinkedDocument, LinkStatus
from nutgraf.model.quantity import Measure, Qualifier, Quantity
from nutgraf.model.span import Span
from nutgraf.model.time import Granularity, TimeValue

TEXT = (
    "Am Montag hat in Bern der Streik der Lokführer begonnen. Mindestens 40 Züge fielen aus, "
    "und drei Menschen wurden bei Protesten verletzt. Die Gewerkschaft erklärte, der Streik sei "
    "ein Erfolg."
)
GOLD = """
article: own.txt
events:
  - {quote: "der Streik der Lokführer", types: [strike], factuality: ongoing,
     attribution: own-voice, place: "Bern", time: "2026-03-02",
     participants: [{role: actor, name: "Lokführer"}]}
  - {quote: "bei Protesten", types: [protest], factuality: occurred, attribution: own-voice,
     place: null, time: null}
  - {quote: "fielen aus", types: [suspension], optional: true}
figures:
  - {quote: "drei Menschen", measure: injured, value: 3, min: null, max: null,
     qualifier: unstated}
  - {quote: "Mindestens 40 Züge", measure: count-other, value: 40, min: 40, max: null,
     qualifier: at-least, optional: true}
claims:
  - {quote: "der Streik sei ein Erfolg", speaker: "Gewerkschaft", speech_act: states,
     quotation: indirect}
times:
  - {quote: "Am Montag", edtf: "2026-03-02"}
links:
  - {name: "Bern", qid: Q70}
"""


def at(quote: str) -> Span:
    """The first place where the own text says this."""
    start = TEXT.index(quote)
    return Span.of(TEXT, start, start + len(quote))


def key(kind: str, quote: str) -> str:
    """The key of a report about this wording."""
    return f"{kind}{at(quote).start}-{at(quote).end}"


MONDAY = TimeValue(Granularity.DAY, "Am Montag", edtf="2026-03-02")
STRIKE = EventReport(
    key=key("e", "Streik"),
    types=("strike",),
    trigger=at("Streik"),
    evidence=(at("Streik"),),
    factuality=Factuality.ONGOING,
    attribution=Attribution(),
    participations=(Participation("n2", Role.ACTOR, (at("Lokführer"),)),),
    place="n1",
    time=MONDAY,
)
PROTEST = EventReport(
    key=key("e", "Protesten"),
    types=("protest", "riot"),
    trigger=at("Protesten"),
    evidence=(at("Protesten"),),
    factuality=Factuality.OCCURRED,
    attribution=Attribution(),
)
INJURED = Figure(
    key=key("f", "drei"),
    about=PROTEST.key,
    measure=Measure.INJURED,
    quantity=Quantity(Qualifier.UNSTATED, "drei Menschen", value=Decimal(3)),
    evidence=(at("drei Menschen"),),
    factuality=Factuality.OCCURRED,
    attribution=Attribution(),
)
CLAIM = Claim(
    key=key("c", "der Streik sei ein Erfolg"),
    content=at("der Streik sei ein Erfolg"),
    evidence=(at("der Streik sei ein Erfolg"),),
    speech_act=SpeechAct.STATES,
    quotation=Quotation.INDIRECT,
    attribution=Attribution(AttributionKind.NAMED_SOURCE, "n3"),
    speaker="n3",
)
READING = AnnotatedDocument(
    document=Document(TEXT, "de", (Block(0, len(TEXT), BlockRole.BODY),), source="own.txt"),
    entities=(
        Entity("n1", EntityKind.PLACE, "Bern", (at("Bern"),)),
        Entity("n2", EntityKind.GROUP, "Lokführer", (at("Lokführer"),)),
        Entity("n3", EntityKind.ORGANISATION, "Gewerkschaft", (at("Gewerkschaft"),)),
    ),
    mentions=(),
    events=(STRIKE, PROTEST),
    figures=(INJURED,),
    claims=(CLAIM,),
    ledger=Ledger(),
    extractor="test",
)
LINKED = LinkedDocument(READING, (Link("n1", LinkStatus.ACCEPTED, 0.9, "Q70"),), ())


@pytest.fixture
def gold(tmp_path: Path) -> Gold:
    """The gold of the own text, read from a file."""
    path = tmp_path / "own.gold.yaml"
    path.write_text(GOLD, encoding="utf-8")
    return load_gold(path)


def read_as(**changes: Any) -> LinkedDocument:
    """The linked document with other layers in its annotation."""
    return replace(LINKED, annotated=replace(READING, **changes))


def test_perfect_reading(gold: Gold) -> None:
    """A reading that says what gold says is right in every kind and has no faults."""
    scores = score(gold, LINKED)
    assert scores.faults == ()
    assert {kind: count.f1 for kind, count in scores.counts.items()} == dict.fromkeys(
        scores.counts, 1.0
    )


def test_missed_event(gold: Gold) -> None:
    """An event that was not read lowers recall and leaves precision alone."""
    count = score(gold, read_as(events=(STRIKE,))).count("events")
    assert (count.precision, count.recall) == (1.0, 0.5)


def test_second_report_of_an_event(gold: Gold) -> None:
    """A second report of the same event is a fault of precision."""
    again = replace(STRIKE, trigger=at("der Streik der"), key="e22-36")
    count = score(gold, read_as(events=(STRIKE, again, PROTEST))).count("events")
    assert count == Count(right=2, found=3, expected=2)


def test_wrong_type(gold: Gold) -> None:
    """A report at the right place with a wrong type is both surplus and missed."""
    wrong = replace(PROTEST, types=("election",))
    scores = score(gold, read_as(events=(STRIKE, wrong)))
    assert scores.count("events") == Count(right=1, found=2, expected=2)
    assert "own.txt: events: wrong: 'Protesten' election" in scores.faults


def test_optional_event_passes(gold: Gold) -> None:
    """An event that fits an optional record counts neither for nor against."""
    outage = replace(PROTEST, types=("suspension",), trigger=at("fielen aus"), key="e75-85")
    with_it = score(gold, read_as(events=(STRIKE, PROTEST, outage)))
    assert with_it.count("events") == score(gold, LINKED).count("events")


def test_status_of_matched_events(gold: Gold) -> None:
    """Factuality and voice are judged apart from each other."""
    claimed = Attribution(AttributionKind.NAMED_SOURCE, "n3")
    changed = replace(STRIKE, factuality=Factuality.SCHEDULED, attribution=claimed)
    scores = score(gold, read_as(events=(changed, PROTEST)))
    assert scores.count("factuality").right == 1
    assert scores.count("attribution").right == 1


def test_named_source_needs_the_name(gold: Gold) -> None:
    """The kind of attribution is not enough: the source must be the one gold names."""
    item = replace(
        gold.events[0],
        judged={
            **gold.events[0].judged,
            "attribution": "named-source",
            "according_to": "Gewerkschaft",
        },
    )
    told = replace(gold, events=(item,))
    by_union = replace(STRIKE, attribution=Attribution(AttributionKind.NAMED_SOURCE, "n3"))
    by_town = replace(STRIKE, attribution=Attribution(AttributionKind.NAMED_SOURCE, "n1"))
    assert score(told, read_as(events=(by_union,))).count("attribution").right == 1
    assert score(told, read_as(events=(by_town,))).count("attribution").right == 0


def test_invented_place(gold: Gold) -> None:
    """A place where gold says that the text tells none is wrong."""
    placed = replace(PROTEST, place="n1")
    count = score(gold, read_as(events=(STRIKE, placed))).count("place")
    assert count == Count(right=1, found=2, expected=2)


def test_participant_in_another_role(gold: Gold) -> None:
    """The right entity in the wrong role is surplus and missed."""
    victim = replace(STRIKE, participations=(Participation("n2", Role.VICTIM, ()),))
    count = score(gold, read_as(events=(victim, PROTEST))).count("participants")
    assert count == Count(right=0, found=1, expected=1)


@pytest.mark.parametrize(
    "change",
    [
        {"measure": Measure.KILLED},
        {"quantity": replace(INJURED.quantity, value=Decimal(4))},
        {"quantity": replace(INJURED.quantity, minimum=Decimal(3))},
        {"quantity": replace(INJURED.quantity, qualifier=Qualifier.AT_LEAST)},
    ],
)
def test_figures_must_agree_in_all(gold: Gold, change: dict[str, Any]) -> None:
    """A figure is right only when measure, value, bounds and qualifier all are."""
    wrong = replace(INJURED, **change)
    assert score(gold, read_as(figures=(wrong,))).count("figures") == Count(0, 1, 1)


def test_repeated_figure_counts_once(gold: Gold) -> None:
    """A right figure that is told twice is right once and no fault."""
    again = replace(INJURED, key=key("f", "drei Menschen"))
    count = score(gold, read_as(figures=(INJURED, again))).count("figures")
    assert count == Count(1, 1, 1)


def test_claim_content_may_differ_in_length(gold: Gold) -> None:
    """A claim agrees when half of the words are shared, and not when fewer are."""
    longer = replace(CLAIM, content=at("erklärte, der Streik sei ein Erfolg"))
    short = replace(CLAIM, content=at("Erfolg"))
    assert score(gold, read_as(claims=(longer,))).count("claims").right == 1
    assert score(gold, read_as(claims=(short,))).count("claims").right == 0


@pytest.mark.parametrize("speaker", ["n1", None])
def test_claim_by_another_speaker(gold: Gold, speaker: str | None) -> None:
    """A claim that is given to somebody else, or to nobody, is wrong."""
    other = replace(CLAIM, speaker=speaker)
    assert score(gold, read_as(claims=(other,))).count("claims") == Count(0, 1, 1)


def test_time_layer(gold: Gold) -> None:
    """Given the time layer, times are judged that no event carries."""
    mention = TimeMention(at("Am Montag"), MONDAY)
    silent = read_as(events=())
    assert score(gold, silent).count("times").recall == 0.0
    assert score(gold, silent, [mention]).count("times").recall == 1.0


def test_wrong_link(gold: Gold) -> None:
    """A link to another item is surplus and missed; a link under review is neither."""
    wrong = replace(LINKED, links=(Link("n1", LinkStatus.ACCEPTED, 0.9, "Q64"),))
    review = replace(LINKED, links=(Link("n1", LinkStatus.REVIEW, 0.5, "Q64"),))
    assert score(gold, wrong).count("links") == Count(0, 1, 1)
    assert score(gold, review).count("links") == Count(0, 0, 1)


def test_scores_add_up(gold: Gold) -> None:
    """The scores of a corpus are the sums over its articles."""
    one = score(gold, LINKED)
    both = total([one, score(gold, read_as(events=()))])
    assert both.count("events") == Count(right=2, found=2, expected=4)


def test_rows_of_what_was_judged() -> None:
    """Each judged kind has its rows, an aspect of found events only one, others none."""
    scores = Scores({"events": Count(1, 2, 4), "place": Count(3, 4, 4)})
    rows = rows_of(scores, "own", "0" * 16, {"events": Targets(0.75, 0.85)})
    assert [(row.metric, round(row.figure, 3), row.must) for row in rows] == [
        ("events, precision", 0.5, None),
        ("events, recall", 0.25, None),
        ("events, F1", 0.333, 0.75),
        ("place of found events, F1", 0.75, None),
    ]


def test_faults_have_categories(gold: Gold) -> None:
    """A fault is listed under its kind and whether it is wrong or missed."""
    wrong = replace(PROTEST, types=("election",))
    found = score(gold, read_as(events=(STRIKE, wrong), claims=()))
    assert [kind for kind, _ in found.kinds_of_faults()] == [
        "events wrong",
        "events missed",
        "claims missed",
    ]


@pytest.mark.parametrize(
    ("edtf", "agrees"),
    [("../2026-03-06", True), ("2026-03-06", False), (None, False), ("XXXX-XX-XX", False)],
)
def test_time_bounds(edtf: str | None, agrees: bool) -> None:
    """Times agree by their outer bounds when the EDTF strings are spelt differently."""
    until = TimeValue(Granularity.DAY, "bis Freitag", end_latest=bounds("2026-03-06")[1])
    assert same_time(edtf, until) is agrees


def test_bounds_of_a_set() -> None:
    """The bounds of an EDTF set are those of its first and last member."""
    assert bounds("[2026-03-02,2026-03-09]") == (bounds("2026-03-02")[0], bounds("2026-03-09")[1])


def test_names_agree_by_containment() -> None:
    """A surname is contained in the full name; diacritics and case do not matter."""
    person = Entity("n1", EntityKind.PERSON, "Recep Tayyip Erdoğan", ())
    assert same_name("Erdogan", person)
    assert not same_name("Merkel", person)
    assert not same_name("Merkel", None)


def test_keys_without_offsets_are_refused() -> None:
    """A key that is no report's key raises instead of scoring at a made-up place."""
    with pytest.raises(ValueError, match="not the key of a report"):
        spot_of("n3")


def test_gold_item_finds_all_its_places() -> None:
    """Every occurrence of every wording belongs to a gold record."""
    item = GoldItem(("ab", "c"), optional=False, judged={})
    assert item.spots("ab c ab") == ((0, 2), (5, 7), (3, 4))
