"""Examples of attribution: sentences with who says what, and templates for the word tables.

`languages/<code>/examples/attribution.yaml` has

* `verbs`: for each kind of complement in `saying.yaml` (`clause`, `inf`, `object`, `als`, a
  preposition ...) a sentence with {verb}, {with} and {particle}; what is said in it and by whom.
  Each verb of saying is put into the sentence of each of its kinds; `denied` is a sentence of
  the same make in which nobody says it; `other` lists sentences of verbs that fit none.
* `words`: for each group of words a sentence with {} for the word and what it gives, and one
  that must `never` give it.
* `texts`: sentences of their own, each with everything that is said in it (`says: []`: nothing).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from tests.annotation.examples.example import Example

from nutgraf.annotation.attribution.utterances import find_utterances
from nutgraf.annotation.text.language import language
from nutgraf.annotation.text.segmentation import segment
from nutgraf.model.annotation import Layers, Utterance
from nutgraf.model.document import Block, BlockRole, Document

Entry = Mapping[str, Any]

#: Groups of `attribution.yaml` whose every word has to be seen at work.
GROUPS = (
    *("saying_nouns", "hearsay", "inherit", "postpositions", "closing", "thus"),
    *("phrases", "unnamed", "media", "documents"),
)
_FIELDS: Mapping[str, Callable[[Utterance], object]] = {
    "by": lambda said: said.speaker_span.quote if said.speaker_span else None,
    "act": lambda said: str(said.speech_act),
    "as": lambda said: str(said.quotation),
    "claim": lambda said: said.claim,
    "inherited": lambda said: said.inherited,
    "label": lambda said: said.label_only,
    "hearsay": lambda said: said.hearsay,
}


def examples(code: str) -> Iterator[Example]:
    """Every verb in every kind of sentence it allows, every word of the groups, the texts."""
    data = language(code).table("examples/attribution")
    yield from _verb_examples(code, data["verbs"])
    for group, entry in data["words"].items():
        for word in _words(code, group):
            yield Example(f"{group} {word}", partial(_has, code, _filled(entry, word)))
        if "never" in entry:
            never = entry["never"]
            text, says = (never, ()) if isinstance(never, str) else (never["text"], never["says"])
            yield Example(f"not {group}: {text}", partial(_reads, code, text, says))
    for case in data["texts"]:
        yield Example(case["text"], partial(_reads, code, case["text"], case["says"]))
    yield Example("every table has examples", partial(_is_complete, code, data))


def _verb_examples(code: str, templates: Entry) -> Iterator[Example]:
    other = templates.get("other", {})
    for lemma, row in language(code).table("saying")["verbs"].items():
        if lemma in other:
            yield Example(f"verb {lemma}", partial(_has, code, other[lemma]))
            continue
        for kind in row["takes"]:
            if kind in templates:
                entry = _conjugated(code, templates[kind], row)
                yield Example(f"verb {lemma} {kind}", partial(_has, code, entry))
                text = _conjugated(code, {"text": templates[kind]["denied"]}, row)["text"]
                yield Example(f"verb {lemma} {kind} denied", partial(_says_nothing, code, text))


def _conjugated(code: str, entry: Entry, row: Entry) -> dict[str, Any]:
    """A template with the past form of a verb, the words it needs and its particle."""
    past = _past(language(code).table("saying")["paradigms"], row)
    needed = "".join(f" {word}" for word in row.get("with", ()))
    particle = f" {row['particle']}" if "particle" in row else ""
    parts = {"verb": past, "with": needed, "particle": particle}
    return {key: value.format(**parts) if key == "text" else value for key, value in entry.items()}


def _past(paradigms: Entry, row: Entry) -> str:
    for name, paradigm in paradigms.items():
        if name in row:
            return str(paradigm["finite"][1]).format(stem=row[name])
    return str(row.get("past", row["finite"][min(2, len(row["finite"]) - 1)]))


def _words(code: str, group: str) -> Sequence[str]:
    """The words of a group of `attribution.yaml`, or the nouns of saying of one speech act."""
    if group.startswith("nouns "):
        return tuple(language(code).table("saying")["nouns"][group.removeprefix("nouns ")])
    found: Any = language(code).table("attribution")
    if group == "phrases":
        # A marker before a noun of saying is seen at work with each of these nouns.
        return tuple(
            " ".join(row["marker"]).replace("' ", "'")
            for row in found[group]
            if not row.get("noun")
        )
    for key in group.split("."):
        found = found[key]
    return tuple(found)


def _filled(entry: Entry, word: str) -> dict[str, Any]:
    noun = word[0].upper() + word[1:]
    return {
        key: value.replace("{}", word).replace("{Noun}", noun) if isinstance(value, str) else value
        for key, value in entry.items()
        if key != "never"
    }


@lru_cache(maxsize=4096)
def _said(code: str, text: str) -> tuple[Utterance, ...]:
    lines = re.finditer(r"\S[^\n]*", text)
    blocks = tuple(Block(m.start(), m.end(), BlockRole.BODY) for m in lines)
    document = Document(text, code, blocks)
    return find_utterances(Layers(document, segment(document)), language(code))


def _reads(code: str, text: str, says: Sequence[Entry]) -> None:
    found = _said(code, text)
    assert [one.content.quote for one in found] == [one["content"] for one in says], text
    for one, expected in zip(found, says, strict=True):
        _agrees(one, expected, text)


def _has(code: str, entry: Entry) -> None:
    """One of the utterances of a text has the content and all that is told of it."""
    found = _said(code, entry["text"])
    same = [one for one in found if one.content.quote == entry["content"]]
    heard = [(one.content.quote, _FIELDS["by"](one)) for one in found]
    assert same, f"{entry['text']!r} does not say {entry['content']!r} but {heard}"
    _agrees(same[0], entry, entry["text"])


def _agrees(one: Utterance, expected: Entry, text: str) -> None:
    told = {key: read(one) for key, read in _FIELDS.items() if key in expected}
    assert told == {key: expected[key] for key in told}, text


def _says_nothing(code: str, text: str) -> None:
    found = [one.content.quote for one in _said(code, text) if one.claim]
    assert found == [], f"{text!r} says {found}"


def _is_complete(code: str, data: Entry) -> None:
    """Every kind of complement, group of words and speech act of nouns has an example."""
    saying, table = language(code).table("saying"), language(code).table("attribution")
    kinds = {kind for row in saying["verbs"].values() for kind in row["takes"]}
    rows = saying["verbs"].items()
    untried = [
        lemma
        for lemma, row in rows
        if lemma not in data["verbs"].get("other", {})
        and not any(kind in data["verbs"] for kind in row["takes"])
    ]
    wanted = {group for group in GROUPS if table.get(group)}
    wanted |= {f"nouns {act}" for act in saying.get("nouns", {})}
    assert untried == [], f"no sentence for {untried}"
    assert set(data["verbs"]) - {"other"} <= kinds, "a template for no kind of complement"
    assert wanted <= set(data["words"]), f"no words for {wanted - set(data['words'])}"
    assert any(not case["says"] for case in data["texts"]), "no text without anything said"
