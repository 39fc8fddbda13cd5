"""Review: what people decide about identity, kept in the journal and applied at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nutgraf.errors import NotFoundError, RequestError
from nutgraf.identity.decisions import decision_id
from nutgraf.identity.events import event_address
from nutgraf.identity.resolution import Resolution
from nutgraf.pipeline.resolution import resolve_events, select_rows
from nutgraf.store.embedded import EmbeddedStore
from nutgraf.store.entry import Decision

_DECISIONS = """
PREFIX nev: <https://w3id.org/nutgraf/nev#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
SELECT ?decision ?verdict ?report ?event ?confidence ?by ?why ?made ?revoked {
  ?decision a nev:IdentityDecision ; nev:verdict ?verdict ; nev:decidesReport ?report ;
    nev:decidesEvent ?event ; nev:confidence ?confidence ;
    prov:wasAttributedTo/schema:name ?by .
  OPTIONAL { ?decision rdfs:comment ?why } OPTIONAL { ?decision prov:generatedAtTime ?made }
  OPTIONAL { ?decision prov:invalidatedAtTime ?revoked }
} ORDER BY ?event ?report ?decision"""


@dataclass(frozen=True, slots=True)
class Review:
    """Lists, makes and takes back identity decisions over one store."""

    store: EmbeddedStore
    base: str

    def rebuild(self) -> Resolution:
        """Derive all events anew."""
        return resolve_events(self.store, self.base)

    def decisions(self, event: str | None = None) -> list[dict[str, str]]:
        """All decisions, or those about one event, as rows."""
        wanted = self._address("event", event) if event else None
        rows = select_rows(self.store, _DECISIONS)
        return [dict(row) for row in rows if wanted is None or row["event"] == wanted]

    def revoke(self, decision: str, by: str, time: str, reason: str = "") -> str:
        """Take back a decision of the rules or of a person; tell what was done.

        A rule's decision is answered by a person's "different", so that the rules do not
        take it again; a person's own is marked as taken back.
        """
        address = self._address("decision", decision)
        found = self._one(self.decisions(), "decision", address)
        if found.get("revoked"):
            raise RequestError(f"{address} was taken back at {found['revoked']} already")
        if "made" in found:
            self.store.revoke_decision(address.rsplit("/", 1)[-1], time)
            self.rebuild()
            return f"taken back: {address}"
        if event_address(found["report"], self.base) == found["event"]:
            raise RequestError(
                f"{found['report']} founds {found['event']}; revoke the decisions of the "
                "other reports of this event instead"
            )
        return self.decide(found["report"], found["event"], "different", by, time, reason)

    def decide(
        self, report: str, event: str, verdict: str, by: str, time: str, reason: str = ""
    ) -> str:
        """Keep a person's decision and derive the events anew; tell what was decided."""
        known = select_rows(self.store, _REPORTS)
        reports = {row["report"] for row in known}
        report, event = self._address("report", report), self._address("event", event)
        if report not in reports:
            raise NotFoundError(f"there is no event report {report}")
        if event not in {event_address(one, self.base) for one in reports}:
            raise NotFoundError(f"there is no event {event}")
        key = decision_id(report, event, verdict, f"{by} {time}")
        self.store.add_decision(Decision(key, report, event, verdict, by, time, reason))
        self.rebuild()
        return f"decided: {report} is {_WORDS[verdict]} {event} ({self.base}id/decision/{key})"

    def _address(self, kind: str, name: str) -> str:
        """Complete an id to an address: `ab12` of a decision is `{base}id/decision/ab12`."""
        if "://" in name:
            return name
        path = name.removeprefix("id/").removeprefix(f"{kind}/")
        return f"{self.base}id/{kind}/{path}"

    @staticmethod
    def _one(rows: Iterable[dict[str, str]], key: str, value: str) -> dict[str, str]:
        for row in rows:
            if row[key] == value:
                return row
        raise NotFoundError(f"there is no {key} {value}; `nutgraf identity decisions` lists them")


_WORDS = {"same": "a report of", "different": "no report of"}
_REPORTS = """PREFIX nev: <https://w3id.org/nutgraf/nev#>
SELECT ?report { ?report a nev:EventReport }"""
