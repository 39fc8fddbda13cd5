"""Parts: counts of some of those whom another count of the article has ("three of them")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nutgraf.annotation.events.bearers import HARM
from nutgraf.annotation.events.casualties import OF_THINGS
from nutgraf.annotation.events.part_words import PartWords
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.segments import is_verbal, segment_around
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.annotation import Layers, QuantityMention
from nutgraf.model.event import Figure
from nutgraf.model.quantity import Measure, Quantity
from nutgraf.model.span import Span

# The least of "some of them", which tells no number.
_SOME = 2


@dataclass(frozen=True, slots=True)
class Told:
    """A figure with the quantity and the sentence that it was read from.

    A `bare` one has nothing but its place beside it; one told `again` is what somebody else
    counts of the same.
    """

    scene: Scene
    mention: QuantityMention
    figure: Figure
    bare: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class Portion:
    """A quantity told as a part; `noun` names those it is a part of, if a noun does."""

    scene: Scene
    mention: QuantityMention
    noun: str | None


@dataclass(frozen=True, slots=True)
class Parts:
    """Finds the parts among the quantities of one document, and what they are parts of."""

    layers: Layers
    reader: Reader

    @property
    def words(self) -> PartWords:
        """The words that mark a part."""
        return self.reader.casualties.parts

    def portion(self, scene: Scene, mention: QuantityMention) -> Portion | None:
        """The part that a quantity is told to be, or `None` when it stands for itself."""
        text, words, whole = self.layers.document.text, self.words, mention.whole
        named = words.before.search(text, scene.sentence.start, whole.start)
        named = named or words.behind.match(text, whole.end)
        if named is not None:
            return Portion(scene, mention, named["noun"])
        if mention.noun is not None:
            of = words.of.match(text, mention.span.end)
            if of is not None and of.end() <= mention.noun.start:
                return Portion(scene, mention, mention.noun.quote)
        if mention.subset or words.after.match(text, whole.end):
            return Portion(scene, mention, None)
        return None

    def whole(self, portion: Portion, told: Sequence[Told]) -> Told | None:
        """The figure that a part is told to be of, where the text leaves no doubt."""
        wanted = self._wanted(portion)
        quantity = portion.mention.quantity
        if quantity.value is None and quantity.minimum == _SOME:
            return None
        fitting = [each for each in told if _may_hold(each.figure.quantity, portion)]
        if portion.noun is not None and not self._are_victims(portion.noun):
            near = [t for t in fitting if 0 <= portion.scene.number - t.scene.number <= 1]
            return _last([t for t in near if _unit(t.figure.quantity) == fold(portion.noun)])
        if portion.noun is not None and self._befell(portion.noun) is not None:
            return _named([t for t in fitting if t.figure.measure is wanted], portion)
        if portion.noun is not None and wanted is None:
            wanted = _single([t for t in fitting if t.mention.span < portion.mention.span])
            return _named([t for t in fitting if t.figure.measure is wanted], portion)
        found = self._nearest(portion, fitting, wanted)
        if found is None or wanted is not None:
            return found
        # Who is no longer missing is told to be a part of those who were.
        elsewhere = found.figure.measure is Measure.MISSING and self._has_verb(portion)
        return None if elsewhere else found

    def is_unnumbered(self, portion: Portion) -> bool:
        """Tell a part of victims whose number nobody tells ("Among the dead were two boys")."""
        if portion.noun is None or not self._are_victims(portion.noun):
            return False
        return self._wanted(portion) in {None, self._befell(portion.noun)}

    def own_verb(self, portion: Portion) -> tuple[Measure, Span] | None:
        """What a verb beside the part says befell it, and where it stands."""
        scene = portion.scene
        for at in segment_around(scene, self.reader.grammar, portion.mention):
            told = self.reader.casualties.verb_at(scene.folds, at)
            if told is not None and told[0] not in OF_THINGS:
                tokens = scene.tokens
                span = self.layers.document.span(tokens[at].start, tokens[told[1] - 1].end)
                return told[0], span
        return None

    def _wanted(self, portion: Portion) -> Measure | None:
        """The measure that the part's own words or the noun of the whole tell."""
        own = portion.mention.measure
        if own not in {None, Measure.PARTICIPANTS}:
            return own
        verb = self.own_verb(portion)
        if verb is not None or portion.noun is None:
            return verb and verb[0]
        return self._befell(portion.noun)

    def _has_verb(self, portion: Portion) -> bool:
        segment = segment_around(portion.scene, self.reader.grammar, portion.mention)
        return any(is_verbal(portion.scene, self.reader, at) for at in segment)

    def _befell(self, noun: str) -> Measure | None:
        """What befell those whom a noun or a participle names ("those killed")."""
        verb = self.reader.casualties.verb_at((fold(noun),), 0)
        measure = self.words.befell(noun) or (verb[0] if verb is not None else None)
        return None if measure is Measure.PARTICIPANTS else measure

    def _are_victims(self, noun: str) -> bool:
        return fold(noun) in self.words.victims or self._befell(noun) is not None

    def _nearest(
        self, portion: Portion, told: Sequence[Told], wanted: Measure | None
    ) -> Told | None:
        """The count right before, of this sentence or else of the one before it."""
        scene, start = portion.scene, portion.mention.span.start
        before = [q for q in scene.quantities if q.span.start < start]
        before = [q for q in before if self.portion(scene, q) is None]
        if before:
            return _only(told, before[-1], wanted, elided=self._is_elided(portion))
        past = [t for t in told if t.scene.number == scene.number - 1]
        near = bool(past) and past[-1].scene.sentence.paragraph == scene.sentence.paragraph
        if not near:
            return None
        counts = [q for q in past[-1].scene.quantities if self.portion(past[-1].scene, q) is None]
        return _only(told, counts[-1], wanted) if counts else None

    def _is_elided(self, portion: Portion) -> bool:
        """Tell a part behind which only the verb of the whole is missing ("two of them badly")."""
        scene, mention, grammar = portion.scene, portion.mention, self.reader.grammar
        after = self.words.after.match(self.layers.document.text, mention.whole.end)
        end = after.end() if after is not None else mention.whole.end
        segment = segment_around(scene, grammar, mention)
        left = [scene.fold(at) for at in segment if scene.tokens[at].start >= end]
        return bool(left) and grammar.preposition(left[0]) is None


def _only(
    told: Sequence[Told], last: QuantityMention, wanted: Measure | None, *, elided: bool = False
) -> Told | None:
    """The figure of the last count, or the only one of the wanted measure."""
    number = next((t.scene.number for t in told if t.mention is last), None)
    here = [t for t in told if t.scene.number == number and t.mention.span <= last.span]
    if wanted is not None:
        return _last([t for t in here if t.figure.measure is wanted])
    # "12 killed and 40 injured, including three children": of which, nobody says.
    harmed = {t.figure.measure for t in here} & HARM
    found = _last([t for t in here if t.mention is last])
    return found if elided or len(harmed) < 2 else None


def _single(told: Sequence[Told]) -> Measure | None:
    """The one measure of harm that is told."""
    harmed = {t.figure.measure for t in told} & HARM
    return harmed.pop() if len(harmed) == 1 else None


def _named(told: Sequence[Told], portion: Portion) -> Told | None:
    """The figure that a noun refers to: before it, else behind, the whole before regions."""
    before = [t for t in told if t.mention.span < portion.mention.span]
    whole = [t for t in before if not t.figure.places]
    return _last(whole) or _last(before) or next(iter(told), None)


def _last(told: Sequence[Told]) -> Told | None:
    return told[-1] if told else None


def _unit(quantity: Quantity) -> str:
    return fold(quantity.unit or "")


def _may_hold(whole: Quantity, portion: Portion) -> bool:
    """Tell whether a count can be as great as its part at least."""
    part = portion.mention.quantity
    least = part.value if part.value is not None else part.minimum
    most = whole.maximum
    if most is None and whole.minimum is None:
        most = whole.value
    return portion.mention.quantity is not whole and (
        least is None or most is None or least <= most
    )
