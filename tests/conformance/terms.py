"""RDF terms as plain values that can be compared: exactly, or by what they stand for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | ox.DefaultGraph
_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = (
    "integer long int short byte nonNegativeInteger positiveInteger nonPositiveInteger"
    " negativeInteger unsignedLong unsignedInt unsignedShort unsignedByte"
)


@dataclass(frozen=True, slots=True, order=True)
class Blank:
    """A blank node under the label it has in its own document."""

    label: str


Node = str | Blank | tuple["Node", ...]
Reading = Callable[[Term | None], Node]


def exact(term: Term | None) -> Node:
    """A term as it is written; nothing at all is the empty string."""
    return _node(term, str)


def by_value(term: Term | None) -> Node:
    """A term with numbers, booleans and times in one spelling for each value."""
    return _node(term, _value)


def iri(term: object) -> str:
    """The address that a term is; raises `TypeError` for one that is none."""
    if not isinstance(term, ox.NamedNode):
        raise TypeError(f"{term} is no address")
    return term.value


def _node(term: Term | None, literal: Callable[[ox.Literal], str]) -> Node:
    if isinstance(term, ox.BlankNode):
        return Blank(term.value)
    if isinstance(term, ox.Triple):
        parts = (term.subject, term.predicate, term.object)
        return ("<<", *(_node(part, literal) for part in parts))
    if isinstance(term, ox.Literal):
        # Language tags are compared without regard to case (RDF 1.1 Concepts, 3.3).
        if term.language and term.direction is None:
            return f"{term.value!r}@{term.language.lower()}"
        return literal(term)
    return "" if term is None or isinstance(term, ox.DefaultGraph) else str(term)


def _value(literal: ox.Literal) -> str:
    reading = _VALUES.get(literal.datatype.value.removeprefix(_XSD))
    if reading is None:
        return str(literal)
    try:
        return reading(literal.value.strip())
    except (ValueError, InvalidOperation):
        return str(literal)


def _integer(text: str) -> str:
    return f"integer {int(text)}"


def _decimal(text: str) -> str:
    return f"decimal {Decimal(text).normalize():f}"


def _double(text: str) -> str:
    return f"double {float(text)!r}"


def _single(text: str) -> str:
    return f"float {float(text):.6g}"


def _boolean(text: str) -> str:
    if text not in {"true", "false", "1", "0"}:
        raise ValueError(text)
    return f"boolean {text in {'true', '1'}}"


def _moment(text: str) -> str:
    return f"dateTime {datetime.fromisoformat(text).isoformat()}"


_VALUES: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(_INTEGERS.split(), _integer),
    "decimal": _decimal,
    "double": _double,
    "float": _single,
    "boolean": _boolean,
    "dateTime": _moment,
}
