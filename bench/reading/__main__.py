"""The command behind `nutgraf bench`: measure, print one table, check or pin the floors."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.reading.floors import Floor, load_floors, pin, problems
from bench.reading.measurement import Fault, Row
from bench.reading.runs import (
    SPEED,
    Outcome,
    chosen,
    measured_folder,
    outcomes,
    trained_from,
)
from bench.reading.table import categories, table
from nutgraf.cli.app import exit_code
from nutgraf.errors import NutgrafError, RequestError

#: Set in CI, where a corpus that is not there is a failure.
_REQUIRED = "NUTGRAF_CORPORA_REQUIRED"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the two verbs and give the exit code."""
    parser = argparse.ArgumentParser(prog="nutgraf bench")
    verbs = parser.add_subparsers(dest="verb", required=True)
    reading = verbs.add_parser("reading")
    reading.add_argument("--errors", metavar="KIND")
    reading.add_argument("--json", type=Path, metavar="FILE")
    reading.add_argument("--check", action="store_true")
    reading.add_argument("--gold", type=Path, metavar="FOLDER")
    floors = verbs.add_parser("floors")
    floors.add_argument("--lower", action="store_true")
    floors.add_argument("--reason", default="")
    for verb in (reading, floors):
        verb.add_argument("--only", action="append", default=[], metavar="CORPUS")
        verb.add_argument("--train", action="store_true")
    given = parser.parse_args(arguments)
    try:
        return _read(given) if given.verb == "reading" else _pin(given)
    except NutgrafError as error:
        sys.stderr.write(f"nutgraf: {error}\n")
        return exit_code(error)


def _read(given: argparse.Namespace) -> int:
    found = _found(given)
    rows = _rows(found)
    faults = [fault for one in found for fault in one.measurement.faults]
    absent = [one.corpus for one in found if one.absent]
    notes = [(one.corpus, f"absent: {one.absent}") for one in found if one.absent]
    print(
        table(rows, [*notes, *untrained(found, load_floors().values())]),
        "",
        categories(faults),
        sep="\n",
    )
    if given.errors:
        print("", *cases(faults, given.errors), sep="\n")
    if given.json:
        given.json.write_text(_json(rows, faults, absent), encoding="utf-8")
    return _check(found) if given.check else 0


def _found(given: argparse.Namespace) -> list[Outcome]:
    if given.gold:
        return [measured_folder(given.gold)]
    return list(_told(outcomes(chosen(given.only), train=given.train)))


def _told(found: Iterable[Outcome]) -> Iterator[Outcome]:
    """Name each corpus when it is done, to a person who waits."""
    for one in found:
        if sys.stderr.isatty():
            sys.stderr.write(f"{one.corpus} measured\n")
        yield one


def _rows(found: Sequence[Outcome], *, but: str = "") -> list[Row]:
    return [row for one in found if one.corpus != but for row in one.measurement.rows]


def cases(faults: Sequence[Fault], kind: str) -> Iterator[str]:
    """The cases of a category, with or without its corpus, of a corpus, or of `all`."""
    kinds = sorted({fault.kind for fault in faults})
    wanted = {one for one in kinds if kind in {"all", one, *one.split("/", 1)}}
    if not wanted:
        raise RequestError(f"--errors {kind}: there is {', '.join(kinds) or 'no error at all'}")
    return (f"{fault.kind}: {fault.case}" for fault in faults if fault.kind in wanted)


def _json(rows: Sequence[Row], faults: Sequence[Fault], absent: Sequence[str]) -> str:
    names = ("corpus", "digest", "metric", "figure", "must", "should", "baseline")
    content: dict[str, Any] = {
        "rows": [{name: getattr(row, name) for name in names} for row in rows],
        "errors": dict(sorted(Counter(fault.kind for fault in faults).items())),
        "absent": absent,
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def untrained(found: Sequence[Outcome], floors: Iterable[Floor]) -> Iterator[tuple[str, str]]:
    """What costly measures last reached, where they were not taken."""
    names = {one.corpus for one in found}
    for floor in floors:
        if trained_from(floor.measure) in names and floor.measure not in names:
            note = f"{floor.figure:.3f} when last pinned; measured with --train"
            yield floor.corpus, f"{floor.digest}  {floor.metric}: {note}"


def _check(found: Sequence[Outcome]) -> int:
    told = problems(load_floors(), _rows(found, but=SPEED))
    if os.environ.get(_REQUIRED):
        told += [f"{one.corpus}: {one.absent}" for one in found if one.absent]
    for problem in told:
        sys.stderr.write(f"nutgraf: {problem}\n")
    return 1 if told else 0


def _pin(given: argparse.Namespace) -> int:
    if given.lower and not given.reason:
        raise RequestError("--lower needs a --reason, a sentence for the changelog")
    names = tuple(name for name in chosen(given.only) if name != SPEED)
    rows = _rows(list(_told(outcomes(names, train=given.train))))
    print(pin(rows, given.reason if given.lower else None))
    return 0


if __name__ == "__main__":
    sys.exit(main())
