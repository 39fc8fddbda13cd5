"""Pronouns: whom "he", "she", "it" or "they" can only mean beside a verb of saying."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nutgraf.annotation.attribution.accounts import Account
from nutgraf.annotation.attribution.drafts import Draft
from nutgraf.annotation.attribution.genders import may_mean, row_of, surely_means
from nutgraf.annotation.attribution.noun_phrases import after
from nutgraf.annotation.attribution.passages import Passage, Segment
from nutgraf.annotation.attribution.renderings import Stretch, offsets
from nutgraf.annotation.attribution.voices import Last, Voices
from nutgraf.annotation.text.tokens import fold, tokenize
from nutgraf.model.entity import EntityKind, EntityMention

# A run of sentences about "him" leads back to his name over no more passages than these.
_CHAIN = 3
# More letters than any word beside a pronoun has.
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class Setting:
    """A pronoun that speaks in a draft of passage `number`, and all that stands before it."""

    voices: Voices
    accounts: Sequence[Account]
    drafts: Sequence[Sequence[Draft]]
    keys: Mapping[Stretch, str | None]
    number: int
    draft: Draft
    spot: Stretch
    last: Last

    @property
    def word(self) -> str:
        """The folded pronoun, or the article of what stands for one ("der 75-Jährige")."""
        return fold(self.voices.text[slice(*self.spot)].split()[0])


def meant(setting: Setting) -> str | None:
    """The entity that a pronoun stands for, `None` where two could be meant."""
    speech = setting.voices.speech
    if speech.is_in(setting.word, "bodies"):
        plural = speech.is_in(setting.word, "plural")
        other = EntityKind.GROUP if plural else EntityKind.COUNTRY
        return _body(setting, (EntityKind.ORGANISATION, other))
    if _is_plural(setting):
        return _body(setting, (EntityKind.GROUP,))
    return _person(setting)


def _is_plural(setting: Setting) -> bool:
    """Tell whether the verb of a pronoun of either number is a plural."""
    voices, speech = setting.voices, setting.voices.speech
    if not speech.is_in(setting.word, "plural"):
        return False
    start, end = setting.spot
    beside = tokenize(voices.text, max(start - _LONGEST, 0), start)[-1:]
    beside = (*beside, *tokenize(voices.text, end, end + _LONGEST)[:1])
    cue = tokenize(voices.text, *setting.draft.cue) if setting.draft.cue else ()
    words = [token.fold for token in (*beside, *cue)]
    helping = [w for w in words if speech.is_in(w, "perfect", "passive", "modals")]
    telling = [w for w in words if w in speech.forms and not _is_participle(setting, w)]
    return any(speech.ends(word, "plural_verbs") for word in helping or telling)


def _is_participle(setting: Setting, word: str) -> bool:
    return any(form.participle for form in setting.voices.speech.forms[word])


def _person(setting: Setting) -> str | None:
    """The only person of the nearest sentence that names one, while "he" is spoken of."""
    for number in range(setting.number, max(setting.number - _CHAIN, 0) - 1, -1):
        able = _persons(setting, number)
        if number < setting.number and _is_nameless(setting, number):
            return None
        if able:
            return _unrivalled(setting, number, _only(setting, number, able))
        if number < setting.number and not _is_about(setting, number):
            break
    return _spoke(setting)


def _unrivalled(setting: Setting, number: int, key: str | None) -> str | None:
    """Leave a mere surname undetermined beside somebody of the very gender."""
    passage, voices = setting.accounts[number].passage, setting.voices
    row = row_of(voices.speech, setting.word)
    if key is None or surely_means(voices, row, key):
        return key
    if any(" " in mention.span.quote for mention in voices.of_entity(key)):
        return key
    end = min(passage.end, setting.spot[0])
    named = (m for m in voices.mentions if passage.start <= m.span.start and m.span.end <= end)
    others = {m.entity for m in named if m.kind is EntityKind.PERSON and m.entity != key}
    return None if any(surely_means(voices, row, other) for other in others) else key


def _persons(setting: Setting, number: int) -> list[EntityMention]:
    """The persons of a passage before the pronoun whom it agrees with."""
    passage, voices = setting.accounts[number].passage, setting.voices
    row = row_of(voices.speech, setting.word)
    end = min(passage.end, setting.spot[0])
    inside = (m for m in voices.mentions if passage.start <= m.span.start and m.span.end <= end)
    return [
        m
        for m in inside
        if m.kind is EntityKind.PERSON
        and not _is_said(setting, passage, m)
        and not _is_oblique(voices, passage, m)
        and may_mean(voices, row, m.entity)
    ]


def _is_said(setting: Setting, passage: Passage, mention: EntityMention) -> bool:
    """Tell whether a name stands in a quotation, or in the very words that "he" says."""
    start, end = setting.draft.content
    said = start <= mention.span.start < end
    return said or any(q.start <= mention.span.start < q.end for q in passage.quotes)


def _is_oblique(voices: Voices, passage: Passage, mention: EntityMention) -> bool:
    """Tell whether a mention follows a preposition ("im Gespräch mit Präsident X")."""
    start = max(mention.span.start - 2 * _LONGEST, passage.start)
    before = [token.fold for token in tokenize(voices.text, start, mention.span.start)]
    return voices.speech.any_in(before[-2:], "prepositions")


def _is_nameless(setting: Setting, number: int) -> bool:
    """Tell whether somebody without a name speaks in a passage, who may be meant as well."""
    speakers = (draft.speaker for draft in setting.drafts[number])
    return any(
        speaker is not None
        and setting.keys.get(speaker) is None
        and not setting.voices.is_pronoun(speaker)
        for speaker in speakers
    )


def _only(setting: Setting, number: int, able: list[EntityMention]) -> str | None:
    """The one who can be meant: no attribute of another, no mere part of a side clause."""
    free = [m for m in able if not setting.voices.is_possessor(m)]
    keys = {m.entity for m in free or able}
    if len(keys) > 1 and setting.last.entity in keys:
        return setting.last.entity
    if len(keys) > 1:
        passage = setting.accounts[number].passage
        keys = {m.entity for m in free or able if _is_main(setting, passage, m)}
    return min(keys) if len(keys) == 1 else None


def _is_main(setting: Setting, passage: Passage, mention: EntityMention) -> bool:
    """Tell whether a mention stands in no clause that depends on another."""
    at = passage.index(mention.span.start)
    segment = next((s for s in passage.segments if s.first <= at < s.last), None)
    return segment is not None and not _depends(setting, passage, segment)


def _depends(setting: Setting, passage: Passage, segment: Segment) -> bool:
    word = passage.tokens[segment.first].fold
    related = bool(segment.mark) and setting.voices.speech.is_in(word, "relatives")
    return segment.first in passage.dependents or related


def _is_about(setting: Setting, number: int) -> bool:
    """Tell whether a passage speaks of "him" already, so that his name stands before it."""
    speech, passage = setting.voices.speech, setting.accounts[number].passage
    row = row_of(speech, setting.word)
    words = passage.words(0, len(passage.tokens))
    groups = (f"pronouns {row}", f"forms {row}")
    return row is not None and any(speech.is_in(word, *groups) for word in words)


def _spoke(setting: Setting) -> str | None:
    """The last speaker, when that is a person or speaks for a body."""
    key, voices = setting.last.entity, setting.voices
    if key is None:
        return None
    person = any(m.kind is EntityKind.PERSON for m in voices.of_entity(key))
    able = person and may_mean(voices, row_of(voices.speech, setting.word), key)
    return key if able or setting.last.deputy else None


def _body(setting: Setting, kinds: tuple[EntityKind, ...]) -> str | None:
    """The subject of the clause or sentence before, when that is a body."""
    for number in range(setting.number, max(setting.number - 2, -1), -1):
        stretch = _opening(setting, number)
        if stretch is None or fold(setting.voices.text[slice(*stretch)]) == setting.word:
            continue
        key = _named(setting, number, stretch)
        found = {m.kind for m in setting.voices.of_entity(key)} if key else set()
        fits = not found.isdisjoint(kinds)
        if number == setting.number and _is_own(setting, stretch):
            # "The company will pay, it said" may mean the company or whoever spoke before.
            if fits:
                return None
            continue
        return key if fits else None
    return None


def _is_own(setting: Setting, stretch: Stretch) -> bool:
    """Tell whether a phrase stands in the very words that the pronoun says."""
    return setting.draft.content[0] <= stretch[0] < setting.draft.content[1]


def _opening(setting: Setting, number: int) -> Stretch | None:
    """The first phrase of a passage that can be its subject, before the pronoun."""
    passage, speech = setting.accounts[number].passage, setting.voices.speech
    told = (segment for segment in passage.segments if segment.quote is None)
    phrases = (after(passage, speech, segment.first, segment.last) for segment in told)
    first = next((found for found in phrases if found is not None), None)
    stretch = offsets(passage, first) if first else None
    return stretch if stretch and stretch[1] <= setting.spot[0] else None


def _named(setting: Setting, number: int, stretch: Stretch) -> str | None:
    """The entity of a phrase, or of whoever tells of it."""
    if number == setting.number:
        return setting.voices.entity(stretch)
    around = (d for d in setting.drafts[number] if d.content[0] <= stretch[0] < d.content[1])
    teller = next((d.speaker for d in around if d.speaker), None)
    if teller is not None:
        return setting.keys.get(teller)
    return setting.keys.get(stretch) or setting.voices.entity(stretch)
