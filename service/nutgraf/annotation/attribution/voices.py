"""Voices: the entities that the phrases of speakers and addressees stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import takewhile

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
# Words behind a body that name another: what it does and what it is.
_BRANCH = 2


@dataclass(frozen=True, slots=True)
class Voices:
    """The mentions of a document that can speak, in text order."""

    text: str
    mentions: tuple[EntityMention, ...]
    speech: Speech
    described: frozenset[str] = frozenset()
    possessors: frozenset[Span] = frozenset()
    holders: Mapping[str, str] = field(default_factory=dict)
    offices: Mapping[str, str] = field(default_factory=dict)

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
        offices = {e.key: fold(e.office) for e in layers.entities if e.office}
        holders = _holders(layers.entities)
        return cls(text, ordered, speech, described, possessors, holders, offices)

    def entity(self, stretch: tuple[int, int]) -> str | None:
        """The key of the entity that a phrase names, `None` when it has no name."""
        inside = self._named(stretch)
        if not inside:
            return self._office_holder(stretch)
        free = [m for m in inside if not self._is_led(stretch[0], m, inside)]
        for kind in _SPEAKING:
            # A name says more than what it is called ("the operator, Nordwerk").
            for mention in sorted(free, key=lambda m: m.entity in self.described):
                if mention.kind is kind and self._may_speak(mention, stretch):
                    return None if self._may_be_named(mention, stretch) else mention.entity
        return self._holder(m for m in inside if not self._is_of_named(stretch[0], m))

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

    def speaks(self, stretch: tuple[int, int]) -> bool:
        """Tell whether a phrase names a person, a body or a group of people."""
        groups = (m.kind is EntityKind.GROUP for m in self._inside(*stretch))
        return self.has_name(stretch) or any(groups)

    def deputy(self, stretch: tuple[int, int]) -> bool:
        """Tell whether a phrase is of somebody who speaks for a body ("ein Polizeisprecher")."""
        words = tokenize(self.text, *stretch)
        return any(self.speech.ends(token.fold, "spokespeople") for token in words)

    def _named(self, stretch: tuple[int, int]) -> list[EntityMention]:
        """The mentions in a phrase; an official names the body described beside him no more."""
        inside = [m for m in self._inside(*stretch) if not self._has_branch(m, stretch)]
        words = [token.fold for token in tokenize(self.text, *stretch)]
        if not self.speech.any_in(words, "unnamed"):
            return inside
        bodies = [m for m in inside if m.kind is EntityKind.ORGANISATION]
        return [m for m in inside if m not in bodies or m.entity not in self.described]

    def _has_branch(self, mention: EntityMention, stretch: tuple[int, int]) -> bool:
        """Tell whether a body is but the owner of one ("the U.N. migration agency")."""
        if mention.kind is not EntityKind.ORGANISATION:
            return False
        rest = [token.fold for token in tokenize(self.text, mention.span.end, stretch[1])]
        return len(rest) == _BRANCH and self.speech.is_in(rest[-1], "branches")

    def of_entity(self, key: str) -> tuple[EntityMention, ...]:
        """The mentions of one entity."""
        return tuple(mention for mention in self.mentions if mention.entity == key)

    def is_pronoun(self, stretch: tuple[int, int]) -> bool:
        """Tell whether a phrase is nothing but a pronoun that stands for somebody told before."""
        words = [token.fold for token in tokenize(self.text, *stretch)]
        pronouns = ("singular", "plural", "bodies")
        return len(words) == 1 and self.speech.is_in(words[0], *pronouns)

    def stands_for(self, stretch: tuple[int, int]) -> bool:
        """Tell whether a phrase stands for somebody named before: a pronoun or an age."""
        return self.is_pronoun(stretch) or self.is_epithet(stretch)

    def is_impersonal(self, stretch: tuple[int, int]) -> bool:
        """Tell whether a phrase stands for nobody in particular ("man")."""
        words = [token.fold for token in tokenize(self.text, *stretch)]
        return len(words) == 1 and self.speech.is_in(words[0], "impersonal")

    def is_mere_name(self, stretch: tuple[int, int], *, aside: bool) -> bool:
        """Tell whether a phrase is but a name with its article or office, or with an `aside`."""
        for mention in self._inside(*stretch):
            lead = tokenize(self.text, stretch[0], max(mention.span.start, stretch[0]))
            rest = tokenize(self.text, mention.span.end, stretch[1])
            groups = ("determiners", "oblique", "definite")
            led = all(self.speech.is_in(t.fold, *groups) for t in lead[:1])
            led = led and all(self.speech.ends(t.fold, "offices") for t in lead[1:])
            alone = not rest or (aside and self.speech.is_in(rest[0].fold, "prepositions"))
            if led and alone and mention.span not in self.possessors:
                return True
        return False

    def is_epithet(self, stretch: tuple[int, int]) -> bool:
        """Tell whether a phrase tells the age of somebody named before ("the 42-year-old")."""
        words = tokenize(self.text, *stretch)
        if len(words) != 2 or not self.speech.is_in(words[0].fold, "definite"):
            return False
        years, joint, _ = words[1].fold.partition("-")
        # Whoever was called so before ("a 42-year-old of the town") may have no name.
        new = f"{years}{joint}" not in fold(self.text[: stretch[0]])
        return years.isdigit() and new and self.speech.ends(words[1].fold, "epithets")

    def opens(self, start: int, stretch: tuple[int, int]) -> bool:
        """Tell whether nothing but a conjunction stands between an offset and a phrase."""
        between = tokenize(self.text, start, stretch[0])
        return len(between) < 2 and all(self.speech.is_in(t.fold, "that") for t in between)

    def is_body(self, stretch: tuple[int, int]) -> bool:
        """Tell whether a phrase is nothing but an organisation, its article aside."""
        for mention in self._inside(*stretch):
            lead = tokenize(self.text, stretch[0], max(mention.span.start, stretch[0]))
            led = len(lead) <= 1 and all(self.speech.is_in(t.fold, "definite") for t in lead)
            whole = mention.span.end >= stretch[1] and led
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

    def _may_be_named(self, mention: EntityMention, stretch: tuple[int, int]) -> bool:
        """Tell whether "the bank" may well be a body that was named before."""
        words = [token.fold for token in tokenize(self.text, *stretch)]
        if mention.entity not in self.described or len(words) != 2:
            return False
        if not self.speech.is_in(words[0], "definite") or not self.speech.is_in(words[1], "again"):
            return False
        return any(
            m.kind is EntityKind.ORGANISATION and m.entity not in self.described
            for m in self.mentions
            if m.span.end <= stretch[0]
        )

    def _holder(self, inside: Iterable[EntityMention]) -> str | None:
        """The body that an unnamed speaker speaks for ("ein Sprecher des Ministeriums")."""
        free = (m for m in inside if not self._is_aside(m))
        bodies = (m for m in free if m.kind is EntityKind.ORGANISATION)
        return next((mention.entity for mention in bodies), None)

    def _is_of_named(self, start: int, mention: EntityMention) -> bool:
        """Tell whether somebody with a name is of a body ("Tim Cook of the council")."""
        before = tokenize(self.text, start, max(mention.span.start, start))
        names = list(takewhile(lambda token: token.text[0].isupper(), before))
        rest = before[len(names) :]
        led = bool(rest) and self.speech.is_in(rest[0].fold, "prepositions", "agents", "genitive")
        ends = self.speech.ends
        titled = any(ends(t.fold, "offices") or ends(t.fold, "spokespeople") for t in names)
        return led and len(names) > 1 and not titled

    def _is_aside(self, mention: EntityMention) -> bool:
        """Tell whether a name follows a preposition of no origin ("das Bündnis mit der Partei")."""
        start = max(mention.span.start - 2 * _LONGEST, 0)
        words = [token.fold for token in tokenize(self.text, start, mention.span.start)]
        if words and self.speech.is_in(words[-1], "determiners", "oblique", "definite"):
            words.pop()
        led = bool(words) and self.speech.is_in(words[-1], "prepositions")
        return led and not self.speech.is_in(words[-1], "joining", "agents", "origins", "within")

    def _office_holder(self, stretch: tuple[int, int]) -> str | None:
        """The only person told before who holds the office in "der Präsident"."""
        words = [token.fold for token in tokenize(self.text, *stretch)]
        if len(words) != 2 or not self.speech.is_in(words[0], "definite"):
            return None
        key = self.holders.get(words[1])
        told = any(m.entity == key and m.span.end <= stretch[0] for m in self.mentions)
        return key if told else None

    def is_possessor(self, mention: EntityMention) -> bool:
        """Tell whether a name is a genitive, and so mostly the attribute of somebody else."""
        following = tokenize(self.text, mention.span.end, mention.span.end + _LONGEST)[:1]
        marked = any(self.speech.is_in(token.fold, "possessive") for token in following)
        return marked or mention.span in self.possessors


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
