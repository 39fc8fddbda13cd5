"""Dates that an article's own lines give: "Stand: 13. Januar 2022", "LONDON, May 3 (Reuters)"."""

from __future__ import annotations

import re
from datetime import date

from nutgraf.model.document import PublicationDate

_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)(?:-(\d\d))?\b")
# Numbers alone only in the order of day and month: "01/02/2022" is two days.
_DOTTED = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)\d\d)\b")
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"


def find_date(words: str, months: dict[str, int]) -> str | None:
    """Give the first whole date in some words as `2022-01-13`, or a month as `2022-01`."""
    iso, dotted = _ISO.search(words), _DOTTED.search(words)
    if iso:
        return _text(iso.group(1), iso.group(2), iso.group(3))
    if dotted:
        return _text(dotted.group(3), dotted.group(2), dotted.group(1))
    day, month, year = _named(words, months)
    return _text(year, month, day) if year and month else None


def day_within(words: str, months: dict[str, int], published: PublicationDate) -> str | None:
    """Give the day that a dateline names without its year, if publication leaves one only."""
    day, month, year = _named(words, months)
    if not (day and month):
        return None
    years = [int(year)] if year else range(published.first.year, published.last.year + 1)
    found = [_text(each, month, day) for each in years]
    days = [one for one in found if one and _lies_in(one, published)]
    return days[0] if len(days) == 1 else None


def _lies_in(iso: str, published: PublicationDate) -> bool:
    return published.first <= date.fromisoformat(iso) <= published.last


def _named(words: str, months: dict[str, int]) -> tuple[str | None, int | None, str | None]:
    """Day, month and year of a date with the month in letters."""
    names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    forms = (
        rf"(?:(?P<day>\d{{1,2}})\.?\s+)?\b(?P<month>{names})\b\.?{_YEAR}",
        rf"\b(?P<month>{names})\b\.?\s+(?P<day>\d{{1,2}})\b{_YEAR}",
    )
    matches = [match for form in forms if (match := re.search(form, words, re.IGNORECASE))]
    best = max(matches, key=lambda m: sum(map(bool, m.groupdict().values())), default=None)
    if best is None:
        return None, None, None
    return best.group("day"), months[best.group("month").lower()], best.group("year")


def _text(year: str | int, month: str | int, day: str | int | None) -> str | None:
    try:
        first = date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
    return first.isoformat() if day else first.isoformat()[:7]
