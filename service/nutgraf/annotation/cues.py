"""Cues: the verbs of saying of a passage that really tell of something said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from nutgraf.annotation.passages import Passage, Segment
from nutgraf.annotation.speech import Form, Saying, Speech


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
    if _is_noun(passage, speech, at) or _is_infinitive(passage, speech, segment, at, form):
        return None
    if not speech.commas:
        return _running(passage, speech, place, at, form, particle)
    attribute = _is_attribute(passage, speech, segment, at)
    attribute = attribute or (particle is None and _is_other(passage, speech, segment, at))
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
    if _is_reduced(passage, speech, segment, at):
        return None
    passive = speech.any_in(passage.words(segment.first, at)[-2:], "passive")
    return Cue(form.saying, place, at, at, particle, passive=passive)


def _progressive(passage: Passage, speech: Speech, segment: Segment, at: int) -> int | None:
    """The auxiliary of a form that goes on ("they are demanding")."""
    if not speech.ends(passage.tokens[at].fold, "leading"):
        return None
    near = range(at - 1, max(at - 3, segment.first - 1), -1)
    return next((i for i in near if _is_open(passage, speech, segment, i, "passive")), None)


def _is_other(passage: Passage, speech: Speech, segment: Segment, at: int) -> bool:
    """Tell whether a particle at the end of the clause makes another verb of this one."""
    last = ""
    for word in passage.words(at + 1, segment.last):
        if speech.is_in(word, "coordinators"):
            break
        last = word if word[0].isalpha() else last
    return speech.is_in(last, "particles")


def _is_reduced(passage: Passage, speech: Speech, segment: Segment, at: int) -> bool:
    """Tell whether a form is a participle without its auxiliary ("announced by", "saying")."""
    word = passage.tokens[at].fold
    if speech.ends(word, "leading"):
        return at > segment.first or not segment.mark
    following = passage.tokens[at + 1].fold if at + 1 < segment.last else ""
    before = passage.words(segment.first, at)[-2:]
    agentive = speech.is_in(following, "agents") and not speech.any_in(before, "passive")
    return agentive and any(form.participle for form in speech.forms[word])


def _is_noun(passage: Passage, speech: Speech, at: int) -> bool:
    """Tell whether a form follows an article, preposition or verb, as English nouns do."""
    if speech.capitals or not at:
        return False
    before, word = passage.tokens[at - 1].fold, passage.tokens[at].fold
    if before in speech.forms and not any(form.participle for form in speech.forms[word]):
        return True
    if _is_plural_noun(passage, speech, at):
        return True
    return speech.is_in(before, "determiners", "prepositions", "possessive")


def _is_plural_noun(passage: Passage, speech: Speech, at: int) -> bool:
    """Tell whether a form in -s is a noun: before an auxiliary, or after a bare one."""
    tokens = passage.tokens
    word, before = tokens[at].fold, tokens[at - 1]
    if not word.endswith(speech.plural) or any(form.participle for form in speech.forms[word]):
        return False
    following = tokens[at + 1].fold if at + 1 < len(tokens) else ""
    if speech.is_in(following, "perfect", "passive"):
        return True
    governor = tokens[at - 2].fold if at > 1 else ""
    single = before.text[0].islower() and not speech.is_in(before.fold, "adverbs", "plural")
    return single and speech.is_in(governor, "prepositions")


def _is_attribute(passage: Passage, speech: Speech, segment: Segment, at: int) -> bool:
    """Tell whether a form stands before a noun ("das gelobte Land"), not as the verb."""
    if at + 1 >= segment.last or at == segment.first:
        return False
    before, following = passage.tokens[at - 1], passage.tokens[at + 1]
    if not _ends_as_attribute(passage.tokens[at].fold, speech):
        return False
    if at - 1 == segment.first and speech.is_in(before.fold, "back"):
        return False
    if speech.is_in(before.fold, "determiners", "oblique", "prepositions"):
        return True
    words = passage.words(segment.first, segment.last)
    if following.text[0].isupper() or speech.ends(following.fold, "adjective_endings"):
        return speech.any_in(words, "indicative")
    # Another finite verb follows, neither joined by a conjunction nor at the end.
    rest = passage.words(at, segment.last - 2)
    later = (before for before, word in pairwise(rest) if speech.is_in(word, "indicative"))
    return any(not speech.is_in(word, "coordinators") for word in later)


def _ends_as_attribute(word: str, speech: Speech) -> bool:
    """Tell whether a form may be a participle with an ending ("gelobt-en")."""
    stems = (word[:-1], word[:-2])
    return any(form.participle for stem in stems for form in speech.forms.get(stem, ()))


def _is_participle(passage: Passage, speech: Speech, place: int, at: int) -> bool:
    """Tell whether a form that may be finite or a participle has an auxiliary ("bezeichnet")."""
    if not any(form.participle for form in speech.forms[passage.tokens[at].fold]):
        return False
    groups = ("perfect", "passive")
    return any(_auxiliary(passage, speech, place, at, group) is not None for group in groups)


def _is_infinitive(passage: Passage, speech: Speech, segment: Segment, at: int, form: Form) -> bool:
    """Tell whether a form is an infinitive under a modal verb or its particle."""
    word = passage.tokens[at].fold
    if at and passage.tokens[at - 1].fold == speech.data["infinitive"]["particle"]:
        return True
    if not speech.commas:
        bare = word == form.saying.lemma.split("_")[0]
        return bare and speech.any_in(passage.words(at - 3, at), "modals")
    if not speech.ends(word, "endings"):
        return False
    words = passage.words(segment.first, segment.last)
    return speech.any_in(words, "modals") or speech.any_in(words, "passive")


def _compound(
    passage: Passage, speech: Speech, place: int, at: int, form: Form, particle: int | None
) -> Cue | None:
    """A participle with its auxiliary: "hat ... erklärt", "wurde ... mitgeteilt"."""
    perfect = _auxiliary(passage, speech, place, at, "perfect")
    passive = _auxiliary(passage, speech, place, at, "passive")
    words = passage.words(passage.segments[place].first, passage.segments[place].last)
    if perfect is not None and not speech.any_in(words, "been"):
        return Cue(form.saying, place, at, perfect, particle)
    if passive is not None:
        return Cue(form.saying, place, at, passive, particle, passive=True)
    return None


def _auxiliary(passage: Passage, speech: Speech, place: int, at: int, group: str) -> int | None:
    segment = passage.segments[place]
    places = (*range(at - 1, segment.first - 1, -1), at + 1)
    return next((i for i in places if _is_open(passage, speech, segment, i, group)), None)


def _is_open(passage: Passage, speech: Speech, segment: Segment, at: int, group: str) -> bool:
    """Tell whether a token of the segment outside quotations belongs to a group."""
    if at >= segment.last or passage.masked[at]:
        return False
    return speech.is_in(passage.tokens[at].fold, group)
