"""The graphs that an update would write, read off its text where only another engine runs it.

Without an engine of our own the text decides: what may write a managed graph, or a graph
that cannot be told, is turned away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from nutgraf.errors import ForbiddenError
from nutgraf.store.calls import is_ambiguous
from nutgraf.store.graphs import GraphNames
from nutgraf.store.operation import VARIABLE, Operation, OperationKind
from nutgraf.store.operations import outline
from nutgraf.store.tokens import Token, tokens

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_TOTAL = {"ALL", "NAMED"}
#: Operations of which only the second graph is written.
_TO_SECOND = {OperationKind.ADD, OperationKind.COPY}


def check_targets(update: str, found: Sequence[Token], names: GraphNames) -> None:
    """Raise `ForbiddenError` where an update may write a managed graph."""
    for token in found:
        if is_ambiguous(token):
            raise _unclear(token.text, "engines read it differently")
    for operation in outline(update):
        prefixes = dict(_prefixes(operation.prologue))
        for target in _targets(operation):
            _check(_expanded(target, prefixes), names)


def _targets(operation: Operation) -> Iterator[str]:
    graphs = operation.graphs[1:] if operation.kind in _TO_SECOND else operation.graphs
    yield from (graph for graph in graphs if graph != "DEFAULT")
    if operation.with_graph:
        yield operation.with_graph
    for template in (operation.removed, operation.added):
        before = ""
        for token, after in pairwise(tokens(template.text)):
            # Contains, not equals: engines read `trueGRAPH<x>` as two words.
            if token.kind == "word" and "GRAPH" in token.text.upper():
                yield after.text
            elif token.kind == "name" and after.text == "{" and "GRAPH" not in before.upper():
                raise _unclear(token.text, "a brace follows a name")
            before = token.text


def _prefixes(prologue: str) -> Iterator[tuple[str, str]]:
    found = list(tokens(prologue))
    for word, name, address in zip(found, found[1:], found[2:], strict=False):
        if word.text.upper() == "PREFIX":
            yield name.text, address.text[1:-1]


def _expanded(target: str, prefixes: dict[str, str]) -> str:
    if target in _TOTAL:
        raise _unclear(target, "it names managed graphs too")
    if target.startswith("<"):
        address = target[1:-1]
    else:
        prefix, _, local = target.partition(":")
        address = prefixes.get(f"{prefix}:", "") + local
    if address.startswith(VARIABLE):
        raise _unclear(f"?{address.removeprefix(VARIABLE)}", "a variable may be any graph")
    if "\\" in address or not _ABSOLUTE.match(address):
        raise _unclear(target, "only addresses in full, without escapes, can be compared")
    return address


def _check(graph: str, names: GraphNames) -> None:
    if names.is_managed(graph):
        raise ForbiddenError(
            f"the graph <{graph}> changes only when articles are taken in, merged or reviewed;"
            " write to a graph of your own"
        )


def _unclear(text: str, why: str) -> ForbiddenError:
    return ForbiddenError(
        f"the update may write managed graphs at {text[:100]!r}: {why}; name each graph that it"
        " writes"
    )
