"""Our SPARQL service side by side with its peers on one generated dataset: one table.

    python -m bench.sparql [--quads N] [--only PART] [--rdflib PYTHON] [--json FILE]

Parts are lookup, rows, runaway, poisoned and arrival; loading and memory are always
measured. rdflib-endpoint is no dependency: name a Python that has it with --rdflib.
Figures of one run compare with each other, never with those of another machine.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from . import dataset, servers
from .arrival import arrivals
from .measurements import first_byte, lookups, poisoned, runaway
from .preparation import Stores, fill, stores_in
from .targets import verdicts

Figures = dict[str, float]
_PARTS = ("lookup", "rows", "runaway", "poisoned", "arrival")
#: Lookups of one client; rdflib-endpoint, which takes seconds for each, gets fewer.
_LOOKUPS, _FEW = 1_000, 5


def ours(stores: Stores, parts: tuple[str, ...], seconds: float) -> Figures:
    """What our service reaches; its memory is taken after the lookups."""
    with servers.nutgraf(stores.home) as server:
        found = _reads(server, stores, parts, seconds)
        steps: dict[str, Callable[[], Figures]] = {
            "poisoned": lambda: poisoned(server, stores.articles, _LOOKUPS),
            "runaway": lambda: runaway(server),
            "arrival": lambda: arrivals(server, stores),
        }
        for part, step in steps.items():
            if part in parts:
                found |= _told(server.name, step())
        return found


def oxigraph(stores: Stores, parts: tuple[str, ...], seconds: float) -> Figures:
    """What the Oxigraph server reaches in the same run."""
    with servers.oxigraph(stores.peer) as server:
        return _reads(server, stores, parts, seconds)


def rdflib(python: str, stores: Stores) -> Figures:
    """What rdflib-endpoint reaches: the latency of a few lookups."""
    with servers.rdflib(python, stores.file) as server:
        found = lookups(server, stores.articles, _FEW, 30.0)
        return _told(server.name, {"MB": server.megabytes} | found)


def _reads(
    server: servers.Server, stores: Stores, parts: tuple[str, ...], seconds: float
) -> Figures:
    found: Figures = {}
    if "lookup" in parts:
        found |= lookups(server, stores.articles, _LOOKUPS, seconds)
    found["MB"] = server.megabytes
    if "rows" in parts:
        found |= first_byte(server, stores.articles * dataset.QUADS)
    return _told(server.name, found)


def _told(name: str, figures: Figures) -> Figures:
    for what, figure in figures.items():
        print(f"{name:16} {what:28}{figure:12.2f}", flush=True)
    return figures


def main() -> None:
    """Measure, print the figures as they come, then what they are beside the targets."""
    parser = argparse.ArgumentParser(description=__doc__, prog="bench.sparql")
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each throughput")
    parser.add_argument("--only", action="append", choices=_PARTS)
    parser.add_argument("--rdflib", metavar="PYTHON", help="a Python with rdflib-endpoint")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    parts = tuple(given.only or _PARTS)
    with tempfile.TemporaryDirectory(prefix="nutgraf-bench-") as folder:
        stores = stores_in(Path(folder), max(1, given.quads // dataset.QUADS))
        print(f"{stores.articles * dataset.QUADS} quads in {stores.articles} graphs,", end=" ")
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
        found = {"load": _told("load", fill(stores)), "nutgraf": ours(stores, parts, given.seconds)}
        found["oxigraph"] = oxigraph(stores, parts, given.seconds)
        if given.rdflib:
            found["rdflib"] = rdflib(given.rdflib, stores)
    for line in verdicts(found):
        print(line)
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
