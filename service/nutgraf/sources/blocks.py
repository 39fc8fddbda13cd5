"""Blocks of a plain text: lines and paragraphs with the roles they play."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nutgraf.model.document import Block, BlockRole
from nutgraf.sources.lines import find_credit, find_dateline
from nutgraf.sources.structure import Structure, matches, structure

_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_BULLET = re.compile(r"\s*(?:[•◦●▪‣*]|[-–—]\s(?=[A-ZÄÖÜ0-9«„\"]))\s*")
_METADATA = re.compile(r"^\s*date (?P<date>\d{4}(?:-\d{2}){0,2})(?=\s|$)\s*", re.IGNORECASE)
_SENTENCE_END = (".", "!", "?", "…", ":", ".»", ".“", ".”", '."', "!»", "?»", "!“", "?“")
_HEADLINE_LENGTH = 200
_HEADING_LENGTH = 90
_TAIL_LENGTH = 140


@dataclass(frozen=True, slots=True)
class Outline:
    """The blocks of a text and the metadata that its lines give away.

    `opened` tells that the first long paragraph has been passed.
    """

    blocks: tuple[Block, ...]
    dateline: str | None = None
    agency: str | None = None
    credits: tuple[str, ...] = ()
    date: str | None = None
    opened: bool = False


def outline(text: str, *, has_title: bool) -> Outline:
    """Find the blocks of a text; `has_title` tells that its first line is the headline."""
    tables = structure()
    blocks: list[Block] = []
    found = Outline(())
    for start, end in _paragraphs(text):
        pieces, found = _pieces(text, start, end, tables, found)
        blocks.extend(pieces)
    return replace(found, blocks=_with_positions(text, blocks, tables, has_title=has_title))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs between blank lines; lines are paragraphs unless they are wrapped."""
    for match in _PARAGRAPH.finditer(text):
        if _is_wrapped(match.group()):
            yield match.span()
        else:
            at = match.start()
            for line in match.group().split("\n"):
                yield at, at + len(line)
                at += len(line) + 1


def _is_wrapped(paragraph: str) -> bool:
    """Tell whether the lines of a paragraph were broken at a fixed width."""
    lines = paragraph.split("\n")
    if len(lines) < 2 or any(_BULLET.match(line) for line in lines):
        return False
    widths = [len(line) for line in lines[:-1]]
    even = min(widths) >= 40 and max(widths) <= 100
    unended = sum(not line.rstrip().endswith(_SENTENCE_END) for line in lines[:-1])
    return even and unended >= len(widths) / 2


def _pieces(
    text: str, start: int, end: int, tables: Structure, found: Outline
) -> tuple[list[Block], Outline]:
    """Cut one paragraph into metadata, dateline, its telling part and its credit."""
    blocks: list[Block] = []
    date = _METADATA.match(text[start:end]) if not found.credits else None
    if date:
        blocks.append(Block(start, start + date.end(), BlockRole.METADATA))
        found = replace(found, date=found.date or date.group("date"))
        start += date.end()
    opening = found.dateline is None and not found.opened and end - start > _HEADLINE_LENGTH / 2
    dateline = find_dateline(text[start:end], tables, opening=opening)
    found = replace(found, opened=found.opened or opening)
    if dateline:
        blocks.append(Block(start, start + dateline.end, BlockRole.DATELINE))
        found = _with_dateline(found, dateline.place, dateline.agency)
        start += dateline.end
    credit = find_credit(text[start:end], tables)
    if credit is not None and not dateline:
        found = replace(found, credits=(*found.credits, text[start + credit : end].strip()))
        blocks.append(Block(start, start + credit, BlockRole.CAPTION))
        blocks.append(Block(start + credit, end, BlockRole.CREDIT))
    else:
        blocks.append(Block(start, end, _line_role(text[start:end], tables)))
    trimmed = (_trim(text, block) for block in blocks)
    return [block for block in trimmed if block.start < block.end], found


def _with_dateline(found: Outline, place: str | None, agency: str | None) -> Outline:
    return replace(found, dateline=found.dateline or place, agency=found.agency or agency)


def _trim(text: str, block: Block) -> Block:
    start, end = block.start, block.end
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Block(start, end, block.role)


def _line_role(line: str, tables: Structure) -> BlockRole:
    if _BULLET.match(line):
        return BlockRole.SUMMARY
    boilerplate = (*tables.boilerplate, *tables.summary_headings)
    if matches(line, boilerplate) or tables.byline.match(line.strip()):
        return BlockRole.BOILERPLATE
    if _is_date_line(line, tables) or tables.agency(line.strip(" ()")):
        return BlockRole.METADATA
    if len(line) <= _HEADING_LENGTH and not line.rstrip().endswith(_SENTENCE_END):
        return BlockRole.HEADING
    return BlockRole.BODY


def _is_date_line(line: str, tables: Structure) -> bool:
    folded = line.strip().lower()
    words = sorted(tables.date_words, key=len, reverse=True)
    rest = next((folded[len(w) :] for w in words if folded.startswith((w + ":", w + " "))), None)
    return rest is not None and len(folded) < 70 and any(char.isdigit() for char in rest)


def _with_positions(
    text: str, blocks: list[Block], tables: Structure, *, has_title: bool
) -> tuple[Block, ...]:
    """Give roles that depend on where a block stands: headline, lead, unrelated tail."""
    placed = _without_tail(text, blocks, tables)
    first = next((i for i, block in enumerate(placed) if block.role in _OPENING), None)
    if first is not None and (has_title or _is_headline(text, placed, first)):
        placed[first] = replace(placed[first], role=BlockRole.HEADLINE)
    lead = next((i for i, block in enumerate(placed) if block.role is BlockRole.BODY), None)
    if lead is not None:
        placed[lead] = replace(placed[lead], role=BlockRole.LEAD)
    return tuple(placed)


_OPENING = frozenset({BlockRole.HEADING, BlockRole.BODY, BlockRole.LEAD, BlockRole.CAPTION})


def _is_headline(text: str, blocks: list[Block], at: int) -> bool:
    """Without a title the first line is the headline when it is short and not a sentence."""
    block = blocks[at]
    line = text[block.start : block.end]
    alone = at == 0 or blocks[at - 1].role in {BlockRole.METADATA, BlockRole.BOILERPLATE}
    short = len(line) <= _HEADLINE_LENGTH and "\n" not in line
    return alone and short and len(blocks) > 1 and not line.endswith((".", ":", "…"))


def _without_tail(text: str, blocks: list[Block], tables: Structure) -> list[Block]:
    """Mark what follows a heading such as "Mehr zum Thema" as boilerplate while it is short."""
    marked: list[Block] = []
    in_tail = False
    for block in blocks:
        line = text[block.start : block.end]
        if matches(line, tables.tail_headings):
            in_tail = True
        elif in_tail and len(line) > _TAIL_LENGTH:
            in_tail = False
        marked.append(replace(block, role=BlockRole.BOILERPLATE) if in_tail else block)
    return marked
