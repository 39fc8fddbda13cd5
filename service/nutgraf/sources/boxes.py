"""Boxes of other articles inside and behind an article: their lines tell of something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nutgraf.model.document import Block, BlockRole
from nutgraf.sources.pointers import pointers
from nutgraf.sources.structure import Structure, is_stopped, matches

_TITLE_LENGTH = 160
_TEASER_LENGTH = 300
_SENTENCE_BREAK = re.compile(r"[.!?][“”»\"]?\s+\S")
_ENDS = re.compile(r"[.…][“”»\"’)]*$|[!?][“”»\"’)]+$")


def without_boxes(text: str, blocks: Sequence[Block], tables: Structure) -> list[Block]:
    """Mark headings such as "Mehr zum Thema" and what stands in their boxes as boilerplate.

    "Lesen Sie auch: ..." points to one article and is a box of one line. Below a bare
    heading stand titles, and perhaps a teaser behind each; the article goes on where two
    paragraphs of full sentences follow each other, with one too long for a teaser, or with
    one that no title precedes.
    """
    marked = list(blocks)
    pointing = pointers(text, blocks, tables)
    at = 0
    while at < len(marked):
        line = text[marked[at].start : marked[at].end]
        end = at + (at in pointing or _is_pointer(line, tables))
        # "Related charges were dropped." is a sentence of the article.
        if end == at and matches(line, tables.tail_headings) and not line.endswith("."):
            closing = matches(line, tables.closing_headings)
            end = _box_end(text, marked, at + 1, closing=closing)
        for place in range(at, end):
            marked[place] = replace(marked[place], role=BlockRole.BOILERPLATE)
        at = max(end, at + 1)
    return marked


def _is_pointer(line: str, tables: Structure) -> bool:
    """Tell whether a heading and the title it points to stand on one line."""
    label, colon, title = line.partition(":")
    if not colon or not title.strip():
        return False
    return matches(label, tables.tail_headings if not is_stopped(line) else _whole(tables))


def _whole(tables: Structure) -> tuple[str, ...]:
    """The headings as they stand: "Mehr dazu wollte er nicht sagen: ..." is a sentence."""
    return tuple(wording.removesuffix("*") for wording in tables.tail_headings)


def _box_end(text: str, blocks: Sequence[Block], at: int, *, closing: bool) -> int:
    titled = closing
    while at < len(blocks) and not _goes_on(text, blocks, at, titled=titled):
        titled = titled or blocks[at].role is not BlockRole.SUMMARY
        at += 1
    return at


def _goes_on(text: str, blocks: Sequence[Block], at: int, *, titled: bool) -> bool:
    """Tell whether the article itself goes on with a block; `titled`: a title stands above it."""
    block = blocks[at]
    if block.role is BlockRole.DATELINE:
        return True
    if not _is_sentence(text, block):
        return False
    if not titled:
        return True
    line = text[block.start : block.end]
    long = len(line) > _TEASER_LENGTH and _SENTENCE_BREAK.search(line) is not None
    return long or (at + 1 < len(blocks) and _is_sentence(text, blocks[at + 1]))


def _is_sentence(text: str, block: Block) -> bool:
    line = text[block.start : block.end]
    told = block.role in {BlockRole.BODY, BlockRole.LEAD}
    return told and (len(line) > _TITLE_LENGTH or _ENDS.search(line) is not None)
