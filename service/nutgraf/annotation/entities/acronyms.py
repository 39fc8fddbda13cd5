"""Organisations that an article introduces with their acronym in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from nutgraf.annotation.entities.findings import Finding, Reading, text_of
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.entity import EntityKind

#: Two capitals at least, the last at the end or before one small letter ("OVKS", "BdSt").
_ACRONYM = re.compile(r"[A-ZÄÖÜ][A-Za-zÄÖÜäöü]{0,5}[A-ZÄÖÜ][a-zäöü]?")
_LONGEST = 12


def introduced(
    readings: Iterable[Reading], joints: frozenset[str]
) -> Iterator[tuple[str, Finding]]:
    """Each acronym in brackets with the organisation that stands before it.

    A known name before the bracket is taken as it is; else the words whose initials the
    acronym repeats, back to the word with its first letter.
    """
    for reading in readings:
        for position, token in enumerate(reading.tokens):
            if _bracketed(reading, position):
                bracket = position - 1
                name = _known(reading, bracket)
                name = name or _initials(reading, bracket, token.text, joints)
                yield from [(token.text, name)] if name is not None else ()


def _bracketed(reading: Reading, position: int) -> bool:
    brackets = reading.fold(position - 1) + reading.fold(position + 1)
    return brackets == "()" and bool(_ACRONYM.fullmatch(reading.tokens[position].text))


def _known(reading: Reading, bracket: int) -> Finding | None:
    finding = reading.closing.get(bracket)
    if finding is None or finding.kind != EntityKind.ORGANISATION:
        return None
    return _linked(reading, bracket, finding) if " " in finding.name else None


def _initials(
    reading: Reading, bracket: int, acronym: str, joints: frozenset[str]
) -> Finding | None:
    for first in range(bracket - 1, max(-1, bracket - 1 - _LONGEST), -1):
        token = reading.tokens[first]
        if not _may_join(reading, first, joints):
            return None
        if (
            token.text[0] == acronym[0]
            and bracket - first > 1
            and _spells(reading, first, bracket, acronym)
        ):
            return _spelled(reading, first, bracket)
    return None


def _spelled(reading: Reading, first: int, bracket: int) -> Finding:
    """The words of a name; what a table knows of its acronym holds for them."""
    name = text_of(reading, first, bracket)
    found = reading.finding(
        first,
        bracket,
        kind=EntityKind.ORGANISATION,
        name=name,
        identity=f"organisation:{fold(name)}",
    )
    return _linked(reading, bracket, found)


def _linked(reading: Reading, bracket: int, found: Finding) -> Finding:
    """Give a name without a row in the table the row of the acronym behind it."""
    known = reading.covers(bracket + 1)
    if found.qid or known is None or not known.qid or known.last != bracket + 2:
        return found
    if known.kind != EntityKind.ORGANISATION:
        return found
    return replace(found, identity=known.identity, qid=known.qid, country=known.country)


def _may_join(reading: Reading, place: int, joints: frozenset[str]) -> bool:
    """Tell whether a word can stand in a name: a noun, a joint, an adjective after a joint."""
    token = reading.tokens[place]
    if token.text in {"-", "/"} or token.text[0].isupper() or token.fold in joints:
        return True
    return token.is_word and reading.fold(place - 1) in joints


def _spells(reading: Reading, first: int, last: int, acronym: str) -> bool:
    """Tell whether every capitalised word opens a letter of the acronym, in order."""
    letters = iter(acronym.lower())
    words = (token for token in reading.tokens[first:last] if token.text[0].isupper())
    return all(any(word.fold[0] == letter for letter in letters) for word in words)


def mentions(reading: Reading, known: dict[str, Finding]) -> Iterator[Finding]:
    """Later places of introduced acronyms, alone or as first part of a compound."""
    for position, token in enumerate(reading.tokens):
        head, hyphen, _ = token.text.partition("-")
        name = known.get(head)
        if name is None or (not hyphen and reading.covers(position) is not None):
            continue
        if not any(True for _ in reading.parts(position)):
            yield replace(
                name,
                first=position,
                last=position + 1,
                start=token.start,
                end=token.start + len(head),
                name=head,
                adjectival=bool(hyphen),
                partial=bool(hyphen),
                genitive=False,
            )


def renamed(reading: Reading, spelled: dict[str, Finding]) -> Reading:
    """Give names that an acronym identifies the row of the acronym."""
    names = (_as_spelled(name, spelled.get(name.name)) for name in reading.names)
    return Reading.of(reading.sentence, names)


def _as_spelled(name: Finding, known: Finding | None) -> Finding:
    if known is None or known.qid is None or name.qid or known.kind != name.kind:
        return name
    return replace(name, identity=known.identity, qid=known.qid)


def repeated(
    reading: Reading,
    known: dict[str, Finding],
    spelled: dict[str, Finding],
    joints: frozenset[str],
) -> Iterator[Finding]:
    """Every place of an acronym, and of the names that introduce one."""
    yield from mentions(reading, known)
    for _, name in introduced([reading], joints):
        base = spelled.get(name.name, name)
        yield replace(name, identity=base.identity)
