"""How people write days, months and spans of time, in German and English."""

from __future__ import annotations

import re
from collections.abc import Mapping

NOT_STATED = {"en": "not stated", "de": "nicht genannt"}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}
_PHRASES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "between": "between {0} and {1}",
        "to": "{0} to {1}",
        "one": "on one of these days: {0}",
        "from": "from {0}",
        "until": "until {0}",
        "words": "“{0}”, as the article says",
    },
    "de": {
        "between": "zwischen {0} und {1}",
        "to": "{0} bis {1}",
        "one": "an einem dieser Tage: {0}",
        "from": "ab {0}",
        "until": "bis {0}",
        "words": "«{0}», wie der Artikel sagt",
    },
}
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def write_date(text: str | None, language: str) -> str:
    """Write a day, a month or a year as people do.

    >>> write_date("2022-01-05", "en"), write_date("2022-01", "de"), write_date("2022", "en")
    ('5 January 2022', 'Januar 2022', '2022')
    """
    if not text:
        return NOT_STATED[language]
    match = _DATE.fullmatch(text)
    if match is None:
        return text
    year, month, day = match.groups()
    if month is None or not 1 <= int(month) <= 12:
        return year if month is None else text
    name = _MONTHS[language].split()[int(month) - 1]
    if day is None:
        return f"{name} {year}"
    return f"{int(day)}{'.' if language == 'de' else ''} {name} {year}"


def write_time(earliest: str | None, latest: str | None, told: str | None, language: str) -> str:
    """Write what is known of a time: `told` is its EDTF form, or the article's own words.

    >>> write_time("2022-01-05", "2022-01-11", "2022-01-05/2022-01-11", "en")
    '5 January 2022 to 11 January 2022'
    >>> write_time(None, None, "am Mittwoch", "en")
    '“am Mittwoch”, as the article says'
    """
    phrases = _PHRASES[language]
    if told and _DATE.fullmatch(told):
        return write_date(told, language)
    if told and told.startswith("[") and ".." not in told and len(told) < 70:
        days = (write_date(day.strip(), language) for day in told.strip("[]").split(","))
        return phrases["one"].format(", ".join(days))
    parts = told.split("/") if told else []
    if len(parts) == 2 and all(_DATE.fullmatch(part) for part in parts):
        return phrases["to"].format(*(write_date(part, language) for part in parts))
    return _bounds(earliest, latest, told, language)


def _bounds(earliest: str | None, latest: str | None, told: str | None, language: str) -> str:
    phrases = _PHRASES[language]
    first, last = write_date(earliest, language), write_date(latest, language)
    if earliest and latest and not _open_ended(told):
        return first if earliest == latest else phrases["between"].format(first, last)
    if earliest:
        return phrases["from"].format(first)
    if latest:
        return phrases["until"].format(last)
    return phrases["words"].format(told) if told and "X" not in told else NOT_STATED[language]


def _open_ended(told: str | None) -> bool:
    """Tell whether an EDTF form has a begin and no end; the day it began is not its last one."""
    return bool(told) and str(told).endswith(("/", "/.."))
