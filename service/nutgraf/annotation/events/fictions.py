"""Fictions: sentences that go on with a story or play a drill through, told over several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nutgraf.annotation.events.figurative import Figurative
from nutgraf.annotation.events.figurative_words import FigurativeWords
from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.events.scenes import Scene
from nutgraf.model.document import BlockRole
from nutgraf.model.event import Claim

# How many sentences after the headline tell what sort of text it is.
_OPENING = 3
# How far from the start of a sentence its subject names the script ("At least, that was the ...").
_SUBJECT_REACH = 7
_LED_REACH = 2


@dataclass(frozen=True, slots=True)
class Fictions:
    """Judges the sentences of one document; what is told in the past tense stays news."""

    scenes: Sequence[Scene]
    grammar: Grammar
    words: FigurativeWords

    def real(self) -> tuple[Scene, ...]:
        """The sentences without those of stories and drills."""
        unreal = self._stories() | self._scripted()
        return tuple(scene for at, scene in enumerate(self.scenes) if at not in unreal)

    def spoken(self, claims: Iterable[Claim]) -> Iterator[Claim]:
        """The claims without those that nobody makes but a work or a script."""
        real = {scene.number for scene in self.real() if not self._is_told(scene)}
        unreal = [s.sentence for s in self.scenes if s.number not in real]
        for claim in claims:
            start = claim.content.start
            if claim.speaker or not any(s.start <= start < s.end for s in unreal):
                yield claim

    def _stories(self) -> set[int]:
        """What goes on in the present tense: a review, or a paragraph behind "In the film"."""
        review = self._opens_with(self.words.reviews)
        found: set[int] = set()
        story: int | None = None
        for at, scene in enumerate(self.scenes):
            paragraph = scene.sentence.paragraph
            if self._is_told(scene):
                story = paragraph
            elif (review or story == paragraph) and self._is_present(scene):
                found.add(at)
        return found

    def _opens_with(self, wordings: frozenset[str]) -> bool:
        heads = [s for s in self.scenes if s.sentence.role is BlockRole.HEADLINE]
        return any(f" {wording} " in f" {scene.text} " for scene in heads for wording in wordings)

    def _is_told(self, scene: Scene) -> bool:
        return Figurative(scene, self.grammar, self.words).tells_story()

    def _is_present(self, scene: Scene) -> bool:
        headline = scene.sentence.role is BlockRole.HEADLINE
        return not headline and not any(self._is_past(token.text) for token in scene.tokens)

    def _is_past(self, word: str) -> bool:
        return word in self.words.past or (
            word[:1].islower() and word.endswith(tuple(self.words.past_endings))
        )

    def _scripted(self) -> set[int]:
        """What a script has, and in a text on a drill what comes before "that was the script"."""
        found = {at for at, scene in enumerate(self.scenes) if self._follows_script(scene)}
        if not self._is_drill():
            return found
        for at, scene in enumerate(self.scenes):
            if self._is_assumed(scene) or self._is_played(scene):
                found.add(at)
            elif self._names_script(scene):
                paragraph = scene.sentence.paragraph
                near = (n for n in range(at) if self.scenes[n].sentence.paragraph == paragraph)
                found.update((*near, at))
        return found

    def _is_drill(self) -> bool:
        heads = [s for s in self.scenes if s.sentence.role is BlockRole.HEADLINE]
        opening = [*heads, *self.scenes[len(heads) : len(heads) + _OPENING]]
        folds = {token.fold for scene in opening for token in scene.tokens}
        endings = tuple(self.words.drill_heads)
        return any(word in self.words.drills or word.endswith(endings) for word in folds)

    def _follows_script(self, scene: Scene) -> bool:
        """Tell "so das Drehbuch", and "Das Szenario: ..."."""
        for at, token in enumerate(scene.tokens):
            if token.fold not in self.words.scripts:
                continue
            led = {scene.fold(n) for n in range(at - _LED_REACH, at) if n >= 0}
            # "The script of the coup is familiar: Soldiers seized ..." is news.
            near = {each.text for each in scene.tokens[at:][:_SUBJECT_REACH]}
            heads = at < _LED_REACH and ":" in near and self._is_of_drill(scene, at)
            if not led.isdisjoint(self.words.by_script) or heads:
                return True
        return False

    def _is_of_drill(self, scene: Scene, at: int) -> bool:
        known = self.words.drills | self.words.pretending
        return scene.fold(at + 1) == ":" or not known.isdisjoint(scene.folds)

    def _is_assumed(self, scene: Scene) -> bool:
        return bool(scene.tokens) and scene.fold(0) in self.words.assuming

    def _is_played(self, scene: Scene) -> bool:
        """Tell "In the exercise, ..." from the accident of a day; it opens the sentence."""
        nouns = range(1, _LED_REACH + 1)
        drill = any(scene.fold(at) in self.words.drills for at in nouns)
        return drill and scene.fold(0) in self.words.by_script and not scene.times

    def _names_script(self, scene: Scene) -> bool:
        """Tell "That was the script" and "...: Dieses Szenario haben Helfer durchgespielt"."""
        for at, token in enumerate(scene.tokens):
            if token.fold in self.words.scripts:
                near = {scene.fold(n) for n in range(max(0, at - 3), at)}
                # "Dieses Szenario hatte Polen befürchtet" is about no drill.
                played = self._is_of_drill(scene, at) or not near.isdisjoint(self.words.copulas)
                return played and not near.isdisjoint(self.words.resuming_script)
        return False
