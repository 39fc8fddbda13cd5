"""The wordings by which lines of articles betray their role, read from `patterns/*.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_BUTTON_LENGTH = 80
_FOLDER = Path(__file__).parent / "patterns"


@dataclass(frozen=True, slots=True)
class Structure:
    """Line wordings of all languages together: a line is read before its language is known."""

    summary_headings: tuple[str, ...]
    tail_headings: tuple[str, ...]
    boilerplate: tuple[str, ...]
    credit_words: tuple[str, ...]
    picture_notes: tuple[str, ...]
    date_words: tuple[str, ...]
    byline: re.Pattern[str]
    months: dict[str, int]
    agencies: frozenset[str]

    def agency(self, sign: str) -> str | None:
        """Give the sign back when it is that of a known agency ("dpa", "AFP", "sda/dpa")."""
        folded = sign.strip().lower()
        parts = [part.strip() for part in re.split(r"[/,]", folded)]
        known = folded in self.agencies or all(part in self.agencies for part in parts)
        return sign.strip() if known else None


def matches(line: str, wordings: tuple[str, ...]) -> bool:
    """Tell whether a line is one of the wordings, or short and begins with one that ends in `*`."""
    folded = line.strip().lower().rstrip(".:!?").strip()
    return any(_matches(folded, wording) for wording in wordings)


def _matches(folded: str, wording: str) -> bool:
    if not wording.endswith("*"):
        return folded == wording
    # "Share this" is a button, "Shares of the bank fell" a sentence.
    begins = re.match(rf"{re.escape(wording[:-1])}(?!\w)", folded)
    return begins is not None and len(folded) <= _BUTTON_LENGTH


@lru_cache(maxsize=1)
def structure() -> Structure:
    """All languages' structure tables, read once."""
    tables = [_read(file) for file in sorted(_FOLDER.glob("??.yaml"))]
    names = ("summary_headings", "tail_headings", "boilerplate", "credit_words")
    lists = {name: _union(tables, name) for name in (*names, "picture_notes", "date_words")}
    return Structure(
        **lists,
        byline=re.compile("|".join(_union(tables, "byline"))),
        months={name: number for table in tables for name, number in table["months"].items()},
        agencies=frozenset(_read(_FOLDER / "agencies.yaml")["agencies"]),
    )


def _union(tables: list[dict[str, Any]], name: str) -> tuple[str, ...]:
    return tuple(str(entry) for table in tables for entry in table[name])


def _read(file: Path) -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return table
