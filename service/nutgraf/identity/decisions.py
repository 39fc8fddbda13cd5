"""Identity decisions as quads: every judgement with its reasons, those taken back included."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from nutgraf.identity.clustering import Cluster, Clustering
from nutgraf.identity.events import event_address
from nutgraf.identity.scoring import Comparison
from nutgraf.ntriples import GraphWriter, decimal_number, literal
from nutgraf.terms import NEV, NEVC, PROV, RDFS, SCHEMA, XSD

#: The rules that decide; a new version may decide otherwise.
AGENT = "nutgraf-identity-1"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person decided about a report and an event, and when it was taken back.

    `verdict` is `same` or `different`; times are ISO 8601 with zone.
    """

    report: str
    event: str
    verdict: str
    by: str
    time: str
    reason: str = ""
    revoked: str | None = None

    @property
    def in_force(self) -> bool:
        """Tell whether the decision has not been taken back."""
        return self.revoked is None


def decision_id(report: str, event: str, verdict: str, agent: str) -> str:
    """Give the address part of a decision: the same judgement has the same address."""
    return hashlib.sha256(f"{report}\n{event}\n{verdict}\n{agent}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class DecisionGraph:
    """Writes decisions into the identity graph."""

    base: str
    graph: GraphWriter

    def write(self, clustering: Clustering, rulings: Iterable[Ruling]) -> None:
        """State every decision of the rules and of people."""
        agent = f"{self.base}id/agent/{AGENT}"
        self.graph.types(agent, (PROV["SoftwareAgent"],))
        self.graph.add(agent, SCHEMA["name"], literal("nutgraf-identity"))
        self.graph.add(agent, SCHEMA["softwareVersion"], literal(AGENT.rsplit("-", 1)[-1]))
        for found in clustering.clusters:
            self._same(found)
        for comparison in clustering.undecided:
            event = event_address(comparison.left, self.base)
            self._decision(comparison.right, event, "undecided", comparison)
        for ruling in rulings:
            self._ruling(ruling)

    def _same(self, found: Cluster) -> None:
        event = event_address(found.founder.address, self.base)
        self._decision(found.founder.address, event, "same", None)
        for report in found.reports[1:]:
            self._decision(report.address, event, "same", found.reasons.get(report.address))

    def _decision(self, report: str, event: str, verdict: str, why: Comparison | None) -> None:
        node = f"{self.base}id/decision/{decision_id(report, event, verdict, AGENT)}"
        self._core(node, report, event, verdict)
        self.graph.link(node, PROV["wasAttributedTo"], f"{self.base}id/agent/{AGENT}")
        self.graph.add(node, NEV["confidence"], decimal_number(why.score if why else 1.0))
        self.graph.add(node, RDFS["comment"], literal(_explain(report, why), language="en"))

    def _core(self, node: str, report: str, event: str, verdict: str) -> None:
        self.graph.types(node, (NEV["IdentityDecision"],))
        self.graph.link(node, NEV["decidesReport"], report)
        self.graph.link(node, NEV["decidesEvent"], event)
        self.graph.link(node, NEV["verdict"], NEVC[verdict])

    def _ruling(self, ruling: Ruling) -> None:
        """State a person's decision, and the rules' decision that it takes back."""
        person = hashlib.sha256(ruling.by.encode()).hexdigest()[:12]
        agent = f"{self.base}id/agent/person-{person}"
        self.graph.types(agent, (PROV["Person"],))
        self.graph.add(agent, SCHEMA["name"], literal(ruling.by))
        key = decision_id(ruling.report, ruling.event, ruling.verdict, f"{ruling.by} {ruling.time}")
        node = f"{self.base}id/decision/{key}"
        self._core(node, ruling.report, ruling.event, ruling.verdict)
        self.graph.link(node, PROV["wasAttributedTo"], agent)
        self.graph.add(node, NEV["confidence"], decimal_number(1.0))
        self.graph.add(node, PROV["generatedAtTime"], _time(ruling.time))
        if ruling.reason:
            self.graph.add(node, RDFS["comment"], literal(ruling.reason))
        if ruling.revoked:
            self.graph.add(node, PROV["invalidatedAtTime"], _time(ruling.revoked))
        elif ruling.verdict == "different":
            self._overruled(ruling)

    def _overruled(self, ruling: Ruling) -> None:
        key = decision_id(ruling.report, ruling.event, "same", AGENT)
        node = f"{self.base}id/decision/{key}"
        self._core(node, ruling.report, ruling.event, "same")
        self.graph.link(node, PROV["wasAttributedTo"], f"{self.base}id/agent/{AGENT}")
        self.graph.add(node, NEV["confidence"], decimal_number(0.0))
        self.graph.add(node, PROV["invalidatedAtTime"], _time(ruling.time))


def _time(value: str) -> str:
    return literal(value, datatype=XSD["dateTime"])


def _explain(report: str, why: Comparison | None) -> str:
    if why is None:
        return "first report of this event"
    other = why.left if why.right == report else why.right
    return f"{'; '.join(why.reasons)}; compared with {other}; score {why.score}"
