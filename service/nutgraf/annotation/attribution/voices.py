"""Voices: the entities that the phrases of speakers and addressees stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nutgraf.annotation.attribution.speech import Speech
from nutgraf.annotation.text.tokens import fold, tokenize
from nutgraf.model.annotation import Layers
from nutgraf.model.entity import Entity, EntityKind, EntityMention
from nutgraf.model.span import Span

_SPEAKING = (
    EntityKind.PERSON,
    EntityKind.ORGANISATION,
    EntityKind.GROUP,
    EntityKind.COUNTRY,
    EntityKind.PLACE,
)


# More letters than any word for a spokesperson or verb of saying has.
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class Last:
    """Who spoke last; a `deputy` is a nameless person who speaks for the entity."""

    entity: str | None = None
    deputy: bool = False


NOBODY = Last()


@dataclass(frozen=True, slots=True)
class Voices:
    """The mentions of a document that can speak, in text order."""

    text: str
    mentions: tuple[EntityMention, ...]
    speech: Speech
    described: frozenset[str] = frozenset()
    possessors: frozenset[Span] = frozenset()
    holders: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, layers: Layers, speech: Speech) -> Voices:
        """Take the mentions of a document, without adjectives and things."""
        text = layers.document.text
        able = [
            m
            for m in layers.mentions
            if m.kind in _SPEAKING and (not m.adjectival or _is_spoken_for(text, m, speech))
        ]
        described = frozenset(entity.key for entity in layers.entities if entity.described)
        names = {entity.key: entity.name for entity in layers.entities}
        possessors = frozenset(m.span for m in able if _is_genitive(m, names))
        ordered = tuple(sorted(able, key=lambda m: m.span))
        return cls(text, ordered, speech, described, possessors, _holders(layers.entities))

    def entity(
        self, stretch: tuple[int, int], *, before: int = 0, last: Last = NOBODY
    ) -> str | None:
        """The key of the entity that a phrase stands for, `None` when it has no name.

        A pronoun looks back to `before`, else to the `last` speaker.
        """
        inside = self._named(stretch)
        if not inside:
            return self._office_holder(stretch) or self._antecedent(stretch, before, last)
        free = [m for m in inside if not self._is_led(stretch[0], m, inside)]
        for kind in _SPEAKING:
            # A name says more than what it is called ("the operator, Nordwerk").
            for mention in sorted(free, key=lambda m: m.entity in self.described):
                if mention.kind is kind and self._may_speak(mention, stretch):
                    return mention.entity
        return self._holder(inside)

    def addressee(self, stretch: tuple[int, int]) -> str | None:
        """The key of the entity spoken to: a person, body, group or country."""
        free = (m for m in self._inside(*stretch) if m.kind is not EntityKind.PLACE)
        ranked = sorted(free, key=lambda m: (m.kind is not EntityKind.PERSON, m.span))
        return ranked[0].entity if ranked else None

    def words(self, *stretches: tuple[int, int] | None) -> frozenset[str]:
        """The folded words of some phrases."""
        found = (tokenize(self.text, *stretch) for stretch in stretches if stretch is not None)
        return frozenset(token.fold for tokens in found for token in tokens)

    def has_name(self, stretch: tuple[int, int]) -> bool:
        """Tell whether a phrase names a person or body."""
        named = (EntityKind.PERSON, EntityKind.ORGANISATION)
        return any(m.kind in named for m in self._inside(*stretch))

    def deputy(self, stretch: tuple[int, int]) -> bool:
        """Tell whether a phrase is of somebody who speaks for a body ("ein Polizeisprecher")."""
        words = tokenize(self.text, *stretch)
        return any(self.speech.ends(token.fold, "spokespeople") for token in words)

    def _named(self, stretch: tuple[int, int]) -> list[EntityMention]:
        """The mentions in a phrase; an official names the body described beside him no more."""
        inside = self._inside(*stretch)
        words = [token.fold for token in tokenize(self.text, *stretch)]
        if not self.speech.any_in(words, "unnamed"):
            return inside
        bodies = [m for m in inside if m.kind is EntityKind.ORGANISATION]
        return [m for m in inside if m not in bodies or m.entity not in self.described]

    def is_pronoun(self, stretch: tuple[int, int]) -> bool:
        """Tell whether a phrase is nothing but a pronoun that stands for one person."""
        words = [token.fold for token in tokenize(self.text, *stretch)]
        return len(words) == 1 and self.speech.is_in(words[0], "singular")

    def opens(self, start: int, stretch: tuple[int, int]) -> bool:
        """Tell whether nothing but a conjunction stands between an offset and a phrase."""
        between = tokenize(self.text, start, stretch[0])
        return len(between) < 2 and all(self.speech.is_in(t.fold, "that") for t in between)

    def is_body(self, stretch: tuple[int, int]) -> bool:
        """Tell whether a phrase is nothing but an organisation, its article aside."""
        for mention in self._inside(*stretch):
            lead = tokenize(self.text, stretch[0], max(mention.span.start, stretch[0]))
            whole = mention.span.end >= stretch[1] and len(lead) <= 1
            if whole and mention.kind is EntityKind.ORGANISATION:
                return True
        return False

    def _inside(self, start: int, end: int) -> list[EntityMention]:
        return [m for m in self.mentions if m.span.start < end and start < m.span.end]

    def _is_led(self, start: int, mention: EntityMention, inside: Iterable[EntityMention]) -> bool:
        """Tell whether a word like "von" or "des" makes a mention dependent on another noun."""
        ends = [m.span.end for m in inside if m.span.end <= mention.span.start]
        between = tokenize(self.text, max([start, *ends]), max(mention.span.start, start))
        if between and between[-1].text == ",":
            return False
        skip = 0 if ends else 1
        words = [token.fold for token in between[skip:]]
        leading = ("genitive", "agents", "prepositions")
        return any(self.speech.any_in(words, group) for group in leading)

    def _may_speak(self, mention: EntityMention, stretch: tuple[int, int]) -> bool:
        """A place speaks only as the whole phrase, a name in the genitive never."""
        following = tokenize(self.text, mention.span.end, stretch[1])
        if following and mention.span in self.possessors:
            return False
        if following and self.speech.is_in(following[0].fold, "possessive") and following[1:]:
            return False
        if mention.kind not in (EntityKind.COUNTRY, EntityKind.PLACE):
            return True
        return all(self.speech.is_in(token.fold, "districts") for token in following)

    @staticmethod
    def _holder(inside: Iterable[EntityMention]) -> str | None:
        """The body that an unnamed speaker speaks for ("ein Sprecher des Ministeriums")."""
        bodies = (m for m in inside if m.kind is EntityKind.ORGANISATION)
        return next((mention.entity for mention in bodies), None)

    def _antecedent(self, stretch: tuple[int, int], before: int, last: Last) -> str | None:
        """What a pronoun stands for: the first fitting name it looks back to."""
        kinds = self._meant(stretch)
        earlier = [m for m in self.mentions if before <= m.span.start and m.span.end <= stretch[0]]
        able = [m for m in earlier if m.kind in kinds and not self._is_oblique(m)]
        # "Merkels Anwalt Heer ... Er": he is rather whom the genitive belongs to.
        able.sort(key=self._is_possessor)
        fitting = (m.entity for m in able)
        spoke = any(m.entity == last.entity and m.kind in kinds for m in self.mentions)
        spoke = spoke or (last.deputy and EntityKind.PERSON in kinds)
        return next(fitting, last.entity if spoke else None)

    def _office_holder(self, stretch: tuple[int, int]) -> str | None:
        """The only person told before who holds the office in "der Präsident"."""
        words = [token.fold for token in tokenize(self.text, *stretch)]
        if len(words) != 2 or not self.speech.is_in(words[0], "definite"):
            return None
        key = self.holders.get(words[1])
        told = any(m.entity == key and m.span.end <= stretch[0] for m in self.mentions)
        return key if told else None

    def _is_possessor(self, mention: EntityMention) -> bool:
        """Tell whether a name is a genitive, and so mostly the attribute of somebody else."""
        following = tokenize(self.text, mention.span.end, mention.span.end + _LONGEST)[:1]
        marked = any(self.speech.is_in(token.fold, "possessive") for token in following)
        return marked or mention.span in self.possessors

    def _meant(self, stretch: tuple[int, int]) -> tuple[EntityKind, ...]:
        """The kinds of entity that a phrase can stand for when it is a pronoun."""
        words = [token.fold for token in tokenize(self.text, *stretch)]
        if len(words) != 1:
            return ()
        if self.speech.is_in(words[0], "bodies"):
            return (EntityKind.ORGANISATION, EntityKind.GROUP)
        if self._is_plural(words[0], stretch):
            return (EntityKind.GROUP,)
        return (EntityKind.PERSON,) if self.speech.is_in(words[0], "singular") else ()

    def _is_plural(self, word: str, stretch: tuple[int, int]) -> bool:
        """Tell whether the verb beside a pronoun of either number is a plural."""
        if not self.speech.is_in(word, "plural"):
            return False
        before = tokenize(self.text, max(stretch[0] - _LONGEST, 0), stretch[0])[-1:]
        after = tokenize(self.text, stretch[1], stretch[1] + _LONGEST)[:1]
        beside = [token.fold for token in (*before, *after)]
        return any(w in self.speech.forms and self.speech.ends(w, "plural_verbs") for w in beside)

    def _is_oblique(self, mention: EntityMention) -> bool:
        """Tell whether a mention follows a preposition ("im Gespräch mit Präsident X")."""
        start = max(mention.span.start - 40, 0)
        before = [token.fold for token in tokenize(self.text, start, mention.span.start)]
        return self.speech.any_in(before[-2:], "prepositions")


def _holders(entities: Iterable[Entity]) -> dict[str, str]:
    """Offices that a single person of a document holds, folded, with the person's key."""
    held: dict[str, set[str]] = {}
    for entity in entities:
        if entity.office and entity.kind is EntityKind.PERSON:
            held.setdefault(fold(entity.office), set()).add(entity.key)
    return {office: min(keys) for office, keys in sorted(held.items()) if len(keys) == 1}


def _is_genitive(mention: EntityMention, names: Mapping[str, str]) -> bool:
    """Tell whether a person stands in the genitive ("Merkels" of "Angela Merkel")."""
    name, written = names.get(mention.entity, ""), mention.span.quote
    person = mention.kind is EntityKind.PERSON
    return person and written.endswith("s") and name.endswith(written.split(" ")[-1][:-1])


def _is_spoken_for(text: str, mention: EntityMention, speech: Speech) -> bool:
    """Tell whether a part of a compound is whom the rest of it speaks for."""
    if mention.kind is not EntityKind.ORGANISATION:
        return False
    rest = tokenize(text, mention.span.end, mention.span.end + _LONGEST)
    joined = bool(rest) and rest[0].start - mention.span.end <= 1
    return joined and speech.ends(rest[0].fold, "spokespeople") and _is_compound(text, mention)


def _is_compound(text: str, mention: EntityMention) -> bool:
    return not text[mention.span.end : mention.span.end + 1].isspace()
