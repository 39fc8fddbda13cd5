"""Cues: the verbs of saying of a passage that really tell of something said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nutgraf.annotation.attribution.passages import Passage, Segment
from nutgraf.annotation.attribution.speech import Form, Saying, Speech
from nutgraf.annotation.attribution.word_classes import (
    is_attribute,
    is_infinitive,
    is_noun,
    is_other,
    is_reduced,
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of saying in segment number `place` of a passage.

    `verb` is the token of the verb, `finite` that of its auxiliary (or of the verb),
    `particle` that of its separated particle; `passive` marks "wurde ... mitgeteilt".
    """

    saying: Saying
    place: int
    verb: int
    finite: int
    particle: int | None = None
    passive: bool = False

    @property
    def first(self) -> int:
        """The first token of the cue."""
        return min(self.verb, self.finite)

    @property
    def last(self) -> int:
        """The token after the last one of the cue."""
        return max(self.verb, self.finite, self.particle or 0) + 1


def find_cues(passage: Passage, speech: Speech) -> tuple[Cue, ...]:
    """Find the verbs of saying outside quotations, in text order.

    A form of several verbs ("called") gives one cue for each; the first that has a
    complement in the sentence is the right one.
    """
    return tuple(
        cue
        for place, segment in enumerate(passage.segments)
        if segment.quote is None
        for cue in _in_segment(passage, speech, place, segment)
    )


def _in_segment(passage: Passage, speech: Speech, place: int, segment: Segment) -> Iterator[Cue]:
    for at in range(segment.first, segment.last):
        token = passage.tokens[at]
        if passage.masked[at] or not token.text[0].islower():
            continue
        for form in speech.forms.get(token.fold, ()):
            cue = _read(passage, speech, place, at, form)
            if cue is not None:
                yield cue


def _read(passage: Passage, speech: Speech, place: int, at: int, form: Form) -> Cue | None:
    segment = passage.segments[place]
    if not _fits(passage, segment, form.saying) or _unsaid(passage, speech, segment, at):
        return None
    particle = None
    if form.apart:
        particle = _particle(passage, speech, place, at, form)
        if particle is None:
            return None
    if form.participle:
        return _compound(passage, speech, place, at, form, particle)
    return _simple(passage, speech, place, at, form, particle)


def _fits(passage: Passage, segment: Segment, saying: Saying) -> bool:
    """Check the words the verb needs and those that make it another verb."""
    words = passage.words(segment.first, segment.last)
    if any(need not in words for need in saying.needs):
        return False
    return not any(_is_vetoed(word, veto) for word in words for veto in saying.vetoes)


def _is_vetoed(word: str, veto: str) -> bool:
    """Compare a word with a stem; short ones must be the whole word."""
    if len(veto) <= 3:
        return word == veto
    return word.startswith(veto) or word.endswith(veto)


def _unsaid(passage: Passage, speech: Speech, segment: Segment, at: int) -> bool:
    """Tell whether the clause denies or only supposes that something is said."""
    word = passage.tokens[at].fold
    words = passage.words(segment.first, segment.last)
    if words and speech.is_in(words[0], "hypothetical"):
        # "Um 10 Uhr erklärte er" is no clause of "um": its verb does not stand last.
        after = passage.words(at + 1, segment.last)
        if not speech.commas or not any(rest[0].isalnum() for rest in after):
            return True
    if not speech.commas:
        return speech.any_in(passage.words(max(at - 3, segment.first), at), "negation")
    first, last = _conjunct(passage, speech, segment, at)
    # A main clause negates after its verb, or with its first word ("niemand sagte").
    main = at + 1 < last and not any(form.participle for form in speech.forms[word])
    reach = (*words[:1], *passage.words(at, last)) if main else passage.words(first, last)
    return speech.any_in(reach, "negation")


def _conjunct(passage: Passage, speech: Speech, segment: Segment, at: int) -> tuple[int, int]:
    """The part of a clause around a verb between two conjunctions."""
    joints = [
        i
        for i in range(segment.first, segment.last)
        if speech.is_in(passage.tokens[i].fold, "coordinators")
    ]
    before = [i for i in joints if i < at]
    after = [i for i in joints if i > at]
    return max(before, default=segment.first), min(after, default=segment.last)


def _particle(passage: Passage, speech: Speech, place: int, at: int, form: Form) -> int | None:
    """The separated particle: right beside the verb, or last in its clause."""
    wanted = form.saying.particle
    tokens = passage.tokens
    besides = (at - 1,) if form.participle else (at + 1, at - 1)
    for beside in besides:
        if 0 <= beside < len(tokens) and tokens[beside].fold == wanted:
            return beside
    if form.participle:
        return None
    _, end = passage.sentence(place)
    for number, segment in enumerate(passage.segments[place:end]):
        if number and not _is_remainder(passage, speech, segment):
            continue
        for i in range(max(segment.first, at + 1), segment.last):
            if (
                tokens[i].fold == wanted
                and not passage.masked[i]
                and _closes(passage, speech, i, segment)
            ):
                return i
    return None


def _is_remainder(passage: Passage, speech: Speech, segment: Segment) -> bool:
    """Tell whether a segment is the rest of an interrupted clause ("..., am Montag mit")."""
    words = passage.words(segment.first, segment.last)
    if not words or len(words) > 6 or segment.quote is not None:
        return False
    return len(words) == 1 or speech.is_in(words[0], "prepositions", "adverbs")


def _closes(passage: Passage, speech: Speech, at: int, segment: Segment) -> bool:
    """Tell whether a token ends its clause: only a mark or a coordination follows."""
    following = next((t for t in passage.tokens[at + 1 : segment.last]), None)
    if following is None or not following.is_word:
        return True
    return speech.is_in(following.fold, "coordinators")


def _simple(
    passage: Passage, speech: Speech, place: int, at: int, form: Form, particle: int | None
) -> Cue | None:
    segment = passage.segments[place]
    if is_noun(passage, speech, at) or is_infinitive(passage, speech, segment, at, form):
        return None
    if not speech.commas:
        return _running(passage, speech, place, at, form, particle)
    attribute = is_attribute(passage, speech, segment, at)
    attribute = attribute or (particle is None and is_other(passage, speech, segment, at))
    if attribute or _is_participle(passage, speech, place, at):
        return None
    return Cue(form.saying, place, at, at, particle)


def _running(
    passage: Passage, speech: Speech, place: int, at: int, form: Form, particle: int | None
) -> Cue | None:
    """A finite or passive form of a language whose clauses run on without commas."""
    segment = passage.segments[place]
    going = _progressive(passage, speech, segment, at)
    if going is not None:
        return Cue(form.saying, place, at, going, particle)
    if is_reduced(passage, speech, segment, at):
        return None
    passive = speech.any_in(passage.words(segment.first, at)[-2:], "passive")
    if passive and _is_planned(passage, speech, segment, at):
        return None
    return Cue(form.saying, place, at, at, particle, passive=passive)


def _is_planned(passage: Passage, speech: Speech, segment: Segment, at: int) -> bool:
    """Tell whether nobody has said it yet ("voters will be asked to approve the plan")."""
    near = passage.words(max(at - 2, segment.first), at)
    later = len(near) > 1 and speech.is_in(near[0], "modals")
    return later and not speech.any_in(passage.words(at, segment.last), "agents")


def _progressive(passage: Passage, speech: Speech, segment: Segment, at: int) -> int | None:
    """The auxiliary of a form that goes on ("they are demanding")."""
    if not speech.ends(passage.tokens[at].fold, "leading"):
        return None
    near = range(at - 1, max(at - 3, segment.first - 1), -1)
    return next((i for i in near if _is_open(passage, speech, segment, i, "passive")), None)


def _is_participle(passage: Passage, speech: Speech, place: int, at: int) -> bool:
    """Tell whether a form that may be finite or a participle has an auxiliary ("bezeichnet")."""
    if not any(form.participle for form in speech.forms[passage.tokens[at].fold]):
        return False
    groups = ("perfect", "passive")
    return any(_auxiliary(passage, speech, place, at, group) is not None for group in groups)


def _compound(
    passage: Passage, speech: Speech, place: int, at: int, form: Form, particle: int | None
) -> Cue | None:
    """A participle with its auxiliary: "hat ... erklärt", "wurde ... mitgeteilt"."""
    group = "being" if form.saying.being else "perfect"
    perfect = _auxiliary(passage, speech, place, at, group)
    passive = _auxiliary(passage, speech, place, at, "passive")
    words = passage.words(passage.segments[place].first, passage.segments[place].last)
    if not speech.commas and _is_led(passage, speech, at):
        return None
    if perfect is not None and not speech.any_in(words, "been"):
        return Cue(form.saying, place, at, perfect, particle)
    later = not speech.commas and _is_planned(passage, speech, passage.segments[place], at)
    if passive is not None and not later:
        return Cue(form.saying, place, at, passive, particle, passive=True)
    return None


def _is_led(passage: Passage, speech: Speech, at: int) -> bool:
    """Tell "has won after disputed polls" from "has since disputed the polls"."""
    if at < 2:
        return False
    led = speech.is_in(passage.tokens[at - 1].fold, "prepositions", "determiners")
    return led and not speech.is_in(passage.tokens[at - 2].fold, "perfect", "passive")


def _auxiliary(passage: Passage, speech: Speech, place: int, at: int, group: str) -> int | None:
    segment = passage.segments[place]
    places = (*range(at - 1, segment.first - 1, -1), at + 1)
    return next((i for i in places if _is_open(passage, speech, segment, i, group)), None)


def _is_open(passage: Passage, speech: Speech, segment: Segment, at: int, group: str) -> bool:
    """Tell whether a token of the segment outside quotations belongs to a group."""
    if at >= segment.last or passage.masked[at]:
        return False
    return speech.is_in(passage.tokens[at].fold, group)
