"""Pairing: which found stretches answer which gold stretches, one to one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

Tokens = frozenset[int]
Pairs = tuple[tuple[int, int], ...]


def best_pairs(gold: Sequence[Tokens], found: Sequence[Tokens]) -> Pairs:
    """Pair stretches so that the summed F1 of their tokens is greatest.

    Stretches overlap with few others, so each group that hangs together is tried out
    whole; a group of more than a dozen does not occur in any corpus we know.
    """
    pairs: list[tuple[int, int]] = []
    left = {i: {j for j, b in enumerate(found) if a & b} for i, a in enumerate(gold)}
    while left:
        group = _group(next(iter(left)), left)
        pairs.extend(_best(gold, found, tuple(sorted(group)), left))
        left = {i: partners for i, partners in left.items() if i not in group}
    return tuple(sorted(pairs))


def overlap(one: Tokens, other: Tokens) -> float:
    """Give the F1 of two stretches: twice what they share over what they have."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def _group(first: int, partners: dict[int, set[int]]) -> set[int]:
    """The gold stretches that hang together with one by what they overlap."""
    group, reached = {first}, set(partners[first])
    while True:
        grown = {i for i, overlapping in partners.items() if overlapping & reached}
        if grown <= group:
            return group
        group |= grown
        reached = set().union(*(partners[i] for i in group))


def _best(
    gold: Sequence[Tokens],
    found: Sequence[Tokens],
    members: tuple[int, ...],
    partners: dict[int, set[int]],
) -> Pairs:
    @cache
    def rest(place: int, taken: frozenset[int]) -> tuple[float, Pairs]:
        if place == len(members):
            return 0.0, ()
        one = members[place]
        best = rest(place + 1, taken)
        for other in sorted(partners[one] - taken):
            gained, pairs = rest(place + 1, taken | {other})
            total = gained + overlap(gold[one], found[other])
            if total > best[0]:
                best = total, ((one, other), *pairs)
        return best

    return rest(0, frozenset())[1]
