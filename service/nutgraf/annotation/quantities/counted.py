"""Counted nouns: what stands behind a number, and what it alone says about the measure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nutgraf.annotation.quantities.quantity_tables import NounRules, QuantityTables
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.quantity import Measure

_WORD = re.compile(
    r"(?:[\s\u00a0\u202f]+|(?<=['’]))(?P<word>(?:[A-Z]\.){2,}|[^\W\d_](?:[\w’'-]*\w)?\.?|[€$£%¥])"
)
_SIGN = re.compile(r"[\s\u00a0\u202f]?(?P<word>[€$£%¥]|[a-zA-Z]{1,3}(?!\w))")
_CURRENCY = re.compile(r"(?<!\w)(?:(?:US|A|C)?[$]|[€£¥]|EUR|USD|CHF|GBP)[\s\u00a0]?$")
_LONGEST = 5


@dataclass(frozen=True, slots=True)
class Counted:
    """The counted noun `start..end` and the measure that it or its adjective entails."""

    start: int
    end: int
    measure: Measure | None = None


def measure_of(word: str, tables: QuantityTables) -> Measure | None:
    """What a noun alone entails ("Todesopfer": killed); `None` when it leaves that open."""
    folded = fold(word)
    if folded in tables.measures:
        return tables.measures[folded]
    for head, measure in tables.measure_heads:
        if folded.endswith(head) and len(folded) >= len(head) + 3:
            return measure
    return None


def counted_before(text: str, start: int, number: int, tables: QuantityTables) -> Counted | None:
    """A currency sign, or the word of a scale ("magnitude"), right before a number."""
    match = _CURRENCY.search(text, start, number)
    if match is not None:
        sign = match.group().strip()
        return Counted(match.start(), match.start() + len(sign), Measure.MONEY)
    scale = tables.scale_before.search(text, start, number)
    if scale is not None:
        return Counted(scale.start("scale"), scale.end("scale"), Measure.MAGNITUDE)
    return None


def counted_behind(
    text: str, position: int, end: int, tables: QuantityTables, *, governed: bool, loose: bool
) -> Counted | None:
    """The noun behind a number; `loose` numbers may have "of" between.

    `governed` tells that a word before the number lets an adjective end as in the dative.
    """
    sign = _SIGN.match(text, position, end)
    if sign and tables.unit.fullmatch(sign.group("word")):
        found = sign.group("word")
        return Counted(sign.start("word"), sign.end("word"), measure_of(found, tables))
    if scale := tables.scale_behind.match(text, position, end):
        return Counted(scale.start() + 1, scale.end(), Measure.MAGNITUDE)
    if phrase := tables.measure_phrases.match(text, position, end):
        measure = tables.measures[fold(" ".join(phrase.group("phrase").split()))]
        return Counted(phrase.start("phrase"), phrase.end(), measure)
    rules = tables.nouns
    partitive = (rules.partitive if loose else rules.partial).match(text, position, end)
    if partitive:
        position, governed = partitive.end(), True
    if age := tables.aged.match(text, position, end):
        position = age.end()
    plainly = partitive is None or fold(partitive.group().strip()) in rules.plainly
    words = _words(text, position, end)
    plural = rules.plural is not None
    found = _plural(words, tables) if plural else _capitalised(words, tables, governed=governed)
    # "three of the four men": what has a number of its own is not counted twice.
    counted = partitive and found and tables.shapes.spelled.search(text, position, found.start)
    if found is None or counted:
        return None
    # "Five of the injured": how many they are in all is told elsewhere.
    return found if plainly else replace(found, measure=None)


def _words(text: str, position: int, end: int) -> list[re.Match[str]]:
    """The next words, as long as nothing but space stands between them."""
    found: list[re.Match[str]] = []
    while len(found) < _LONGEST:
        match = _WORD.match(text, position, end)
        if match is None:
            break
        found.append(match)
        position = match.end()
    return found


def _capitalised(
    words: list[re.Match[str]], tables: QuantityTables, *, governed: bool
) -> Counted | None:
    """Nouns have capitals: the first capital word behind nothing but adjectives."""
    rules = tables.nouns
    adjectives: list[str] = []
    for match in words:
        word = match.group("word").rstrip(".")
        folded = fold(word)
        if folded in rules.stops:
            return None
        if rules.noun.fullmatch(word):
            return _counted(match, word, adjectives, tables)
        if not _is_adjective(word, rules, governed=governed) and folded not in tables.measures:
            return None
        adjectives.append(word)
    return None


def _is_adjective(word: str, rules: NounRules, *, governed: bool) -> bool:
    if fold(word) in rules.fillers or rules.adjective.fullmatch(word):
        return True
    if rules.governed_adjective is None or not governed:
        return False
    return rules.governed_adjective.fullmatch(word) is not None


def _counted(
    match: re.Match[str], word: str, adjectives: list[str], tables: QuantityTables
) -> Counted | None:
    if fold(word) in tables.nouns.not_nouns:
        return None
    start = match.start("word")
    return Counted(start, start + len(word), _told_measure(word, adjectives, tables))


def _told_measure(word: str, adjectives: list[str], tables: QuantityTables) -> Measure | None:
    """The measure of noun and adjectives: of "injured marchers" that of the adjective."""
    own = measure_of(word, tables)
    if own not in {None, Measure.PARTICIPANTS} or not (own or tables.people.names(word)):
        return own
    told = (measure_of(form, tables) for form in reversed(adjectives))
    return next((measure for measure in told if measure is not None), own)


def _plural(words: list[re.Match[str]], tables: QuantityTables) -> Counted | None:
    """Nouns have no capitals: the last of the first plural words before a function word."""
    head: re.Match[str] | None = None
    before: list[str] = []
    for match in words:
        word = match.group("word").rstrip(".")
        if _ends_phrase(word, tables) and not (head is None and _is_result(word, tables)):
            break
        if head is not None and tables.nouns.noun_first:
            break
        if _is_counted(word, tables):
            head = match
        elif head is not None or (tables.nouns.noun_first and not _is_filler(word, tables)):
            break
        else:
            before.append(word)
        if match.group("word").endswith(".") and match.group("word").count(".") == 1:
            break
    return None if head is None else _plural_counted(head, before, words, tables)


def _plural_counted(
    head: re.Match[str], before: list[str], words: list[re.Match[str]], tables: QuantityTables
) -> Counted | None:
    passed = [match.group("word") for match in words if match.start() < head.start()]
    if tables.nouns.noun_first:
        # "vingt personnes blessées": the adjective behind the noun tells what befell them.
        passed += [match.group("word") for match in words if match.start() > head.start()][:1]
    return _counted(head, head.group("word").rstrip("."), passed or before, tables)


def _ends_phrase(word: str, tables: QuantityTables) -> bool:
    return fold(word) in tables.nouns.stops


def _is_filler(word: str, tables: QuantityTables) -> bool:
    """Tell whether a word may stand before a noun whose adjectives follow it."""
    return fold(word) in tables.nouns.fillers


def _is_result(word: str, tables: QuantityTables) -> bool:
    """Tell "10 dead" and "3 injured", where a function word is what is counted."""
    return measure_of(word, tables) is not None


def _is_counted(word: str, tables: QuantityTables) -> bool:
    rules = tables.nouns
    if fold(word) in rules.not_nouns or (rules.noun_first and _is_filler(word, tables)):
        return False
    if fold(word) in tables.single_nouns or measure_of(word, tables) is not None:
        return True
    return rules.plural is not None and rules.plural.fullmatch(word) is not None
