"""Articles travel from bytes to events, whatever their order, and nothing is lost."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nutgraf.folders import folder
from nutgraf.model.annotation import AnnotatedDocument
from nutgraf.model.codec import from_json
from nutgraf.model.link import LinkedDocument
from nutgraf.pipeline.ingest import Ingest, Summary
from nutgraf.pipeline.review import Review
from nutgraf.pipeline.steps import Steps
from nutgraf.settings import Settings
from nutgraf.sources.record import ArticleRecord
from nutgraf.store.embedded import EmbeddedStore

BASE = Settings().base
SEEDS = sorted(
    file for file in folder("seeds").iterdir() if file.suffix in {".json", ".txt", ".html"}
)


@pytest.fixture(scope="module")
def steps() -> Steps:
    """The steps, built once."""
    return Steps.build(BASE, 16_000_000)


def open_store(home: Path) -> EmbeddedStore:
    """A store in a folder of its own."""
    return EmbeddedStore(home, Settings(home=home))


def load(store: EmbeddedStore, steps: Steps, files: list[Path]) -> Summary:
    """Load files with a clock that stands still."""
    ingest = Ingest(steps, store, lambda: datetime(2026, 11, 20, tzinfo=UTC))
    return ingest.finish(ingest.load(files))


def exported(store: EmbeddedStore, *graphs: str) -> bytes:
    """The canonical export."""
    names = [f"{BASE}graph/{name}" for name in graphs]
    return b"".join(store.export(canonical=True, graphs=names))


@pytest.fixture(scope="module")
def seeds(steps: Steps, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    """A store with all seed articles."""
    with open_store(tmp_path_factory.mktemp("seeds")) as store:
        summary = load(store, steps, SEEDS)
        assert summary.complete, [one.problem for one in summary.loaded]
        yield store


def test_every_seed_is_in_and_yields_something(seeds: EmbeddedStore) -> None:
    """All seed articles are accepted, and each ledger tells of reports."""
    ledgers = {record.source: json.loads(record.ledger) for record in seeds.articles()}

    assert set(ledgers) == {file.name for file in SEEDS}
    assert all(ledger["events"] for ledger in ledgers.values())


def test_spans_reproduce_their_quotes(seeds: EmbeddedStore) -> None:
    """Every span of every stored document is the text between its offsets."""
    for record in seeds.articles():
        annotated = from_json(LinkedDocument, seeds.entry(record.seq).document).annotated
        text = annotated.document.text
        reports = (*annotated.events, *annotated.figures, *annotated.claims)
        spans = [span for report in reports for span in report.evidence]
        spans += [mention.span for mention in annotated.mentions]
        assert spans
        assert all(text[span.start : span.end] == span.quote for span in spans)


def test_loading_again_changes_nothing(seeds: EmbeddedStore, steps: Steps) -> None:
    """A second load of the same files is unchanged to the byte."""
    before = exported(seeds)

    summary = load(seeds, steps, SEEDS)

    assert summary.counts == {"unchanged": len(SEEDS)}
    assert exported(seeds) == before


def test_order_does_not_matter(seeds: EmbeddedStore, steps: Steps, tmp_path: Path) -> None:
    """The same files in another order, in several loads, export the same bytes."""
    turned = SEEDS[5:] + SEEDS[:5][::-1]
    with open_store(tmp_path) as store:
        load(store, steps, turned[:7])
        load(store, steps, turned[7:])

        assert exported(store) == exported(seeds)


def test_rebuilding_gives_the_same_bytes(seeds: EmbeddedStore) -> None:
    """Events derived anew from the stored reports are the same events."""
    before = exported(seeds, "event", "identity")

    Review(seeds, BASE).rebuild()

    assert exported(seeds, "event", "identity") == before


def test_a_changed_text_is_a_new_version(steps: Steps, tmp_path: Path) -> None:
    """A correction under the same address stands beside the first version."""
    first, second = (
        folder("seeds") / f"kazakhstan-death-toll-en{version}.json" for version in ("", ".v2")
    )
    with open_store(tmp_path) as store:
        summary = load(store, steps, [first, second])
        versions = {record.version_id for record in store.articles()}
        articles = {record.article_id for record in store.articles()}

    assert summary.counts == {"added": 1, "new-version": 1}
    assert (len(articles), len(versions)) == (1, 2)


def test_a_merge_taken_back_is_as_if_never_made(seeds: EmbeddedStore) -> None:
    """Revoking a merge moves the report out; taking the ruling back restores every byte."""
    review = Review(seeds, BASE)
    before = exported(seeds, "event")
    merged = next(row for row in review.decisions() if "; score" in row.get("why", ""))

    review.revoke(merged["decision"], "archivist", "2026-11-20T10:00:00Z", "another event")

    apart = exported(seeds, "event")
    assert (
        f"<{merged['report']}> <https://w3id.org/nutgraf/nev#reportOf> <{merged['event']}>"
        not in (apart.decode())
    )
    ruling = next(row for row in review.decisions() if row.get("made"))
    review.revoke(ruling["decision"], "archivist", "2026-11-20T11:00:00Z")
    assert exported(seeds, "event") == before


def test_what_cannot_be_read_is_kept_with_its_reason(steps: Steps, tmp_path: Path) -> None:
    """An unreadable file goes to the quarantine with its bytes, and the next one is read."""
    bad = tmp_path / "bad.txt"
    bad.write_bytes("Der Pr\ufffdsident".encode())
    with open_store(tmp_path / "home") as store:
        summary = load(store, steps, [bad, SEEDS[0]])
        (kept,) = store.quarantined()
        raw = store.entry(kept.seq).raw

    assert summary.counts == {"added": 1, "quarantined": 1}
    assert raw == bad.read_bytes()
    assert "original bytes" in kept.report


def test_a_fault_costs_one_article(steps: Steps, tmp_path: Path) -> None:
    """A step that stumbles over an article sends it to the quarantine; the next is read."""

    class Stumbling(Steps):
        def link(self, annotated: AnnotatedDocument) -> LinkedDocument:
            if annotated.document.source == SEEDS[0].name:
                raise KeyError("made up for this test")
            return Steps.link(self, annotated)

    faulty = Stumbling(steps.table, steps.base, steps.article_bytes)
    with open_store(tmp_path) as store:
        summary = load(store, faulty, SEEDS[:2])
        (kept,) = store.quarantined()

    assert summary.counts == {"added": 1, "quarantined": 1}
    assert "made up for this test" in kept.report
    assert "Traceback" in kept.report


def test_retry_reads_again(steps: Steps, tmp_path: Path) -> None:
    """A retried article that can be read by now leaves the quarantine."""
    article = tmp_path / "article.txt"
    article.write_text("El gobierno cerró sus fronteras el miércoles, según dijo la policía.")
    with open_store(tmp_path / "home") as store:
        ingest = Ingest(steps, store)
        list(ingest.load([article]))
        (kept,) = store.quarantined()

        again = ingest.retry(kept.seq)

        assert again.outcome == "quarantined"
        assert [record.seq for record in store.quarantined()] == [kept.seq]


def test_agency_articles(steps: Steps, corpora: Path, tmp_path: Path) -> None:
    """Two real agency articles meet in events, with figures side by side."""
    files = sorted((corpora / "seeds").glob("*.txt"))
    with open_store(tmp_path) as store:
        summary = load(store, steps, files)
        decisions = Review(store, BASE).decisions()

    assert summary.complete
    assert any("; score" in row.get("why", "") for row in decisions)


def test_dated_news(steps: Steps, corpora: Path, tmp_path: Path) -> None:
    """Forty dated articles of another source load without a violation."""
    source = corpora / "corpora" / "german-news-quotes-train" / "train.jsonl.gz"
    lines = gzip.decompress(source.read_bytes()).decode().splitlines()[:40]
    articles = tmp_path / "articles.jsonl"
    articles.write_text("\n".join(lines), encoding="utf-8")
    with open_store(tmp_path / "home") as store:
        summary = load(store, steps, [articles])

    assert summary.counts == {"added": 40}


def test_stated_days_resolve_weekdays(steps: Steps, corpora: Path, tmp_path: Path) -> None:
    """With the publication day given, "am Donnerstag" is a day."""
    file = min((corpora / "seeds").glob("*.txt"))
    given = ArticleRecord(published="2022-01-12")
    with open_store(tmp_path) as store:
        ingest = Ingest(steps, store)
        ingest.finish(ingest.load([file], given))

        assert b'"2022-01-13"' in exported(store)


def test_a_known_date_stays(steps: Steps, tmp_path: Path) -> None:
    """Loading the same text again without its date, or with a coarser one, keeps the date."""
    text = "Die Polizei hat am Mittwoch drei Menschen in Hamburg festgenommen."
    article = tmp_path / "article.txt"
    article.write_text(text, "utf-8")
    with open_store(tmp_path / "home") as store:
        ingest = Ingest(steps, store)
        list(ingest.load([article], ArticleRecord(published="2022-01-13", publisher="Archiv")))
        outcomes = [
            one.outcome
            for given in (None, ArticleRecord(published="2022-01"))
            for one in ingest.load([article], given)
        ]

    assert outcomes == ["unchanged", "unchanged"]


def test_a_book_is_no_article(steps: Steps, tmp_path: Path) -> None:
    """A text over the limit is refused with the setting's name; records of one file are not."""
    sentence = "Die Polizei hat am Mittwoch drei Menschen in Hamburg festgenommen. "
    book = tmp_path / "book.txt"
    book.write_text(sentence * 2000, "utf-8")
    with open_store(tmp_path / "home") as store:
        (refused,) = Ingest(steps, store).load([book])

    assert refused.outcome == "quarantined"
    assert "article_characters" in str(refused.problem)
