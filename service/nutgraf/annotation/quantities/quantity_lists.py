"""Quantity lists: what quantities beside each other say about each other."""

from __future__ import annotations

import re
from dataclasses import replace

from nutgraf.annotation.quantities.quantity_tables import QuantityTables
from nutgraf.model.annotation import QuantityMention

# "1,700 to Poland and 300 to Germany": what may stand between two bare counts
_BESIDE = re.compile(r" (?P<word>[^\W\d_]+) (?:[^\W\d_][\w-]*,? ){1,4}$")
_FOLLOWING = re.compile(r" ([^\W\d_]+) ")


def with_shared_nouns(
    text: str, found: list[QuantityMention], tables: QuantityTables
) -> list[QuantityMention]:
    """Let "at least 17 and up to 20 people" count people twice."""
    shared = list(found)
    for index, mention in enumerate(found[:-1]):
        following = found[index + 1]
        between = text[mention.whole.end : following.span.start]
        bare = mention.noun is None and mention.measure is None
        if bare and following.noun is not None and tables.joint.fullmatch(between):
            quantity = replace(mention.quantity, unit=following.quantity.unit)
            noun, measure = following.noun, following.measure
            shared[index] = replace(mention, quantity=quantity, noun=noun, measure=measure)
    return shared


def with_subsets(
    text: str, start: int, found: list[QuantityMention], tables: QuantityTables
) -> list[QuantityMention]:
    """Mark what is a part of a quantity told before it, and what is listed beside it."""
    marked: list[QuantityMention] = []
    for mention in found:
        subset = tables.subset.search(text, start, mention.span.start) is not None
        if not subset and marked and marked[-1].subset:
            between = text[marked[-1].whole.end : mention.span.start]
            subset = tables.subset_links.fullmatch(between) is not None
            subset = subset or _is_parallel(text, marked[-1], mention, tables)
        marked.append(replace(mention, subset=subset))
    return marked


def _is_parallel(
    text: str, before: QuantityMention, mention: QuantityMention, tables: QuantityTables
) -> bool:
    """Tell whether a bare count goes on as the bare one before it does, behind a link."""
    bare = all(each.noun is None and each.measure is None for each in (before, mention))
    between = text[before.whole.end : mention.span.start]
    beside, following = _BESIDE.match(between), _FOLLOWING.match(text, mention.whole.end)
    if not bare or beside is None or following is None or beside["word"] != following[1]:
        return False
    return any(
        tables.subset_links.fullmatch(between, at) is not None
        for at in range(beside.end("word"), len(between))
    )
