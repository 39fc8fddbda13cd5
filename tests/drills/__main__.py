"""Runs the drills and prints one line for each."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.drills.accidents import flipped, full_disk, killed, power_cut
from tests.drills.scene import Tally

#: Name, drill, cycles of the short and of the long run.
DRILLS: tuple[tuple[str, Callable[[Path, int], Tally], int, int], ...] = (
    ("kill", killed, 300, 10_000),
    ("power-cut", power_cut, 50, 500),
    ("flipped-byte", flipped, 100, 1_000),
    ("full-disk", full_disk, 3, 50),
)


def run(drill: Callable[[Path, int], Tally], cycles: int) -> Tally:
    """Run one drill in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return drill(Path(folder), cycles)
        except subprocess.CalledProcessError as error:
            print(f"cannot be tried here: {error}", file=sys.stderr)
            return Tally()


def main() -> int:
    """Run the drills asked for; 1 where anything was lost or wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.drills")
    parser.add_argument("--long", action="store_true", help="the numbers of the long run")
    parser.add_argument("--only", choices=[name for name, *_ in DRILLS])
    parser.add_argument("--cycles", type=int, help="instead of the numbers of short or long")
    chosen = parser.parse_args()
    failed = False
    for name, drill, short, long in DRILLS:
        if chosen.only in (None, name):
            cycles = chosen.cycles or (long if chosen.long else short)
            tally = run(drill, cycles)
            print(f"drill {name}: {tally.tried} tried, {tally.lost} lost, {tally.wrong} wrong")
            failed = failed or bool(tally.lost or tally.wrong)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
