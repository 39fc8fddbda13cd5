"""Examples of time forms: sentences with all that is read in them, and templates for words.

`languages/<code>/examples/times.yaml` has `published` (the day of publication), `words` (for
each word table of `times.yaml` a sentence with {} where its words stand) and `forms` (a
sentence: each time in it with its value, nothing for none). Every form has to be read in
one sentence, and in another that has its letters it must not be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from typing import Any

from tests.annotation.examples.example import Example

from nutgraf.annotation.text.language import language
from nutgraf.annotation.text.segmentation import segment
from nutgraf.annotation.times.time_mentions import time_expressions
from nutgraf.annotation.times.time_phrases import TimePhrase, time_phrases
from nutgraf.annotation.times.time_tables import Pattern, time_tables
from nutgraf.errors import ConfigurationError
from nutgraf.model.annotation import Layers
from nutgraf.model.document import Block, BlockRole, Document, PublicationDate
from nutgraf.model.time import TimeValue

_SPELLED = (
    (re.compile(r"\(\?-?i:([^()]*)\)"), r"\1"),
    (re.compile(r"\(\?:[^()]*\)\?"), ""),
    (re.compile(r"\(\?:([^()|]*)(?:\|[^()]*)?\)"), r"\1"),
    (re.compile(r"\\\.\?"), ""),
    (re.compile(r"\[([^\]])[^\]]*\]\??"), r"\1"),
    (re.compile(r"(?<!\\)\.\?"), "’"),
    (re.compile(r"\\s[*+?]?"), " "),
    (re.compile(r"\\?(.)\?"), r"\1"),
    (re.compile(r"\\(.)"), r"\1"),
)


def examples(code: str) -> Iterator[Example]:
    """The sentences, the words of the tables, and that each form has its examples."""
    try:
        data = language(code).table("examples/times")
    except ConfigurationError as error:
        yield Example("examples/times.yaml", partial(_fails, error))
        return
    for text, times in data["forms"].items():
        yield Example(text, partial(_reads, code, text, times or {}))
    for table, template in data["words"].items():
        for word, value in _words(code, table):
            text = template.replace("{}", word)
            yield Example(f"{table} {word}", partial(_has_word, code, text, table, value))
    yield Example("every word table has a sentence", partial(_is_complete, code))
    for pattern, entry in zip(
        time_tables(language(code)).patterns, language(code).table("times")["patterns"], strict=True
    ):
        yield Example(f"form {entry['form']}", partial(_has_examples, code, pattern))


def _fails(error: ConfigurationError) -> None:
    """Fail as an example, so that one language without sentences hides no other."""
    raise AssertionError(str(error))


def _reads(code: str, text: str, times: Mapping[str, str]) -> None:
    found = {
        mention.span.quote: written(mention.value)
        for mention in time_expressions(_layers(code, text), language(code))
    }
    assert found == dict(times), f"{text!r} is read as {found}"


def written(value: TimeValue) -> str:
    """All that a value says, on one line."""
    bounds = (value.begin_earliest, value.begin_latest, value.end_earliest, value.end_latest)
    days = " ".join("-" if day is None else day.isoformat() for day in bounds)
    told = [value.edtf or (days if value.bounded else "")]
    told += ["vague"] if value.vague else []
    told += [f"clock {value.clock}"] if value.clock else []
    told += [f"for {value.duration}"] if value.duration else []
    told += [f"every {value.recurrence}"] if value.recurrence else []
    told += [f"from {value.anchor}"] if value.anchor else []
    told += [f"by {value.offset}"] if value.offset else []
    return ", ".join(filter(None, told)) or value.granularity.name.lower()


def _has_word(code: str, text: str, table: str, value: object) -> None:
    slots = [phrase.slots for phrase in _phrases(code, text)]
    told = [found[name] for found in slots for name in found if name.rstrip("23") == table]
    assert value in told, f"{text!r} has {table} {told}, not {value!r}"


def _is_complete(code: str) -> None:
    tables = set(language(code).table("times")["words"])
    missing = tables ^ set(language(code).table("examples/times")["words"])
    assert not missing, f"word tables with no sentence, or the other way round: {missing}"


def _has_examples(code: str, pattern: Pattern) -> None:
    read, left = _coverage(code)
    assert pattern.order in read, "no sentence in which this form is read"
    assert pattern.order in left, "no sentence that has its letters and in which it is not read"


@lru_cache(maxsize=8)
def _coverage(code: str) -> tuple[frozenset[int], frozenset[int]]:
    """The forms that are read in some sentence, and those that in some are not."""
    tables = time_tables(language(code))
    read: set[int] = set()
    left: set[int] = set()
    for text in _texts(code):
        chosen = {(phrase.core, phrase.pattern) for phrase in _phrases(code, text)}
        orders = {order for _, order in chosen}
        present = set(tables.finder.present(text))
        read |= orders
        left |= {
            pattern.order
            for pattern in tables.patterns
            if pattern.order not in orders
            and not any(present.isdisjoint(clause) for clause in pattern.clauses)
        }
    return frozenset(read), frozenset(left)


def _texts(code: str) -> Iterator[str]:
    data = language(code).table("examples/times")
    yield from data["forms"]
    for table, template in data["words"].items():
        yield from (template.replace("{}", word) for word, _ in _words(code, table))


def _words(code: str, table: str) -> Iterator[tuple[str, Any]]:
    """The words of a table, one spelling for each alternative."""
    for form, value in language(code).table("times")["words"][table].items():
        yield from ((_spelled(each), value) for each in _alternatives(str(form)))


def _alternatives(form: str) -> list[str]:
    """The alternatives outside of all brackets."""
    found, depth = [""], 0
    for letter in form:
        depth += (letter in "([") - (letter in ")]")
        if letter == "|" and not depth:
            found.append("")
        else:
            found[-1] += letter
    return found


def _spelled(form: str) -> str:
    """One spelling of a form: the first of each choice, and what may stand there if short."""
    before = None
    while before != form:
        before = form
        for regex, spelling in _SPELLED:
            form = regex.sub(spelling, form)
    return form


def _phrases(code: str, text: str) -> tuple[TimePhrase, ...]:
    tables = time_tables(language(code))
    return tuple(
        phrase
        for sentence in _layers(code, text).sentences
        for phrase in time_phrases(text, sentence.start, sentence.end, tables)
    )


@lru_cache(maxsize=2048)
def _layers(code: str, text: str) -> Layers:
    day = PublicationDate.parse(str(language(code).table("examples/times")["published"]))
    block = Block(0, len(text), BlockRole.BODY)
    document = Document(text=text, language=code, blocks=(block,), published=day)
    return Layers(document, segment(document))
