"""N-Quads text: terms written by hand, which is many times cheaper than term objects."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from nutgraf.terms import RDF, XSD

_ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}
_SPECIAL = re.compile(r'[\\"\n\r\t\b\f]')
# Characters that may not stand in an IRI of N-Quads (RDF 1.1 N-Quads, IRIREF).
_NOT_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def iri(address: str) -> str:
    """Write an IRI; raise `ValueError` for one that N-Quads cannot hold."""
    if _NOT_IRI.search(address):
        raise ValueError(f"{address!r} cannot be an IRI")
    return f"<{address}>"


def is_web_address(address: str | None) -> bool:
    """Tell whether an address may be written as a link: http or https, and a sound IRI."""
    if not address or not address.startswith(("http://", "https://")):
        return False
    return not _NOT_IRI.search(address)


def literal(value: str, *, datatype: str | None = None, language: str | None = None) -> str:
    """Write a literal with a language tag or a datatype (plain strings have neither)."""
    body = _SPECIAL.sub(lambda match: _ESCAPES[match.group()], value)
    if language:
        return f'"{body}"@{language}'
    return f'"{body}"^^<{datatype}>' if datatype else f'"{body}"'


def number(value: Decimal | int | float) -> str:
    """Write a number as xsd:integer when whole, else as xsd:decimal in canonical form."""
    decimal = Decimal(str(value))
    if decimal == decimal.to_integral_value():
        return literal(str(int(decimal)), datatype=XSD["integer"])
    return literal(format(decimal.normalize(), "f"), datatype=XSD["decimal"])


def decimal_number(value: float) -> str:
    """Write a share between 0 and 1 as xsd:decimal with at most two digits."""
    text = format(Decimal(str(round(value, 2))).normalize(), "f")
    return literal(text if "." in text else f"{text}.0", datatype=XSD["decimal"])


@dataclass
class GraphWriter:
    """Collects the statements of one named graph and writes them sorted, each once."""

    name: str
    subjects: set[str] = field(default_factory=set)
    _lines: set[str] = field(default_factory=set)

    def begin(self, subject: str) -> bool:
        """Note a node as described here; false when it was before."""
        if subject in self.subjects:
            return False
        self.subjects.add(subject)
        return True

    def add(self, subject: str, predicate: str, *objects: str) -> None:
        """State `subject predicate object` for each object; objects are written terms."""
        for term in objects:
            self._lines.add(f"{iri(subject)} <{predicate}> {term} <{self.name}> .")

    def types(self, subject: str, kinds: Iterable[str]) -> None:
        """State the classes of a node."""
        self.add(subject, RDF["type"], *(iri(kind) for kind in kinds))

    def link(self, subject: str, predicate: str, *targets: str) -> None:
        """State links to other nodes."""
        self.add(subject, predicate, *(iri(target) for target in targets))

    @property
    def lines(self) -> frozenset[str]:
        """The statements as lines of N-Quads, each with its newline."""
        return frozenset(f"{line}\n" for line in self._lines)
