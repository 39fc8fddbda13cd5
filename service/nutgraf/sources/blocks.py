"""Blocks of a plain text: lines and paragraphs with the roles they play."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nutgraf.model.document import Block, BlockRole
from nutgraf.sources.boxes import without_boxes
from nutgraf.sources.credits import find_credit, find_note, is_signature
from nutgraf.sources.datelines import Dateline, find_dateline
from nutgraf.sources.dating import find_date
from nutgraf.sources.structure import Structure, is_stopped, structure

_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_BULLET = re.compile(r"\s*(?:[•◦●▪‣*]|[-–—]\s(?=[A-ZÄÖÜ0-9«„\"]))\s*")
_METADATA = re.compile(r"^\s*date (?P<date>\d{4}(?:-\d{2}){0,2})(?=\s|$)\s*", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}[:./]\d{2}")
_SENTENCE_END = (".", "!", "?", "…", ":", ".»", ".“", ".”", '."', "!»", "?»", "!“", "?“")
_HEADLINE_LENGTH = 200
_HEADING_LENGTH = 90


@dataclass(frozen=True, slots=True)
class Outline:
    """The blocks of a text and the metadata that its lines give away.

    `date` is one the lines state for the article, `filed` the words of one in its dateline;
    `opened` tells that the first long paragraph has been passed.
    """

    blocks: tuple[Block, ...]
    dateline: str | None = None
    agency: str | None = None
    credits: tuple[str, ...] = ()
    date: str | None = None
    filed: str | None = None
    opened: bool = False


def outline(text: str, *, has_title: bool, captions: frozenset[str] = frozenset()) -> Outline:
    """Find the blocks of a text.

    `has_title` tells that its first line is the headline; `captions` are lines known to
    stand below pictures.
    """
    tables = structure()
    blocks: list[Block] = []
    found = Outline(())
    for start, end in _paragraphs(text):
        if text[start:end] in captions:
            pieces = _telling(text, start, end, tables, filed=False, told=BlockRole.CAPTION)
        else:
            pieces, found = _pieces(text, start, end, tables, found)
        found = _with_credits(found, text, pieces)
        trimmed = (_trim(text, block) for block in pieces)
        blocks.extend(block for block in trimmed if block.start < block.end)
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
        found = _with_dateline(found, dateline)
        start += dateline.end
    blocks.extend(_telling(text, start, end, tables, filed=dateline is not None))
    if found.date is None and _is_date_line(text[start:end], tables):
        found = replace(found, date=find_date(text[start:end], tables.months))
    return blocks, found


def _telling(
    text: str,
    start: int,
    end: int,
    tables: Structure,
    *,
    filed: bool,
    told: BlockRole | None = None,
) -> list[Block]:
    """Cut what a paragraph tells from the credit behind it.

    `filed` tells that it had a dateline; `told` is its role where that is known.
    """
    line = text[start:end]
    role = told or _line_role(line, tables)
    if role in _SILENT:
        return [Block(start, end, role)]
    note = find_note(line, tables)
    if note is not None:
        role = told or _line_role(line[:note].rstrip(), tables)
        return [Block(start, start + note, role), Block(start + note, end, BlockRole.CREDIT)]
    credit = None if filed else find_credit(line, tables)
    if credit is None:
        return [Block(start, end, role)]
    caption = Block(start, start + credit, BlockRole.CAPTION)
    return [caption, Block(start + credit, end, BlockRole.CREDIT)]


def _with_credits(found: Outline, text: str, blocks: list[Block]) -> Outline:
    given = [text[b.start : b.end].strip() for b in blocks if b.role is BlockRole.CREDIT]
    return replace(found, credits=(*found.credits, *given))


def _with_dateline(found: Outline, dateline: Dateline) -> Outline:
    return replace(
        found,
        dateline=found.dateline or dateline.place,
        agency=found.agency or dateline.agency,
        filed=found.filed or dateline.date,
    )


def _trim(text: str, block: Block) -> Block:
    start, end = block.start, block.end
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Block(start, end, block.role)


_SILENT = frozenset({BlockRole.BOILERPLATE, BlockRole.METADATA})


def _line_role(line: str, tables: Structure) -> BlockRole:
    if tables.is_notice(line) or tables.byline.match(line.strip()):
        return BlockRole.BOILERPLATE
    signed = tables.agency(line.strip(" ()[]")) and not is_signature(line, tables)
    if signed or _is_date_line(line, tables):
        return BlockRole.METADATA
    if _BULLET.match(line):
        return BlockRole.SUMMARY
    if len(line) <= _HEADING_LENGTH and not line.rstrip().endswith(_SENTENCE_END):
        return BlockRole.HEADING
    return BlockRole.BODY


def _is_date_line(line: str, tables: Structure) -> bool:
    folded = line.strip().lower()
    words = sorted(tables.date_words, key=len, reverse=True)
    rest = next((folded[len(w) :] for w in words if folded.startswith((w + ":", w + " "))), None)
    # "Stand 3. Mai gab es zwölf Tote." is a sentence.
    told = is_stopped(folded) and rest is not None and not rest.startswith(":")
    if rest is None or len(folded) >= 70 or told:
        return False
    return _CLOCK.search(rest) is not None or find_date(rest, tables.months) is not None


def _with_positions(
    text: str, blocks: list[Block], tables: Structure, *, has_title: bool
) -> tuple[Block, ...]:
    """Give roles that depend on where a block stands: headline, lead, unrelated tail."""
    placed = without_boxes(text, blocks, tables)
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
