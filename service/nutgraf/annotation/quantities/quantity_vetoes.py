"""Numbers that are no quantities: increments, names, ages, articles, codes, fractions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nutgraf.annotation.quantities.counted import Counted
from nutgraf.annotation.quantities.number_candidates import NumberSpan
from nutgraf.annotation.quantities.quantity_subjects import subject_measure
from nutgraf.annotation.quantities.quantity_tables import QuantityTables
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.annotation import Sentence
from nutgraf.model.quantity import Measure, Qualifier

# The least of "several"; such a word without a noun is a pronoun.
_SOME = 2
_EXACTLY = frozenset({None, Qualifier.AT_LEAST, Qualifier.EXACT})
_GROUPED = re.compile(r"\d{1,3}(?:[.,'’]\d{3})+")
_QUOTES = "\"'„“”‚‘’«»‹›"


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number on its way to a mention: where it begins with its approximator, and its noun.

    `placed` tells that the name of a place stands right before it ("in Rom 20").
    """

    number: NumberSpan
    start: int
    qualifier: Qualifier | None = None
    upper: NumberSpan | None = None
    counted: Counted | None = None
    end: int = 0
    placed: bool = False

    @property
    def last(self) -> NumberSpan:
        """The number that stands last: the upper one of a range."""
        return self.upper or self.number


def is_increment(
    text: str,
    sentence: Sentence,
    item: FoundNumber,
    following: NumberSpan | None,
    tables: QuantityTables,
) -> bool:
    """Tell the change or the old value of "by 40 to 210" and "from 170 to 210"."""
    share = item.counted is not None and item.counted.measure is Measure.SHARE
    if following is None or share:
        return False
    between = text[item.end : following.start]
    for link in tables.increments:
        opener = link.opener.search(text, sentence.start, item.start)
        before = text[sentence.start : item.start]
        risen = link.rise is None or link.rise.search(before) is not None
        if opener and risen and link.link.match(between):
            return True
    return False


def is_quantity(text: str, sentence: Sentence, item: FoundNumber, tables: QuantityTables) -> bool:
    """Tell a quantity from a name, an age, an article, a code or a pronoun."""
    number = item.number
    counts = _is_scaled(item) or (item.upper and item.counted)
    if (number.joined or item.last.joined) and not counts:
        return False
    if (
        _is_quoted(text, item)
        or _is_behind_code(text, item)
        or (number.article and not _counts_one(text, item, tables))
    ):
        return False
    # "up to several hundred" entails no least number.
    if number.value is None and item.qualifier in {Qualifier.AT_MOST, Qualifier.LESS_THAN}:
        return False
    if any(veto(text, sentence, item, tables) for veto in (_is_part, _is_numbered_name, _is_age)):
        return False
    if item.counted or item.qualifier or _may_stand_bare(text, item):
        return True
    # "the toll rose to 1200", "rose to 1000": behind such words it is no year.
    risen = tables.subject_verbs.search(text, sentence.start, item.start) is not None
    rounded = text[item.number.start : item.number.end].endswith("000")
    return risen and (rounded or subject_measure(text, item.start, tables) is not None)


def _is_quoted(text: str, item: FoundNumber) -> bool:
    """Tell a number that alone is a name in quotation marks."""
    before, after = text[item.start - 1 : item.start], text[item.last.end : item.last.end + 1]
    return bool(before and after) and before in _QUOTES and after in _QUOTES


def _is_behind_code(text: str, item: FoundNumber) -> bool:
    """Tell the digits behind an area code or another run with a leading zero."""
    return re.search(r"(?<![\d.,])0\d+[ /-]+$", text[: item.number.start][-12:]) is not None


def _is_part(text: str, sentence: Sentence, item: FoundNumber, tables: QuantityTables) -> bool:
    """Tell the numerator of a fraction, or another number that its noun makes no count."""
    following = re.match(r"\s+(\w+)", text[item.last.end : sentence.end])
    if item.counted is not None:
        return False
    return following is not None and fold(following.group(1)) in tables.nouns.not_nouns


def _counts_one(text: str, item: FoundNumber, tables: QuantityTables) -> bool:
    """Tell "one dead" and "a person" from the article of anything else."""
    # "over a", "up to an": what stands before an article is a preposition.
    if item.counted is None or item.qualifier not in _EXACTLY:
        return False
    between = text[item.number.end : item.counted.start].split()
    described = any(fold(word) not in tables.nouns.fillers for word in between)
    # "a possible arrest" is a notion, not a count.
    if item.counted.measure is Measure.ARRESTED and described:
        return False
    noun = fold(text[item.counted.start : item.counted.end])
    if noun in tables.single_nouns:
        return True
    # "a gunman shot dead": behind another noun, an adjective tells what became of somebody.
    return item.counted.measure in tables.single and not (described and noun in tables.states)


def _is_scaled(item: FoundNumber) -> bool:
    """Tell a number on a scale ("a 7.8-magnitude quake", "Stärke 7,8")."""
    return item.counted is not None and item.counted.measure is Measure.MAGNITUDE


def _is_numbered_name(
    text: str, sentence: Sentence, item: FoundNumber, tables: QuantityTables
) -> bool:
    """Tell a number in a name or a rank: "Article 5", "A 45", "Apollo 11", "the 3."."""
    match = re.search(r"([\w.]+)[\s\u00a0]$", text[sentence.start : item.start])
    if match is None or item.number.minimum is not None or _is_scaled(item):
        return False
    word = match.group(1)
    if _designates(word, tables) or re.fullmatch(r"[A-ZÄÖÜ]{1,2}", word):
        return True
    if item.counted is not None or item.qualifier is not None:
        return False
    ends_sentence = text[item.number.end : sentence.end] == "."
    if ends_sentence and not item.number.spelled and word in tables.ordinal_before:
        return True
    # "Apollo 11", but "on Monday eleven died" and "in Rom 20".
    if item.placed and not item.number.joined:
        return False
    # Nothing is numbered by thousands with a mark ("laut Polizei 5.000").
    grouped = _GROUPED.fullmatch(text, item.number.start, item.number.end) is not None
    return not item.number.spelled and not grouped and word[0].isupper()


def _designates(word: str, tables: QuantityTables) -> bool:
    """Tell a word that is numbered itself ("Article", "Warnstufe")."""
    if word in tables.designators or word.rstrip(".") in tables.designators:
        return True
    folded = fold(word)
    return any(folded.endswith(head) and folded != head for head in tables.designator_heads)


def _is_age(text: str, sentence: Sentence, item: FoundNumber, tables: QuantityTables) -> bool:
    """Tell an age, or how many somebody is the mother of."""
    after = text[item.last.end : sentence.end]
    before = text[sentence.start : item.start]
    if tables.age.search(after) or tables.uncounted.search(before):
        return True
    if tables.age_before.search(before) and tables.age_after.search(after):
        return True
    alone = item.counted is None and item.qualifier is None
    return alone and before[-2:] in {", ", " ("} and after[:1] in {",", ")"}


def _may_stand_bare(text: str, item: FoundNumber) -> bool:
    """A number without noun or approximator, unless a pronoun or like a year."""
    number = item.number
    if number.minimum == _SOME:
        return False
    written = text[number.start : number.end]
    return not (written.isdigit() and len(written) == 4 and 1000 <= int(written) <= 2100)
