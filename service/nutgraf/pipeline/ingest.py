"""Ingest: files become accepted or quarantined journal entries, and then events."""

from __future__ import annotations

import hashlib
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from nutgraf.errors import DocumentError, NotFoundError, NutgrafError
from nutgraf.model.codec import from_json, to_json
from nutgraf.model.document import Document
from nutgraf.model.event import Ledger
from nutgraf.model.link import LinkedDocument
from nutgraf.pipeline.resolution import count_events, resolve_events
from nutgraf.pipeline.steps import Steps, metadata_digest
from nutgraf.sources.record import ArticleRecord
from nutgraf.store.embedded import EmbeddedStore
from nutgraf.store.entry import Entry

#: Gives the present time; passed in so that tests and replays can hold it still.
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Give the present time in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one article.

    `outcome` is added, new-version, replaced, unchanged, quarantined or refused;
    `problem` says why it is not in the graph.
    """

    source: str
    outcome: str
    article_id: str | None = None
    ledger: Ledger | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a load did, article by article, and the events that stand after it."""

    loaded: tuple[Loaded, ...]
    events: int
    sequence: int

    @property
    def counts(self) -> dict[str, int]:
        """How many articles had each outcome."""
        return dict(sorted(Counter(one.outcome for one in self.loaded).items()))

    @property
    def complete(self) -> bool:
        """Tell whether every article is in the graph."""
        return all(one.problem is None for one in self.loaded)


@dataclass(frozen=True, slots=True)
class _Unread:
    """An article that did not get through the steps."""

    article_id: str
    version_id: str
    source: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Ingest:
    """Takes articles into one store."""

    steps: Steps
    store: EmbeddedStore
    clock: Clock = field(default=utc_now)

    def load(self, files: Iterable[Path], given: ArticleRecord | None = None) -> Iterator[Loaded]:
        """Take in the articles of files, one result each; `finish` makes them visible."""
        for file in files:
            yield from self._file(file, given)

    def finish(self, loaded: Iterable[Loaded]) -> Summary:
        """Derive the events of all that is in, if anything has changed, and publish it."""
        results = tuple(loaded)
        if not self.store.derived_current:
            resolve_events(self.store, self.steps.base)
        sequence = self.store.publish()
        return Summary(results, count_events(self.store), sequence)

    def retry(self, seq: int) -> Loaded:
        """Take an entry of the quarantine through all steps again, from its own bytes."""
        entry = self.store.entry(seq)
        documents = _documents_of(entry, self.steps)
        results = [self._one(found, entry.raw, entry.source) for found in documents]
        last = results[-1]
        if last.problem is None:
            self.store.discard(seq)
        return last

    def _file(self, file: Path, given: ArticleRecord | None) -> Iterator[Loaded]:
        try:
            raw = file.read_bytes()
        except OSError as error:
            problem = f"{file}: cannot be read: {error.strerror}"
            yield Loaded(str(file), "refused", problem=problem)
            return
        found = list(self.steps.read(raw, file.name, given))
        for one in found:
            own = raw if len(found) == 1 else _bytes_of(one, raw)
            source = file.name if isinstance(one, DocumentError) else one.source
            yield self._one(one, own, source)

    def _one(self, found: Document | DocumentError, raw: bytes, source: str) -> Loaded:
        if isinstance(found, DocumentError):
            return self._unreadable(found, raw, source)
        try:
            return self._taken(found, raw, source)
        except DocumentError as error:
            return self._unreadable(error, raw, source)
        except NutgrafError:
            raise
        except Exception as error:  # noqa: BLE001 - one article's fault must not cost the others
            return self._faulty(found, raw, source, error)

    def _taken(self, found: Document, raw: bytes, source: str) -> Loaded:
        document = self._with_known(found)
        linked = self.steps.link(self.steps.annotate(document))
        graphs = self.steps.map(linked)
        report = self.steps.check(graphs)
        ledger = linked.annotated.ledger
        entry = self._entry(linked, raw, graphs, report.as_text())
        if not report.conforms:
            self.store.quarantine(entry)
            problem = f"{source}: the graph breaks {len(report.violations)} constraints"
            return Loaded(source, "quarantined", found.article_id, ledger, problem)
        outcome = self.store.accept(entry).outcome
        return Loaded(source, outcome.value, found.article_id, ledger)

    def _with_known(self, document: Document) -> Document:
        """Keep what an earlier load of the same text knew and this one does not say."""
        try:
            record = self.store.version(document.version_id)
        except NotFoundError:
            return document
        if record.article_id != document.article_id:
            return document
        known = from_json(LinkedDocument, self.store.entry(record.seq).document)
        return with_known(document, known.annotated.document)

    def _entry(
        self, linked: LinkedDocument, raw: bytes, graphs: tuple[tuple[str, str], ...], report: str
    ) -> Entry:
        document = linked.annotated.document
        return Entry(
            article_id=document.article_id,
            version_id=document.version_id,
            source=document.source,
            raw=raw,
            document=to_json(linked),
            graphs=graphs,
            extractor=" ".join((linked.annotated.extractor, *linked.annotated.backends)),
            ledger=to_json(linked.annotated.ledger),
            metadata=metadata_digest(document),
            report=report,
            received=self.clock().isoformat(timespec="seconds"),
        )

    def _unreadable(self, error: DocumentError, raw: bytes, source: str) -> Loaded:
        """Keep what cannot be read with its reason, so that it can be looked at and retried."""
        key = hashlib.sha256(raw).hexdigest()
        ledger = Ledger(reason=f"{error.reason}: {error}")
        return self._kept(_Unread(key[:12], key[:16], source, raw), ledger, str(error))

    def _faulty(self, found: Document, raw: bytes, source: str, error: Exception) -> Loaded:
        """Keep an article over which a step of ours stumbled, with the whole trace."""
        told = f"{type(error).__name__}: {error}"
        ledger = Ledger(reason=f"fault: {told}")
        article = _Unread(found.article_id, found.version_id, source, raw)
        trace = "".join(traceback.format_exception(error))
        return self._kept(article, ledger, f"{source}: {told}\n{trace}")

    def _kept(self, article: _Unread, ledger: Ledger, report: str) -> Loaded:
        entry = Entry(
            article_id=article.article_id,
            version_id=article.version_id,
            source=article.source,
            raw=article.raw,
            document="{}",
            graphs=(),
            extractor=self.steps.annotator.id,
            ledger=to_json(ledger),
            report=report,
            received=self.clock().isoformat(timespec="seconds"),
        )
        self.store.quarantine(entry)
        problem = report.partition("\n")[0]
        return Loaded(article.source, "quarantined", article.article_id, ledger, problem)


def with_known(document: Document, known: Document) -> Document:
    """Take over publisher, agency and a sharper publication date of the same text."""
    published = document.published
    if known.published is not None and (
        published is None
        or (published.first <= known.published.first and known.published.last <= published.last)
    ):
        published = known.published
    return replace(
        document,
        publisher=document.publisher or known.publisher,
        agency=document.agency or known.agency,
        published=published,
    )


def _bytes_of(found: Document | DocumentError, raw: bytes) -> bytes:
    """One record of many is kept as its own document, not as the whole file."""
    return raw if isinstance(found, DocumentError) else to_json(found).encode()


def _documents_of(entry: Entry, steps: Steps) -> list[Document | DocumentError]:
    """Read an entry again: its linked document's, else the raw bytes."""
    if entry.document != "{}":
        return [from_json(LinkedDocument, entry.document).annotated.document]
    return list(steps.read(entry.raw, entry.source))
