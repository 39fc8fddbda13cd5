"""Floors of reading quality: pinned with the digest of the gold, raised by one command.

python -m tests.quality.floors raise
python -m tests.quality.floors lower --reason "why, for the changelog"
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from collections.abc import Mapping
from pathlib import Path

import yaml
from tests.quality.gold import SEEDS
from tests.quality.measuring import measure
from tests.quality.scores import Scores

FILE = Path(__file__).with_name("floors.yaml")
# Figures are compared to three digits; what counts is a fault more or less.
_DIGITS = 3

Floors = Mapping[str, Mapping[str, float]]


def digest() -> str:
    """Digest of all seed articles and their gold: floors hold for these and no others."""
    total = hashlib.sha256()
    for file in sorted(SEEDS.iterdir()):
        total.update(file.name.encode() + b"\0" + file.read_bytes())
    return total.hexdigest()[:16]


def reached(scores: Scores) -> dict[str, dict[str, float]]:
    """Precision and recall of every kind, as floors are written."""
    return {
        kind: {
            "precision": round(count.precision or 0.0, _DIGITS),
            "recall": round(count.recall or 0.0, _DIGITS),
        }
        for kind, count in scores.counts.items()
    }


def below(floors: Floors, found: Floors) -> list[str]:
    """Name every figure that is under its floor."""
    return [
        f"{kind} {name} {found[kind][name]} is below {floor}"
        for kind, pair in floors.items()
        for name, floor in pair.items()
        if found[kind][name] < floor
    ]


def main() -> None:
    """Write the floors anew; refuse to lower any without being asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("verb", choices=["raise", "lower"])
    parser.add_argument("--reason", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        found = reached(measure(Path(home)))
    pinned = yaml.safe_load(FILE.read_text("utf-8"))["floors"] if FILE.exists() else {}
    under = below(pinned, found)
    if under and (given.verb == "raise" or not given.reason):
        raise SystemExit("not written:\n" + "\n".join(under))
    content = {"digest": digest(), "floors": found}
    FILE.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    print(FILE.read_text("utf-8"))


if __name__ == "__main__":
    main()
