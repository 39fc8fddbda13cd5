"""Datelines: where and by which agency an article was filed, at the head of its first line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.sources.structure import Structure

_UPPER = "A-ZÀ-ÖØ-ÞĆČĐŁŃŚŠŻŽİŐŰ"
_DATE = r"(?:, (?P<detail>[^()–—:]{2,32}?))?"
_DASH = r"\s*(?:[-–—_]{1,2}|[:.])\s+"


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline `0..end` at the head of a line: filing places, agency and date as written."""

    end: int
    place: str | None
    agency: str | None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class _Forms:
    """How datelines are written; `signed` ones name an agency.

    `bracketed`: "Almaty/Moskau (dpa) - ", "LONDON, May 3 (Reuters) - ", "Tokio. (sda) ";
    `slashed`: "Zürich/sda. "; `capitals`: "BERLIN – ", "WASHINGTON, Sept. 11 — ",
    `dated`: "Genf, 13. Januar 2022 – "; `opening`: "Paris - In der ...", "Kabul/Moskau. Bei",
    "NEW DELHI: At", trusted only where an article opens.
    """

    bracketed: re.Pattern[str]
    slashed: re.Pattern[str]
    capitals: re.Pattern[str]
    dated: re.Pattern[str]
    opening: re.Pattern[str]


@lru_cache(maxsize=2)
def _forms(place_links: tuple[str, ...]) -> _Forms:
    links = "|".join(map(re.escape, place_links))
    word = rf"['’]?[{_UPPER}][\w'’.\-]*"
    # "Frankfurt (Oder)": a bracket that belongs to the name.
    place = rf"{word}(?: (?:{word}|{links}))*(?: \([{_UPPER}][a-zäöü]+\))?"
    places = rf"(?P<place>{place}(?:\s?/\s?{place}){{0,4}})"
    capital = rf"[{_UPPER}][{_UPPER} .'’\-/]{{2,40}}[{_UPPER}]"
    month = r"[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2}\.? [A-Z][a-zä]{2,8}\.?(?: \d{4})?"
    region = rf"[{_UPPER}][a-z]+(?: [{_UPPER}][a-z]+)?"
    title = rf"[{_UPPER}][a-zäöüßéèáíóãçñł]+"
    return _Forms(
        re.compile(rf"^(?:{places}{_DATE}\.?\s*)?\((?P<agency>[^()]{{2,40}})\)(?:{_DASH}|\s+)"),
        re.compile(rf"^(?P<place>{place})\s?/\s?(?P<agency>[A-Za-z]{{2,8}})(?:\s*[-–—]|[.:])\s+"),
        re.compile(
            rf"^(?P<place>{capital})"
            rf"(?:, (?P<detail>{month}|{region}|(?:\d|[A-Z])[^()–—:.]{{2,30}}?))?"
            rf"(?:\s*[-–—]{{1,2}}|\.)\s+(?=[\w«„“\"'‚»])"
        ),
        re.compile(
            rf"^{places}, (?P<detail>(?:\d{{1,2}}\.|[A-Z][a-z]+\.? \d)[^()–—:]{{2,24}}?)\s*[-–—]\s+"
        ),
        re.compile(
            rf"^(?P<place>{title}(?:/{title})*) [-–—] (?=[{_UPPER}«„\"])"
            rf"|^(?P<pair>{title}(?:/{title})+)\. (?=[{_UPPER}«„\"])"
            rf"|^(?P<colon>{capital}): (?=[{_UPPER}“\"])"
        ),
    )


def find_dateline(line: str, structure: Structure, *, opening: bool) -> Dateline | None:
    """Find the dateline at the head of a line.

    An agency in brackets is enough; without one the place must be in capitals or be
    followed by a date, so that "Zürich – die Stadt" stays a sentence. `opening` tells
    that the line is an article's first paragraph, where a bare place will do.
    """
    forms = _forms(structure.place_links)
    return _signed(line, forms, structure) or _unsigned(line, forms, opening=opening)


def _signed(line: str, forms: _Forms, structure: Structure) -> Dateline | None:
    match = forms.bracketed.match(line)
    if match:
        agency = structure.agency(match.group("agency"))
        dashed = match.group().rstrip()[-1] in "-–—_."
        # "Der Minister (CDU) - er ..." goes on in small letters.
        begins = line[match.end() : match.end() + 1].isupper()
        sign = _looks_like_sign(match.group("agency"))
        # "NAIROBI (The Standard) -": a place in capitals needs no known agency.
        sign = sign or (match.group("place") or "").isupper()
        if agency or (dashed and begins and sign):
            return Dateline(
                match.end(), _clean(match.group("place")), agency, match.group("detail")
            )
    match = forms.slashed.match(line)
    if match and structure.agency(match.group("agency")):
        agency = structure.agency(match.group("agency"))
        return Dateline(match.end(), _clean(match.group("place")), agency)
    return None


def _unsigned(line: str, forms: _Forms, *, opening: bool) -> Dateline | None:
    match = forms.capitals.match(line) or forms.dated.match(line)
    if match:
        return Dateline(match.end(), _clean(match.group("place")), None, match.group("detail"))
    match = forms.opening.match(line) if opening else None
    if match:
        place = match.group("place") or match.group("pair") or match.group("colon")
        return Dateline(match.end(), place, None)
    return None


def _clean(place: str | None) -> str | None:
    return place.rstrip(".") if place else None


def _looks_like_sign(bracket: str) -> bool:
    """Tell whether a bracket could be an agency's sign: short words, no spaces inside."""
    return bool(re.fullmatch(r"[A-Za-z]{2,8}(?:[/-][A-Za-z]{2,8})*", bracket))
