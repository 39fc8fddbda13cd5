"""How fast and in how much memory articles are annotated: a fresh process on one core.

Warm speed is words per second, tables loaded, over every fifth article of the German News
Quotes corpus (those of the seeds where it is absent). A cold start goes from the start of the
interpreter to the first annotated article. Both are CPU time, which is that on the clock
where nothing else runs. Memory is the highest resident size of that process. All three are of
this machine, so none is pinned.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.reading import corpora
from bench.reading.measurement import Measurement, Row
from nutgraf.folders import folder

_EVERY = 5
#: So many articles are read before the clock starts; there are more than that of the seeds.
_WARMING = 5
_WORD = re.compile(r"\w+")
_PIKES = "PIKES 16.7 s per document"


def measure() -> Measurement:
    """Words per second, cold start and peak memory of annotation."""
    files = _files()
    done = subprocess.run(
        [sys.executable, "-m", "bench.reading.speed"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        check=True,
        capture_output=True,
        text=True,
    )
    told = json.loads(done.stdout)
    source = ("speed", corpora.digest(*files))
    return Measurement(
        (
            Row(*source, "words per second, warm", told["speed"], 6_000, 15_000, _PIKES),
            Row(*source, "cold start, seconds", told["first"], 2, 1),
            Row(*source, "peak memory, MB", told["memory"], 500, 300),
        )
    )


def _files() -> tuple[Path, ...]:
    try:
        return (corpora.file("german-news-quotes-train", "train.jsonl.gz"),)
    except corpora.CorpusAbsentError:
        return tuple(sorted(folder("seeds").glob("*-de*.json")))


def _articles() -> Iterator[bytes]:
    """Every fifth record of the corpus, or all seeds."""
    (first, *_) = files = _files()
    if first.suffix != ".gz":
        yield from (file.read_bytes() for file in files)
        return
    with gzip.open(first) as lines:
        yield from (line for number, line in enumerate(lines) if number % _EVERY == 0)


def child() -> None:
    """Annotate in this process and print what it took."""
    # Loading is part of the cold start.
    from nutgraf.errors import DocumentError  # noqa: PLC0415
    from nutgraf.pipeline.steps import Steps  # noqa: PLC0415
    from nutgraf.settings import Settings  # noqa: PLC0415

    steps = Steps.build(Settings().base, 10**8)
    first, words, seconds = 0.0, 0, 0.0
    for number, raw in enumerate(_articles()):
        (document,) = steps.read(raw, "article.json")
        if isinstance(document, DocumentError):
            continue
        begun = time.process_time()
        steps.annotate(document)
        spent = time.process_time() - begun
        first = first or time.process_time()
        if number >= _WARMING:
            words += len(_WORD.findall(document.text))
            seconds += spent
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(json.dumps({"first": first, "speed": words / seconds, "memory": memory}))


if __name__ == "__main__":
    child()
