"""Examples of what words say about whether an event is so, from `examples/factuality.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from tests.annotation.examples.example import Example
from tests.annotation.sentences import reading

from nutgraf.annotation.text.language import Language, language

_SLOT, _CAPITAL = "{}", "{^}"


def examples(code: str) -> Iterator[Example]:
    """Each sentence of each form, and each word of the tables that the forms name."""
    tables = language(code)
    if not (tables.folder / "examples" / "factuality.yaml").is_file():
        return
    data = tables.table("examples/factuality")
    for form in data["forms"]:
        for text in _sentences(form, tables):
            yield Example(f"{form['form']}: {text}", partial(_check, code, form["reads"], text))
        for text in form["no"]:
            check = partial(_check_other, code, form["reads"], text)
            yield Example(f"not {form['form']}: {text}", check)
    for pair in data.get("pairs", ()):
        for status, text in pair.items():
            yield Example(f"{status}: {text}", partial(_check, code, _PAIRED[status], text))
    yield Example("every table has a form", partial(_check_tables, tables, data["forms"]))


_PAIRED: Mapping[str, dict[str, Any] | None] = {
    "plan": {"factuality": "scheduled", "voice": "own-voice"},
    "hearsay": {"factuality": "occurred", "voice": "hearsay"},
    "possible": {"factuality": "possible"},
    "occurred": {"factuality": "occurred", "voice": "own-voice"},
    "negated": {"factuality": "negated"},
    "hypothetical": {"factuality": "hypothetical"},
    "undetermined": {"factuality": "undetermined"},
    "ongoing": {"factuality": "ongoing"},
    "none": None,
}


def _sentences(form: Mapping[str, Any], tables: Language) -> Iterator[str]:
    """The sentences of a form; one with a slot stands for as many as its table has words."""
    for text in form["yes"]:
        if _SLOT in text or _CAPITAL in text:
            yield from (_filled(text, word) for word in _words(form, tables))
        else:
            yield text


def _filled(text: str, word: str) -> str:
    return text.replace(_SLOT, word).replace(_CAPITAL, word[0].upper() + word[1:])


def _words(form: Mapping[str, Any], tables: Language) -> tuple[str, ...]:
    """The words of the form's table that fit its sentences."""
    found = tables.table("factuality")
    for key in form["table"].split("."):
        found = found[key]
    fits = re.compile(form.get("fits", ""))
    return tuple(word for word in found if fits.search(word))


def _check(code: str, wanted: dict[str, Any] | None, text: str) -> None:
    read = reading(code, text)
    told = read.told(read.report(), wanted or {})
    assert told == wanted, f"{text!r} is read as {told} and not as {wanted}"


def _check_other(code: str, unwanted: dict[str, Any] | None, text: str) -> None:
    read = reading(code, text)
    told = read.told(read.report(), unwanted or {})
    assert told != unwanted, f"{text!r} is read as {told}"


def _check_tables(tables: Language, forms: Iterable[Mapping[str, Any]]) -> None:
    """Every word that gives a status stands in a sentence."""
    exercised: dict[str, set[str]] = {}
    for form in (each for each in forms if "table" in each):
        exercised.setdefault(form["table"], set()).update(_words(form, tables))
    for name, words in _tables(tables.table("factuality")):
        missing = set(words) - exercised.get(name, set())
        assert not missing, f"{name}: no sentence for {sorted(missing)}"


def _tables(data: Mapping[str, Any]) -> Iterator[tuple[str, Iterable[str]]]:
    for name in ("modals", "adverbs", "nouns"):
        yield from ((f"{name}.{status}", words) for status, words in data[name].items())
    for status, row in data["governors"].items():
        yield f"governors.{status}.forms", row["forms"]
