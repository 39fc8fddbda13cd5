"""Sums of number words: the parts of a spelled number, added and multiplied in their order."""

from __future__ import annotations

from decimal import Decimal

from nutgraf.annotation.quantities.numeral_tables import NumberWords

_HALF = Decimal("0.5")


def spelled_number(written: str, tables: NumberWords) -> Decimal | None:
    """Read a folded number word by adding and multiplying its parts; a bad order gives `None`."""
    if written in tables.words:
        return Decimal(tables.words[written])
    for half in tables.halves:
        whole = written.removesuffix(half)
        if whole != written and (value := tables.words.get(whole.strip(" -"))):
            return value + _HALF
    parts = _parts(written, tables)
    return _Sum(tables).read(parts) if parts else None


def _parts(written: str, tables: NumberWords) -> list[str] | None:
    found: list[str] = []
    position = 0
    while position < len(written):
        if written[position] in " -" and position:
            position += 1
            continue
        match = tables.parts.match(written, position)
        if match is None:
            return None
        found.append(match.group())
        position = match.end()
    return found


class _Sum:
    """The running value of a number word: what is complete, and the group being read."""

    def __init__(self, tables: NumberWords) -> None:
        self.tables = tables
        self.total = 0
        self.group = 0
        self.last_scale = 10**18
        self.joined = True

    def read(self, parts: list[str]) -> Decimal | None:
        for part in parts:
            if not self._take(part):
                return None
        ends_open = parts[-1] == self.tables.joiner
        return None if ends_open else Decimal(self.total + self.group)

    def _take(self, part: str) -> bool:
        if part == self.tables.joiner:
            self.joined = True
            return bool(self.total or self.group)
        value = self.tables.values[part]
        fits = self._multiply(value) if part in self.tables.scales else self._add(value)
        self.joined = False
        return fits

    def _multiply(self, scale: int) -> bool:
        if scale == 100:
            fits = self.group < 100
            self.group = max(self.group, 1) * 100
            return fits
        fits = scale < self.last_scale
        self.total += max(self.group, 1) * scale
        self.group, self.last_scale = 0, scale
        return fits

    def _add(self, value: int) -> bool:
        rest = self.group % 100
        self.group += value
        if rest == 0:
            return value > 0
        if self.tables.inverted:
            return rest < 10 and self.joined and value >= 20
        return rest >= 20 and rest % 10 == 0 and value < 10
