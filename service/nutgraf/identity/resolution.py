"""Resolution: the report layer and people's rulings become the identity and event graphs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nutgraf.identity.clustering import Clustering, Pair, Rulings, cluster
from nutgraf.identity.decisions import DecisionGraph, Ruling
from nutgraf.identity.events import EventGraph, event_address
from nutgraf.identity.loading import ReportLayer, Select, load_reports
from nutgraf.ntriples import GraphWriter
from nutgraf.terms import NEV


@dataclass(frozen=True, slots=True)
class Resolution:
    """The derived graphs (name to N-Quads text) and how many reports and events they tell of."""

    graphs: Mapping[str, str]
    reports: int
    events: int


def resolve(select: Select, rulings: Sequence[Ruling], base: str) -> Resolution:
    """Derive all identity decisions and events from a dataset; a function of its content."""
    layer = load_reports(select)
    found = cluster(layer.reports, _pairs(layer, rulings, base))
    decisions = GraphWriter(f"{base}graph/identity")
    events = GraphWriter(f"{base}graph/event")
    DecisionGraph(base, decisions).write(found, rulings)
    writer = EventGraph(base, layer.names, events)
    for one in found.clusters:
        writer.write(one)
    _write_causes(layer, found, base, events)
    graphs = {writer.name: "".join(sorted(writer.lines)) for writer in (decisions, events)}
    return Resolution(graphs, len(layer.reports), len(found.clusters))


def _pairs(layer: ReportLayer, rulings: Iterable[Ruling], base: str) -> Rulings:
    """Turn rulings on (report, event) into pairs of reports: an event stands for its founder."""
    founders = {event_address(report, base): report for report in layer.reports}
    together: set[Pair] = set()
    apart: set[Pair] = set()
    for ruling in rulings:
        founder = founders.get(ruling.event)
        if ruling.in_force and founder is not None:
            wanted = together if ruling.verdict == "same" else apart
            wanted.add(frozenset({ruling.report, founder}))
    return Rulings(frozenset(together), frozenset(apart), layer.framed)


def _write_causes(layer: ReportLayer, found: Clustering, base: str, events: GraphWriter) -> None:
    """Lift "caused by" from reports in own voice to their events."""
    home = {
        report.address: event_address(one.founder.address, base)
        for one in found.clusters
        for report in one.reports
    }
    for report, cause in layer.causes:
        told = layer.reports[report].own_voice and cause in home
        if told and home[report] != home[cause]:
            events.link(home[report], NEV["causedBy"], home[cause])
