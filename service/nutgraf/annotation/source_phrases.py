"""Source phrases: "nach Angaben der Polizei", "laut", "zufolge", "according to"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nutgraf.annotation.complements import Scene, trimmed
from nutgraf.annotation.passages import Segment
from nutgraf.annotation.speakers import Phrase, phrase


@dataclass(frozen=True, slots=True)
class SourcePhrase:
    """A phrase `first..last` that names a `source` for `content`.

    `inherits` marks phrases that point to a source named before ("den Angaben zufolge").
    """

    first: int
    last: int
    source: Phrase | None
    content: Phrase
    inherits: bool = False


def find_source_phrases(scene: Scene) -> tuple[SourcePhrase, ...]:
    """Find the source phrases of a passage outside quotations, in text order."""
    found: dict[int, SourcePhrase] = {}
    for place, segment in enumerate(scene.passage.segments):
        if segment.quote is None:
            for one in _in_segment(scene, place, segment):
                found.setdefault(one.first, one)
    return tuple(found[first] for first in sorted(found))


def _in_segment(scene: Scene, place: int, segment: Segment) -> Iterator[SourcePhrase]:
    for at in range(segment.first, segment.last):
        if scene.passage.masked[at]:
            continue
        for reading in (_inherited, _marked, _postposed, _closing):
            found = reading(scene, segment, at)
            if found is None:
                continue
            first, last, source = found
            ahead = place > scene.passage.sentence(place)[0] and not segment.quote
            closing = reading is _closing or (first == segment.first and ahead)
            content = _content(scene, place, first, last) if not closing else _left(scene, place)
            if content is not None:
                yield SourcePhrase(first, last, source, content, inherits=source is None)
            break


_Found = tuple[int, int, Phrase | None] | None


def _inherited(scene: Scene, segment: Segment, at: int) -> _Found:
    """Phrases that carry a source over: "den Angaben zufolge", "demnach"."""
    for known in scene.speech.data["inherit"]:
        words = tuple(known.split())
        if scene.passage.words(at, at + len(words)) == words:
            return at, at + len(words), None
    return None


def _marked(scene: Scene, segment: Segment, at: int) -> _Found:
    for entry in scene.speech.data["phrases"]:
        marker = tuple(entry["marker"])
        start = at + len(marker)
        if scene.passage.words(at, start) != marker or start >= segment.last:
            continue
        if entry.get("noun"):
            found = _with_noun(scene, segment, at, start, _noun_of_saying(scene, segment, start))
        else:
            found = _direct(scene, segment, at, start, tuple(entry.get("not", ())))
        if found is not None:
            return found
    return None


def _direct(scene: Scene, segment: Segment, at: int, start: int, vetoes: tuple[str, ...]) -> _Found:
    """A marker right before the source: "laut Polizei"."""
    source = phrase(scene.passage, scene.speech, start, segment.last)
    if source is None or source[1] - source[0] < 1:
        return None
    words = scene.passage.words(*source)
    if any(word.startswith(veto) or word.endswith(veto) for word in words for veto in vetoes):
        return None
    return _resolved(scene, segment, at, source)


def _resolved(scene: Scene, segment: Segment, at: int, source: Phrase) -> _Found:
    """Look through a noun of saying to its holder: "laut Angaben der Polizei"."""
    for noun in range(source[0], source[1]):
        if _is_saying(scene, noun):
            return _with_noun(scene, segment, at, source[0], noun)
    return at, source[1], source


def _is_saying(scene: Scene, at: int) -> bool:
    word = scene.passage.tokens[at].fold
    stems = tuple(scene.speech.words["saying_stems"])
    return scene.speech.is_in(word, "saying_nouns") or (bool(stems) and word.endswith(stems))


def _with_noun(scene: Scene, segment: Segment, at: int, start: int, noun: int | None) -> _Found:
    """A marker with a noun of saying: "nach (eigenen) Angaben (der Polizei)"."""
    if noun is None:
        return None
    between = scene.passage.words(start, noun)
    holder = _holder(scene, segment, noun + 1)
    if holder is not None:
        return at, holder[1], holder
    if scene.speech.any_in(between, "own"):
        return at, noun + 1, _own(scene, segment, noun + 1)
    word = scene.passage.tokens[noun].fold
    plain = scene.speech.is_in(word, "saying_nouns")
    if plain and between and _points_back(scene, between):
        return at, noun + 1, None
    return at, noun + 1, (start, noun + 1)


def _points_back(scene: Scene, between: tuple[str, ...]) -> bool:
    known = (
        scene.speech.is_in(w, "oblique") or scene.speech.is_in(w, "determiners") for w in between
    )
    return all(known)


def _noun_of_saying(scene: Scene, segment: Segment, start: int) -> int | None:
    for at in range(start, min(start + 5, segment.last)):
        token = scene.passage.tokens[at]
        if token.text[0].isupper():
            return at if _is_saying(scene, at) else None
        if scene.passage.masked[at] or scene.speech.is_in(token.fold, "prepositions"):
            return None
    return None


def _holder(scene: Scene, segment: Segment, at: int) -> Phrase | None:
    """Whose words they are: a genitive, a name, or a phrase with "von"."""
    if at >= segment.last or scene.passage.masked[at]:
        return None
    token = scene.passage.tokens[at]
    if scene.speech.is_in(token.fold, "agents"):
        return phrase(scene.passage, scene.speech, at + 1, segment.last)
    opens = scene.speech.is_in(token.fold, "genitive") or token.text[0].isupper()
    return phrase(scene.passage, scene.speech, at, segment.last) if opens else None


def _own(scene: Scene, segment: Segment, at: int) -> Phrase | None:
    """Of "nach eigenen Angaben": the subject of the clause speaks of itself."""
    for start in (segment.first, *range(at, segment.last)):
        token = scene.passage.tokens[start]
        opens = token.text[0].isupper() or scene.speech.is_in(token.fold, "determiners")
        if not opens or scene.speech.is_in(token.fold, "prepositions"):
            continue
        return phrase(scene.passage, scene.speech, start, segment.last)
    return None


def _postposed(scene: Scene, segment: Segment, at: int) -> _Found:
    """A source before its marker: "dem Ministerium zufolge"."""
    word = scene.passage.tokens[at].fold
    opinion = (
        scene.speech.is_in(word, "opinion") and at > segment.first and _is_saying(scene, at - 1)
    )
    if not opinion and not scene.speech.is_in(word, "postpositions"):
        return None
    starts = range(max(segment.first, at - 14), at)
    for sure in (True, False):
        for start in starts:
            if _opens(scene, start, sure=sure) and _reaches(scene, start, at):
                return _holder_before(scene, segment, start, at)
    return None


def _opens(scene: Scene, start: int, *, sure: bool) -> bool:
    """Tell whether a noun phrase can open here; surely with an article."""
    token = scene.passage.tokens[start]
    groups = ("determiners", "oblique")
    if any(scene.speech.is_in(token.fold, group) for group in groups):
        return True
    return not sure and (token.text[0].isupper() or token.fold.endswith(("en", "er", "em")))


def _reaches(scene: Scene, start: int, at: int) -> bool:
    source = phrase(scene.passage, scene.speech, start, at)
    return source is not None and source[1] >= at


def _holder_before(scene: Scene, segment: Segment, start: int, at: int) -> _Found:
    for noun in range(start, at):
        if _is_saying(scene, noun) and noun + 1 < at:
            holder = _holder(scene, Segment(segment.first, at, segment.mark), noun + 1)
            return start, at + 1, holder or (start, at)
    if scene.passage.words(start, at)[-1] in {"angaben"} and _points_back(
        scene, scene.passage.words(start, at - 1)
    ):
        return start, at + 1, None
    return start, at + 1, (start, at)


def _closing(scene: Scene, segment: Segment, at: int) -> _Found:
    """A source after the words: ", so der Minister"."""
    first = at == segment.first and segment.mark in {",", "–", "—", " "}
    if not first or not scene.speech.is_in(scene.passage.tokens[at].fold, "closing"):
        return None
    source = phrase(scene.passage, scene.speech, at + 1, segment.last)
    following = scene.passage.words(at + 1, segment.last)
    if source is None or not following or scene.passage.masked[at + 1]:
        return None
    if any(
        scene.speech.is_in(following[0], g) for g in ("adverbs", "complementizers", "not_content")
    ):
        return None
    rest = scene.passage.tokens[source[1] : segment.last]
    if any(t.fold in scene.speech.forms or scene.speech.is_in(t.fold, "indicative") for t in rest):
        return None
    return at, segment.last, source


def _left(scene: Scene, place: int) -> Phrase | None:
    """All of the sentence before a segment."""
    start, _ = scene.passage.sentence(place)
    if start == place:
        return None
    return scene.passage.segments[start].first, scene.passage.segments[place - 1].last


def _content(scene: Scene, place: int, first: int, last: int) -> Phrase | None:
    """The words the phrase goes with: its dependent clause, else the whole sentence."""
    passage = scene.passage
    start, end = passage.sentence(place)
    segment = passage.segments[place]
    groups = ("complementizers", "relatives", "not_content")
    dependent = place > start and any(scene.speech.is_in(scene.word(segment), g) for g in groups)
    if dependent and segment.first < first:
        return segment.first, trimmed(passage, segment.last)
    begin, final = passage.segments[start].first, trimmed(passage, passage.segments[end - 1].last)
    if first == begin:
        begin = last + (last < final and passage.tokens[last].text == ",")
    elif last >= final:
        final = first - (passage.tokens[first - 1].text == ",")
    return (begin, final) if begin < final else None
