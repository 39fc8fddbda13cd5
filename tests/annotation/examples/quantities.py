"""Examples of numbers and quantities: templates for the words of the tables, and sentences.

`languages/<code>/examples/quantities.yaml` has `templates` (for each word table a sentence with
{} where its words stand: `yes` reads the word as its table says, `no` does not) and `sentences`
(a sentence: each quantity in it with qualifier, value, minimum, maximum, unit and measure,
nothing for none). Every word of a table has both, every pattern is met by a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from tests.annotation.examples.example import Example

from nutgraf.annotation.events.bearers import Bearers
from nutgraf.annotation.events.casualties import GAP
from nutgraf.annotation.events.counts import Counts
from nutgraf.annotation.events.grammar import load_grammar
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.scenes import scenes
from nutgraf.annotation.quantities.number_spans import read_numbers
from nutgraf.annotation.quantities.numerals import parse_number
from nutgraf.annotation.quantities.quantity_mentions import find_quantities
from nutgraf.annotation.quantities.quantity_tables import quantity_tables
from nutgraf.annotation.text.language import Language, language
from nutgraf.annotation.text.segmentation import segment
from nutgraf.model.annotation import Layers, QuantityMention
from nutgraf.model.document import Block, BlockRole, Document
from nutgraf.model.quantity import Measure

#: What the templates of approximators count.
_COUNTED = 300
_SMALL = Decimal("1e-9")
_BOUNDS: Mapping[str, tuple[int | None, int | None]] = {
    "more-than": (301, None),
    "at-least": (300, None),
    "at-most": (None, 300),
    "less-than": (None, 299),
    "approximate": (None, None),
    "exact": (None, None),
}
Check = Callable[[str, str, str, Any], None]


def examples(code: str) -> Iterator[Example]:
    """The words of every table in its templates, and the sentences."""
    if not (language(code).folder / "examples" / "quantities.yaml").is_file():
        yield Example("examples/quantities.yaml is there", partial(_is_missing, code))
        return
    data = language(code).table("examples/quantities")
    for table, (check, entries) in _tables(language(code)).items():
        templates = data["templates"][table] if entries else {}
        for word, value in entries:
            name = f"{table}: {word} ({value})"
            no = templates["yes"] if GAP in word else templates["no"]
            cut = word.rpartition(" ")[0] if GAP in word else word
            yield Example(f"yes {name}", partial(check, code, templates["yes"], word, value))
            yield Example(f"no {name}", partial(_fails, check, code, no, cut, value))
    for text, told in data["sentences"].items():
        yield Example(text, partial(_reads, code, text, told or {}))
    yield Example("every pattern is met by a sentence", partial(_is_complete, code))


def _tables(of: Language) -> dict[str, tuple[Check, list[tuple[str, Any]]]]:
    """Each table with what reads its words, and its words with what they say."""
    numbers, told = of.table("numerals"), of.table("quantities")
    return {
        **{
            name: (_has_number, list((numbers.get(name) or {}).items()))
            for name in (*_NUMERALS, "words", "fixed")
        },
        "denominators": (_has_part, list((numbers.get("denominators") or {}).items())),
        **{
            name: (_has_signed, [(word, None) for word in numbers.get(name) or ()])
            for name in ("minus",)
        },
        "approximators": (_has_qualifier, _flat(told["approximators"])),
        "after": (_has_qualifier, _flat(told["after"])),
        "vague": (_has_minimum, _flat(told["vague"])),
        "fillers": (_has_unit, [(word, None) for word in told["fillers"]]),
        "measures": (_has_measure, _flat(told["measures"])),
        "single_nouns": (_has_one, [(word, None) for word in told["single_nouns"]]),
        "designators": (_has_none, [(word, None) for word in told["designators"]]),
        **_casualties(of),
    }


_NUMERALS = ("scales", "magnitudes", "attached", "signed")


def _casualties(of: Language) -> dict[str, tuple[Check, list[tuple[str, Any]]]]:
    rows = of.table("casualties")
    has_things = (of.folder / "things.yaml").is_file()
    told = of.table("things").get("damage") if has_things else None
    damage = {**(told or {}), "measure": Measure.DAMAGED}
    people = of.table("quantities").get("people") or {}
    persons = [*(people.get("words") or ()), *(f"~{head}" for head in people.get("heads") or ())]
    return {
        "casualty_nouns": (
            _counts,
            [(word, row["measure"]) for row in rows for word in row["nouns"]],
        ),
        "casualty_verbs": (
            _counts,
            [(form, row["measure"]) for row in rows for form in row["verbs"]],
        ),
        "beside": (
            _counts,
            [(form, row["measure"]) for row in rows for form in row.get("beside") or ()],
        ),
        "of_forces": (
            _counts,
            [(form, row["measure"]) for row in rows for form in row.get("of_forces") or ()],
        ),
        "people": (_counts, [(word, Measure.KILLED) for word in persons]),
        "things": (_counts, [(word, damage["measure"]) for word in damage.get("things") or ()]),
        "damage_verbs": (_counts, [(f, damage["measure"]) for f in damage.get("verbs") or ()]),
        "cancelled_verbs": (
            _counts,
            [(form, Measure.COUNT_OTHER) for form in damage.get("cancelled") or ()],
        ),
    }


def _flat(table: Mapping[Any, list[str]]) -> list[tuple[str, Any]]:
    return [(word, name) for name, words in table.items() for word in words]


# What a word says.


def _has_number(code: str, template: str, word: str, value: Any) -> None:
    text = _filled(template, word)
    found = [number.value for number in read_numbers(text, language(code))]
    expected = _times(code, template, value)
    assert expected in found, f"{text!r} gives {found}, not {expected}"


def _times(code: str, template: str, value: Any) -> Decimal:
    """Templates write a number before what multiplies it, in digits or in words."""
    before = template.partition("{}")[0].rstrip()
    number = parse_number(re.split(r"[ $€]", before)[-1] or "1", language(code))
    return Decimal(str(value)) * (1 if number is None else number)


def _has_part(code: str, template: str, word: str, value: int) -> None:
    text = _filled(template, word)
    found = [number.value for number in read_numbers(text, language(code))]
    near = (abs(each * value - 1) < _SMALL for each in found if each is not None)
    assert any(near), f"{text!r} gives {found}"


def _has_signed(code: str, template: str, word: str, _: object) -> None:
    text = _filled(template, word)
    assert [mention.quantity.value for mention in _quantities(code, text)] == [-3], text


def _has_qualifier(code: str, template: str, word: str, name: str) -> None:
    found = _written(_only(code, _filled(template, word)))[:4]
    assert found == [name, _COUNTED, *_BOUNDS[name]], f"{word!r} gives {found}"


def _has_minimum(code: str, template: str, word: str, minimum: int) -> None:
    found = _written(_only(code, _filled(template, word)))[:4]
    assert found == ["vague", None, minimum, None], f"{word!r} gives {found}"


def _has_unit(code: str, template: str, word: str, _: object) -> None:
    mention = _only(code, _filled(template, word))
    assert mention.quantity.unit is not None, mention


def _has_measure(code: str, template: str, word: str, measure: str) -> None:
    """German nouns are listed in small letters; signs of money stand before the number."""
    capital = word[:1].upper() + word[1:]
    texts = [_filled(template, form) for form in (word, capital, word.upper())]
    texts.append(template.replace("300 {}", f"{word}300"))
    found = {mention.measure for text in texts for mention in _quantities(code, text)}
    assert Measure(measure) in found, f"{word!r} gives {found}"


def _has_one(code: str, template: str, word: str, _: object) -> None:
    assert _only(code, _filled(template, word)).quantity.value == 1


def _has_none(code: str, template: str, word: str, _: object) -> None:
    text = _filled(template, word)
    found = _quantities(code, text)
    assert not found, f"{text!r} gives {found}"


def _counts(code: str, template: str, word: str, measure: str) -> None:
    text = _around(template, word) if GAP in word else _filled(template, word)
    found = _measures(code, text)
    assert Measure(measure) in found, f"{text!r} counts {found}, not {measure}"


def _around(template: str, form: str) -> str:
    """A form with a gap: what it counts moves from behind the form into the gap."""
    start, _, counted = template.partition(" {} ")
    return f"{start} {form.replace(GAP, counted.rstrip('.'), 1)}."


def _fails(check: Check, code: str, template: str, word: str, value: Any) -> None:
    """A negative example: the same word in letters or words that change what it says."""
    try:
        check(code, template, word, value)
    except AssertionError:
        return
    raise AssertionError(f"{word!r} is read in {template!r}")


# What is read.


def _filled(template: str, word: str) -> str:
    """The template with the word; a compound's head stands behind another noun's stem."""
    head = re.sub(r"\(\?!.*?\)", "", word.removeprefix("~"))
    head = head.replace("\\.?", ".").replace("\\.", ".")
    compound = f"Test{head}" if word.startswith("~") else head
    return template.replace("{}", compound)


def _layers(code: str, text: str) -> Layers:
    block = Block(0, len(text), BlockRole.BODY)
    document = Document(text=text, language=code, blocks=(block,))
    layers = Layers(document, segment(document))
    quantities = find_quantities(layers, language(code))
    return Layers(document, layers.sentences, quantities=quantities)


def _quantities(code: str, text: str) -> tuple[QuantityMention, ...]:
    return _layers(code, text).quantities


def _only(code: str, text: str) -> QuantityMention:
    found = _quantities(code, text)
    assert len(found) == 1, f"{text!r} gives {[mention.quantity.quoted for mention in found]}"
    return found[0]


@lru_cache(maxsize=4)
def _reader(code: str) -> Reader:
    return Reader.of(language(code))


def _measures(code: str, text: str) -> list[Measure]:
    """What the quantities of a text count, whatever event it is of."""
    layers, reader = _layers(code, text), _reader(code)
    counts = Counts(layers, reader, Bearers(layers, reader, ()))
    found = (
        counts.of(scene, mention)
        for scene in scenes(layers, load_grammar(language(code)))
        for mention in scene.quantities
    )
    return [count.measure for count in found if count is not None]


def _reads(code: str, text: str, told: Mapping[str, list[Any]]) -> None:
    found = {mention.quantity.quoted: _written(mention) for mention in _quantities(code, text)}
    assert found == told, f"{text!r} is read as {found}"


def _written(mention: QuantityMention) -> list[Any]:
    quantity = mention.quantity
    numbers = (quantity.value, quantity.minimum, quantity.maximum)
    written = [None if each is None else _plain(each) for each in numbers]
    measure = None if mention.measure is None else str(mention.measure)
    return [str(quantity.qualifier), *written, quantity.unit, measure]


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def _is_missing(code: str) -> None:
    raise AssertionError(f"languages/{code}/examples/quantities.yaml is missing")


def _is_complete(code: str) -> None:
    """Every regular expression of the tables is met by some sentence."""
    tables, sentences = quantity_tables(language(code)), language(code).table("examples/quantities")
    text = "\n".join(sentences["sentences"])
    told = [regex for regex, _ in (*tables.ratios, *tables.shares)]
    missed = [regex.pattern for regex in told if regex.search(text) is None]
    links = [link.link.pattern for link in tables.ranges if not link.link.search(text)]
    assert not missed, missed
    assert not links, links
