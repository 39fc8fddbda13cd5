from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from nutgraf.errors import NoSpaceError
from nutgraf.settings import Settings
from nutgraf.store.interface import QueryRequest, UpdateRequest
from nutgraf.store.pool import QueryPool
from nutgraf.store.write_queue import WriteQueue

from .conftest import BASE

COUNT = QueryRequest("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", formats=("text/csv",))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, soon full; skipped where none can be mounted."""
    path = tmp_path / "disk"
    path.mkdir()
    mount = ["/bin/mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(path)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("file systems cannot be mounted here")
    yield path
    subprocess.run(["/bin/umount", "--lazy", str(path)], check=True)


def fill(disk: Path) -> Path:
    """Write a file until nothing more fits."""
    ballast = disk / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    return ballast


@pytest.mark.parametrize("free_bytes", [0, 4_000_000])
def test_full_disk_refuses_writes_and_recovers(small_disk: Path, free_bytes: int) -> None:
    """On a full disk writes fail as such, reads go on, and with room writing goes on by itself."""
    settings = Settings(
        home=small_disk / "home", base=BASE, workers=1, free_bytes=free_bytes, free_share=1.0
    )
    pool = QueryPool(settings, prefixes={})
    queue = WriteQueue(settings, pool.read_graph)
    queue.start()
    queue.update(UpdateRequest("INSERT DATA { <urn:a> <urn:p> 0 }"))
    written = 1
    for _ in range(2):
        ballast = fill(small_disk)
        for number in range(3):
            with pytest.raises(NoSpaceError):
                queue.update(UpdateRequest(f"INSERT DATA {{ <urn:full> <urn:p> {number} }}"))
        assert int(pool.execute(COUNT).body.split()[1]) == written
        ballast.unlink()
        queue.update(UpdateRequest(f"INSERT DATA {{ <urn:b> <urn:p> {written} }}"))
        written += 1
        assert int(pool.execute(COUNT).body.split()[1]) == written
    queue.close()
    pool.close()
