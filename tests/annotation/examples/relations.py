"""Examples of causes and parts, from `examples/relations.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from tests.annotation.examples.example import Example
from tests.annotation.sentences import reading

from nutgraf.annotation.text.language import Language, language

_SLOT = "{}"


def examples(code: str) -> Iterator[Example]:
    """Each sentence of each form, with each word of the table that the form names."""
    tables = language(code)
    if not (tables.folder / "examples" / "relations.yaml").is_file():
        return
    forms = tables.table("examples/relations")["forms"]
    for form in forms:
        for holds, texts in ((True, form["yes"]), (False, form["no"])):
            for text in _filled(form, texts, tables):
                order = (1, 0) if form.get("reversed") else (0, 1)
                check = partial(_check, code, form["relation"], text, order, holds=holds)
                yield Example(f"{form['form']} {holds}: {text}", check)
    yield Example("every table has a form", partial(_check_tables, tables, forms))


def _filled(form: Mapping[str, Any], texts: Iterable[str], tables: Language) -> Iterator[str]:
    for text in texts:
        if _SLOT not in text:
            yield text
            continue
        for words in tables.table("relations")[form["table"]]:
            yield text.replace(_SLOT, words if isinstance(words, str) else " ".join(words))


def _check(code: str, relation: str, text: str, order: tuple[int, int], *, holds: bool) -> None:
    """The order says which brackets hold the effect or part, and which the cause or whole."""
    read = reading(code, text)
    one, other = (read.report(number) for number in order)
    keys = () if one is None else (one.caused_by if relation == "cause" else one.part_of)
    found = other is not None and other.key in keys
    assert found is holds, f"{text!r}: {one and one.types} {other and other.types}"


def _check_tables(tables: Language, forms: Iterable[Mapping[str, Any]]) -> None:
    """Every table of words that relate events has a form."""
    named = {form.get("table") for form in forms}
    filled = {key for key, words in tables.table("relations").items() if words}
    assert filled - {"renaming_verbs"} <= named, f"no form for {sorted(filled - named)}"
