"""Accounts: a passage with its verbs of saying, as one thing to read from."""

from __future__ import annotations

from dataclasses import dataclass

from nutgraf.annotation.attribution.cues import Cue
from nutgraf.annotation.attribution.passages import Passage, Segment
from nutgraf.annotation.attribution.quotes import Quote
from nutgraf.annotation.attribution.speech import Speech
from nutgraf.annotation.attribution.word_order import breaks_out


@dataclass(frozen=True, slots=True)
class Account:
    """A passage, its cues, and the language both are read in."""

    passage: Passage
    speech: Speech
    cues: tuple[Cue, ...]

    def limit(self, cue: Cue, *, running: bool = False) -> int:
        """Where the part of a clause that belongs to a cue ends: at the next coordinated cue.

        In a `running` clause an auxiliary goes on ("said he was ill and could not come").
        """
        last = self.passage.segments[cue.place].last
        later = [c.first for c in self.cues if c.place == cue.place and c.first > cue.last]
        for at in range(cue.last, last - 1):
            joins = self.speech.is_in(self.passage.tokens[at].fold, "coordinators")
            goes_on = running and self._is_auxiliary(at + 1)
            if joins and (at < min(later, default=0) or (self._is_verb(at + 1) and not goes_on)):
                return at
        return last

    def outbreak(self, place: int) -> int | None:
        """The conjunction at which a segment goes on with the clause before what is said."""
        cues = (cue for cue in self.cues if cue.place == place)
        return next((c.first - 1 for c in cues if breaks_out(self.passage, self.speech, c)), None)

    def _is_auxiliary(self, at: int) -> bool:
        word = self.passage.tokens[at].fold
        return not self.speech.commas and self.speech.is_in(word, "perfect", "passive", "modals")

    def _is_verb(self, at: int) -> bool:
        token = self.passage.tokens[at]
        known = self.speech.is_in(token.fold, "finite") or token.fold in self.speech.forms
        return token.text[0].islower() and known and not self.passage.masked[at]

    def cue_in(self, place: int) -> Cue | None:
        """The first cue of a segment."""
        return next((cue for cue in self.cues if cue.place == place), None)

    def is_saying(self, at: int) -> bool:
        """Tell whether a token is a noun of saying ("Angaben", "Polizeiangaben")."""
        word = self.passage.tokens[at].fold
        known = self.speech.is_in(word, "saying_nouns")
        return known or self.speech.ends(word, "saying_stems")

    def word(self, segment: Segment) -> str:
        """The first word of a segment outside quotations."""
        words = self.passage.words(segment.first, segment.last)
        return words[0] if words else ""

    def is_name(self, quote: Quote) -> bool:
        """Tell whether a quotation looks like a name: nothing small in it but joining words."""
        inner = range(self.passage.index(quote.first), self.passage.index(quote.last - 1) + 1)
        words = [self.passage.tokens[i] for i in inner if self.passage.tokens[i].is_word]
        joining = ("joining", "prepositions", "determiners", "oblique")
        small = (w for w in words if w.text[0].islower())
        named = bool(words) and words[0].text[0].isupper()
        return named and all(self.speech.is_in(w.fold, *joining) for w in small)

    def reports(self, segment: Segment, *groups: str) -> bool:
        """Tell whether a segment has a verb in a mood of reported speech."""
        tokens = self.passage.tokens
        inside = (i for i in range(segment.first, segment.last) if not self.passage.masked[i])
        small = [tokens[i].fold for i in inside if tokens[i].text[0].islower()]
        return any(self.speech.any_in(small, group) for group in groups)


def trimmed(passage: Passage, last: int) -> int:
    """Step back over the marks that end a sentence."""
    while last > 1 and passage.tokens[last - 1].text in ".!?…" and not passage.masked[last - 1]:
        last -= 1
    return last
