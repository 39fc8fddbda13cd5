"""Resolving identity over a store: read the reports, write the derived graphs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from nutgraf.identity.decisions import Ruling
from nutgraf.identity.resolution import Resolution, resolve
from nutgraf.store.embedded import EmbeddedStore


def resolve_events(store: EmbeddedStore, base: str) -> Resolution:
    """Derive events and decisions anew from all that the store holds, and keep them there."""
    resolution = resolve(partial(select_rows, store), rulings(store), base)
    store.replace_graphs(resolution.graphs)
    return resolution


def rulings(store: EmbeddedStore) -> tuple[Ruling, ...]:
    """People's decisions as identity takes them."""
    return tuple(
        Ruling(d.report, d.event, d.verdict, d.by, d.time, d.reason, d.revoked)
        for d in store.decisions()
    )


def select_rows(store: EmbeddedStore, query: str) -> list[Mapping[str, str]]:
    """Run one of our own SELECT queries; rows of variable name to lexical form."""
    return [
        {name: str(getattr(term, "value", term)) for name, term in row.items() if term is not None}
        for row in store.select(query)
    ]


def count_events(store: EmbeddedStore) -> int:
    """Tell how many events stand in the store."""
    return int(select_rows(store, _COUNT)[0]["events"])


_COUNT = """PREFIX nev: <https://w3id.org/nutgraf/nev#>
SELECT (COUNT(*) AS ?events) { ?event a nev:Event }"""
