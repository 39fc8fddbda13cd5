"""The catalogue: all reports of a folder, each checked before it may be asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from nutgraf.errors import ConfigurationError, NotFoundError, RequestError
from nutgraf.folders import folder as locate
from nutgraf.reports.header import HeaderError, parse_header
from nutgraf.reports.parameters import Reader
from nutgraf.reports.report import Report
from nutgraf.reports.schemes import Schemes
from nutgraf.reports.tokens import closing_page, tokens, values_blocks

_NAME = re.compile(r"[a-z][a-z0-9-]*")
_AT_LINE = re.compile(r"\b(?:at|line) (\d+)")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All canned reports by name, with the code lists that their parameters use."""

    reports: Mapping[str, Report]
    schemes: Schemes

    @classmethod
    def load(cls, folder: Path | None = None, *, ontology: Path | None = None) -> Catalogue:
        """Load the reports of a folder (`queries/reports` by default).

        A bad file is a `ConfigurationError` that names the file and the line.
        """
        schemes = Schemes.load(ontology or locate("ontology"))
        found = (folder or locate("queries") / "reports").glob("*.rq")
        files = sorted(found, key=lambda file: file.stem)
        return cls({file.stem: load_report(file, schemes) for file in files}, schemes)

    def __iter__(self) -> Iterator[Report]:
        return iter(self.reports.values())

    def report(self, name: str) -> Report:
        """Give a report by its name; an unknown one is a `NotFoundError` that lists them."""
        if name not in self.reports:
            raise NotFoundError(f"no report {name!r}; there are {', '.join(self.reports)}")
        return self.reports[name]


def load_report(file: Path, schemes: Schemes) -> Report:
    """Load and check one report file."""
    try:
        report = _sound(_parse(file.stem, file.read_text("utf-8"), schemes))
    except HeaderError as error:
        raise ConfigurationError(f"{file}:{error.line}: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file} cannot be read: {error}") from error
    return report


def _sound(report: Report) -> Report:
    found = list(faults(report))
    if found:
        raise HeaderError("; ".join(found))
    return report


def _parse(name: str, text: str, schemes: Schemes) -> Report:
    if not _NAME.fullmatch(name):
        raise HeaderError("a report's file is named with small letters, digits and hyphens")
    header = parse_header(text, schemes)
    words = (token.text.upper() for token in tokens(text) if token.kind == "word")
    form = next((w for w in words if w in {"SELECT", "CONSTRUCT", "ASK", "DESCRIBE"}), "")
    return Report(name, text, header, Reader(schemes), form.lower())


def faults(report: Report) -> Iterator[str]:
    """Give what is wrong with a report's SPARQL, in words; nothing for a sound one."""
    if report.form not in {"select", "construct"}:
        yield "a report is a SELECT or a CONSTRUCT query"
    if any(token.is_word("SERVICE") for token in tokens(report.text)):
        yield "a report asks no other endpoint (SERVICE)"
    yield from _block_faults(report)
    yield from _result_faults(report)
    if not report.is_graph:
        yield from _order_faults(report)


def _block_faults(report: Report) -> Iterator[str]:
    for parameter in report.parameters:
        for variable, expected in _defaults(report, parameter.name).items():
            shipped = _shipped(report, variable)
            if not shipped:
                yield f"parameter {parameter.name} needs a block VALUES ?{variable} {{ … }}"
            wrong = [default for default in shipped if default != expected]
            yield from (f"the block of ?{variable} ships {w}, not {expected}" for w in wrong)


def _shipped(report: Report, variable: str) -> list[str]:
    """What the blocks of a variable hold in the file."""
    blocks = values_blocks(report.text)
    return [report.text[b.start : b.end].strip() for b in blocks if b.variable == variable]


def _defaults(report: Report, name: str) -> dict[str, str]:
    """What the blocks of a parameter hold when nothing is asked."""
    parameter = next(p for p in report.parameters if p.name == name)
    written = dict.fromkeys(parameter.variables, "UNDEF")
    if parameter.default is not None:
        try:
            variable, term = report.reader.read(parameter, parameter.default)
        except RequestError as error:
            raise HeaderError(f"default of {name}: {error}") from error
        short = getattr(term, "datatype", None)
        plain = short is not None and short.value.endswith(("#boolean", "#integer"))
        written[variable] = term.value if plain else str(term)
    return written


def _result_faults(report: Report) -> Iterator[str]:
    try:
        result = ox.Store().query(report.text)
    except SyntaxError as error:
        line = _AT_LINE.search(str(error))
        raise HeaderError(f"not SPARQL: {error}", int(line.group(1)) if line else 1) from error
    if isinstance(result, ox.QuerySolutions):
        asked = [variable.value for variable in result.variables]
        declared = [column.name for column in report.columns]
        if asked != declared:
            yield f"the query selects {asked}, the header declares the columns {declared}"


def _order_faults(report: Report) -> Iterator[str]:
    if closing_page(report.text) is None:
        yield "the query must end in LIMIT n OFFSET 0"
        return
    found = list(tokens(report.text))
    last_key = found[-5]
    addresses = {f"?{column.name}" for column in report.columns if column.type == "iri"}
    if last_key.text not in addresses:
        yield "the last key of ORDER BY must be a column of type iri, for a total order"
