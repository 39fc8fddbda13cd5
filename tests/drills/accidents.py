"""The accidents: a killed writer, a power cut, a flipped byte, a full disk."""

from __future__ import annotations

import hashlib
import random
import shutil
import subprocess
import sys
from pathlib import Path

from tests.drills.scene import Tally, article, fill, judge, opened, served, vocabulary
from tests.drills.writer import POINTS

from nutgraf.errors import NoSpaceError, StoreError
from nutgraf.store.embedded import EmbeddedStore


def killed(folder: Path, cycles: int) -> Tally:
    """Kill the writer at one point after the other, on one directory that lives on."""
    words, home = vocabulary(folder / "words"), folder / "home"
    acknowledged: set[str] = set()
    tally, points = Tally(), sorted(POINTS)
    for cycle in range(cycles):
        first = 1 + max((int(name[1:]) for name in acknowledged), default=-1)
        point, countdown = points[cycle % len(points)], 1 + cycle // len(points) % 4
        acknowledged |= run_writer(home, words, first, point, countdown)
        with opened(home, words) as store:
            tally += judge(store, acknowledged)
            # What was durable unheard counts as heard from now on.
            acknowledged |= {record.version_id for record in store.articles()}
            acknowledged |= _settle(store, acknowledged)
    return tally


def run_writer(home: Path, words: Path, first: int, point: str, countdown: int) -> set[str]:
    """Run the writer until its death or end; give what it acknowledged."""
    command = [sys.executable, "-m", "tests.drills.writer", str(home), str(words), str(first)]
    ended = subprocess.run(
        [*command, point, str(countdown)], stdout=subprocess.PIPE, check=False, text=True
    )
    if ended.returncode not in (0, -9):
        raise RuntimeError(f"the writer failed by itself at {point}")
    return set(ended.stdout.split())


def power_cut(folder: Path, cycles: int) -> Tally:
    """Cut the unsynced end of the store's log at a random place, after a kill."""
    words, home = vocabulary(folder / "words"), folder / "home"
    chance, tally, acknowledged = random.Random(7), Tally(), set[str]()  # noqa: S311 - repeatable
    for cycle in range(cycles):
        first = 1 + max((int(name[1:]) for name in acknowledged), default=-1)
        acknowledged |= run_writer(home, words, first, "journal-commit", 2 + cycle % 7)
        for log in sorted((home / "store").glob("*.log")):
            with log.open("r+b") as file:
                file.truncate(chance.randrange(log.stat().st_size + 1))
        with opened(home, words) as store:
            tally += judge(store, acknowledged)
            acknowledged |= {record.version_id for record in store.articles()}
            acknowledged |= _settle(store, acknowledged)
    return tally


def flipped(folder: Path, cycles: int) -> Tally:
    """Flip one byte anywhere in store or checkpoint: right answers or an error, then repair."""
    words, home, kept = vocabulary(folder / "words"), folder / "home", folder / "kept"
    with opened(home, words) as store:
        acknowledged = set(fill(store, range(6)))
        store.publish()
    right = served(home)
    home.rename(kept)
    chance, tally = random.Random(4), Tally()  # noqa: S311 - repeatable
    for _ in range(cycles):
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(kept, home)
        _flip(home, chance)
        answer = served(home)
        tally += Tally(0, 0, answer is not None and answer != right)
        with opened(home, words) as store:
            if store.verify():
                store.rebuild()
            tally += judge(store, acknowledged)
            store.publish()
            tally += Tally(0, 0, any("built again" not in one.problem for one in store.verify()))
    return tally


def full_disk(folder: Path, cycles: int) -> Tally:
    """Fill a small file system while articles come in, make room, and go on."""
    words, disk = vocabulary(folder / "words"), folder / "disk"
    disk.mkdir()
    tally = Tally()
    for cycle in range(cycles):
        mount = ["/bin/mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(disk)]
        subprocess.run(mount, check=True, capture_output=True)
        try:
            tally += _fill_disk(disk, words, cycle)
        finally:
            subprocess.run(["/bin/umount", "--lazy", str(disk)], check=True)
    return tally


def _fill_disk(disk: Path, words: Path, cycle: int) -> Tally:
    ballast, home = disk / "ballast", disk / "home"
    ballast.write_bytes(bytes(4_000_000 + 500_000 * (cycle % 8)))
    with opened(home, words) as store:
        acknowledged = _until_full(store, cycle)
        before = served(home)
        ballast.unlink()
        store.accept(article(len(acknowledged) + 1))
        acknowledged.add(f"v{len(acknowledged) + 1}")
        store.publish()
        after = served(home)
        # Readers never fail, and see what came after the disk had room again.
        blind = before is None or after is None or not before <= after
        return judge(store, acknowledged) + Tally(0, 0, blind)


def _until_full(store: EmbeddedStore, cycle: int) -> set[str]:
    taken: set[str] = set()
    for number in range(1000):
        raw = hashlib.shake_128(f"{cycle} {number}".encode()).digest(200_000)
        try:
            store.accept(article(number, raw))
            taken.add(f"v{number}")
            store.publish()
        except NoSpaceError:
            return taken
    raise StoreError("the disk never became full")


def _settle(store: EmbeddedStore, acknowledged: set[str]) -> set[str]:
    """The writes that stand, heard or not."""
    rows = store.select("SELECT ?o { GRAPH <urn:mine> { ?s ?p ?o } }")
    return {f"b{getattr(row['o'], 'value', '')}" for row in rows}


def _flip(home: Path, chance: random.Random) -> None:
    files = [*(home / "store").iterdir(), *home.glob("checkpoints/*/*")]
    file = chance.choice([one for one in sorted(files) if one.stat().st_size])
    data = bytearray(file.read_bytes())
    data[chance.randrange(len(data))] ^= 0xFF
    file.write_bytes(data)
