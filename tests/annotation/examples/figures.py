"""Examples of parts of tolls, tolls by place and counts that are none, from `figures.yaml`.

`languages/<code>/examples/figures.yaml` has `forms`: each names the key of `quantities.yaml`
that it shows (`parts.before`), and in `yes` and `no` sentences with the figures read in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from tests.annotation.examples.example import Example
from tests.annotation.sentences import reading

from nutgraf.annotation.text.language import Language, language

_SLOT = "{}"
_TABLES = ("parts", "additions", "ties")


def examples(code: str) -> Iterator[Example]:
    """Each sentence of each form, with each word of the list that the form names."""
    tables = language(code)
    if not (tables.folder / "examples" / "figures.yaml").is_file():
        return
    forms = tables.table("examples/figures")["forms"]
    for form in forms:
        for kind in ("yes", "no"):
            for text, told in _filled(form, form[kind], tables):
                check = partial(_reads, code, text, told)
                yield Example(f"{form['form']} {kind}: {text}", check)
    yield Example("every key has a form", partial(_is_complete, tables, forms))


def _filled(
    form: Mapping[str, Any], sentences: Mapping[str, Any], tables: Language
) -> Iterator[tuple[str, Any]]:
    for text, told in sentences.items():
        words = _value(tables, form["key"]) if _SLOT in text else [_SLOT]
        for word in words:
            # A word that begins the sentence has a capital, and words of a count show it too.
            first = word[:1].upper() + word[1:] if f". {_SLOT}" in text else word
            filled = {key.replace(_SLOT, word): row for key, row in (told or {}).items()}
            yield text.replace(_SLOT, first), filled


def _value(tables: Language, key: str) -> Any:
    table, _, name = key.partition(".")
    value = tables.table("quantities").get(table)
    return value if not name else (value or {}).get(name)


def _reads(code: str, text: str, told: Mapping[str, Any] | None) -> None:
    """Every figure with its measure, the words of its whole, and the names of its places."""
    layers = reading(code, text).layers
    quotes = {figure.key: figure.quantity.quoted for figure in layers.figures}
    names = {entity.key: entity.name for entity in layers.entities}
    found = {
        figure.quantity.quoted: [
            str(figure.measure),
            quotes[figure.part_of] if figure.part_of else None,
            [names[place] for place in figure.places],
        ]
        for figure in layers.figures
    }
    assert found == (told or {}), f"{text!r} is read as {found}"


def _is_complete(tables: Language, forms: list[Mapping[str, Any]]) -> None:
    """Every key of the tables has a form."""
    told = tables.table("quantities")
    keys = {f"{name}.{key}" for name in _TABLES for key in told.get(name) or {}}
    missed = keys - {form["key"] for form in forms}
    assert not missed, f"no form for {sorted(missed)}"
