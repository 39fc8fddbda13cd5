"""Articles per second for each step, on one core, as a table.

    python bench/speed.py [--articles N] [--json FILE]

The articles are the seeds and, where NUTGRAF_CORPORA names them, dated German news. Every
step is measured in the same run on the same articles; the floor is one pass of a word
pattern over the text, which no reading can undercut. CPU time counts, not the clock on the
wall: these figures are of one core of whatever machine this is.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from nutgraf.errors import DocumentError
from nutgraf.folders import folder
from nutgraf.model.document import Document
from nutgraf.pipeline.ingest import Ingest
from nutgraf.pipeline.steps import Steps
from nutgraf.settings import Settings
from nutgraf.store.embedded import EmbeddedStore

T = TypeVar("T")
_CORPUS = Path("corpora") / "german-news-quotes-train" / "train.jsonl.gz"


def articles(limit: int) -> list[tuple[str, bytes]]:
    """Seed files, then dated news, as (name, bytes)."""
    seeds = folder("seeds")
    files = sorted(f for f in seeds.iterdir() if f.suffix in {".json", ".txt", ".html"})
    found = [(file.name, file.read_bytes()) for file in files]
    corpus = Path(os.environ.get("NUTGRAF_CORPORA", "../shared/data")) / _CORPUS
    if corpus.exists():
        lines = gzip.decompress(corpus.read_bytes()).splitlines()
        found += [(f"news-{n}.json", line) for n, line in enumerate(lines)]
    return found[:limit]


class Stopwatch:
    """CPU seconds per step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def run(self, step: str, work: Callable[[], T]) -> T:
        """Do the work and add its CPU time to the step's."""
        start = time.process_time()
        result = work()
        self.seconds[step] = self.seconds.get(step, 0.0) + time.process_time() - start
        return result


def measure(raw: list[tuple[str, bytes]]) -> tuple[dict[str, float], int, int]:
    """CPU seconds per step, the number of articles, and their words."""
    steps = Steps.build(Settings().base, 10**8)
    for name, content in raw[:8]:
        _whole(steps, name, content)
    watch = Stopwatch()
    count = words = 0
    for name, content in raw:
        for found in watch.run("read", partial(_read, steps, content, name)):
            if not isinstance(found, DocumentError):
                count += 1
                words += len(watch.run("floor", partial(re.findall, r"\w+", found.text)))
                _measured(steps, watch, found)
    _store(steps, watch, raw)
    return watch.seconds, count, words


def _read(steps: Steps, content: bytes, name: str) -> list[Document | DocumentError]:
    return list(steps.read(content, name))


def _measured(steps: Steps, watch: Stopwatch, document: Document) -> None:
    annotated = watch.run("annotate", lambda: steps.annotate(document))
    linked = watch.run("link", lambda: steps.link(annotated))
    graphs = watch.run("map", lambda: steps.map(linked))
    watch.run("check", lambda: steps.check(graphs))


def _whole(steps: Steps, name: str, content: bytes) -> None:
    for found in steps.read(content, name):
        if not isinstance(found, DocumentError):
            steps.check(steps.map(steps.link(steps.annotate(found))))


def _store(steps: Steps, watch: Stopwatch, raw: list[tuple[str, bytes]]) -> None:
    """The whole load with journal and store; its steps are those measured before."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        for file, content in raw:
            (home / file).write_bytes(content)
        files = [home / file for file, _ in raw]
        with EmbeddedStore(home / "data", Settings(home=home / "data")) as store:
            ingest = Ingest(steps, store)
            loaded = watch.run("load", lambda: list(ingest.load(files)))
            watch.run("identity", lambda: ingest.finish(loaded))


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    seconds, count, words = measure(articles(given.articles))
    single = ("read", "annotate", "link", "map", "check")
    seconds["store"] = max(0.0, seconds["load"] - sum(seconds[step] for step in single))
    reading = sum(seconds[step] for step in ("read", "annotate", "link", "map"))
    rows = [(step, seconds[step]) for step in ("floor", *single, "store", "identity")]
    rows += [("reading and mapping", reading), ("all, gate and store", seconds["load"])]
    print(f"{count} articles, {words // max(count, 1)} words each")
    print(f"{'step':22}{'ms/article':>12}{'articles/s':>12}{'x floor':>10}")
    for step, total in rows:
        each = total / count
        ratio = total / seconds["floor"]
        print(f"{step:22}{each * 1000:12.2f}{1 / each if each else 0:12.0f}{ratio:10.0f}")
    if given.json:
        given.json.write_text(json.dumps(dict(rows), indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
