"""Source phrases: "nach Angaben der Polizei", "laut", "zufolge", "according to"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nutgraf.annotation.attribution.accounts import Account, trimmed
from nutgraf.annotation.attribution.noun_phrases import Phrase, phrase
from nutgraf.annotation.attribution.passages import Segment
from nutgraf.annotation.attribution.phrase_contents import name_after, phrase_content
from nutgraf.annotation.attribution.relative_sources import relative_source
from nutgraf.annotation.attribution.speech import Marker

# The longest ending that inflects a word ("Gesetzes").
_ENDING = 2


@dataclass(frozen=True, slots=True)
class SourcePhrase:
    """A phrase `first..last` that names a `source` for `content`.

    `inherits` marks phrases that point to a source named before ("den Angaben zufolge"),
    `closes` a ", so der Minister", which tells words said like a verb of saying.
    """

    first: int
    last: int
    source: Phrase | None
    content: Phrase
    inherits: bool = False
    closes: bool = False


def find_source_phrases(account: Account) -> tuple[SourcePhrase, ...]:
    """Find the source phrases of a passage outside quotations, in text order."""
    found: dict[int, SourcePhrase] = {}
    for place, segment in enumerate(account.passage.segments):
        if segment.quote is None:
            for one in _in_segment(account, place, segment):
                found.setdefault(one.first, one)
    return tuple(found[first] for first in sorted(found))


def _in_segment(account: Account, place: int, segment: Segment) -> Iterator[SourcePhrase]:
    for at in range(segment.first, segment.last):
        # Few words belong to a source; some that open a segment do by its mark.
        sourcing = account.speech.is_in(account.passage.tokens[at].fold, "sourcing")
        if account.passage.masked[at] or not (sourcing or at == segment.first):
            continue
        for reading in (relative_source, _inherited, _marked, _postposed, _closing):
            found = reading(account, segment, at)
            if found is None:
                continue
            first, last, source = found
            content = (
                (last, trimmed(account.passage, segment.last))
                if reading is relative_source
                else phrase_content(account, place, first, last)
            )
            if content is not None:
                inherits = source is None or _points_back(account, source)
                closes = reading is _closing
                yield SourcePhrase(first, last, source, content, inherits, closes)
            break


_Found = tuple[int, int, Phrase | None] | None


def _inherited(account: Account, segment: Segment, at: int) -> _Found:
    """Phrases that carry a source over: "den Angaben zufolge", "demnach"."""
    for parts in account.speech.sequences_of("inherit", account.passage.tokens[at].fold):
        if account.passage.reads(at, parts):
            return at, at + len(parts), None
    return None


def _marked(account: Account, segment: Segment, at: int) -> _Found:
    for marker in account.speech.markers.get(account.passage.tokens[at].fold, ()):
        start = at + len(marker.parts)
        if start >= segment.last or not account.passage.reads(at, marker.parts):
            continue
        if marker.noun:
            noun = _noun_of_saying(account, segment, start)
            if noun is not None and _is_later(account, segment, noun, marker):
                continue
            found = _with_noun(account, segment, at, start, noun)
        else:
            found = _direct(account, segment, at, start, marker.vetoes)
        if found is not None:
            return found
    return None


def _is_later(account: Account, segment: Segment, noun: int, marker: Marker) -> bool:
    """Tell whether a marker says when: behind the one known speech ("nach der Erklärung")."""
    before = account.passage.words(noun - 1, noun)
    known = account.passage.tokens[noun].fold in marker.vetoes
    later = known and account.speech.any_in(before, "definite")
    return later and not account.reports(segment, "strong", "weak", "relayed")


def _direct(
    account: Account, segment: Segment, at: int, start: int, vetoes: tuple[str, ...]
) -> _Found:
    """A marker right before the source: "laut Polizei"."""
    source = phrase(account.passage, account.speech, start, segment.last)
    if source is None or source[1] - source[0] < 1:
        return None
    words = account.passage.words(*source)
    if any(_is_form(word, veto) for word in words for veto in vetoes):
        return None
    maker = _maker(account, segment, source)
    if maker is not None:
        return at, maker[1], maker
    return _named(account, segment, at, source) or _resolved(account, segment, at, source)


def _is_form(word: str, veto: str) -> bool:
    """Tell a compound of a word or an inflected form, not what only begins so ("lawmaker")."""
    inflected = word.startswith(veto) and len(word) - len(veto) <= _ENDING
    return inflected or word.endswith(veto)


def _maker(account: Account, segment: Segment, source: Phrase) -> Phrase | None:
    """Who made a written source ("according to a tally by the agency")."""
    at = source[1]
    if account.speech.commas or at >= segment.last or account.passage.masked[at]:
        return None
    if not account.speech.is_in(account.passage.tokens[at].fold, "agents"):
        return None
    return phrase(account.passage, account.speech, at + 1, segment.last)


def _named(account: Account, segment: Segment, at: int, source: Phrase) -> _Found:
    """An office with the name that follows between commas."""
    place = account.passage.segments.index(segment)
    if not name_after(account, place, source[1]):
        return None
    return at, source[1], (source[0], trimmed(account.passage, _last(account, place + 1)))


def _last(account: Account, place: int) -> int:
    return account.passage.segments[place].last


def _resolved(account: Account, segment: Segment, at: int, source: Phrase) -> _Found:
    """Look through a noun of saying to its holder: "laut Angaben der Polizei"."""
    for noun in range(source[0], source[1]):
        if account.is_saying(noun):
            return _with_noun(account, segment, at, source[0], noun)
    return at, source[1], source


def _with_noun(account: Account, segment: Segment, at: int, start: int, noun: int | None) -> _Found:
    """A marker with a noun of saying: "nach (eigenen) Angaben (der Polizei)"."""
    if noun is None:
        return None
    between = account.passage.words(start, noun)
    owner = holder(account, segment, noun + 1)
    if owner is not None:
        return at, owner[1], owner
    if account.speech.any_in(between, "own"):
        return at, noun + 1, _own(account, segment, noun + 1)
    return at, noun + 1, (start, noun + 1)


def _points_back(account: Account, source: Phrase) -> bool:
    """Tell whether only a definite article stands before a noun of saying ("den Angaben")."""
    *before, noun = account.passage.words(*source) or ("",)
    definite = all(account.speech.is_in(w, "oblique", "determiners") for w in before)
    definite = definite and not account.speech.any_in(before, "indefinite")
    return bool(before) and definite and account.speech.is_in(noun, "saying_nouns")


def _noun_of_saying(account: Account, segment: Segment, start: int) -> int | None:
    for at in range(start, min(start + 5, segment.last)):
        token = account.passage.tokens[at]
        if token.text[0].isupper():
            return at if account.is_saying(at) else None
        if account.passage.masked[at] or account.speech.is_in(token.fold, "prepositions"):
            return None
    return None


def holder(account: Account, segment: Segment, at: int) -> Phrase | None:
    """Whose words they are: a genitive, a name, or a phrase with "von"."""
    if at >= segment.last or account.passage.masked[at]:
        return None
    token = account.passage.tokens[at]
    of = account.speech.is_in(token.fold, "genitive") and account.speech.is_in(
        token.fold, "prepositions"
    )
    if of or account.speech.is_in(token.fold, "agents") or _is_origin(account, at, segment.last):
        return phrase(account.passage, account.speech, at + 1, segment.last)
    opens = account.speech.is_in(token.fold, "genitive") or token.text[0].isupper()
    return phrase(account.passage, account.speech, at, segment.last) if opens else None


def _is_origin(account: Account, at: int, last: int) -> bool:
    """Tell whether somebody's words come from a body ("a note from the firm"), not from a place."""
    tokens, speech = account.passage.tokens, account.speech
    if speech.commas or at + 1 >= last or not speech.is_in(tokens[at].fold, "origins"):
        return False
    return speech.is_in(tokens[at + 1].fold, "determiners")


def _own(account: Account, segment: Segment, at: int) -> Phrase | None:
    """Of "nach eigenen Angaben": the subject of the clause speaks of itself."""
    for start in (segment.first, *range(at, segment.last)):
        token = account.passage.tokens[start]
        opens = token.text[0].isupper() or account.speech.is_in(token.fold, "determiners")
        if not opens or account.speech.is_in(token.fold, "prepositions"):
            continue
        return phrase(account.passage, account.speech, start, segment.last)
    return None


def _postposed(account: Account, segment: Segment, at: int) -> _Found:
    """A source before its marker: "dem Ministerium zufolge"."""
    word = account.passage.tokens[at].fold
    opinion = (
        account.speech.is_in(word, "opinion") and at > segment.first and account.is_saying(at - 1)
    )
    if not opinion and not account.speech.is_in(word, "postpositions"):
        return None
    starts = range(max(segment.first, at - 14), at)
    for sure in (True, False):
        for start in starts:
            if _opens(account, start, sure=sure) and _reaches(account, start, at):
                return _holder_before(account, segment, start, at)
    return None


def _opens(account: Account, start: int, *, sure: bool) -> bool:
    """Tell whether a noun phrase can open here; surely with an article."""
    token = account.passage.tokens[start]
    groups = ("determiners", "oblique")
    if account.speech.is_in(token.fold, *groups):
        return True
    return not sure and (
        token.text[0].isupper() or account.speech.ends(token.fold, "adjective_endings")
    )


def _reaches(account: Account, start: int, at: int) -> bool:
    source = phrase(account.passage, account.speech, start, at)
    return source is not None and source[1] >= at


def _holder_before(account: Account, segment: Segment, start: int, at: int) -> _Found:
    for noun in range(start, at):
        if account.is_saying(noun) and noun + 1 < at:
            owner = holder(account, Segment(segment.first, at, segment.mark), noun + 1)
            return start, at + 1, owner or (start, at)
    return start, at + 1, (start, at)


def _closing(account: Account, segment: Segment, at: int) -> _Found:
    """A source after the words: ", so der Minister"."""
    first = at == segment.first and segment.mark in {",", "–", "—", " "}
    if not first or not account.speech.is_in(account.passage.tokens[at].fold, "closing"):
        return None
    source = phrase(account.passage, account.speech, at + 1, segment.last)
    following = account.passage.words(at + 1, segment.last)
    if source is None or not following or account.passage.masked[at + 1]:
        return None
    opening = account.passage.tokens[at + 1]
    small = opening.text[0].islower() and account.speech.capitals
    if small and not account.speech.is_in(opening.fold, "determiners", "singular", "standing"):
        return None
    if account.speech.is_in(following[0], "adverbs", "complementizers", "not_content"):
        return None
    rest = account.passage.words(source[1], segment.last)
    if account.speech.any_in(rest, "indicative") or any(w in account.speech.forms for w in rest):
        return None
    return at, segment.last, source
