"""What the gate found in the quads of one article, for programs and for people.

The Turtle form follows https://www.w3.org/TR/shacl/#validation-report.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
#: How a result names its constraint; a SPARQL constraint is not itself a shape.
_SOURCES = {"SPARQL": "sourceConstraint"}


class Severity(StrEnum):
    """How bad a result is; only violations keep an article out of the store."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


@dataclass(frozen=True, slots=True, order=True)
class ValidationResult:
    """One constraint that one node does not meet.

    `constraint` is the address of the constraint and `component` the local name of the
    SHACL component ("MinCount"). `path` and `value` are terms as N-Triples writes them,
    empty where there are none. `messages` holds language and text.
    """

    severity: Severity
    constraint: str
    focus: str
    component: str
    path: str = ""
    value: str = ""
    messages: tuple[tuple[str, str], ...] = ()

    def message(self, language: str) -> str:
        """The message in `language`, else in English."""
        texts = dict(self.messages)
        return texts.get(language) or texts.get("en") or self.constraint


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """All results for one article, sorted; violations come first."""

    results: tuple[ValidationResult, ...]

    @classmethod
    def of(cls, results: set[ValidationResult]) -> ValidationReport:
        """Sort results by severity, constraint and focus."""
        ranks = list(Severity)
        return cls(tuple(sorted(results, key=lambda each: (ranks.index(each.severity), each))))

    @property
    def conforms(self) -> bool:
        """Tell whether the article may enter the store: no result is a violation."""
        return not self.violations

    @property
    def violations(self) -> tuple[ValidationResult, ...]:
        """The results that keep the article out."""
        return tuple(each for each in self.results if each.severity is Severity.VIOLATION)

    def as_text(self, language: str = "en") -> str:
        """One line per result for a person."""
        lines = [_line(result, language) for result in self.results]
        return "".join(line + "\n" for line in lines)

    def as_turtle(self) -> str:
        """The report as RDF; byte-identical for equal results."""
        flag = "true" if self.conforms else "false"
        parts = [f"[]\n    a sh:ValidationReport ;\n    sh:conforms {flag}"]
        parts += [_result(result) for result in self.results]
        return _PREFIXES + "\n" + " ;\n".join(parts) + " .\n"


def _line(result: ValidationResult, language: str) -> str:
    name = result.constraint.rpartition("/")[2]
    where = f"{result.focus} {result.value}".rstrip()
    return f"{result.severity} {name}: {result.message(language)} [{where}]"


def _result(result: ValidationResult) -> str:
    facts = [
        "a sh:ValidationResult",
        f"sh:resultSeverity sh:{result.severity}",
        f"sh:sourceConstraintComponent sh:{result.component}ConstraintComponent",
        f"sh:{_SOURCES.get(result.component, 'sourceShape')} <{result.constraint}>",
        f"sh:focusNode {result.focus}",
    ]
    facts += [f"sh:resultPath {result.path}"] if result.path else []
    facts += [f"sh:value {result.value}"] if result.value else []
    facts += [f'sh:resultMessage "{text}"@{language}' for language, text in result.messages]
    return "    sh:result [\n        " + " ;\n        ".join(facts) + "\n    ]"
