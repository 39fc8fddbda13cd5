from __future__ import annotations

from typing import Any

import pytest

from nutgraf.annotation.text.language import language
from nutgraf.annotation.text.segmentation import segment
from nutgraf.annotation.times.clocks import clock_of, opened
from nutgraf.annotation.times.time_mentions import find_times, time_expressions
from nutgraf.model.annotation import Layers
from nutgraf.model.document import Block, BlockRole, Document, PublicationDate
from nutgraf.model.time import TimeValue


def values_of(text: str, code: str, published: str | None) -> list[TimeValue]:
    """The values of all time expressions of a text."""
    return [
        mention.value
        for mention in time_expressions(layers_of(text, code, published), language(code))
    ]


def layers_of(text: str, code: str, published: str | None) -> Layers:
    """The sentences of a text of one block."""
    day = PublicationDate.parse(published) if published else None
    block = Block(0, len(text), BlockRole.BODY)
    document = Document(text=text, language=code, blocks=(block,), published=day)
    return Layers(document, segment(document))


@pytest.mark.parametrize(
    ("slots", "clock"),
    [
        ({"hour": 8}, "08:00"),
        ({"hour": 24, "minute": 0}, "24:00"),
        ({"hour": 8, "part": "TEV"}, "20:00"),
        ({"hour": 12, "part": "TEV"}, "00:00"),
        ({"hour": 2, "part": "TNI"}, "02:00"),
        ({"hour": 11, "part": "TNI"}, "23:00"),
        ({"hour": 1, "part": "TMI"}, "13:00"),
        ({"hour": 12, "meridiem": "am"}, "00:00"),
        ({"hour": 12, "meridiem": "pm"}, "12:00"),
        ({"hour": 8, "halves": True}, "[08:00,20:00]"),
        ({"hour": 20, "halves": True}, "20:00"),
        ({"hour": 8, "past": -30}, "07:30"),
        ({"hour": 0, "past": -15}, "23:45"),
        ({"hour": 8, "minute": 5, "side": -1}, "07:55"),
        ({"hour": 11, "hour2": 1, "meridiem2": "pm"}, "11:00/13:00"),
        ({"hour": 5, "hour2": 6, "meridiem2": "pm"}, "17:00/18:00"),
        ({"part": "TMO"}, "TMO"),
        ({}, None),
    ],
)
def test_clock_of_slots(slots: dict[str, Any], clock: str | None) -> None:
    """Halves and parts of the day tell which of two hours is meant, else both are."""
    assert clock_of(slots) == clock


@pytest.mark.parametrize(
    ("local", "there", "zone", "offset"),
    [
        ("8.00", "3.00", "MEZ", "+06:00"),
        ("21.00", "16.00", "MEZ", "+06:00"),
        ("21.00", "3.00", "MEZ", "-05:00"),
        ("2.30", "21.00", "GMT", "+05:30"),
        ("9.00", "9.00", "MESZ", "+02:00"),
        ("20.00", "1.00", "GMT", "-05:00"),
    ],
)
def test_a_pair_of_zones_gives_the_offset(local: str, there: str, zone: str, offset: str) -> None:
    """The same time in two zones tells how far the first is from universal time."""
    (value,) = values_of(f"Um {local} Uhr ({there} Uhr {zone}) begann es.", "de", "2022-01-13")
    assert value.clock is not None
    assert value.clock[5:] == offset


@pytest.mark.parametrize(
    ("modifier", "clock"),
    [
        ("since", "08:00/"),
        ("after", "08:00/"),
        ("until", "/08:00"),
        ("before", "/08:00"),
        ("at", "08:00"),
    ],
)
def test_prepositions_open_a_clock_time(modifier: str, clock: str) -> None:
    """A clock time is open to the side that its preposition leaves open."""
    assert opened("08:00", modifier) == clock
    assert opened("TMO", modifier) == "TMO"
    assert opened("08:00/09:00", modifier) == "08:00/09:00"


@pytest.mark.parametrize(
    ("code", "text", "anchor", "offset"),
    [
        ("de", "Eine Woche nach der Verlegung brannte es.", "der Verlegung", "P1W"),
        ("de", "Zwei Tage vor der Wahl trat er zurück.", "der Wahl", "-P2D"),
        ("de", "Am Vorabend des Abzugs brannte es.", "des Abzugs", "-P1D"),
        ("de", "Drei Stunden nach dem Start brannte es.", "dem Start", "PT3H"),
        ("en", "Two weeks after the vote he quit.", "the vote", "P2W"),
        ("en", "On the eve of the summit he quit.", "the summit", "-P1D"),
        ("en", "Two days later he quit.", None, "P2D"),
    ],
)
def test_times_told_from_an_event_have_no_day(
    code: str, text: str, anchor: str | None, offset: str
) -> None:
    """The event and the distance are kept; a day is never made up from them."""
    (value,) = values_of(text, code, "2022-01-13")
    assert (value.anchor, value.offset, value.bounded, value.edtf) == (anchor, offset, False, None)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("de", "Zwei Tage lang brannte es, stundenlang, jeden Montag und täglich."),
        ("en", "It burned for two days, every Monday and daily."),
    ],
)
def test_spells_do_not_tell_when(code: str, text: str) -> None:
    """How long and how often are expressions of time, but no time at which something is."""
    assert len(values_of(text, code, "2022-01-13")) >= 3
    assert find_times(layers_of(text, code, "2022-01-13"), language(code)) == ()
    assert not any(
        value.bounded or value.tells_when for value in values_of(text, code, "2022-01-13")
    )


TOLD = {
    "de": [
        "Am Donnerstag brannte es.",
        "Gestern brannte es.",
        "Vor drei Tagen brannte es.",
        "In der Nacht zum Freitag brannte es.",
        "Um 8 Uhr brannte es.",
        "Am Abend brannte es.",
    ],
    "en": [
        "It burned on Thursday.",
        "It burned yesterday.",
        "It burned three days ago.",
        "It burned at 8 am.",
        "It burned in the evening.",
    ],
}


@pytest.mark.parametrize("published", ["2022-01", "2022", None])
@pytest.mark.parametrize(("code", "text"), [(code, text) for code in TOLD for text in TOLD[code]])
def test_without_a_known_day_none_is_made_up(code: str, text: str, published: str | None) -> None:
    """Where the day of publication is not known, no time told from it is one day."""
    for value in values_of(text, code, published):
        assert value.begin_earliest is None or value.begin_earliest != value.latest


@pytest.mark.parametrize(
    ("code", "text", "count"),
    [
        ("de", "Der Kurs stieg um 20.15 Punkte auf 3.50 Euro.", 0),
        ("de", "Die Partei gewann 3:2, das Verhältnis war 1 zu 3.", 0),
        ("de", "Er rief von heute auf morgen an.", 0),
        ("de", "Die 1990 Soldaten und 2005 Helfer kamen.", 0),
        ("de", "Der 67-Jährige ist 30 Jahre alt.", 0),
        ("en", "Shares rose 3.50 to 20.15 dollars.", 0),
        ("en", "The 1990 soldiers and 2005 helpers came.", 0),
        ("en", "He may march, as the Sunday Times said.", 0),
        ("en", "They won 3:2 and led 10 to 7.", 0),
    ],
)
def test_what_is_no_time(code: str, text: str, count: int) -> None:
    """Decimals, scores, counts and names that look like times are none."""
    found = find_times(layers_of(text, code, "2022-01-13"), language(code))
    assert [mention.span.quote for mention in found] == [] if count == 0 else len(found) == count
