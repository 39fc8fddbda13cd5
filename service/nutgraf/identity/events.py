"""Canonical events as quads: what is derived from the reports of one cluster, and no more."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from nutgraf.identity.clustering import Cluster
from nutgraf.identity.view import ReportView
from nutgraf.ntriples import GraphWriter, literal
from nutgraf.terms import NEV, NEVC, NEVT, RDFS

_LANGUAGES = ("de", "en")
# What is told as done outweighs what is told as planned; between equals the later article.
_RANK = ("occurred", "ongoing", "scheduled", "possible", "hypothetical", "undetermined", "negated")
_OPEN = {"de": "Ereignis", "en": "event"}


def event_address(report: str, base: str) -> str:
    """Address of the event that a report founds: 12 base-32 digits of its address' hash."""
    digits = base64.b32encode(hashlib.sha256(report.encode()).digest()).decode().lower()
    return f"{base}id/event/{digits[:12]}"


@dataclass(frozen=True, slots=True)
class EventGraph:
    """Writes the events of all clusters into the event graph."""

    base: str
    names: Mapping[str, Mapping[str, str]]
    graph: GraphWriter

    def write(self, cluster: Cluster) -> None:
        """State the event, its reports, and the addresses that have gone up in it."""
        event = event_address(cluster.founder.address, self.base)
        self.graph.types(event, (NEV["Event"],))
        for report in cluster.reports:
            self.graph.link(report.address, NEV["reportOf"], event)
            other = event_address(report.address, self.base)
            if other != event:
                self.graph.link(other, NEV["mergedInto"], event)
        told = _authoritative(cluster.reports)
        types = sorted({kind for report in told if report.own_voice for kind in report.types})
        self.graph.link(event, NEV["eventType"], *(NEVT[kind] for kind in types))
        self.graph.link(event, NEV["factuality"], NEVC[_factuality(told)])
        self._circumstances(event, told)
        self._label(event, cluster.founder, types, told)

    def _circumstances(self, event: str, told: list[ReportView]) -> None:
        place = _place(told)
        if place is not None:
            self.graph.link(event, NEV["place"], place)
        when = _sharpest(told)
        if when is not None and when.time is not None:
            self.graph.link(event, NEV["time"], when.time)
        people = sorted({pair for report in told for pair in report.participants})
        shown = [(role, key) for role, key in people if key.startswith(self.base)]
        for number, (role, key) in enumerate(shown, start=1):
            part = f"{event}/p{number}"
            self.graph.link(event, NEV["participation"], part)
            self.graph.types(part, (NEV["Participation"],))
            self.graph.link(part, NEV["role"], NEVC[role])
            self.graph.link(part, NEV["participant"], key)

    def _label(
        self, event: str, founder: ReportView, types: list[str], told: list[ReportView]
    ) -> None:
        """Name the event by type, place and day; one that only sources tell by their words."""
        place, when = _place(told), _sharpest(told)
        for language in _LANGUAGES:
            kinds = [self._name(NEVT[kind], language) for kind in types]
            head = " / ".join(kinds) or f"{_OPEN[language]}: «{founder.words}»"
            parts = [head, *([self._name(place, language)] if place else []), *_day(when)]
            self.graph.add(event, RDFS["label"], literal(", ".join(parts), language=language))

    def _name(self, thing: str, language: str) -> str:
        names = self.names.get(thing, {})
        others = (names[code] for code in sorted(names))
        return names.get(language) or next(others, thing.rsplit("/", 1)[-1])


def _authoritative(reports: Iterable[ReportView]) -> list[ReportView]:
    """Reports in the articles' own voice; only where there are none, those of sources."""
    all_told = list(reports)
    return [report for report in all_told if report.own_voice] or all_told


def _factuality(told: list[ReportView]) -> str:
    latest = max((report.told.published.first or date.min) for report in told)
    final = [r for r in told if (r.told.published.first or date.min) == latest]
    values = {report.factuality for report in final}
    if "negated" in values and values & {"occurred", "ongoing"}:
        return "undetermined"
    happened = {"occurred", "ongoing"} & {report.factuality for report in told}
    if happened and not values & {"negated"}:
        values |= happened
    return min(values, key=_RANK.index)


def _place(told: list[ReportView]) -> str | None:
    """The one town that the reports tell of, else the country they agree on.

    Reports from several towns tell of something that happened in more than one; a place
    that nothing locates ("the airport") stands for the event only if no other is told.
    """
    places = [report.place for report in told if report.place is not None]
    located = [place for place in places if place.located]
    towns = {place.address for place in located if not place.is_country}
    countries = [place.address for place in located if place.is_country]
    if len(towns) == 1:
        return min(towns)
    counts = Counter(countries or towns or [place.address for place in places])
    return min(counts, key=lambda address: (-counts[address], address), default=None)


def _sharpest(told: list[ReportView]) -> ReportView | None:
    """The report whose own words leave the fewest days open."""
    timed = [report for report in told if report.time is not None]
    bounded = [report for report in timed if report.explicit is not None]
    return min(bounded or timed, key=lambda r: (_width(r), r.address), default=None)


def _width(report: ReportView) -> int:
    days = report.explicit.days if report.explicit else None
    return 100_000 if days is None else days


def _day(report: ReportView | None) -> list[str]:
    if report is None or report.explicit is None or report.explicit.days != 1:
        return []
    return [str(report.explicit.first)]
