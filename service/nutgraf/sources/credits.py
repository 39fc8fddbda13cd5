"""Credits: who took a picture or worked at a text, on a line of its own or behind a caption."""

from __future__ import annotations

import re

from nutgraf.sources.structure import Structure

_DASHED_TAIL = re.compile(r"(?<=[.!?)»“”\"])\s+[-–—]\s+(?P<credit>[^.!?]{2,90})$")
_BRACKET_TAIL = re.compile(r"\s*\((?P<credit>[^()]{2,200})\)\.?$")
_SIGNED_TAIL = re.compile(r"(?<=[.!?)»“”\"])\s+(?P<credit>[^.!?()]{2,70})$")
_PARTS = re.compile(r"\s*(?:[/|,]|\bvia\b|\bfor\b)\s*")
_PICTURE = re.compile(r" (?:photos?|images?|pool|foto|bild)$")
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,4}")


def find_credit(line: str, structure: Structure) -> int | None:
    """Offset in a line at which its picture credit begins, or None.

    >>> from nutgraf.sources.structure import structure
    >>> line = "Soldaten am Flughafen. Foto: Behörde/AFP"
    >>> line[find_credit(line, structure()):]
    'Foto: Behörde/AFP'
    """
    found = _labelled(line, structure)
    if found is None and is_signature(line, structure):
        found = 0
    return _tail(line, structure) if found is None else found


def find_note(line: str, structure: Structure) -> int | None:
    """Offset in a line at which a bracket begins that names who worked at the text, or None."""
    match = _BRACKET_TAIL.search(line)
    if match and match.group("credit").strip().lower().startswith(structure.closing_notes):
        return _skip_spaces(line, match.start())
    return None


def is_signature(line: str, structure: Structure) -> bool:
    """Tell whether a line is nothing but names and a picture agency ("REUTERS/Ann Lee")."""
    parts = [part for part in _PARTS.split(line.strip(" ()")) if part]
    if len(line) > 90 or not parts or not all(_NAME.fullmatch(part) for part in parts):
        return False
    pictured = any(_takes_pictures(part, structure) for part in parts)
    signed = any(_bare(part) in structure.agencies for part in parts)
    # "dpa/Stadtpolizei" signs a picture, "mau/dpa" and "dpa/AFP" a text.
    named = any(part[0].isupper() and _bare(part) not in structure.agencies for part in parts)
    return pictured or (signed and named)


def _takes_pictures(part: str, structure: Structure) -> bool:
    folded = part.lower()
    signs_pictures = {folded, _bare(part)} & structure.picture_agencies
    return bool(signs_pictures) or (_bare(part) in structure.agencies and _bare(part) != folded)


def _bare(part: str) -> str:
    return _PICTURE.sub("", part.lower())


def _labelled(line: str, structure: Structure) -> int | None:
    words = "|".join(re.escape(word) for word in structure.credit_words)
    label = rf"(?:{words})\s?(?::|by\b|©|\((?=[^()]*\)\.?(?:\s?:|$)))\s?\S.{{0,100}}$"
    after_sentence = r"(?<=[.!?)»“”\"|/])\s*[-–—|(]?\s*"
    pattern = rf"(?:^|{after_sentence}){label}|(?:©|^\(c\))\s?\S.{{0,90}}$"
    match = re.search(pattern, line, re.IGNORECASE)
    return None if match is None else _skip_spaces(line, match.start())


def _tail(line: str, structure: Structure) -> int | None:
    match = _DASHED_TAIL.search(line)
    if match and len(match.group("credit").split()) <= 9:
        return _skip_spaces(line, match.start())
    match = _SIGNED_TAIL.search(line)
    if match and is_signature(match.group("credit"), structure):
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
        or is_signature(bracket, structure)
        or folded.split(":")[0] in structure.credit_words
    )


def _skip_spaces(line: str, at: int) -> int:
    while at < len(line) and line[at].isspace():
        at += 1
    return at
