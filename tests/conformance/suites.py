"""Which manifests make up which suite, and who runs which kind of test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .description import describe
from .evaluation import evaluate_query, evaluate_update
from .federation import Federation
from .manifest import Case, Suites, cases
from .protocol import converse
from .syntax import query_refused, query_taken, update_refused, update_taken
from .target import Service
from .uploads import upload_canonical, upload_refused, upload_taken

Check = Callable[[Case, Service, Federation], str]

#: Suites in the order of the last line, with the manifests they are made of.
SUITES = {
    "protocol": ("sparql/sparql11/protocol/manifest.ttl",),
    "gsp": (
        "sparql/sparql11/graph-store-protocol/manifest-indirect.ttl",
        "sparql/sparql11/graph-store-protocol/manifest-direct.ttl",
    ),
    "sd": ("sparql/sparql11/service-description/manifest.ttl",),
    "sparql11": ("sparql/sparql11/*/manifest*.ttl",),
    "sparql12": ("sparql/sparql12/*/manifest.ttl",),
    "sparql10": ("sparql/sparql10/*/*manifest*.ttl",),
    "rdf11": ("rdf/rdf11/*/manifest.ttl",),
    "rdf12": ("rdf/rdf12/*/*/manifest.ttl",),
}
#: Folders that belong to a suite of their own or that no endpoint can be tested with.
_LEFT_OUT = {
    "sparql11": {
        "protocol",
        "graph-store-protocol",
        "service-description",
        "entailment",  # needs entailment regimes, which SPARQL does not ask for
        "http-rdf-update",  # prose, replaced by graph-store-protocol
    },
    "rdf11": {"rdf-mt"},  # semantics: needs entailment regimes
    "rdf12": {"rdf-semantics"},  # likewise
}
_RDF = ("NTriples", "NQuads", "Turtle", "Trig", "XML")
KINDS: dict[str, Check] = {
    "ProtocolTest": converse,
    "GraphStoreProtocolTest": converse,
    "ServiceDescriptionTest": describe,
    "QueryEvaluationTest": evaluate_query,
    "CSVResultFormatTest": evaluate_query,
    "UpdateEvaluationTest": evaluate_update,
    **dict.fromkeys(("PositiveSyntaxTest", "PositiveSyntaxTest11"), query_taken),
    **dict.fromkeys(("NegativeSyntaxTest", "NegativeSyntaxTest11"), query_refused),
    **dict.fromkeys(("PositiveUpdateSyntaxTest", "PositiveUpdateSyntaxTest11"), update_taken),
    **dict.fromkeys(("NegativeUpdateSyntaxTest", "NegativeUpdateSyntaxTest11"), update_refused),
    **{f"Test{name}Eval": upload_taken for name in _RDF},
    **{f"Test{name}PositiveSyntax": upload_taken for name in _RDF},
    **{f"Test{name}NegativeSyntax": upload_refused for name in _RDF},
    **{f"Test{name}PositiveC14N": upload_canonical for name in _RDF},
}


def collect(suites: Suites, suite: str) -> Iterator[Case]:
    """The tests of a suite, each once."""
    seen: set[str] = set()
    for pattern in SUITES[suite]:
        for file in sorted(suites.folder.glob(pattern)):
            if not _LEFT_OUT.get(suite, set()) & set(file.relative_to(suites.folder).parts):
                yield from _fresh(cases(suites, suite, file), seen)


def _fresh(found: Iterator[Case], seen: set[str]) -> Iterator[Case]:
    for case in found:
        if case.identifier not in seen:
            seen.add(case.identifier)
            yield case
