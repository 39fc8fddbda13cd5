from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from nutgraf.errors import StoreError
from nutgraf.settings import Settings
from nutgraf.store.checkpoint import Checkpoint, Checkpoints, hold
from nutgraf.store.embedded import EmbeddedStore
from nutgraf.store.interface import QueryRequest
from nutgraf.store.pool import QueryPool


@pytest.fixture
def checkpoints(store: EmbeddedStore, settings: Settings) -> Checkpoints:
    """The checkpoints of a store that has published once."""
    store.publish()
    return Checkpoints(settings.home)


def publish_more(store: EmbeddedStore, make_entry: Any, count: int) -> None:
    """Publish `count` more checkpoints, each with an article more."""
    for number in range(count):
        store.accept(make_entry(f"a{number}", f"v{number}"))
        store.publish()


def test_last_two_are_kept(store: EmbeddedStore, checkpoints: Checkpoints, make_entry: Any) -> None:
    """Only the current checkpoint and the one before stay."""
    publish_more(store, make_entry, 4)
    kept = checkpoints.all()
    assert len(kept) == 2
    assert kept[-1] == checkpoints.current()
    assert kept[-1].sequence == store.sequence


def test_read_checkpoint_is_kept(
    store: EmbeddedStore, checkpoints: Checkpoints, make_entry: Any, pool: QueryPool
) -> None:
    """A checkpoint that a worker has open is not deleted until the worker is gone."""
    first = checkpoints.current()
    pool.execute(QueryRequest("ASK {}"))
    publish_more(store, make_entry, 3)
    assert first.path.is_dir()
    pool.close()
    store.rebuild()
    assert not first.path.is_dir()


def test_nothing_new_is_not_published(store: EmbeddedStore, checkpoints: Checkpoints) -> None:
    """Publishing twice without a change makes no new checkpoint."""
    before = checkpoints.stamp()
    assert store.publish() == checkpoints.current().sequence
    assert checkpoints.stamp() == before


def test_unfinished_copy_is_cleared(
    store: EmbeddedStore, checkpoints: Checkpoints, make_entry: Any
) -> None:
    """A copy that a crash left unfinished is never read and goes at the next publication."""
    unfinished = checkpoints.folder / ".99-0"
    unfinished.mkdir()
    assert len(checkpoints.all()) == 1
    publish_more(store, make_entry, 1)
    assert not unfinished.exists()


def test_copy_without_pointer(
    store: EmbeddedStore, checkpoints: Checkpoints, make_entry: Any
) -> None:
    """A crash between copy and pointer costs only a number: readers stay on the former."""
    publish_more(store, make_entry, 1)
    seq = store.accept(make_entry("a9", "v9")).seq
    (checkpoints.folder / f"{seq}-0").mkdir()
    store.publish()
    assert checkpoints.current().path.name == f"{seq}-1"


def test_gone_checkpoint_cannot_be_held(tmp_path: Path) -> None:
    """Holding a deleted checkpoint fails instead of reading nothing."""
    with pytest.raises(StoreError, match="is gone"):
        hold(tmp_path / "7-0")


def test_hold_is_shared(checkpoints: Checkpoints) -> None:
    """Several readers hold one checkpoint at a time."""
    path = checkpoints.current().path
    for descriptor in [hold(path), hold(path)]:
        os.close(descriptor)
    assert path.is_dir()


@pytest.mark.parametrize("name", ["7", "a-b", "7-0-1"])
def test_names(tmp_path: Path, name: str) -> None:
    """A directory that is not named like a checkpoint is refused."""
    with pytest.raises(StoreError, match="not named like a checkpoint"):
        Checkpoint.at(tmp_path / name)
