"""What stands at the head and tail of a line besides its sentences: datelines and credits."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nutgraf.sources.structure import Structure

_PLACE = r"[A-ZÄÖÜÉ][\w'’.\-]*(?: (?:[A-ZÄÖÜÉ][\w'’.\-]*|am|an|der|im|de|del|la|do|of|bei|ob))*"
_PLACES = rf"(?P<place>{_PLACE}(?:\s?/\s?{_PLACE}){{0,4}})"
_DATE = r"(?:, (?P<detail>[^()–—:]{2,32}?))?"
_DASH = r"\s*(?:[-–—]{1,2}|[:.])\s+"
#: "Almaty/Moskau (dpa) - ", "LONDON, May 3 (Reuters) - ", "(sda) "
_WITH_AGENCY = re.compile(
    rf"^(?:{_PLACES}{_DATE}\.?\s*)?\((?P<agency>[^()]{{2,40}})\)(?:{_DASH}|\s+)"
)
#: "Zürich/sda. ", "ROM/dpa - "
_SLASHED = re.compile(
    rf"^(?P<place>{_PLACE})\s?/\s?(?P<agency>[A-Za-z]{{2,8}})(?:\s*[-–—]|[.:])\s+"
)
#: "BERLIN – ", "PARIS/NIZZA, 3. Mai – ", "BERLIN. "
_CAPITALS = re.compile(
    rf"^(?P<place>[A-ZÄÖÜ][A-ZÄÖÜ .\-/]{{2,40}}[A-ZÄÖÜ]){_DATE}(?:\s*[-–—]{{1,2}}|\.)\s+"
)
#: "Genf, 13. Januar 2022 – "
_DATED = re.compile(
    rf"^{_PLACES}, (?P<detail>(?:\d{{1,2}}\.|[A-Z][a-z]+\.? \d)[^()–—:]{{2,24}}?)\s*[-–—]\s+"
)

#: "Paris - In der Kathedrale ...": only trusted where an article opens.
_OPENING = re.compile(
    r"^(?P<place>[A-ZÄÖÜÉ][a-zäöüßé]+(?:/[A-ZÄÖÜÉ][a-zäöüßé]+)*) [-–—] (?=[A-ZÄÖÜ«„\"])"
)

_CREDIT_TAIL = re.compile(r"(?<=[.!?)»“”\"])\s+[-–—]\s+(?P<credit>[^.!?]{2,90})$")
_BRACKET_TAIL = re.compile(r"\s*\((?P<credit>[^()]{2,90})\)\.?$")


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline `0..end` at the head of a line: filing places and agency as written."""

    end: int
    place: str | None
    agency: str | None


def find_dateline(line: str, structure: Structure, *, opening: bool) -> Dateline | None:
    """Find the dateline at the head of a line.

    An agency in brackets is enough; without one the place must be in capitals or be
    followed by a date, so that "Zürich – die Stadt" stays a sentence. `opening` tells
    that the line is an article's first paragraph, where a bare place will do.
    """
    match = _WITH_AGENCY.match(line)
    if match:
        agency = structure.agency(match.group("agency"))
        dashed = match.group().rstrip()[-1] in "-–—."
        if agency or (dashed and _looks_like_sign(match.group("agency"))):
            return Dateline(match.end(), match.group("place"), agency)
    match = _SLASHED.match(line)
    if match and structure.agency(match.group("agency")):
        return Dateline(match.end(), match.group("place"), structure.agency(match.group("agency")))
    match = _CAPITALS.match(line) or _DATED.match(line)
    if match is None and opening:
        match = _OPENING.match(line)
    return Dateline(match.end(), match.group("place"), None) if match else None


def _looks_like_sign(bracket: str) -> bool:
    """Tell whether a bracket could be an agency's sign: short words, no spaces inside."""
    return bool(re.fullmatch(r"[A-Za-z]{2,8}(?:[/-][A-Za-z]{2,8})*", bracket))


def find_credit(line: str, structure: Structure) -> int | None:
    """Offset in a line at which its picture credit begins, or None.

    >>> from nutgraf.sources.structure import structure
    >>> line = "Soldaten am Flughafen. Foto: Behörde/AFP"
    >>> line[find_credit(line, structure()):]
    'Foto: Behörde/AFP'
    """
    found = _labelled(line, structure)
    return _tail(line, structure) if found is None else found


def _labelled(line: str, structure: Structure) -> int | None:
    words = "|".join(re.escape(word) for word in structure.credit_words)
    label = rf"(?:{words})\s?(?::|by\b|©|\()\s?\S.{{0,100}}$"
    after_sentence = r"(?<=[.!?)»“”\"|/])\s*[-–—|(]?\s*"
    pattern = rf"(?:^|{after_sentence}){label}|©\s?\S.{{0,90}}$"
    match = re.search(pattern, line, re.IGNORECASE)
    return None if match is None else _skip_spaces(line, match.start())


def _tail(line: str, structure: Structure) -> int | None:
    match = _CREDIT_TAIL.search(line)
    if match and len(match.group("credit").split()) <= 9:
        return _skip_spaces(line, match.start())
    match = _BRACKET_TAIL.search(line)
    if match and match.start() and _is_note(match.group("credit"), structure):
        return _skip_spaces(line, match.start())
    return None


def _is_note(bracket: str, structure: Structure) -> bool:
    folded = bracket.strip().lower()
    return (
        folded in structure.picture_notes
        or structure.agency(bracket) is not None
        or folded.split(":")[0] in structure.credit_words
    )


def _skip_spaces(line: str, at: int) -> int:
    while at < len(line) and line[at].isspace():
        at += 1
    return at
