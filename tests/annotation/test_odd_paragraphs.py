"""Paragraphs that are no sentence are read without a fault."""

from __future__ import annotations

from functools import cache

import pytest

from nutgraf.annotation.stages import read_layers
from nutgraf.folders import folder
from nutgraf.linking import EntityTable
from nutgraf.model.document import Block, BlockRole, Document

TABLE = EntityTable.load(folder("seeds") / "entities.tsv")


@cache
def document(odd: str, code: str) -> Document:
    """An odd paragraph between two sentences."""
    text = f"Im Hafen brannte ein Schiff.\n\n{odd}\n\nDies sagte die Polizei am Montag."
    start = text.index(odd, 29)
    blocks = (
        Block(0, 28, BlockRole.BODY),
        Block(start, start + len(odd), BlockRole.BODY),
        Block(start + len(odd) + 2, len(text), BlockRole.BODY),
    )
    return Document(text, code, blocks)


@pytest.mark.parametrize("code", ["de", "en"])
@pytest.mark.parametrize(
    "odd", [":", "?!", "...", "„“", '"', "( )", "–", "1.", "»", "«:»", "*", "’s", ":\n:", "% % %"]
)
def test_odd_paragraphs(odd: str, code: str) -> None:
    """Reading goes on behind a paragraph of marks only, and nothing is found in it."""
    read = document(odd, code)
    layers = read_layers(read, TABLE)
    start, end = read.blocks[1].start, read.blocks[1].end
    inside = [event for event in layers.events if start <= event.trigger.start < end]
    assert layers.sentences
    assert inside == []
