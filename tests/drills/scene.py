"""What all drills share: a small vocabulary, a filled directory, and the judgement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nutgraf.settings import Settings
from nutgraf.store.checkpoint import Checkpoints, open_checkpoint
from nutgraf.store.delta import Delta
from nutgraf.store.embedded import EmbeddedStore
from nutgraf.store.entry import Entry

BASE = "https://data.example/"
EVENT = f"{BASE}graph/event"
IDENTITY = f"{BASE}graph/identity"

#: Quads that each article gives to its report graph.
FACTS = 30


@dataclass(frozen=True, slots=True)
class Tally:
    """How a drill went."""

    tried: int = 0
    lost: int = 0
    wrong: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.tried + other.tried, self.lost + other.lost, self.wrong + other.wrong)


def vocabulary(folder: Path) -> Path:
    """A vocabulary of one triple per file, which opens quickly."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in ("nev.ttl", "codes.ttl", "event-types.ttl", "alignments.ttl"):
        (folder / file).write_text(f"<urn:term:{file}> a <urn:term> .\n")
    return folder


def settings(home: Path) -> Settings:
    """Settings of a drill: any disk will do, and a lock is free soon."""
    return Settings(home=home, base=BASE, free_bytes=0, lock_seconds=10.0)


@contextmanager
def opened(home: Path, words: Path) -> Iterator[EmbeddedStore]:
    """The data directory, open for writing."""
    with EmbeddedStore(home, settings(home), ontology=words) as store:
        yield store


def article(number: int, raw: bytes = b"raw") -> Entry:
    """An article with a report graph of its own and a quad that every third one shares."""
    graph, entity = f"{BASE}graph/report/v{number}", f"{BASE}graph/entity"
    facts = (f'<urn:v{number}> <urn:p> "{fact}" <{graph}> .' for fact in range(FACTS))
    shared = f'<urn:shared{number % 3}> <urn:p> "s" <{entity}> .'
    graphs = ((graph, "\n".join(facts)), (entity, shared))
    return Entry(f"a{number}", f"v{number}", "drill", raw, "{}", graphs, "x")


def change(number: int) -> Delta:
    """A write that adds its own number and removes that of two writes before."""
    return Delta(added=(_mine(number),), removed=(_mine(number - 2),))


def fill(store: EmbeddedStore, numbers: Iterable[int]) -> Iterator[str]:
    """Take articles and writes in, publish now and then; give each that is durable."""
    for number in numbers:
        store.accept(article(number))
        yield f"v{number}"
        store.write(change(number))
        yield f"b{number}"
        if number % 3 == 2:
            events = f'<urn:e> <urn:p> "{number}" <{EVENT}> .'
            store.replace_graphs({EVENT: events, IDENTITY: ""})
            store.publish()
        if number % 8 == 7:
            store.rebuild()


def judge(store: EmbeddedStore, acknowledged: set[str]) -> Tally:
    """Compare a directory with what was acknowledged; one more of each may be in it.

    The newest may be durable although its acknowledgement was never heard.
    """
    counts = _counts(store)
    articles = {name for name in counts if name.startswith("v")}
    told = {name for name in acknowledged if name.startswith("v")}
    recorded = {record.version_id for record in store.articles()}
    wrong = sum(counts[name] != FACTS for name in articles) + len(articles ^ recorded)
    wrong += max(0, len(articles - told) - 1)
    return Tally(1, len(told - articles), wrong) + _judge_writes(store, acknowledged)


def served(home: Path) -> set[str] | None:
    """Every quad that readers of the current checkpoint get; None where that is an error."""
    try:
        with open_checkpoint(Checkpoints(home)) as store:
            return {str(quad) for quad in store}
    except (OSError, RuntimeError):
        return None


def _judge_writes(store: EmbeddedStore, acknowledged: set[str]) -> Tally:
    heard = {int(name[1:]) for name in acknowledged if name.startswith("b")}
    newest = max((int(record.version_id[1:]) for record in store.articles()), default=0)
    rows = store.select("SELECT ?o { GRAPH <urn:mine> { ?s ?p ?o } }")
    found = {int(str(getattr(row["o"], "value", ""))) for row in rows}
    if found in (_standing(heard), _standing(heard | {newest})):
        return Tally()
    lost = len(_standing(heard) - found)
    return Tally(0, lost, 0 if lost else 1)


def _standing(numbers: set[int]) -> set[int]:
    found: set[int] = set()
    for number in sorted(numbers):
        found.add(number)
        found.discard(number - 2)
    return found


def _counts(store: EmbeddedStore) -> Counter[str]:
    rows = store.select("SELECT ?s { ?s <urn:p> ?o }")
    names = (str(getattr(row["s"], "value", "")).removeprefix("urn:") for row in rows)
    return Counter(name for name in names if name.startswith("v"))


def _mine(number: int) -> str:
    return f'_:b{number} <urn:p> "{number}" <urn:mine> .'
