"""Measuring: each corpus in a process of its own, several at a time, speed alone at the end."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from bench.reading.articles import measure_folder
from bench.reading.corpora import absence
from bench.reading.measurement import Measurement
from nutgraf.errors import RequestError

#: The modules of the corpora in the order of the table.
CORPORA = (
    "seeds",
    "annotated",
    "quotations",
    "times",
    "numbers",
    "smartdata",
    "germeval",
    "speed",
)
#: Figures of this one move with the machine: it is measured alone and never pinned.
SPEED = "speed"
_TRAINED = "-trained"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one corpus: its figures, or why there are none."""

    corpus: str
    measurement: Measurement
    absent: str | None = None


def chosen(only: Sequence[str]) -> tuple[str, ...]:
    """The corpora to measure, in the order of the table; an unknown name is an error."""
    unknown = sorted(set(only) - set(CORPORA))
    if unknown:
        raise RequestError(f"--only {unknown[0]}: there is {', '.join(CORPORA)}")
    return tuple(
        name
        for name in CORPORA
        if (name in only or not only) and find_spec(f"bench.reading.{name}")
    )


def outcomes(names: Sequence[str], *, train: bool = False) -> Iterator[Outcome]:
    """Measure the corpora; those other than speed share the cores."""
    with ProcessPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        running = [pool.submit(measured, name) for name in names if name != SPEED]
        if train:
            running += [pool.submit(trained, name) for name in names if _trains(name)]
        yield from (one.result() for one in running)
    if SPEED in names:
        yield measured(SPEED)


def measured(name: str) -> Outcome:
    """Measure one corpus in this process, or say that it is not on this machine."""
    return _attempt(name, import_module(f"bench.reading.{name}").measure)


def trained(name: str) -> Outcome:
    """Take the costly measure of one corpus; its figures bear a name of their own."""
    return _attempt(f"{name}{_TRAINED}", import_module(f"bench.reading.{name}").train)


def trained_from(measure: str) -> str | None:
    """The corpus whose costly measure has this name; `None` for a cheap one."""
    return measure.removesuffix(_TRAINED) if measure.endswith(_TRAINED) else None


def _trains(name: str) -> bool:
    return hasattr(import_module(f"bench.reading.{name}"), "train")


def _attempt(name: str, measure: Callable[[], Measurement]) -> Outcome:
    try:
        return _outcome(name, measure())
    except FileNotFoundError as error:
        why = absence(error)
        if why is None:
            raise
        return Outcome(name, Measurement(()), absent=why)


def measured_folder(folder: Path) -> Outcome:
    """Measure the articles of a folder that have gold beside them."""
    return _outcome(folder.resolve().name, measure_folder(folder))


def _outcome(name: str, found: Measurement) -> Outcome:
    """Set the name that `--only` takes before corpora and categories of errors."""
    rows = (replace(row, corpus=_under(name, row.corpus)) for row in found.rows)
    faults = (replace(fault, kind=_under(name, fault.kind)) for fault in found.faults)
    return Outcome(name, Measurement(tuple(rows), tuple(faults)))


def _under(name: str, part: str) -> str:
    return name if part == name else f"{name}/{part}"
