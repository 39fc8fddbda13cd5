from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from nutgraf.settings import Settings

#: Accepts articles for ever, telling each that is durable; applies and publishes in between.
WRITER = """
import itertools, sys
from pathlib import Path
from nutgraf.settings import Settings
from nutgraf.store.embedded import EmbeddedStore
from nutgraf.store.entry import Entry
home, base, ontology, first = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])
store = EmbeddedStore(home, Settings(home=home, base=base), ontology=ontology)
for number in itertools.count(first):
    graph = f"{base}graph/report/v{number}"
    quads = "\\n".join(f'<urn:v{number}> <urn:p> "{fact}" <{graph}> .' for fact in range(30))
    entity = f"{base}graph/entity"
    shared = f'<urn:shared{number % 3}> <urn:p> "s" <{entity}> .'
    graphs = ((graph, quads), (entity, shared))
    store.accept(Entry(f"a{number}", f"v{number}", "t", b"raw", "{}", graphs, "x"))
    print(number, flush=True)
    if number % 3 == 0:
        store.select("SELECT * { ?s ?p ?o } LIMIT 1")
    if number % 7 == 0:
        store.publish()
"""

CYCLES = 8


def killed_after(count: int, settings: Settings, ontology: Path, first: int) -> int:
    """Run the writer, kill it after `count` acknowledged articles, give the last one."""
    command = [sys.executable, "-c", WRITER, str(settings.home), settings.base, str(ontology)]
    with subprocess.Popen([*command, str(first)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(count)]
        process.kill()
        lines += process.stdout.readlines()
    return max(int(line) for line in lines if line.endswith(b"\n"))


def test_kill_loses_nothing(settings: Settings, ontology: Path, open_store: Any) -> None:
    """Whenever the writer is killed, all it acknowledged is there, whole, at the next opening."""
    acknowledged = 0
    for cycle in range(CYCLES):
        acknowledged = killed_after(1 + cycle * 5 % 12, settings, ontology, acknowledged + 1)
        with open_store() as store:
            rows = store.select("SELECT ?s (COUNT(?o) AS ?n) { ?s <urn:p> ?o } GROUP BY ?s")
            counts = {row["s"].value: row["n"].value for row in rows}
            articles = {f"urn:{record.version_id}" for record in store.articles()}
        found = {name for name in counts if name.startswith("urn:v")}
        # The last article may be durable although its acknowledgement was never read.
        assert articles == found
        assert all(f"urn:v{number}" in found for number in range(1, acknowledged + 1))
        assert all(counts[name] == "30" for name in found)
        acknowledged = max(int(name.removeprefix("urn:v")) for name in found)
