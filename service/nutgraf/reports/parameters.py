"""Parameters of reports: what a caller's text must look like, and the term it becomes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import pyoxigraph as ox

from nutgraf.errors import RequestError
from nutgraf.reports.schemes import Concept, Schemes
from nutgraf.terms import XSD

# What XML results and people's terminals cannot hold; tab and line ends are text.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ADDRESS = re.compile(r"(?:https?://|urn:)[^\s]+")
_BOOLEANS = {"true": "true", "1": "true", "false": "false", "0": "false"}


class ParameterType(StrEnum):
    """What a parameter takes; an entity is given by its address or by its exact name."""

    IRI = "iri"
    ENTITY = "entity"
    CONCEPT = "concept"
    CHOICE = "choice"
    DATE = "date"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    STRING = "string"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a report, as its header declares it.

    `concepts` are the members of the code list of a concept parameter, `choices` the
    values of a choice parameter; `default` is text, `None` leaves the parameter open.
    """

    name: str
    type: ParameterType
    descriptions: Mapping[str, str] = field(default_factory=dict)
    multiple: bool = False
    required: bool = False
    default: str | None = None
    example: str | None = None
    concepts: tuple[Concept, ...] = ()
    choices: tuple[str, ...] = ()

    @property
    def variables(self) -> tuple[str, ...]:
        """Variables of the blocks that the parameter fills.

        SPARQL variables have no hyphens; an entity fills one of two blocks, that of its
        address or that of its name.
        """
        variable = self.name.replace("-", "_")
        if self.type is ParameterType.ENTITY:
            return (f"{variable}_address", f"{variable}_name")
        return (variable,)

    @property
    def allowed(self) -> tuple[str, ...]:
        """The values that may be given, where they are few."""
        if self.type is ParameterType.BOOLEAN:
            return ("false", "true")
        return self.choices or tuple(concept.name for concept in self.concepts)

    def description(self, language: str = "en") -> str:
        """Description in a language, else in English."""
        return self.descriptions.get(language) or self.descriptions.get("en", "")


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns callers' texts into terms, with the code lists and prefixes of the service."""

    schemes: Schemes

    def read(self, parameter: Parameter, text: str) -> tuple[str, ox.NamedNode | ox.Literal]:
        """Give the variable that a text fills and the term it becomes, or `RequestError`."""
        if _CONTROLS.search(text):
            raise _wrong(parameter, text, "text without control characters")
        if parameter.type is ParameterType.ENTITY:
            return self._entity(parameter, text)
        return parameter.variables[0], _READERS[parameter.type](self, parameter, text)

    def _entity(self, parameter: Parameter, text: str) -> tuple[str, ox.NamedNode | ox.Literal]:
        by_address, by_name = parameter.variables
        if _ADDRESS.fullmatch(self.schemes.expand(text)):
            return by_address, self._iri(parameter, text)
        return by_name, self._string(parameter, text)

    def _iri(self, parameter: Parameter, text: str) -> ox.NamedNode:
        address = self.schemes.expand(text.strip())
        if not _ADDRESS.fullmatch(address):
            raise _wrong(parameter, text, "an address that starts with http://, https:// or urn:")
        try:
            return ox.NamedNode(address)
        except ValueError:
            raise _wrong(parameter, text, "an address without spaces or brackets") from None

    def _concept(self, parameter: Parameter, text: str) -> ox.NamedNode:
        address = self.schemes.expand(text.strip())
        for concept in parameter.concepts:
            if address in {concept.address, concept.name}:
                return ox.NamedNode(concept.address)
        raise _wrong(parameter, text, f"one of {', '.join(parameter.allowed)}")

    def _choice(self, parameter: Parameter, text: str) -> ox.Literal:
        if text not in parameter.choices:
            raise _wrong(parameter, text, f"one of {', '.join(parameter.choices)}")
        return ox.Literal(text)

    def _date(self, parameter: Parameter, text: str) -> ox.Literal:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
            raise _wrong(parameter, text, "a day as 2022-01-05")
        try:
            day = date.fromisoformat(text.strip())
        except ValueError:
            raise _wrong(parameter, text, "a day that exists, as 2022-01-05") from None
        return ox.Literal(day.isoformat(), datatype=ox.NamedNode(XSD["date"]))

    def _integer(self, parameter: Parameter, text: str) -> ox.Literal:
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", text.strip()):
            raise _wrong(parameter, text, "a whole number")
        return ox.Literal(int(text))

    def _decimal(self, parameter: Parameter, text: str) -> ox.Literal:
        if not re.fullmatch(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?", text.strip()):
            raise _wrong(parameter, text, "a number as 12.5")
        return ox.Literal(text.strip(), datatype=ox.NamedNode(XSD["decimal"]))

    def _boolean(self, parameter: Parameter, text: str) -> ox.Literal:
        value = _BOOLEANS.get(text.strip().lower())
        if value is None:
            raise _wrong(parameter, text, "true or false")
        return ox.Literal(value, datatype=ox.NamedNode(XSD["boolean"]))

    def _string(self, parameter: Parameter, text: str) -> ox.Literal:
        if len(text) > 1000:
            raise _wrong(parameter, text, "at most 1000 characters")
        return ox.Literal(text)


_READERS: Mapping[ParameterType, Callable[[Reader, Parameter, str], ox.NamedNode | ox.Literal]] = {
    ParameterType.IRI: Reader._iri,
    ParameterType.CONCEPT: Reader._concept,
    ParameterType.CHOICE: Reader._choice,
    ParameterType.DATE: Reader._date,
    ParameterType.INTEGER: Reader._integer,
    ParameterType.DECIMAL: Reader._decimal,
    ParameterType.BOOLEAN: Reader._boolean,
    ParameterType.STRING: Reader._string,
}


def _wrong(parameter: Parameter, text: str, allowed: str) -> RequestError:
    shown = text if len(text) <= 60 else f"{text[:60]}…"
    return RequestError(f"parameter {parameter.name} takes {allowed}, not {shown!r}")
