"""Examples of lines and their roles."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.annotation.examples.example import Example

from nutgraf.annotation.text.language import language
from nutgraf.sources.blocks import outline

# What stands around the line has to be an article in no particular language.
_BEFORE = "Titel 1\n\n" + "Abcde fghij klmno pqrst uvwxy. " * 8
_AFTER = "\n\n".join(["Bcdef ghijk lmnop qrstu vwxyz. " * 8] * 2)


def examples(code: str) -> Iterator[Example]:
    """Each example line of a language, where its table has some."""
    for entry in language(code).table("examples/blocks"):
        for holds, lines in ((True, entry["yes"]), (False, entry["no"])):
            for line in lines:
                check = partial(_check, line, entry["role"], holds=holds)
                yield Example(f"{entry['role']}-{holds}-{line[:40]}", check)


def _check(line: str, role: str, *, holds: bool) -> None:
    text = f"{_BEFORE}\n\n{line}\n\n{_AFTER}"
    start = len(_BEFORE) + 2
    found = outline(text, has_title=True).blocks
    roles = [b.role.value for b in found if b.start < start + len(line) and b.end > start]
    assert (roles == [role]) is holds, f"{line!r} is read as {roles}"
