"""Addresses minted from content: same text, same address; later runs keep them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from nutgraf.model.entity import Entity
from nutgraf.model.span import Span
from nutgraf.model.time import TimeValue


@dataclass(frozen=True, slots=True)
class Addresses:
    """Mints the addresses of one base; `base` ends in a slash."""

    base: str

    def graph(self, name: str) -> str:
        """Address of a named graph."""
        return f"{self.base}graph/{name}"

    def node(self, path: str) -> str:
        """Address of a thing: everything a client can dereference lies under `id/`."""
        return f"{self.base}id/{path}"

    def article(self, article_id: str) -> str:
        """Address of an article over time."""
        return self.node(f"article/{article_id}")

    def version(self, version_id: str) -> str:
        """Address of one state of an article's text."""
        return self.node(f"version/{version_id}")

    def span(self, version_id: str, span: Span) -> str:
        """Address of a span of a version (RFC 5147: code points, end exclusive)."""
        return f"{self.version(version_id)}#char={span.start},{span.end}"

    def report(self, version_id: str, key: str) -> str:
        """Address of a report; its key carries the offsets of its span."""
        return self.node(f"report/{version_id}/{key}")

    def known(self, qid: str) -> str:
        """Address of an entity that is linked to a Wikidata item."""
        return self.node(f"entity/wd-{qid}")

    def entity(self, entity: Entity, article_id: str, *, described: bool) -> str:
        """Address of an entity without an item.

        A named one is the same wherever the name stands; a `described` one ("die Polizei",
        "Demonstranten") means somebody else in every article.
        """
        scope = article_id if described else ""
        return self.node(f"entity/{digest(entity.kind.value, entity.name, scope)}")

    def body(self, name: str) -> str:
        """Address of a publisher or agency known by its name only."""
        return self.node(f"entity/{digest('organisation', name, '')}")

    def time(self, value: TimeValue, language: str) -> str:
        """Address of a time span: equal content shares one node."""
        return self.node(f"time/{time_key(value, language)}")


def digest(*parts: str) -> str:
    """Give 12 hexadecimal digits of the SHA-256 of the parts."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def time_key(value: TimeValue, language: str) -> str:
    """Give a readable key for a time: its EDTF form, its bounds, or a digest of its wording.

    >>> from datetime import date
    >>> time_key(TimeValue.day(date(2022, 1, 13), "am Donnerstag"), "de")
    '2022-01-13'
    """
    if not value.bounded:
        weekday = f"weekday-{value.weekday}-" if value.weekday else ""
        return f"{weekday}{digest(value.edtf or '', value.label, language)}"
    whole = value.begin_earliest == value.begin_latest == value.end_earliest == value.end_latest
    if value.edtf and whole and value.granularity.value == "unitDay":
        return value.edtf
    bounds = (value.begin_earliest, value.begin_latest, value.end_earliest, value.end_latest)
    written = "_".join("" if bound is None else bound.isoformat() for bound in bounds)
    exact = digest(written, value.edtf or "", value.granularity.value, str(value.vague))
    shown = re.sub(r"[^0-9X-]+", "_", (value.edtf or written).split(",")[0]).strip("_")
    return f"{shown}-{exact}"
