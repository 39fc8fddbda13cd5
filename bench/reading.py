"""How well the seed articles are read: precision, recall and F1 per kind against their gold.

    python bench/reading.py [--faults KIND] [--json FILE]

Prints one table over all seeds and, with --faults, every case that counts as wrong. The
identity row scores which reports of different articles meet in one event.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.quality.measuring import measure  # noqa: E402 - the path is set above
from tests.quality.scores import table  # noqa: E402 - likewise


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", metavar="KIND", help="list the faults of one kind, or of all")
    parser.add_argument("--json", type=Path, metavar="FILE")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        scores = measure(Path(home))
    print(table(scores))
    if given.faults:
        for fault in scores.faults:
            if given.faults == "all" or given.faults in fault:
                print(fault)
    if given.json:
        values = {kind: count.f1 for kind, count in scores.counts.items()}
        given.json.write_text(json.dumps(values, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
