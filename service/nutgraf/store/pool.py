"""The query pool: worker processes in lanes that answer on the current checkpoint."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any

from nutgraf.errors import ConfigurationError, LimitError, NutgrafError, StoreError
from nutgraf.folders import read_prefixes
from nutgraf.settings import Settings
from nutgraf.store.blocking import Loops
from nutgraf.store.budgets import Budgets
from nutgraf.store.checkpoint import Checkpoint, Checkpoints
from nutgraf.store.child import Spares
from nutgraf.store.evaluation import Account, Chunks, Evaluation, GoneError, Outcome
from nutgraf.store.failures import TIME
from nutgraf.store.fingerprints import FatalQueries
from nutgraf.store.formats import GRAPH_TYPES, choose
from nutgraf.store.frame import Frame
from nutgraf.store.gate import Gate
from nutgraf.store.interface import (
    AnswerChunks,
    DataVersion,
    GraphContent,
    Lane,
    QueryAnswer,
    QueryForm,
    QueryRequest,
    QueryStream,
    RunningQuery,
)
from nutgraf.store.lanes import open_lanes
from nutgraf.store.running import Run, Runs, Work
from nutgraf.store.sandbox import Walls

_LOG = logging.getLogger("nutgraf.store")
_ATTEMPTS = 3
_UNION, _OWN = "union", "own"
#: Characters of a query that the gate reads in the event loop.
_SHORT = 8_192
#: N-Quads lines are longer than the Turtle they were read from.
_GROWTH = 8
#: Lanes whose workers are started ahead.
_WARM = (Lane.REPORT, Lane.ADHOC)


class QueryPool:
    """A `QueryStore` over the checkpoints of a data directory, for any threads and loops."""

    def __init__(self, settings: Settings, *, prefixes: Mapping[str, str] | None = None) -> None:
        if settings.default_graph not in {_UNION, _OWN}:
            raise ConfigurationError(
                f"NUTGRAF_DEFAULT_GRAPH={settings.default_graph!r} is neither {_UNION} nor {_OWN}"
            )
        self._settings = settings
        self._gate = Gate(settings)
        self._checkpoints = Checkpoints(settings.home.absolute())
        self._prefixes = dict(read_prefixes() if prefixes is None else prefixes)
        self._spares = Spares(Walls(settings.worker_bytes), str(settings.home.absolute()))
        self._lanes = open_lanes(settings, self._spares)
        self._budgets = Budgets(settings)
        self._fatal = FatalQueries(settings)
        self._runs = Runs()
        self._loops = Loops()
        self._seen: tuple[tuple[int, int], Checkpoint] | None = None
        self._lock = threading.Lock()
        #: How many requests of each lane ended how.
        self.outcomes: Counter[tuple[Lane, Outcome]] = Counter()
        #: Told of every request that had a worker: what it came to, in how many seconds.
        self.observer: Account | None = None
        #: What is missing of the walls around workers: "" nothing, None not known yet.
        self.missing_walls: str | None = None

    def start(self) -> None:
        """Start the workers ahead of the first query, which would else wait 0.1 s."""
        for lane in _WARM:
            self._lanes[lane].start()
        self._spares.refill()

    def close(self) -> None:
        """End all workers."""
        self._spares.close()
        for lane in self._lanes.values():
            lane.close()
        self._loops.close()

    @property
    def sequence(self) -> int:
        """Data sequence number of the current checkpoint."""
        return self._current().sequence

    @property
    def version(self) -> DataVersion:
        """The version of the current checkpoint; its mark is new with each publication."""
        (modified, inode), checkpoint = self._published()
        return DataVersion(checkpoint.sequence, f"{modified:x}-{inode:x}", modified / 1e9)

    @property
    def queues(self) -> dict[Lane, tuple[int, int]]:
        """Busy workers and waiting requests of each lane."""
        return {name: (lane.busy, lane.waiting) for name, lane in self._lanes.items()}

    def running(self) -> tuple[RunningQuery, ...]:
        """The queries being evaluated, the oldest first."""
        return self._runs.all()

    def cancel(self, query_id: str) -> bool:
        """End a running query; False where none has this id."""
        return self._runs.cancel(query_id)

    def execute(self, request: QueryRequest) -> QueryAnswer:
        """Answer one query as a whole; blocks the calling thread, which must have no loop.

        Raises `RequestError` for a wrong query, `ForbiddenError` for one that calls other
        machines and `LimitError` for one that needs more time, memory or bytes than the
        settings give; the pool survives them all.
        """
        return self._loops.run(self._answer(request))

    def read_graph(self, content: GraphContent, client: str = "") -> bytes:
        """Read a body of RDF into N-Quads lines with fresh blank nodes; blocks like `execute`."""
        return self._loops.run(self.parse(content, client))

    async def stream(self, request: QueryRequest) -> QueryStream:
        """Answer one query as it is computed; errors as those of `execute`.

        Cancelling this, or closing the chunks, kills the query.
        """
        if len(request.query) <= _SHORT:
            work, form, head = self._prepare(request)
        else:
            # Cutting the longest texts takes 30 ms, for which other requests must not wait.
            work, form, head = await asyncio.to_thread(self._prepare, request)
        checkpoint = self._current()
        evaluation = await self._begin(work)
        head["checkpoint"] = str(checkpoint.path)
        evaluation.run.sequence = checkpoint.sequence
        head, body = await self._first(evaluation, head, request.query.encode())
        chunks = Chunks(evaluation) if "more" in head else None
        return QueryStream(head["media_type"], form, evaluation.run.sequence, body, chunks)

    async def parse(self, content: GraphContent, client: str = "") -> bytes:
        """Read a body of RDF into N-Quads lines with fresh blank nodes."""
        most = self._settings.upload_bytes
        if len(content.body) > most:
            raise LimitError(
                f"the body is larger than {most} bytes (setting upload_bytes); send it in parts",
                limit="upload_bytes",
            )
        self._budgets.admit(client)
        evaluation = await self._begin(Work(Lane.PARSE, client))
        head = {
            "task": "parse",
            "media_type": content.media_type,
            "base": content.base,
            "answer_bytes": most * _GROWTH,
        }
        head, body = await evaluation.ask(head, content.body)
        return await _joined(body, Chunks(evaluation) if "more" in head else None)

    async def _answer(self, request: QueryRequest) -> QueryAnswer:
        found = await self.stream(request)
        body = await _joined(found.first, found.chunks)
        return QueryAnswer(found.media_type, found.form, body, found.sequence)

    def _prepare(self, request: QueryRequest) -> tuple[Work, QueryForm, dict[str, Any]]:
        """What the gate lets through, and the head of the worker's request."""
        self._budgets.admit(request.client)
        begin = time.monotonic()
        try:
            facts = self._gate.check(request.query)
            media_type = choose(request.formats, facts.form)
            self._fatal.check(facts.digest)
        except NutgrafError:
            self._budgets.count_error(request.client)
            raise
        finally:
            self._budgets.charge(request.client, time.monotonic() - begin)
        lane = Lane.FEDERATION if facts.services else request.lane
        union = self._settings.default_graph == _UNION and not request.own_default_graph
        head = {
            "task": "query",
            "media_type": media_type,
            "default_graphs": request.default_graphs,
            "named_graphs": request.named_graphs,
            "union": union and not facts.has_dataset,
            "prefixes": self._prefixes if media_type in GRAPH_TYPES else {},
            "base": self._settings.base,
            "answer_bytes": self._settings.answer_bytes,
        }
        return Work(lane, request.client, request.query, facts.digest), facts.form, head

    async def _begin(self, work: Work) -> Evaluation:
        worker = await self._lanes[work.lane].take(work.client)
        run = self._runs.begin(work, worker)
        seconds: float = getattr(self._settings, TIME[work.lane])
        return Evaluation(run, seconds, self._settings, self._settle)

    async def _first(self, evaluation: Evaluation, head: dict[str, Any], body: bytes) -> Frame:
        reason = ""
        for _ in range(_ATTEMPTS):
            try:
                found, piece = await evaluation.ask(head, body)
            except GoneError as error:
                # A checkpoint may be deleted between reading the pointer and opening it.
                reason = str(error)
                checkpoint = self._current()
                evaluation.run.sequence = checkpoint.sequence
                head["checkpoint"] = str(checkpoint.path)
                continue
            return {**head, **found}, piece
        evaluation.release()
        raise StoreError(f"{reason}; checkpoints vanish faster than they are opened")

    def _settle(self, run: Run, outcome: Outcome, seconds: float) -> None:
        """Note what became of a request and let the next one have its worker."""
        if not self._runs.end(run):
            return
        work = run.work
        self._note_walls(run.worker.missing)
        self.outcomes[work.lane, outcome] += 1
        tired = outcome is not Outcome.ANSWERED
        self._lanes[work.lane].give_back(run.worker, work.client, tired=tired)
        self._budgets.charge(work.client, seconds)
        if outcome in {Outcome.WRONG, Outcome.DEADLY}:
            self._budgets.count_error(work.client)
        if outcome is Outcome.DEADLY and work.digest:
            self._fatal.count_death(work.digest)
        elif outcome is Outcome.ANSWERED:
            self._fatal.forgive(work.digest)
        if self.observer is not None:
            self.observer(run, outcome, seconds)

    def _note_walls(self, missing: str | None) -> None:
        if missing and not self.missing_walls:
            _LOG.warning(
                "workers run without filtered system calls (%s): only the gate keeps queries"
                " from the network; do not serve the public like this",
                missing,
            )
        if missing is not None:
            self.missing_walls = missing

    def _current(self) -> Checkpoint:
        return self._published()[1]

    def _published(self) -> tuple[tuple[int, int], Checkpoint]:
        stamp = self._checkpoints.stamp()
        with self._lock:
            if self._seen is None or self._seen[0] != stamp:
                self._seen = (stamp, self._checkpoints.current())
            return self._seen


async def _joined(first: bytes, chunks: AnswerChunks | None) -> bytes:
    if chunks is None:
        return first
    return b"".join([first, *[chunk async for chunk in chunks]])
