"""The report graph of a version: event reports, claims, figures, and the spans behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nutgraf.mapping.addresses import Addresses
from nutgraf.mapping.entities import EntityAddresses
from nutgraf.model.annotation import AnnotatedDocument
from nutgraf.model.entity import EntityMention
from nutgraf.model.event import Attribution, Claim, EventReport, Figure, Participation
from nutgraf.model.provenance import Extraction
from nutgraf.model.quantity import Quantity
from nutgraf.model.span import Span
from nutgraf.model.time import TimeValue
from nutgraf.ntriples import GraphWriter, decimal_number, iri, literal, number
from nutgraf.terms import EDTF, NEV, NEVC, NEVT, OA, PROV, RDFS, SCHEMA, SKOS, TIME, XSD

# Enough of a sentence to read a span in; the version's hash stands for the rest.
_CONTEXT = 400


def write_reports(
    annotated: AnnotatedDocument, homes: EntityAddresses, addresses: Addresses
) -> tuple[GraphWriter, ...]:
    """Write everything that one version says, each report with its run and its spans.

    Times and the reading agent are nodes that many versions share. They stand in graphs
    of their own: stated in each report graph they would count once per graph in a query
    over the union of all.
    """
    graph = GraphWriter(addresses.graph(f"report/{annotated.document.version_id}"))
    times = GraphWriter(addresses.graph("time"))
    agents = GraphWriter(addresses.graph("agent"))
    _ReportWriter(annotated, homes, addresses, graph, times, agents).write()
    return graph, times, agents


@dataclass(frozen=True, slots=True)
class _ReportWriter:
    annotated: AnnotatedDocument
    homes: EntityAddresses
    addresses: Addresses
    graph: GraphWriter
    times: GraphWriter
    agents: GraphWriter

    def write(self) -> None:
        self._runs()
        for event in self.annotated.events:
            self._event(event)
        for figure in self.annotated.figures:
            self._figure(figure)
        for claim in self.annotated.claims:
            self._claim(claim)
        self._mentions()

    @property
    def version(self) -> str:
        return self.annotated.document.version_id

    @property
    def language(self) -> str:
        return self.annotated.document.language

    def node(self, key: str) -> str:
        return self.addresses.report(self.version, key)

    def _runs(self) -> None:
        for maker in (self.annotated.extractor, *self.annotated.backends):
            run, agent = self._run(maker), self.addresses.node(f"agent/{maker}")
            name, _, version = maker.rpartition("-")
            self.graph.types(run, (NEV["Extraction"],))
            self.graph.link(run, PROV["used"], self.addresses.version(self.version))
            self.graph.link(run, PROV["wasAssociatedWith"], agent)
            self.agents.types(agent, (PROV["SoftwareAgent"],))
            self.agents.add(agent, SCHEMA["name"], literal(name))
            self.agents.add(agent, SCHEMA["softwareVersion"], literal(version))

    def _run(self, maker: str | None) -> str:
        """The run of a backend, or of the extractor where no backend is named."""
        extraction = Extraction(self.version, maker or self.annotated.extractor)
        return self.addresses.node(f"run/{extraction.id}")

    def _report(self, node: str, kind: str, report: EventReport | Figure | Claim) -> None:
        """State what all reports have: where they stand, who is behind them, how sure."""
        self.graph.types(node, (NEV[kind],))
        self.graph.link(node, NEV["reportedIn"], self.addresses.version(self.version))
        self.graph.link(node, PROV["wasGeneratedBy"], self._run(report.proposed_by))
        self.graph.link(node, NEV["factuality"], NEVC[report.factuality.value])
        self.graph.link(node, NEV["attribution"], NEVC[report.attribution.kind.value])
        self.graph.add(node, NEV["confidence"], decimal_number(report.confidence))
        self._evidence(node, report.evidence)

    def _source(self, node: str, attribution: Attribution) -> None:
        if attribution.source:
            self.graph.link(node, NEV["accordingTo"], self.homes[attribution.source])

    def _event(self, event: EventReport) -> None:
        node = self.node(event.key)
        self._report(node, "EventReport", event)
        self._source(node, event.attribution)
        self.graph.link(node, NEV["eventType"], *(NEVT[name] for name in event.types))
        self._words(node, event.trigger.quote, event.trigger)
        if event.place:
            self.graph.link(node, NEV["place"], self.homes[event.place])
        self._time(node, event.time)
        self.graph.link(node, NEV["causedBy"], *map(self.node, event.caused_by))
        self.graph.link(node, NEV["partOf"], *map(self.node, event.part_of))
        for place, participation in enumerate(event.participations, start=1):
            self._participation(node, f"{node}/p{place}", participation)

    def _participation(self, node: str, part: str, participation: Participation) -> None:
        self.graph.link(node, NEV["participation"], part)
        self.graph.types(part, (NEV["Participation"],))
        self.graph.link(part, NEV["participant"], self.homes[participation.entity])
        self.graph.link(part, NEV["role"], NEVC[participation.role.value])
        self._evidence(part, participation.evidence)

    def _figure(self, figure: Figure) -> None:
        node = self.node(figure.key)
        self._report(node, "Figure", figure)
        self._source(node, figure.attribution)
        self.graph.link(node, NEV["about"], self.node(figure.about))
        self.graph.link(node, NEV["counts"], NEVC[figure.measure.value])
        if figure.part_of:
            self.graph.link(node, NEV["includedIn"], self.node(figure.part_of))
        self.graph.link(node, NEV["countedIn"], *(self.homes[place] for place in figure.places))
        self._words(node, figure.quantity.quoted, _quoted_span(figure))
        self._quantity(node, figure.quantity)

    def _quantity(self, node: str, quantity: Quantity) -> None:
        self.graph.link(node, NEV["qualifier"], NEVC[quantity.qualifier.value])
        numbers = (
            ("value", quantity.value),
            ("minValue", quantity.minimum),
            ("maxValue", quantity.maximum),
        )
        for name, given in numbers:
            if given is not None:
                self.graph.add(node, SCHEMA[name], number(given))
        if quantity.unit:
            unit = literal(quantity.unit, language=self.language)
            self.graph.add(node, SCHEMA["unitText"], unit)

    def _claim(self, claim: Claim) -> None:
        node = self.node(claim.key)
        self._report(node, "Claim", claim)
        self.graph.link(node, NEV["speechAct"], NEVC[claim.speech_act.value])
        self.graph.link(node, NEV["quotation"], NEVC[claim.quotation.value])
        self._words(node, claim.content.quote, claim.content)
        if claim.speaker:
            self.graph.link(node, NEV["speaker"], self.homes[claim.speaker])
        if claim.speaker_span:
            words = self.addresses.span(self.version, claim.speaker_span)
            self.graph.link(node, NEV["speakerSpan"], words)
            self._mention(claim.speaker_span)
        if claim.addressee:
            self.graph.link(node, NEV["addressee"], self.homes[claim.addressee])
        self.graph.link(node, NEV["conveys"], *map(self.node, claim.conveys))
        if claim.about:
            self.graph.link(node, SCHEMA["about"], self.node(claim.about))
        self._time(node, claim.time)

    def _words(self, node: str, words: str, span: Span) -> None:
        """State the words of a report and the span in which they stand."""
        self.graph.add(node, SCHEMA["text"], literal(words, language=self.language))
        quoted = self.addresses.span(self.version, span)
        self.graph.link(node, PROV["wasQuotedFrom"], quoted)
        self._mention(span)

    def _time(self, node: str, value: TimeValue | None) -> None:
        if value is None:
            return
        span = self.addresses.time(value, self.language)
        self.graph.link(node, NEV["time"], span)
        self.times.types(span, (NEV["TimeSpan"],))
        self.times.link(span, NEV["granularity"], TIME[value.granularity.value])
        if value.edtf:
            self.times.add(span, SKOS["notation"], literal(value.edtf, datatype=EDTF))
        if not value.bounded:
            self.times.add(span, RDFS["label"], literal(value.label, language=self.language))
        bounds = (
            ("beginEarliest", value.begin_earliest),
            ("beginLatest", value.begin_latest),
            ("endEarliest", value.end_earliest),
            ("endLatest", value.end_latest),
        )
        for name, day in bounds:
            if day is not None:
                self.times.add(span, NEV[name], literal(day.isoformat(), datatype=XSD["date"]))

    def _evidence(self, node: str, spans: Iterable[Span]) -> None:
        for span in spans:
            self.graph.link(node, NEV["evidence"], self.addresses.span(self.version, span))
            self._mention(span)

    def _mentions(self) -> None:
        """State what the spans refer to that name an entity: all in evidence, one for each."""
        shown = set()
        for mention in self.annotated.mentions:
            node = self.addresses.span(self.version, mention.span)
            if node in self.graph.subjects or mention.entity not in shown:
                shown.add(mention.entity)
                self._mention(mention.span)
                self.graph.add(node, NEV["refersTo"], iri(self.homes[mention.entity]))
                self._proposed(node, mention)

    def _proposed(self, node: str, mention: EntityMention) -> None:
        """A name that a backend found has that backend's run; others need no word."""
        if mention.proposed_by:
            self.graph.link(node, PROV["wasGeneratedBy"], self._run(mention.proposed_by))

    def _mention(self, span: Span) -> None:
        node = self.addresses.span(self.version, span)
        if not self.graph.begin(node):
            return
        self.graph.types(node, (NEV["Mention"],))
        self.graph.link(node, OA["hasSource"], self.addresses.version(self.version))
        self.graph.add(node, OA["start"], number(span.start))
        self.graph.add(node, OA["end"], number(span.end))
        self.graph.add(node, OA["exact"], literal(span.quote))
        self._context(node, span)

    def _context(self, node: str, span: Span) -> None:
        """Show the span inside its sentence, so that every statement can be read in place."""
        sentence = next((s for s in self.annotated.sentences if s.contains(span)), None)
        if sentence is None:
            return
        text = self.annotated.document.text
        before = text[max(sentence.start, span.start - _CONTEXT) : span.start]
        after = text[span.end : min(sentence.end, span.end + _CONTEXT)]
        if before:
            self.graph.add(node, OA["prefix"], literal(before))
        if after:
            self.graph.add(node, OA["suffix"], literal(after))


def _quoted_span(figure: Figure) -> Span:
    """The span of a figure in which its words stand; the first evidence at worst."""
    quoted = figure.quantity.quoted
    inside = [span for span in figure.evidence if quoted in span.quote]
    # "20" also stands in "120 people" of the whole that a part belongs to.
    own = (span for span in inside if figure.key.startswith(f"f{span.start}-"))
    return next(own, next(iter(inside), figure.evidence[0]))
