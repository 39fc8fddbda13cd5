"""The command that trains what ships: `python -m bench.names`, or `--folds` to validate."""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.names.counting import Count, Counts, together
from bench.names.training import cross_validated, prepared, trained
from nutgraf.annotation.entities.name_evidence import Evidence
from nutgraf.annotation.entities.name_tagger import TABLE
from nutgraf.annotation.text.language import Language, language


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write the weights, or print what cross-validation gives."""
    parser = argparse.ArgumentParser(prog="python -m bench.names", description=__doc__)
    parser.add_argument("--folds", type=int, nargs="+", metavar="FOLD")
    given = parser.parse_args(arguments)
    if given.folds is None:
        print(_ship(language("de")))
    else:
        _validate(given.folds)
    return 0


def _ship(german: Language) -> str:
    """Train on everything, write the weights and their digest into the language's folder."""
    content = trained(prepared(Evidence.of(german)))
    table = german.folder / f"{TABLE}.yaml"
    (german.folder / german.table(TABLE)["weights"]).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    _pin(table, digest)
    return f"{len(content)} bytes, SHA-256 {digest}"


def _pin(table: Path, digest: str) -> None:
    text = table.read_text(encoding="utf-8")
    table.write_text(
        re.sub(r'^sha256: ".*"$', f'sha256: "{digest}"', text, flags=re.MULTILINE), encoding="utf-8"
    )


def _validate(folds: Sequence[int]) -> None:
    found = {}
    for fold, counts in cross_validated(folds):
        found[fold] = counts
        print(f"fold {fold}: {_told(counts)}", flush=True)
    print(f"together: {_told(together(found.values()))}")


def _told(counts: Counts) -> str:
    named = {"all": Count.sum(counts.values()), **counts}
    return "  ".join(
        "{} F1 {:.3f} P {:.3f} R {:.3f}".format(name, *count.figures)
        for name, count in named.items()
    )


if __name__ == "__main__":
    sys.exit(main())
