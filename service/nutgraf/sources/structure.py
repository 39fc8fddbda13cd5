"""The wordings by which lines of articles betray their role, as the languages' tables give them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from nutgraf.folders import language_files
from nutgraf.tables import read_table

_BUTTON_LENGTH = 80
_NOTICE_LENGTH = 200
_STOPPED = re.compile(r"[.…][“”»\"’)]*$")
_SIGN = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z]{2,8})?")


@dataclass(frozen=True, slots=True)
class Structure:
    """Line wordings of all languages together: a line is read before its language is known."""

    summary_headings: tuple[str, ...]
    tail_headings: tuple[str, ...]
    closing_headings: tuple[str, ...]
    pointer_labels: tuple[str, ...]
    boilerplate: tuple[str, ...]
    notices: re.Pattern[str]
    offers: re.Pattern[str]
    credit_words: tuple[str, ...]
    picture_notes: tuple[str, ...]
    closing_notes: tuple[str, ...]
    date_words: tuple[str, ...]
    byline: re.Pattern[str]
    place_links: tuple[str, ...]
    months: dict[str, int]
    agencies: frozenset[str]
    picture_agencies: frozenset[str]

    def agency(self, sign: str) -> str | None:
        """Give the agencies of a sign as written ("AFP", "sda/dpa"; of "dpa/lno" the first).

        Behind a known agency a desk or a writer may stand in a few small letters.
        """
        if sign.strip().lower() in self.agencies:
            return sign.strip()
        parts = [part.strip() for part in re.split(r"[/,;]", sign)]
        known = [part for part in parts if part.lower() in self.agencies]
        signs = all(_SIGN.fullmatch(part) for part in parts if part not in known)
        return "/".join(known) if known and signs else None

    def is_notice(self, line: str) -> bool:
        """Tell whether a line is an advert, a button or a notice of the page."""
        if matches(line, (*self.boilerplate, *self.summary_headings)):
            return True
        folded = line.strip(" +*|»>").lower()
        if len(folded) > _NOTICE_LENGTH:
            return False
        offered = not is_stopped(folded) and self.offers.search(folded) is not None
        return offered or self.notices.search(folded) is not None


def matches(line: str, wordings: tuple[str, ...]) -> bool:
    """Tell whether a line is one of the wordings, or short and begins with one that ends in `*`."""
    folded = line.strip(" \t+*|»>").lower().rstrip(".:!?").strip()
    stopped = is_stopped(line)
    return any(_matches(folded, wording, stopped=stopped) for wording in wordings)


def is_stopped(line: str) -> bool:
    """Tell whether a line ends in a full stop, perhaps within quotation marks."""
    return _STOPPED.search(line.rstrip()) is not None


def _matches(folded: str, wording: str, *, stopped: bool) -> bool:
    if not wording.endswith("*"):
        return folded == wording
    if stopped and " " not in wording:
        return False
    # "Share this" is a button, "Shares of the bank fell" a sentence.
    begins = re.match(rf"{re.escape(wording[:-1])}(?!\w)", folded)
    return begins is not None and len(folded) <= _BUTTON_LENGTH


@lru_cache(maxsize=1)
def structure() -> Structure:
    """All languages' structure tables, read once."""
    tables = [_read(file) for file in language_files("blocks.yaml")]
    lists = ("summary_headings", "tail_headings", "boilerplate", "credit_words", "picture_notes")
    more = ("closing_headings", "pointer_labels", "closing_notes", "date_words", "place_links")
    signs = _read(Path(__file__).parent / "agencies.yaml")
    return Structure(
        **{name: _union(tables, name) for name in (*lists, *more)},
        notices=re.compile("|".join(_union(tables, "patterns"))),
        offers=re.compile("|".join(_union(tables, "offers"))),
        byline=re.compile("|".join(_union(tables, "byline"))),
        months={name: number for table in tables for name, number in table["months"].items()},
        agencies=frozenset(signs["agencies"]),
        picture_agencies=frozenset(signs["picture_agencies"]),
    )


def _union(tables: list[dict[str, Any]], name: str) -> tuple[str, ...]:
    return tuple(str(entry) for table in tables for entry in table[name])


def _read(file: Path) -> dict[str, Any]:
    table: dict[str, Any] = read_table(file)
    return table
