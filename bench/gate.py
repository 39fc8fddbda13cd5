"""The gate side by side with pySHACL and, where it is installed, pyrudof: one table.

    python -m bench.gate [--articles N] [--quads N] [--short]

All engines check the same article of about 250 quads with the same shapes and vocabulary in
one run; every figure is CPU time per article, the best of several. Then articles are checked
on one process and stored by another, and a store of a million quads is audited as a whole.
pyrudof is no dependency: `pip install pyrudof` beside a checkout to see its row.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import importlib.util
import os
import resource
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pyshacl
from rdflib import Dataset, Graph
from tests.validation.article import Article

from nutgraf.folders import folder
from nutgraf.settings import Settings
from nutgraf.store.embedded import EmbeddedStore
from nutgraf.store.entry import Entry
from nutgraf.validation.explanation import graph_of
from nutgraf.validation.gate import Gate
from nutgraf.validation.shapes_graph import FILES, load_shapes
from nutgraf.validation.vocabulary import load_vocabulary
from nutgraf.validation.written import read_rows

#: Four sentences make an article of 270 quads, the nearest to the 250 of the target.
_SENTENCES = 4
_ARTICLE_ID = "0123456789ab"
_CHUNK = 50


@cache
def template() -> tuple[str, str]:
    """An article's quads, and the part of its digest that stands in every address."""
    article = Article(_SENTENCES)
    quads = ox.parse(article.trig(), format=ox.RdfFormat.TRIG)
    return "".join(f"{quad} .\n" for quad in quads), article.sha[:16]


def article(number: int) -> str:
    """The same article under addresses of its own."""
    text, digest = template()
    own = hashlib.sha256(str(number).encode()).hexdigest()
    return text.replace(digest, own[:16]).replace(_ARTICLE_ID, own[20:32])


def best(work: Callable[[], object], times: int) -> float:
    """Least CPU milliseconds of some repeats, after one that warms up."""
    work()
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found) * 1000


def engines(*, short: bool) -> Iterator[tuple[str, float]]:
    """Each engine with its CPU milliseconds per article."""
    gate, text = Gate(), template()[0]
    yield "gate: read and check", best(lambda: gate.check(text), 100)
    rows = read_rows(text)
    yield "gate: check alone", best(lambda: gate.results(rows), 100)
    rudof = importlib.util.find_spec("pyrudof")
    if rudof is not None:
        yield "pyrudof, native", _rudof(text)
    vocabulary = graph_of(load_vocabulary(folder("ontology")))
    rows_of_shapes = load_shapes(folder("shapes")).rows()
    core = graph_of(row for row in rows_of_shapes if not row[1].endswith("#sparql>"))
    yield "pySHACL, core only", best(lambda: _by_the_book(text, core, vocabulary), 5)
    if not short:
        yield "pySHACL, all", best(lambda: _by_the_book(text, _all_shapes(), vocabulary), 1)


@cache
def _all_shapes() -> Graph:
    shapes = Graph()
    for name in FILES:
        shapes.parse(folder("shapes") / name, format="turtle")
    return shapes


def _by_the_book(text: str, shapes: Graph, vocabulary: Graph) -> bool:
    with warnings.catch_warnings():
        # rdflib 7.6 warns of its own use of the default context.
        warnings.simplefilter("ignore", DeprecationWarning)
        data = Dataset(default_union=True)
        data.parse(data=text, format="nquads")
        beside = data.graph("urn:nutgraf:vocabulary")
        for triple in vocabulary:
            beside.add(triple)
        return bool(pyshacl.validate(data, shacl_graph=shapes, inplace=True)[0])


def _rudof(text: str) -> float:
    module: Any = importlib.import_module("pyrudof")
    rudof = module.Rudof(module.RudofConfig())
    shapes = "\n".join((folder("shapes") / name).read_text("utf-8") for name in FILES)
    rudof.read_shacl(shapes, module.ShaclFormat.Turtle)
    triples = "".join(sorted(f"{' '.join(row[:3])} .\n" for row in read_rows(text)))

    def work() -> None:
        rudof.read_data(triples, format=module.RDFFormat.NTriples, merge=False)
        rudof.validate_shacl()

    return best(work, 20)


def checked(first: int) -> list[tuple[str, str]]:
    """Build and check a chunk of articles, as an ingest worker does after mapping."""
    found = []
    for number in range(first, first + _CHUNK):
        text = article(number)
        if not _gate().check(text).conforms:
            raise RuntimeError(f"article {number} does not conform")
        found.append((hashlib.sha256(str(number).encode()).hexdigest(), text))
    return found


@cache
def _gate() -> Gate:
    return Gate()


def throughput(count: int) -> tuple[float, float]:
    """Articles per second, checked by one process and kept and stored by this one."""
    settings = Settings()
    with (
        tempfile.TemporaryDirectory() as name,
        ProcessPoolExecutor(1) as pool,
        EmbeddedStore(Path(name) / "data", settings) as store,
    ):
        list(pool.map(checked, [0]))
        start, used = time.perf_counter(), _cpu()
        for chunk in pool.map(checked, range(_CHUNK, count + _CHUNK, _CHUNK)):
            for digest, text in chunk:
                store.accept(_entry(settings.base, digest, text))
        store.publish()
        return count / (time.perf_counter() - start), (_cpu() - used) / count * 1000


def _cpu() -> float:
    return time.process_time()


def _entry(base: str, digest: str, text: str) -> Entry:
    graphs: dict[str, list[str]] = {}
    for line in text.splitlines(keepends=True):
        graphs.setdefault(line.rsplit(" ", 2)[1][1:-1], []).append(line)
    pairs = tuple((graph, "".join(lines)) for graph, lines in sorted(graphs.items()))
    source = f"{base}article/{digest[20:32]}"
    return Entry(digest[20:32], digest[:16], source, b"", "{}", pairs, "bench")


def audit(quads: int) -> tuple[int, float, int]:
    """Quads audited, CPU seconds, and the most megabytes held."""
    # The shared graph of entities, eight quads, comes only once.
    count = quads // (template()[0].count("\n") - 8) + 1
    lines = dict.fromkeys(
        line for number in range(count) for line in article(number).encode().splitlines(True)
    )
    start = time.process_time()
    report = Gate().audit(lines)
    if report.results:
        raise RuntimeError(f"{len(report.results)} results in a sound store")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return len(lines), time.process_time() - start, peak


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--short", action="store_true", help="leave out what takes minutes")
    given = parser.parse_args()
    print(f"{'engine':24}{'ms/article':>12}{'x gate':>10}   load {os.getloadavg()[0]:.1f}")
    first = 0.0
    for name, each in engines(short=given.short):
        first = first or each
        print(f"{name:24}{each:12.2f}{each / first:10.1f}", flush=True)
    rate, writer = throughput(200 if given.short else given.articles)
    print(f"checked and stored: {rate:.0f} articles/s, writer {writer:.2f} CPU ms/article")
    quads, seconds, megabytes = audit(100_000 if given.short else given.quads)
    print(f"audit: {quads} quads in {seconds:.1f} CPU s, {megabytes} MB")


if __name__ == "__main__":
    main()
