"""Figures of speech: each key of the table has sentences that are figurative and that are not."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.annotation.examples.example import Example
from tests.annotation.examples.triggers import told_types

from nutgraf.annotation.text.language import language


def examples(code: str) -> Iterator[Example]:
    """Every example of the table of a language, if there is one."""
    tables = language(code)
    if not (tables.folder / "figurative.yaml").is_file():
        return
    for key, sentences in tables.table("figurative")["examples"].items():
        for which in ("yes", "no"):
            for number, sentence in enumerate(sentences[which], start=1):
                name = f"{key}-{which}-{number}"
                yield Example(name, partial(check, code, sentence, figurative=which == "yes"))


def check(code: str, sentence: str, *, figurative: bool) -> None:
    """Raise unless a figurative sentence tells of nothing, and any other of something."""
    found = told_types(code, sentence)
    assert bool(found) != figurative, f"told in {sentence!r}: {sorted(found)}"
