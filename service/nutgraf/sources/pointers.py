"""Lines amid an article that point to another one, told by their label or their shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nutgraf.model.document import Block, BlockRole
from nutgraf.sources.structure import Structure, is_stopped, matches

_TITLE_LENGTH = 160
_LABEL_WORDS = 5
_LABEL = re.compile(r"(?P<label>[^:|]{2,60}?)\s?[:|]\s\S")
_BANNER = re.compile(r"\+{3}.*\+{3}")
_ENDED = re.compile(r"[.!?…][“”»\"’)]*$")
_OPENING = frozenset({BlockRole.HEADING, BlockRole.BODY})


def pointers(text: str, blocks: Sequence[Block], tables: Structure) -> frozenset[int]:
    """Places of the blocks that are a title with a label, a banner, or a lone bullet.

    The first line of a text is its headline, whatever its label; and a text with several
    banners ("+++ 14.32 Uhr: ... +++") is a ticker, whose entries they head.
    """
    lines = [text[block.start : block.end] for block in blocks]
    first = next((at for at, block in enumerate(blocks) if block.role in _OPENING), len(blocks))
    places = range(first + 1, len(blocks))
    found = {at for at in places if _is_labelled(lines[at], tables)}
    banners = [at for at in places if _BANNER.fullmatch(lines[at])]
    if len(banners) == 1:
        found.update(banners)
    return frozenset(found.union(_lone_bullets(lines, blocks)))


def _is_labelled(line: str, tables: Structure) -> bool:
    match = _LABEL.match(line)
    if match is None or len(line) > _TITLE_LENGTH or "\n" in line or is_stopped(line):
        return False
    label = match.group("label")
    return len(label.split()) <= _LABEL_WORDS and matches(label, tables.pointer_labels)


def _lone_bullets(lines: Sequence[str], blocks: Sequence[Block]) -> Iterator[int]:
    """Bullets that stand alone behind a full sentence: a list of the article has several."""
    for at in range(1, len(blocks)):
        around = {blocks[at - 1].role, blocks[min(at + 1, len(blocks) - 1)].role}
        told = around == {BlockRole.BODY} and _ENDED.search(lines[at - 1]) is not None
        bullet = blocks[at].role is BlockRole.SUMMARY
        if bullet and told and not lines[at].endswith((".", ",", ";")):
            yield at
