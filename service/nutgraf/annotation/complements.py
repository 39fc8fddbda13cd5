"""Complements: the words of a sentence that a verb of saying reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nutgraf.annotation.cues import Cue
from nutgraf.annotation.passages import Passage, Segment
from nutgraf.annotation.quotes import Quote
from nutgraf.annotation.speakers import Phrase, after, agent, interrupted, phrase
from nutgraf.annotation.speech import Speech


@dataclass(frozen=True, slots=True)
class Scene:
    """A passage, its cues, and the language both are read in."""

    passage: Passage
    speech: Speech
    cues: tuple[Cue, ...]

    def limit(self, cue: Cue) -> int:
        """Where the part of a clause that belongs to a cue ends: at the next coordinated cue."""
        last = self.passage.segments[cue.place].last
        later = [c.first for c in self.cues if c.place == cue.place and c.first > cue.last]
        for at in range(cue.last, min(later, default=0)):
            if self.speech.is_in(self.passage.tokens[at].fold, "coordinators"):
                return at
        return last

    def cue_in(self, place: int) -> Cue | None:
        """The first cue of a segment."""
        return next((cue for cue in self.cues if cue.place == place), None)

    def word(self, segment: Segment) -> str:
        """The first word of a segment outside quotations."""
        words = self.passage.words(segment.first, segment.last)
        return words[0] if words else ""

    def reports(self, segment: Segment, *groups: str) -> bool:
        """Tell whether a segment has a verb in a mood of reported speech."""
        tokens = self.passage.tokens
        inside = (i for i in range(segment.first, segment.last) if not self.passage.masked[i])
        small = [tokens[i].fold for i in inside if tokens[i].text[0].islower()]
        return any(self.speech.any_in(small, group) for group in groups)


def contents(scene: Scene, cue: Cue) -> tuple[Phrase, ...]:
    """What is said: token ranges, none when the verb is used for something else."""
    beside = tuple(_quotes_beside(scene, cue))
    if beside:
        return beside
    if _opens_like(scene, cue):
        return _around(scene, cue)
    if _is_postposed(scene, cue):
        return tuple(_before(scene, cue))
    readings = (_following, _inside) if scene.speech.commas else (_inside, _following)
    for reading in readings:
        found = reading(scene, cue)
        if found is not None:
            return (found,)
    return ()


def _quotes_beside(scene: Scene, cue: Cue) -> Iterator[Phrase]:
    """Quotations that stand alone right before or after the clause of the cue."""
    segments = scene.passage.segments
    start, end = scene.passage.sentence(cue.place)
    apart = interrupted(scene.passage, scene.speech, cue)
    back = cue.place - (3 if apart else 1)
    if back >= start and segments[back].quote is not None and _leads(scene, cue):
        while back >= start and segments[back].quote is not None:
            back -= 1
        yield segments[back + 1].first, segments[cue.place - (3 if apart else 1)].last
    onward = cue.place + 1
    if onward < end and segments[onward].quote is not None:
        yield segments[onward].first, segments[onward].last


def _leads(scene: Scene, cue: Cue) -> bool:
    """Tell whether the verb stands near the head of its clause (", sagte er")."""
    segment = scene.passage.segments[cue.place]
    return not scene.speech.commas or cue.first - segment.first <= 1


def _opens_like(scene: Scene, cue: Cue) -> bool:
    return scene.speech.is_in(scene.word(scene.passage.segments[cue.place]), "like")


def _around(scene: Scene, cue: Cue) -> tuple[Phrase, ...]:
    """The clause that a "wie X mitteilte" goes with: before it, else after it."""
    passage = scene.passage
    start, end = passage.sentence(cue.place)
    if start < cue.place:
        return ((passage.segments[start].first, passage.segments[cue.place - 1].last),)
    if cue.place + 1 < end:
        return (
            (
                passage.segments[cue.place + 1].first,
                trimmed(passage, passage.segments[end - 1].last),
            ),
        )
    return ()


def _is_postposed(scene: Scene, cue: Cue) -> bool:
    """Tell whether the words said come before the clause of the cue (", sagte er")."""
    passage = scene.passage
    segment = passage.segments[cue.place]
    start, _ = passage.sentence(cue.place)
    leading = passage.tokens[cue.verb].fold.endswith(tuple(scene.speech.words["leading"]))
    if cue.place == start or segment.mark == ":" or leading:
        return False
    if interrupted(passage, scene.speech, cue) is not None:
        return False
    if cue.first == segment.first:
        own = after(passage, scene.speech, cue.finite + 1, segment.last)
        return own is not None or cue.saying.unnamed or cue.passive
    if scene.speech.commas:
        return False
    rest = _past_adjuncts(scene, cue)
    return rest >= trimmed(passage, segment.last) and segment.mark == ","


def _before(scene: Scene, cue: Cue) -> Iterator[Phrase]:
    """The clauses before a postposed cue, and their continuation after it."""
    passage = scene.passage
    start, end = passage.sentence(cue.place)
    for place in range(start, cue.place):
        earlier = scene.cue_in(place)
        if earlier is not None and _is_postposed(scene, earlier):
            start = place + 1
    first, last = passage.segments[start].first, passage.segments[cue.place - 1].last
    enough = cue.saying.allows("clause") or scene.reports(
        Segment(first, last, ""), "strong", "weak"
    )
    if not enough and not (cue.saying.allows("that") and not scene.speech.commas):
        return
    if start < cue.place and len(passage.words(first, last)) > 2:
        yield first, last
    onward = cue.place + 1
    if onward < end and _continues(scene, passage.segments[onward]):
        yield passage.segments[onward].first, _end(scene, onward, end)


def _continues(scene: Scene, segment: Segment) -> bool:
    if segment.quote is not None:
        return True
    if scene.speech.is_in(scene.word(segment), "relatives") and not scene.reports(
        segment, "strong"
    ):
        return False
    return scene.reports(segment, "strong", "weak")


def _following(scene: Scene, cue: Cue) -> Phrase | None:
    """The clause after the clause of the cue: dass, whether, infinitive or bare."""
    passage = scene.passage
    if scene.limit(cue) < passage.segments[cue.place].last:
        return None
    _, end = passage.sentence(cue.place)
    for place in range(cue.place + 1, min(cue.place + 3, end)):
        segment = passage.segments[place]
        if segment.quote is None and _is_complement(scene, cue, place, end):
            return segment.first, _end(scene, place, end)
    return None


def _is_complement(scene: Scene, cue: Cue, place: int, end: int) -> bool:
    segment = scene.passage.segments[place]
    saying, word = cue.saying, scene.word(segment)
    claused = saying.allows("clause")
    if scene.speech.is_in(word, "complementizers"):
        return claused or saying.allows("that")
    if segment.mark == ":" and scene.reports(segment, "strong", "weak", "mild"):
        return True
    if saying.allows("inf") and _has_infinitive(scene, segment, place, end):
        return True
    if place > cue.place + 1 or not claused:
        return False
    if segment.mark == ":":
        return True
    return _is_bare_clause(scene, segment, word)


def _is_bare_clause(scene: Scene, segment: Segment, word: str) -> bool:
    """A clause without a conjunction: in reporting mood, or with a pronoun as its subject."""
    if scene.speech.is_in(word, "not_content") and not scene.reports(segment, "strong"):
        return False
    if scene.reports(segment, "strong", "weak"):
        return True
    pronouns = ("singular", "plural", "impersonal")
    return any(scene.speech.is_in(word, group) for group in pronouns)


def _has_infinitive(scene: Scene, segment: Segment, place: int, end: int) -> bool:
    """Tell whether a clause ends in an infinitive with its particle ("aufzubauen")."""
    rules = scene.speech.data["infinitive"]
    if scene.speech.is_in(scene.word(segment), "purpose") or rules["opens"]:
        return False
    last = scene.passage.segments[min(place + 2, end - 1)].last
    words = scene.passage.words(segment.first, last)
    endings, particle = tuple(rules["endings"]), rules["particle"]
    for at, word in enumerate(words):
        apart = word == particle and at + 1 < len(words) and words[at + 1].endswith(endings)
        if apart or (len(word) > 6 and particle in word[2:-4] and word.endswith(endings)):
            return True
    return False


def _clause_end(scene: Scene, cue: Cue, end: int) -> int:
    """Where a clause ends that begins in the clause of its cue."""
    limit = scene.limit(cue)
    segment = scene.passage.segments[cue.place]
    if scene.speech.is_in(scene.word(segment), "relatives"):
        return trimmed(scene.passage, segment.last)
    if limit < scene.passage.segments[cue.place].last:
        return limit
    return _end(scene, cue.place, end)


def _end(scene: Scene, place: int, end: int) -> int:
    """Where the words said end: the sentence, unless another clause begins before."""
    segments = scene.passage.segments
    last = place + 1
    while last < end and not _stops(scene, last):
        last += 1
    return trimmed(scene.passage, segments[last - 1].last)


def _stops(scene: Scene, place: int) -> bool:
    segment = scene.passage.segments[place]
    if segment.quote is not None:
        return segment.mark == ":"
    word = scene.word(segment)
    if scene.speech.is_in(word, "stops") or segment.mark == ";":
        return True
    cue = scene.cue_in(place)
    if cue is not None and not scene.reports(segment, "strong", "weak"):
        dependent = ("complementizers", "relatives", "not_content")
        return not any(scene.speech.is_in(word, group) for group in dependent)
    words = scene.passage.words(segment.first, segment.last)
    told = scene.speech.is_in(word, "coordinators") and scene.speech.any_in(words, "indicative")
    return told and not scene.reports(segment, "strong", "weak")


def trimmed(passage: Passage, last: int) -> int:
    """Step back over the marks that end a sentence."""
    while last > 1 and passage.tokens[last - 1].text in ".!?…" and not passage.masked[last - 1]:
        last -= 1
    return last


def _inside(scene: Scene, cue: Cue) -> Phrase | None:
    """What is said inside the clause of the cue: als/von phrase, object, quotation."""
    first, last = _field(scene, cue)
    if not scene.speech.commas:
        clause = _running_on(scene, cue)
        if clause is not None:
            return clause
    if cue.passive and agent(scene.passage, scene.speech, first, last) is None:
        return None
    found = _introduced(scene, cue, first, last)
    if found is None and cue.saying.allows("object") and not cue.passive:
        found = _object(scene, cue, first, last)
    if found is None:
        return _quoted(scene, cue, first, last)
    return _narrowed(scene, found)


def _quoted(scene: Scene, cue: Cue, first: int, last: int) -> Phrase | None:
    """A quotation built into the clause; before the verb it must be more than a name."""
    least = 3 if first < cue.verb else 1 if cue.saying.allows("quote") else 2
    for quote in scene.passage.inside(first, last):
        span = _range(scene.passage, quote)
        if span[1] - span[0] - 2 >= least and _speaks(scene, quote):
            return span
    return None


def _speaks(scene: Scene, quote: Quote) -> bool:
    """Tell whether a quotation inside a clause is more than a name."""
    at = scene.passage.index(quote.start)
    before = scene.passage.tokens[at - 1].fold if at else ""
    return not scene.speech.is_in(before, "titles")


def _range(passage: Passage, quote: Quote) -> Phrase:
    return passage.index(quote.start), passage.index(quote.last) + 1


def _field(scene: Scene, cue: Cue) -> Phrase:
    """Where the objects of the verb stand in its clause."""
    segment = scene.passage.segments[cue.place]
    last = trimmed(scene.passage, scene.limit(cue))
    if not scene.speech.commas:
        return cue.last, last
    if cue.finite < cue.verb:
        return cue.finite + 1, cue.verb
    if cue.particle is not None and cue.particle < last:
        return cue.verb + 1, cue.particle
    if cue.verb + 1 >= last:
        return segment.first, cue.first
    return cue.verb + 1, last


def _introduced(scene: Scene, cue: Cue, first: int, last: int) -> Phrase | None:
    """The phrase after "als" or the preposition that the verb wants."""
    contractions = scene.speech.data["contractions"]
    for at in range(first, last):
        word = scene.passage.tokens[at].fold
        wanted = contractions.get(word, word) in cue.saying.takes
        if wanted and not scene.passage.masked[at] and at + 1 < last:
            bare = cue.saying.to == "object" and at == first
            return None if bare else (at + 1, _phrase_end(scene, cue, last))
    return None


def _object(scene: Scene, cue: Cue, first: int, last: int) -> Phrase | None:
    """The direct object: the first noun phrase that is neither subject nor oblique."""
    start = _past_subject(scene, cue, first, last)
    at = start
    while at < last:
        token = scene.passage.tokens[at]
        if scene.passage.masked[at] or _opens_object(scene, at, last):
            return _with_adjectives(scene, start, at), _phrase_end(scene, cue, last)
        small = scene.speech.is_in(token.fold, "prepositions") or scene.speech.is_in(
            token.fold, "oblique"
        )
        skipped = phrase(scene.passage, scene.speech, at + 1, last, joined=False) if small else None
        at = skipped[1] if skipped else at + 1
    return None


def _with_adjectives(scene: Scene, start: int, at: int) -> int:
    """Step back over the adjectives before a noun without an article."""
    while at > start and scene.passage.tokens[at - 1].text[0].islower():
        word = scene.passage.tokens[at - 1].fold
        groups = ("prepositions", "adverbs", "determiners", "oblique", "objects", "indicative")
        small = any(scene.speech.is_in(word, group) for group in groups)
        if small or not word.endswith(("e", "en", "er", "es")):
            break
        at -= 1
    return at


def _past_subject(scene: Scene, cue: Cue, first: int, last: int) -> int:
    """Where the clause goes on after a subject that follows its verb."""
    segment = scene.passage.segments[cue.place]
    opening = scene.word(segment)
    inverted = cue.finite == segment.first or scene.speech.is_in(opening, "prepositions")
    inverted = inverted or scene.speech.is_in(opening, "adverbs")
    if not (scene.speech.commas and inverted):
        return first
    own = after(scene.passage, scene.speech, first, last)
    return own[1] if own else first


def _opens_object(scene: Scene, at: int, last: int) -> bool:
    token = scene.passage.tokens[at]
    if scene.speech.commas:
        if scene.speech.is_in(token.fold, "accusative"):
            return phrase(scene.passage, scene.speech, at, last) is not None
        noun = token.text[0].isupper() and not scene.speech.is_in(token.fold, "not_speakers")
        return noun and not scene.speech.is_in(token.fold, "oblique")
    return phrase(scene.passage, scene.speech, at, last) is not None


def _phrase_end(scene: Scene, cue: Cue, last: int) -> int:
    """A phrase at the end of its clause takes the relative clauses after it along."""
    segments = scene.passage.segments
    if last < trimmed(scene.passage, segments[cue.place].last) - 1:
        return last
    _, end = scene.passage.sentence(cue.place)
    place = cue.place + 1
    while place < end and scene.speech.is_in(scene.word(segments[place]), "relatives"):
        place += 1
    return last if place == cue.place + 1 else trimmed(scene.passage, segments[place - 1].last)


def _narrowed(scene: Scene, found: Phrase) -> Phrase:
    """A phrase that opens with a quotation is that quotation."""
    passage = scene.passage
    at = found[0]
    while at < found[1] and scene.speech.is_in(passage.tokens[at].fold, "determiners"):
        at += 1
    quotes = passage.inside(at, found[1])
    if at < found[1] and quotes and quotes[0].start == passage.tokens[at].start:
        return _range(passage, quotes[0])
    return found


def _past_adjuncts(scene: Scene, cue: Cue) -> int:
    """Where a clause goes on after "said on Monday in a statement"."""
    passage, words = scene.passage, scene.speech
    at, last = cue.last, scene.passage.segments[cue.place].last
    if cue.saying.to == "object":
        addressee = phrase(passage, words, at, last)
        at = (
            addressee[1]
            if addressee and not words.is_in(passage.tokens[at].fold, "complementizers")
            else at
        )
    while at < last:
        word = passage.tokens[at].fold
        if words.is_in(word, "adverbs") or words.is_in(word, "not_speakers"):
            at += 1
        elif _is_adjunct(scene, cue, at, last):
            at = _past_phrase(passage, words, at + 1, last)
        else:
            break
    return at


def _is_adjunct(scene: Scene, cue: Cue, at: int, last: int) -> bool:
    """Tell whether a preposition opens an adjunct: no infinitive, no "about 300 people"."""
    words, word = scene.speech, scene.passage.tokens[at].fold
    if not words.is_in(word, "prepositions") and word != cue.saying.to:
        return False
    following = scene.passage.tokens[at + 1] if at + 1 < last else None
    if following is None:
        return True
    if words.is_in(word, "approximators"):
        return not following.text[0].isdigit()
    if word != words.data["infinitive"]["particle"]:
        return True
    return following.text[0].isupper() or word == cue.saying.to or words.is_in(following.fold, "determiners")


def _past_phrase(passage: Passage, words: Speech, at: int, last: int) -> int:
    if at < last and words.is_in(passage.tokens[at].fold, "not_speakers"):
        return at + 1
    inner = phrase(passage, words, at, min(at + 4, last), joined=False)
    return inner[1] if inner else at


def _running_on(scene: Scene, cue: Cue) -> Phrase | None:
    """A clause in the same breath: "said (that) ...", "promised to ..."."""
    passage, words, saying = scene.passage, scene.speech, cue.saying
    _, end = passage.sentence(cue.place)
    last = passage.segments[cue.place].last
    infinitive = _infinitive(scene, cue, last, end)
    at = _past_adjuncts(scene, cue)
    if infinitive is not None or at >= trimmed(passage, last):
        return infinitive
    if words.is_in(passage.tokens[at].fold, "complementizers"):
        said = saying.allows("clause") or saying.allows("that")
        return (at, _clause_end(scene, cue, end)) if said else None
    if saying.allows("clause") and last - at > 2:
        return at, _clause_end(scene, cue, end)
    return None


def _infinitive(scene: Scene, cue: Cue, last: int, end: int) -> Phrase | None:
    rules = scene.speech.data["infinitive"]
    if not cue.saying.allows("inf"):
        return None
    for at in range(cue.last, min(cue.last + 12, last - 1)):
        if scene.speech.is_in(scene.passage.tokens[at].fold, "complementizers"):
            return None
        if scene.passage.tokens[at].fold == rules["particle"] and not scene.passage.masked[at]:
            return at, _clause_end(scene, cue, end)
    return None
