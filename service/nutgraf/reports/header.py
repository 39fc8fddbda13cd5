"""The `#+` header of a report: YAML in comments that says what it asks and answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from nutgraf.errors import ConfigurationError
from nutgraf.reports.parameters import Parameter, ParameterType
from nutgraf.reports.schemes import Schemes

_MARK = "#+"
_KEYS = frozenset({"summary", "description", "tags", "i18n", "params", "columns", "tests"})
_PARAMETER_KEYS = frozenset(
    {"type", "scheme", "choices", "required", "multiple", "default", "description", "example"}
)
#: What a column can hold; `concept` is the address of a member of a code list.
COLUMN_TYPES = frozenset({"iri", "concept", "string", "date", "integer", "decimal", "boolean"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a report's table."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Header:
    """What a report file says about itself; texts are by language."""

    summaries: Mapping[str, str]
    descriptions: Mapping[str, str]
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    tests: tuple[Mapping[str, Any], ...]


class HeaderError(ConfigurationError):
    """A header is wrong; `line` counts from one in the file."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


def parse_header(text: str, schemes: Schemes) -> Header:
    """Read the header of a report file; raise `HeaderError` with the line of the fault."""
    found = _yaml(text)
    _only(found, _KEYS, text)
    german = found.get("i18n", {}).get("de", {})
    if "summary" not in found or "summary" not in german:
        raise _lack("a summary in English and German", text)
    return Header(
        {"en": str(found["summary"]), "de": str(german["summary"])},
        _texts(found.get("description"), german.get("description")),
        tuple(str(tag) for tag in found.get("tags", ())),
        tuple(
            _parameter(str(name), given, german.get("params", {}).get(name), schemes, text)
            for name, given in (found.get("params") or {}).items()
        ),
        _columns(found.get("columns") or {}, text),
        tuple(found.get("tests", ())),
    )


def _yaml(text: str) -> dict[str, Any]:
    # Lines that are no header stay as blanks, so that YAML counts lines as the file does.
    lines = [
        line[len(_MARK) :].removeprefix(" ") if line.startswith(_MARK) else ""
        for line in text.splitlines()
    ]
    try:
        found = yaml.safe_load("\n".join(lines))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise HeaderError(f"header: {error.problem}", mark.line + 1 if mark else 1) from error
    if not isinstance(found, dict):
        raise HeaderError("there is no header of `#+ key: value` lines")
    return found


def _parameter(
    name: str, given: Mapping[str, Any], german: str | None, schemes: Schemes, text: str
) -> Parameter:
    _only(given, _PARAMETER_KEYS, text, under=name)
    if given.get("type") not in set(ParameterType):
        raise _lack(f"a known type for {name}", text, name)
    kind = ParameterType(given["type"])
    concepts = schemes.of(str(given["scheme"])) if kind is ParameterType.CONCEPT else ()
    default = given.get("default")
    return Parameter(
        name=name,
        type=kind,
        descriptions=_texts(given.get("description"), german),
        multiple=bool(given.get("multiple", False)),
        required=bool(given.get("required", False)),
        default=None if default is None else _written(default),
        example=None if given.get("example") is None else _written(given["example"]),
        concepts=concepts,
        choices=tuple(str(choice) for choice in given.get("choices", ())),
    )


def _columns(given: Mapping[str, Any], text: str) -> tuple[Column, ...]:
    for name, kind in given.items():
        if kind not in COLUMN_TYPES:
            raise _lack(f"a known type for column {name}, not {kind}", text, name)
    return tuple(Column(str(name), str(kind)) for name, kind in given.items())


def _texts(english: str | None, german: str | None) -> dict[str, str]:
    return {language: str(t) for language, t in (("en", english), ("de", german)) if t}


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _only(given: Mapping[str, Any], allowed: frozenset[str], text: str, under: str = "") -> None:
    for key in given:
        if key not in allowed:
            raise _lack(f"only the keys {', '.join(sorted(allowed))}", text, key, under)


def _lack(what: str, text: str, *words: str) -> HeaderError:
    return HeaderError(f"the header needs {what}", _line_of(text, *words))


def _line_of(text: str, *words: str) -> int:
    lines = text.splitlines()
    marked = (n for n, line in enumerate(lines, 1) if all(f"{w}:" in line for w in words if w))
    return next(marked, 1) if words else 1
