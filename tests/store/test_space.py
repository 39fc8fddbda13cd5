from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nutgraf.errors import NoSpaceError
from nutgraf.settings import Settings
from nutgraf.store.checkpoint import Checkpoints
from nutgraf.store.delta import Delta
from nutgraf.store.embedded import EmbeddedStore
from nutgraf.store.export import export
from nutgraf.store.space import Space

BASE = "https://data.example/"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with 24 MB."""
    path = tmp_path / "disk"
    path.mkdir()
    mount = ["/bin/mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(path)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("file systems cannot be mounted here")
    yield path
    subprocess.run(["/bin/umount", "--lazy", str(path)], check=True)


def noise(number: int, size: int) -> bytes:
    """Bytes that do not compress, the same for the same number."""
    return hashlib.shake_128(str(number).encode()).digest(size)


def fill(store: EmbeddedStore, make_entry: Any, first: int) -> list[str]:
    """Take articles in until the disk is full; give those that were acknowledged."""
    taken: list[str] = []
    for number in range(first, first + 1000):
        entry = make_entry(f"a{number}", f"v{number}", facts=(noise(number, 9000).hex(),))
        try:
            store.accept(replace(entry, raw=noise(number, 200_000)))
            taken.append(f"a{number}")
            store.publish()
        except NoSpaceError:
            return taken
    raise AssertionError("the disk never became full")


def articles(store: EmbeddedStore) -> set[str]:
    """Articles whose quads are in the store."""
    rows = store.select(f"SELECT ?a {{ ?v <{BASE}of> ?a }}")
    return {row["a"].value.removeprefix(BASE) for row in rows}


def test_full_disk_loses_nothing(small_disk: Path, ontology: Path, make_entry: Any) -> None:
    """On a full disk writes are refused and reads go on; with room again the writer goes on."""
    home = small_disk / "home"
    settings = Settings(home=home, base=BASE, free_bytes=0)
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(8_000_000))
    with EmbeddedStore(home, settings, ontology=ontology) as store:
        taken = fill(store, make_entry, 0)
        served = b"".join(export(Checkpoints(home)))
        assert served.count(b"data.example/of>") >= len(taken) - 1
        ballast.unlink()
        store.accept(make_entry("after", "after"))
        store.publish()
        assert articles(store) >= {*taken, "after"}
        assert articles(store) == {record.article_id for record in store.articles()}
        assert b"after" in b"".join(export(Checkpoints(home)))


def test_full_disk_at_opening(small_disk: Path, ontology: Path, make_entry: Any) -> None:
    """A directory on a full disk cannot be opened for writing, and can when there is room."""
    home = small_disk / "home"
    settings = Settings(home=home, base=BASE, free_bytes=0)
    with EmbeddedStore(home, settings, ontology=ontology) as store:
        store.accept(make_entry())
        store.publish()
    ballast = small_disk / "ballast"
    with pytest.raises(OSError, match="No space"):
        ballast.write_bytes(bytes(30_000_000))
    with pytest.raises(NoSpaceError):
        EmbeddedStore(home, settings, ontology=ontology)
    assert b"fact" in b"".join(export(Checkpoints(home)))
    ballast.unlink()
    with EmbeddedStore(home, settings, ontology=ontology) as store:
        assert articles(store) == {"a1"}


def test_little_room_refuses_writes(settings: Settings, ontology: Path, make_entry: Any) -> None:
    """With less room than the settings keep free nothing comes in; what is in can be removed."""
    with EmbeddedStore(settings.home, settings, ontology=ontology) as store:
        store.accept(make_entry())
    tight = replace(settings, free_bytes=1 << 60, free_share=1.0)
    with EmbeddedStore(settings.home, tight, ontology=ontology) as store:
        for refused in (
            lambda: store.accept(make_entry("a2", "v2")),
            lambda: store.quarantine(make_entry("a2", "v2")),
            lambda: store.write(Delta(added=("<urn:s> <urn:p> <urn:o> .",))),
        ):
            with pytest.raises(NoSpaceError, match="free_bytes"):
                refused()
        store.remove("a1")
        store.publish()
        assert articles(store) == set()


def test_the_smaller_floor_counts(tmp_path: Path) -> None:
    """A large disk keeps the bytes free, a small one the share."""
    total = Space(tmp_path, 1 << 60, 1.0).floor
    assert Space(tmp_path, 1000, 0.5).floor == 1000
    assert Space(tmp_path, 1 << 60, 0.5).floor == total // 2
    Space(tmp_path, 0, 0.5).check()
