"""A report in the Evaluation and Report Language (https://www.w3.org/TR/EARL10-Schema/)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .runner import Outcome

_HEAD = """@prefix earl: <http://www.w3.org/ns/earl#> .
@prefix doap: <http://usefulinc.com/ns/doap#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix : <#> .

:software a doap:Project, earl:Software, earl:TestSubject ;
    doap:name "{name}" ;
    doap:release [ doap:revision "{version}" ] .

:runner a earl:Software, earl:Assertor ;
    dcterms:title "{name} conformance runner" .
"""


def report(outcomes: Iterable[Outcome], name: str, version: str) -> str:
    """The outcomes of all tests that have an address, as Turtle."""
    head = _HEAD.format(name=name, version=version)
    return head + "".join(_assertions(outcomes))


def _assertions(outcomes: Iterable[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        if outcome.case.address is not None:
            verdict = "passed" if outcome.passed else "failed"
            yield (
                f"\n[] a earl:Assertion ;\n    earl:assertedBy :runner ;\n"
                f"    earl:subject :software ;\n    earl:test <{outcome.case.address}> ;\n"
                f"    earl:mode earl:automatic ;\n"
                f"    earl:result [ a earl:TestResult ; earl:outcome earl:{verdict} ] .\n"
            )
