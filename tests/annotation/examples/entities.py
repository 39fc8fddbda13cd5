"""Examples of names: a sentence for each word of a table, and sentences for each form.

`languages/<code>/examples/entities.yaml` has `words` (for each word table a sentence with {}
where its words stand; `but` names those that need more than the sentence) and `forms` (for
each way of telling a name, sentences in which it does, and in which it must not).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any

from tests.annotation.examples.example import Example

from nutgraf.annotation.entities.entity_mentions import find_entities
from nutgraf.annotation.text.language import Language, language
from nutgraf.annotation.text.segmentation import segment
from nutgraf.folders import folder
from nutgraf.linking.table import EntityTable
from nutgraf.model.annotation import Layers
from nutgraf.model.document import Block, BlockRole, Document

Seen = list[tuple[str, str]]


def examples(code: str) -> Iterator[Example]:
    """The words of every table in its sentence, and the sentences of the forms."""
    of = language(code)
    if not (of.folder / "examples" / "entities.yaml").exists():
        return
    data = of.table("examples/entities")
    for table, (kind, words) in _tables(of).items():
        template, but = data["words"][table]["yes"], data["words"][table].get("but", ())
        for word in words:
            if word not in but:
                yield Example(f"{table}: {word}", partial(_tells, code, template, word, kind))
    for form, sides in data["forms"].items():
        yield from _sentences(code, form, "yes", sides, _reads)
        yield from _sentences(code, form, "no", sides, _spares)
    yield Example("every form has both sides", partial(_is_complete, data["forms"]))


def _sentences(
    code: str,
    form: str,
    side: str,
    sides: Mapping[str, Mapping[str, Mapping[str, str]]],
    check: Callable[[str, str, Mapping[str, str]], None],
) -> Iterator[Example]:
    for sentence, told in sides[side].items():
        yield Example(f"{side} {form}: {sentence}", partial(check, code, sentence, told))


def _tables(of: Language) -> dict[str, tuple[str, list[str]]]:
    """The words of each table, and the kind of the mention that they open or are."""
    names, places = of.table("names"), of.table("gazetteer")
    states, offices = of.table("demonyms").values(), of.table("offices")["classes"]
    plural = [row["lemma"] for row in of.table("groups")["groups"]]
    return {
        "first_names": ("person", names["first_names"]),
        "particles": ("person", names["particles"]),
        "titles": ("person", names["titles"]),
        "offices": ("person", [word for words in offices.values() for word in words]),
        "states": ("country", [row["name"] for row in states]),
        "adjectives": ("country", [word for row in states for word in row.get("adjective", ())]),
        **{
            table: (kind, [word for words in places[table].values() for word in words])
            for table, kind in _PLACES.items()
        },
        "groups": ("group", plural),
    }


_PLACES = {"cities": "place", "regions": "place", "organisations": "organisation"}


@cache
def _table() -> EntityTable:
    return EntityTable.load(folder("seeds") / "entities.tsv")


def _read(code: str, text: str) -> Seen:
    """Each mention of a text, with kind, name and office of what it means."""
    document = Document(text, code, (Block(0, len(text), BlockRole.BODY),))
    layers = Layers(document, segment(document))
    entities, mentions = find_entities(layers, language(code), _table())
    told = {
        one.key: f"{one.kind} {one.name}" + (f" ({one.office})" if one.office else "")
        for one in entities
    }
    return [(mention.span.quote, told[mention.entity]) for mention in mentions]


def _tells(code: str, template: str, word: str, kind: str) -> None:
    sentence, stop = template.format(word), template.index("{}") + len(word)
    document = Document(sentence, code, (Block(0, len(sentence), BlockRole.BODY),))
    layers = Layers(document, segment(document))
    _, mentions = find_entities(layers, language(code), _table())
    near = [m for m in mentions if m.kind == kind and m.span.end >= stop]
    # A title or office stands before the name that it gives away.
    assert any(m.span.start <= stop + 1 for m in near), f"{sentence!r} gives {mentions}"


def _reads(code: str, sentence: str, told: Mapping[str, str]) -> None:
    seen = _read(code, sentence)
    for quote, name in told.items():
        assert (quote, name) in seen, f"{sentence!r} gives {seen}"


def _spares(code: str, sentence: str, told: Mapping[str, str]) -> None:
    seen = _read(code, sentence)
    for quote, name in told.items():
        wrong = [one for one in seen if one[0] == quote and one[1].startswith(name)]
        assert not wrong, f"{sentence!r} gives {seen}"


def _is_complete(forms: Mapping[str, Mapping[str, Any]]) -> None:
    poor = [form for form, sides in forms.items() if not sides["yes"] or not sides["no"]]
    assert not poor, f"without a positive or a negative example: {poor}"
