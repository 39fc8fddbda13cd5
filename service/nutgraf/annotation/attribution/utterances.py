"""Attribution: who says what, in direct, partial and indirect speech."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from nutgraf.annotation.attribution.accounts import Account
from nutgraf.annotation.attribution.antecedents import is_abstract
from nutgraf.annotation.attribution.carried import (
    FAR,
    GOING_ON,
    NEAR,
    asked,
    carried,
    continued,
    is_told_on,
    pointed,
    points_back,
    rumoured,
)
from nutgraf.annotation.attribution.cues import find_cues
from nutgraf.annotation.attribution.drafts import Draft, told
from nutgraf.annotation.attribution.headlines import titled
from nutgraf.annotation.attribution.loose_quotes import loose, opened
from nutgraf.annotation.attribution.passages import passages
from nutgraf.annotation.attribution.pronouns import Setting, meant
from nutgraf.annotation.attribution.renderings import Stretch, offsets
from nutgraf.annotation.attribution.retellings import told_once
from nutgraf.annotation.attribution.sources import opening
from nutgraf.annotation.attribution.speech import speech
from nutgraf.annotation.attribution.statements import is_nested, is_statement
from nutgraf.annotation.attribution.voices import NOBODY, Last, Voices
from nutgraf.annotation.text.language import Language
from nutgraf.model.annotation import Layers, Utterance
from nutgraf.model.document import BlockRole, Document
from nutgraf.model.event import Quotation, SpeechAct

# A pronoun means the last speaker only so many passages after he spoke.
_RECALL = 1
# After this many passages without anything said, a report no longer carries on.
_REACH = 6


def find_utterances(layers: Layers, language: Language) -> tuple[Utterance, ...]:
    """Find what is said in a document and by whom, sorted by where the words begin.

    Needs the sentences; with entities and mentions, speakers and addressees get keys.
    """
    words = speech(language)
    parts = passages(layers.document.text, layers.sentences, language)
    accounts = [Account(part, words, find_cues(part, words)) for part in parts]
    voices = Voices.of(layers, words)
    drafts = _drafts(accounts, voices)
    keys = _speakers(accounts, drafts, voices)
    return _settled(
        _utterance(layers.document, voices, draft, keys) for here in drafts for draft in here
    )


def _speakers(
    accounts: Sequence[Account], drafts: Sequence[Sequence[Draft]], voices: Voices
) -> dict[Stretch, str | None]:
    """The entity of each speaker phrase."""
    keys: dict[Stretch, str | None] = {}
    last, spoke = NOBODY, 0
    for number, here in enumerate(drafts):
        before = accounts[max(number - 1, 0)].passage
        if before.paragraph != accounts[number].passage.paragraph:
            last = Last(last.entity)
        if number - spoke > _RECALL:
            last = NOBODY
        spoke = number if here else spoke
        for draft in here:
            spot = draft.speaker
            if spot is not None and spot not in keys:
                setting = Setting(voices, accounts, drafts, keys, number, draft, spot, last)
                keys[spot] = _speaker(setting)
            key = keys[draft.speaker] if draft.speaker else None
            if draft.speaker is not None and key is not None:
                same = last.deputy and key == last.entity
                last = Last(key, same or voices.deputy(draft.speaker))
            elif draft.speaker is not None and not voices.stands_for(draft.speaker):
                # Somebody without a name spoke: "he" may well be him.
                last = NOBODY
    return keys


def _speaker(setting: Setting) -> str | None:
    """The entity of a speaker phrase; "he" in what another says he does is that other."""
    voices, spot = setting.voices, setting.spot
    if voices.is_epithet(spot):
        return voices.entity(spot) or meant(setting)
    if not voices.is_pronoun(spot):
        return voices.entity(spot)
    outer = _outer(setting.draft, setting.drafts[setting.number], voices)
    if outer is None or (outer not in setting.keys and voices.is_pronoun(outer)):
        return meant(setting)
    return setting.keys[outer] if outer in setting.keys else voices.entity(outer)


def _outer(draft: Draft, here: Sequence[Draft], voices: Voices) -> Stretch | None:
    """Whom "he" means that opens what another says ("Blair said he hoped ...")."""
    spot = draft.speaker
    if spot is None or not voices.is_pronoun(spot):
        return None
    around = (d for d in here if d is not draft and d.content[0] <= spot[0] < d.content[1])
    openers = (d.speaker for d in around if voices.opens(d.content[0], spot))
    return next((speaker for speaker in openers if speaker != spot), None)


def _drafts(accounts: Sequence[Account], voices: Voices) -> list[list[Draft]]:
    """The drafts of each passage, each passage knowing the last source before it."""
    found: list[list[Draft]] = []
    last: Draft | None = None
    silent = 0
    for number, account in enumerate(accounts):
        before = accounts[number - 1] if number else None
        if before is not None and _breaks(before, account):
            last = None
        told_here = [_turned(draft, voices) for draft in _passage(account, before, last, voices)]
        here = [draft for draft in told_here if is_statement(draft, told_here, voices)]
        if before is not None and not found[-1]:
            found[-1].extend(opened(before, here))
        sources = [draft for draft in here if draft.speaker and not is_nested(draft, here)]
        silent = 0 if sources else silent + 1
        if sources:
            last = replace(sources[-1], telling=voices.words(sources[-1].speaker, sources[-1].cue))
        elif silent >= _REACH:
            last = None
        found.append(here)
    return found


def _turned(draft: Draft, voices: Voices) -> Draft:
    """Turn "Die Namen gab die Partei bekannt" round: who is announced is rather who announces."""
    if draft.act is not SpeechAct.ANNOUNCES or draft.speaker is None:
        return draft
    if draft.quotation is not Quotation.INDIRECT or voices.entity(draft.speaker) is not None:
        return draft
    turns = draft.speaker < draft.content and voices.is_body(draft.content)
    return replace(draft, content=draft.speaker, speaker=draft.content) if turns else draft


def _breaks(before: Account, account: Account) -> bool:
    """Tell whether reported speech cannot run on from one passage into the next."""
    roles = {before.passage.role, account.passage.role}
    return len(roles) > 1 and roles != {BlockRole.LEAD, BlockRole.BODY}


def _passage(
    account: Account, before: Account | None, last: Draft | None, voices: Voices
) -> list[Draft]:
    found: list[Draft] = []
    near = _is_near(account, before, last)
    if before is not None and points_back(account):
        return list(pointed(account, before))
    if before is not None:
        found.extend(asked(account, before))
    met = before is not None and voices.has_name((before.passage.start, before.passage.end))
    found.extend(told(account, last, near=not met or _follows(before, last)))
    if not found and account.passage.role is BlockRole.HEADLINE:
        found.extend(titled(account, voices))
    if not found:
        actor = None if near else _actor(account, before, voices)
        found.extend(carried(account, last, actor, _forms(before, near=near)))
    elif near and is_told_on(account, found):
        found.extend(carried(account, last, None, FAR))
    found.extend(continued(account, found))
    found.extend(loose(account, found, last, near=near))
    return told_once(account, found) or list(rumoured(account))


def _forms(before: Account | None, *, near: bool) -> tuple[str, ...]:
    """The forms besides the Konjunktiv I that report after what stands before."""
    if before is None or not near:
        return FAR
    segments = before.passage.segments
    moods = (before.reports(segment, "strong", "weak") for segment in segments)
    return GOING_ON if any(moods) else NEAR


def _actor(account: Account, before: Account | None, voices: Voices) -> Stretch | None:
    """A person or body that is the subject of the sentence before, which may imply a saying."""
    if before is None or before.passage.paragraph != account.passage.paragraph:
        return None
    who = opening(before)
    if who is None:
        return None
    stretch = offsets(before.passage, who)
    named = voices.has_name(stretch) and voices.entity(stretch) is not None
    return stretch if named and not is_abstract(before.passage, before.speech, who) else None


def _is_near(account: Account, before: Account | None, last: Draft | None) -> bool:
    """Tell whether something was said right before, in the same paragraph."""
    if before is None or before.passage.paragraph != account.passage.paragraph:
        return False
    return _follows(before, last)


def _follows(before: Account | None, last: Draft | None) -> bool:
    """Tell whether something was said in the sentence before."""
    if before is None or last is None:
        return False
    cited = last.cue[0] if last.cue else 0
    return before.passage.start <= max(last.content[0], cited)


def _utterance(
    document: Document, voices: Voices, draft: Draft, keys: dict[Stretch, str | None]
) -> Utterance:
    speaker = keys[draft.speaker] if draft.speaker else None
    addressee = voices.addressee(draft.addressee) if draft.addressee else None
    return Utterance(
        content=document.span(*draft.content),
        speech_act=draft.act,
        quotation=draft.quotation,
        speaker=speaker,
        speaker_span=document.span(*draft.speaker) if draft.speaker else None,
        cue=document.span(*draft.cue) if draft.cue else None,
        addressee=addressee if addressee != speaker else None,
        hearsay=draft.hearsay,
        claim=draft.claim,
        inherited=draft.inherited,
        label_only=draft.label,
        confidence=draft.confidence,
    )


def _settled(found: Iterable[Utterance]) -> tuple[Utterance, ...]:
    """Sort, and keep one utterance per stretch: the one with a cue, then the surer one."""
    best: dict[tuple[int, int], Utterance] = {}
    for utterance in found:
        place = utterance.content.start, utterance.content.end
        known = best.get(place)
        if known is None or _rank(utterance) > _rank(known):
            best[place] = utterance
    return tuple(best[place] for place in sorted(best, key=lambda p: (p[0], -p[1])))


def _rank(utterance: Utterance) -> tuple[bool, bool, bool, float]:
    quoted = utterance.quotation is not Quotation.INDIRECT
    return utterance.cue is not None, utterance.claim, quoted, utterance.confidence
