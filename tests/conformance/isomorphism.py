"""Whether two bags of rows are the same up to the names of their blank nodes.

A graph is a bag of rows of three, a dataset of four, a table of as many as it has variables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from .terms import Blank, Node

Row = tuple[Node, ...]
Colours = Mapping[Blank, str]


def isomorphic(left: Iterable[Row], right: Iterable[Row]) -> bool:
    """Tell whether one naming of blank nodes makes the two bags equal."""
    one, other = Bag.of(left), Bag.of(right)
    if one.ground != other.ground or len(one.open) != len(other.open):
        return False
    return _match(one.coloured({}), other.coloured({}))


@dataclass(frozen=True, slots=True)
class Bag:
    """Rows without blank nodes, counted, and rows with some; blank nodes wear colours."""

    ground: Counter[Row]
    open: tuple[Row, ...]
    colours: Colours

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Bag:
        """Sort rows by whether they hold a blank node."""
        every = tuple(rows)
        blank = tuple(row for row in every if any(_blanks(row)))
        return cls(Counter(row for row in every if not any(_blanks(row))), blank, {})

    def coloured(self, fixed: Colours) -> Bag:
        """Refine colours until no round tells more blank nodes apart."""
        colours = {blank: fixed.get(blank, "") for row in self.open for blank in _blanks(row)}
        while True:
            refined = _refined(self.open, colours)
            if len(set(refined.values())) == len(set(colours.values())):
                return Bag(self.ground, self.open, refined)
            colours = refined

    def fixed(self, blank: Blank) -> Bag:
        """Tell one blank node apart from all others."""
        return self.coloured({**self.colours, blank: self.colours[blank] + "!"})

    def classes(self) -> dict[str, list[Blank]]:
        """The blank nodes of each colour."""
        found: dict[str, list[Blank]] = {}
        for blank in sorted(self.colours):
            found.setdefault(self.colours[blank], []).append(blank)
        return found

    def painted(self) -> Counter[str]:
        """The rows with colours in the place of blank nodes."""
        return Counter(repr(_paint(row, self.colours)) for row in self.open)


def _match(left: Bag, right: Bag) -> bool:
    if left.painted() != right.painted():
        return False
    theirs = right.classes()
    shared = [(colour, nodes) for colour, nodes in left.classes().items() if len(nodes) > 1]
    if not shared:
        return all(len(nodes) == 1 for nodes in theirs.values())
    colour, nodes = min(shared, key=lambda pair: (len(pair[1]), pair[0]))
    chosen = left.fixed(nodes[0])
    return any(_match(chosen, right.fixed(each)) for each in theirs.get(colour, ()))


def _refined(rows: tuple[Row, ...], colours: Colours) -> dict[Blank, str]:
    seen: dict[Blank, list[str]] = {blank: [] for blank in colours}
    for row in rows:
        for blank in set(_blanks(row)):
            seen[blank].append(repr(_paint(row, {**_of(row, colours), blank: "@"})))
    return {blank: _digest([colours[blank], *sorted(places)]) for blank, places in seen.items()}


def _of(row: Row, colours: Colours) -> dict[Blank, str]:
    return {blank: colours[blank] for blank in _blanks(row)}


def _digest(parts: list[str]) -> str:
    return blake2b("\n".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _blanks(node: Node) -> Iterator[Blank]:
    if isinstance(node, Blank):
        yield node
    elif isinstance(node, tuple):
        for part in node:
            yield from _blanks(part)


def _paint(node: Node, colours: Colours) -> Node:
    if isinstance(node, Blank):
        return ("_:", colours[node])
    if isinstance(node, tuple):
        return tuple(_paint(part, colours) for part in node)
    return node
