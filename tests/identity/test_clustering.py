"""Reports join into events by gates and score, whatever order they come in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nutgraf.identity.clustering import Rulings, cluster
from nutgraf.identity.gates import barrier
from nutgraf.identity.view import Bounds, Place, ReportView, Told, Window

KAZAKHSTAN = Place("urn:kz", "KZ", is_country=True)
ALMATY = Place("urn:almaty", "KZ")
BERLIN = Place("urn:berlin", "DE")
CONTEXT = frozenset({"urn:kz", "urn:almaty", "urn:tokayev", "urn:csto"})


def day(value: str) -> Window:
    """A window of one day."""
    return Window(date.fromisoformat(value), date.fromisoformat(value))


def told(version: str, published: str | None = "2022-01-13") -> Told:
    """A version published on a day, about Kazakhstan."""
    window = day(published) if published else Window()
    return Told(version, f"article-{version}", window, CONTEXT)


def report(address: str, kind: str = "troop-withdrawal", **given: object) -> ReportView:
    """An own-voice report of something that occurred in Kazakhstan."""
    values: dict[str, object] = {
        "told": told(address[-1]),
        "types": frozenset({kind}),
        "factuality": "occurred",
        "attribution": "own-voice",
        "place": KAZAKHSTAN,
    }
    return ReportView(address, **{**values, **given})  # type: ignore[arg-type]


def events(*reports: ReportView, rulings: Rulings | None = None) -> set[frozenset[str]]:
    """The clusters as sets of addresses."""
    found = cluster({one.address: one for one in reports}, rulings or Rulings())
    return {frozenset(r.address for r in one.reports) for one in found.clusters}


def one(*addresses: str) -> frozenset[str]:
    """One cluster."""
    return frozenset(addresses)


def test_announced_and_begun_is_one_event() -> None:
    """A withdrawal that a source announced and one that has begun are the same."""
    announced = report(
        "urn:r:a", factuality="scheduled", attribution="named-source", source="urn:tokayev"
    )
    begun = report("urn:r:b", factuality="ongoing")

    assert events(announced, begun) == {one("urn:r:a", "urn:r:b")}


def test_undated_articles_join_by_their_names() -> None:
    """Without any date two articles about the same names still meet."""
    first = report("urn:r:a", told=told("a", None))
    second = report("urn:r:b", told=told("b", None))
    stranger = report(
        "urn:r:c",
        told=replace(told("c", None), entities=frozenset({"urn:kz", "urn:x", "urn:y", "urn:z"})),
    )

    assert events(first, second, stranger) == {one("urn:r:a", "urn:r:b"), one("urn:r:c")}


@pytest.mark.parametrize(
    ("other", "gate"),
    [
        (report("urn:r:b", "earthquake"), "another type"),
        (report("urn:r:b", told=told("b", "2023-06-01")), "another time"),
        (report("urn:r:b", explicit=day("2020-01-01")), "another time"),
        (report("urn:r:b", place=BERLIN), "another place"),
        (report("urn:r:b", told=told("a")), "told apart in one article"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_gates(other: ReportView, gate: str) -> None:
    """Each gate keeps apart what contradicts, from both sides."""
    first = report("urn:r:a", explicit=day("2022-01-13"))

    assert barrier(first, other) == gate
    assert barrier(other, first) == gate


def test_other_people_are_another_meeting() -> None:
    """Two meetings on one day in one country with nobody in common stay apart."""

    def met(address: str, *people: str) -> ReportView:
        takes_part = frozenset(("participant", person) for person in people)
        return report(address, "meeting", participants=takes_part, persons=takes_part)

    assert barrier(met("urn:r:a", "urn:x"), met("urn:r:b", "urn:y")) == "other people"
    assert barrier(met("urn:r:a", "urn:x", "urn:z"), met("urn:r:b", "urn:y", "urn:z")) is None


def test_one_arrest_is_not_the_arrest_of_thousands() -> None:
    """The arrest of a named person and arrests of nobody by name stay apart."""
    detained = frozenset({("detainee", "urn:x")})
    minister = report("urn:r:a", "arrest", participants=detained, persons=detained)

    assert barrier(minister, report("urn:r:b", "arrest")) == "other people"


def test_what_may_happen_is_not_what_happened() -> None:
    """One article's feared eruption is not the one that it tells of as done."""
    feared = report(
        "urn:r:b", "volcanic-eruption", factuality="possible", attribution="unnamed-source"
    )
    done = report("urn:r:a", "volcanic-eruption")

    assert barrier(done, replace(feared, told=told("a"))) == "another status"


def test_tolls_grow_but_do_not_jump_orders() -> None:
    """26 and 164 dead may be one unrest; 3 and 40,000 are not."""

    def toll(address: str, number: int) -> ReportView:
        bounds = Bounds(Decimal(number), Decimal(number))
        return report(address, "riot", figures=(("killed", bounds),))

    assert barrier(toll("urn:r:a", 26), toll("urn:r:b", 164)) is None
    assert barrier(toll("urn:r:a", 3), toll("urn:r:b", 40_000)) == "numbers too far apart"


def test_a_town_lies_in_its_country() -> None:
    """A report from the town and one from its country can be of one event."""
    assert events(report("urn:r:a", "riot", place=ALMATY), report("urn:r:b", "riot")) == {
        one("urn:r:a", "urn:r:b")
    }


def test_order_does_not_matter() -> None:
    """Shuffled reports give the same clusters with the same founders."""
    reports = [report(f"urn:r:{letter}", "riot") for letter in "abcdefgh"]
    reports += [report(f"urn:s:{letter}", "riot", place=BERLIN) for letter in "ijk"]
    expected = cluster({r.address: r for r in reports}, Rulings())

    for step in range(1, len(reports)):
        turned = reports[step:] + reports[:step]
        assert cluster({r.address: r for r in reversed(turned)}, Rulings()) == expected


def test_a_person_parts_what_the_rules_joined() -> None:
    """Kept apart by a person, two reports are two events, as if never joined."""
    apart = Rulings(apart=frozenset({one("urn:r:a", "urn:r:b")}))
    first, second = report("urn:r:a"), report("urn:r:b")

    assert events(first, second, rulings=apart) == {one("urn:r:a"), one("urn:r:b")}


def test_a_person_joins_across_gates() -> None:
    """Held together by a person, two reports are one event whatever the gates say."""
    together = Rulings(together=frozenset({one("urn:r:a", "urn:r:b")}))

    assert events(report("urn:r:a"), report("urn:r:b", place=BERLIN), rulings=together) == {
        one("urn:r:a", "urn:r:b")
    }


def test_a_framing_goes_to_the_event_it_names() -> None:
    """A claimed coup belongs to the unrest that the claim calls so, founded by own voice."""
    unrest = report("urn:r:a", "riot")
    coup = report("urn:a:a", "coup", attribution="named-source", told=told("a"))
    framed = Rulings(framed={"urn:a:a": "urn:r:a"})

    found = cluster({r.address: r for r in (unrest, coup)}, framed)

    assert [r.address for r in found.clusters[0].reports] == ["urn:r:a", "urn:a:a"]


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31"])
def test_dates_at_the_ends_of_the_calendar(published: str) -> None:
    """A wrong publication year neither fails nor joins anything."""
    odd = report("urn:r:b", told=told("b", published))

    assert events(report("urn:r:a"), odd) == {one("urn:r:a"), one("urn:r:b")}


def test_one_odd_report_does_not_split_an_event() -> None:
    """A report read too sharply joins with the many; a group of contradictions does not."""
    country = [report(f"urn:r:{letter}", "riot") for letter in "abcd"]
    here, there = (
        report(f"urn:s:{letter}", "riot", place=place)
        for letter, place in (("e", ALMATY), ("f", Place("urn:astana", "KZ")))
    )

    joined = events(*country, here, there)

    assert joined == {frozenset(one.address for one in (*country, here, there))}
    assert len(events(here, there)) == 2
