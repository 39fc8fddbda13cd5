"""Floors of reading: what has been reached, pinned with the digest it was reached on.

`floors.yaml` has a line for each figure but those of speed. Raising is one command; to
lower one, or to drop it, takes a flag and a reason, which goes into the changelog.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bench.reading.measurement import Row
from nutgraf.errors import ConfigurationError, RequestError

FILE = Path(__file__).with_name("floors.yaml")
#: The changelog of a checkout; an installed package has none and pins nothing.
CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
_HEAD = "# Written by `nutgraf bench floors`; figures to three digits. Speed is not pinned.\n"
_HEADING = "### Lowered floors of reading"
_UNRELEASED = "## [Unreleased]"

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Floor:
    """The pinned figure of one metric of one corpus, which stands behind its measure's name."""

    corpus: str
    metric: str
    digest: str
    figure: float

    @property
    def key(self) -> Key:
        """What a row and its floor have in common."""
        return self.corpus, self.metric

    @property
    def measure(self) -> str:
        """The measure that gives the figure, as `--only` names it."""
        return self.corpus.split("/", 1)[0]


def load_floors(file: Path = FILE) -> dict[Key, Floor]:
    """Read the pinned floors; none when there is no file yet."""
    if not file.exists():
        return {}
    try:
        records: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8")) or []
        floors = [Floor(**record) for record in records]
    except (yaml.YAMLError, TypeError) as error:
        raise ConfigurationError(f"{file} is no list of floors: {error}") from error
    return {floor.key: floor for floor in floors}


def reached(rows: Iterable[Row]) -> dict[Key, Floor]:
    """What rows would pin."""
    floors = (Floor(row.corpus, row.metric, row.digest, round(row.figure, 3)) for row in rows)
    return {floor.key: floor for floor in floors}


def problems(pinned: Mapping[Key, Floor], rows: Sequence[Row]) -> list[str]:
    """Everything that keeps the floors from holding for the corpora that were measured."""
    gone = [
        f"{floor.corpus}: {floor.metric} is pinned and was not measured"
        for floor in _gone(pinned, rows)
    ]
    return [*gone, *_changed(pinned, rows), *fallen(pinned, rows), *_unpinned(pinned, rows)]


def _changed(pinned: Mapping[Key, Floor], rows: Iterable[Row]) -> list[str]:
    told: dict[str, str] = {}
    for row in rows:
        floor = pinned.get((row.corpus, row.metric))
        if floor and floor.digest != row.digest:
            told[row.corpus] = (
                f"{row.corpus}: pinned on {floor.digest} and measured on {row.digest}; get the "
                "pinned corpus back, or, when it was changed on purpose, run "
                "`nutgraf bench floors` and commit floors.yaml with it"
            )
    return list(told.values())


def fallen(pinned: Mapping[Key, Floor], rows: Iterable[Row]) -> list[str]:
    """Figures that are worse than their floor."""
    told = []
    for row in rows:
        floor = pinned.get((row.corpus, row.metric))
        if floor and not row.reaches(floor.figure):
            side = "above" if row.less_is_better else "below"
            told.append(f"{row.corpus}: {row.metric} {row.figure:.3f} is {side} {floor.figure:.3f}")
    return told


def _unpinned(pinned: Mapping[Key, Floor], rows: Iterable[Row]) -> list[str]:
    return [
        f"{row.corpus}: {row.metric} has no floor; run `nutgraf bench floors`"
        for row in rows
        if (row.corpus, row.metric) not in pinned
    ]


def pin(rows: Sequence[Row], reason: str | None = None, folder: Path | None = None) -> str:
    """Write the floors anew and say what was done; without a reason none may fall.

    Floors of corpora that were not measured stay as they are.
    """
    file = folder / FILE.name if folder else FILE
    changelog = folder / CHANGELOG.name if folder else CHANGELOG
    if not changelog.exists():
        raise RequestError(f"floors are pinned in a checkout; there is no {changelog}")
    pinned = load_floors(file)
    worse = [*fallen(pinned, rows), *_dropped(pinned, rows)]
    if worse and not reason:
        raise RequestError(
            "not written, for these would fall:\n  "
            + "\n  ".join(worse)
            + "\nto lower them, give --lower with a --reason for the changelog"
        )
    measured = {floor.measure for floor in reached(rows).values()}
    kept = {key: floor for key, floor in pinned.items() if floor.measure not in measured}
    _write(file, {**kept, **reached(rows)})
    if worse and reason:
        _enter(changelog, worse, reason)
    return f"{len(rows)} floors written to {file.name}, {len(worse)} of them lowered or dropped"


def _dropped(pinned: Mapping[Key, Floor], rows: Iterable[Row]) -> list[str]:
    return [
        f"{floor.corpus}: {floor.metric} {floor.figure:.3f} would be dropped"
        for floor in _gone(pinned, rows)
    ]


def _gone(pinned: Mapping[Key, Floor], rows: Iterable[Row]) -> list[Floor]:
    """Floors without a figure, though their measure was taken."""
    found = reached(rows)
    measured = {floor.measure for floor in found.values()}
    return [
        floor for key, floor in pinned.items() if floor.measure in measured and key not in found
    ]


def _write(file: Path, floors: Mapping[Key, Floor]) -> None:
    lines = [
        "- {"
        + f"corpus: {_plain(floor.corpus)}, metric: {_plain(floor.metric)}, "
        + f'digest: "{floor.digest}", figure: {floor.figure:.3f}'
        + "}\n"
        for _, floor in sorted(floors.items())
    ]
    file.write_text(_HEAD + "".join(lines), encoding="utf-8")


def _plain(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _enter(changelog: Path, worse: Sequence[str], reason: str) -> None:
    """Add the reason under the heading of the release that is being made."""
    text = changelog.read_text(encoding="utf-8")
    if _UNRELEASED not in text:
        raise ConfigurationError(f"{changelog} has no {_UNRELEASED}")
    entry = f"* {reason}: " + "; ".join(worse) + ".\n"
    head, tail = text.split(_UNRELEASED, 1)
    own, mark, later = tail.partition("\n## [")
    if _HEADING in own:
        before, after = own.split(_HEADING + "\n\n", 1)
        own = f"{before}{_HEADING}\n\n{entry}{after}"
    else:
        own = f"{own.rstrip()}\n\n{_HEADING}\n\n{entry}"
    changelog.write_text(head + _UNRELEASED + own + mark + later, encoding="utf-8")
