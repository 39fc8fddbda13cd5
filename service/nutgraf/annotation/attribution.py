"""Attribution: who says what, in direct, partial and indirect speech."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nutgraf.annotation.carried import carried, pointed, points_back, rumoured
from nutgraf.annotation.complements import Scene
from nutgraf.annotation.cues import find_cues
from nutgraf.annotation.drafts import Draft, Stretch, loose, offsets, opening, told
from nutgraf.annotation.headlines import titled
from nutgraf.annotation.language import Language
from nutgraf.annotation.passages import passages
from nutgraf.annotation.speech import speech
from nutgraf.annotation.voices import Voices
from nutgraf.model.annotation import Layers, Utterance
from nutgraf.model.document import BlockRole, Document
from nutgraf.model.event import Quotation

# After this many passages without anything said, a report no longer carries on.
_REACH = 6


def find_utterances(layers: Layers, language: Language) -> tuple[Utterance, ...]:
    """Find what is said in a document and by whom, sorted by where the words begin.

    Needs the sentences; with entities and mentions, speakers and addressees get keys.
    """
    words = speech(language)
    parts = passages(layers.document.text, layers.sentences, language)
    scenes = [Scene(part, words, find_cues(part, words)) for part in parts]
    voices = Voices.of(layers, words)
    drafts = _drafts(scenes, voices)
    keys = _speakers(scenes, drafts, voices)
    return _settled(
        _utterance(layers.document, voices, draft, keys) for here in drafts for draft in here
    )


def _speakers(
    scenes: Sequence[Scene], drafts: Sequence[Sequence[Draft]], voices: Voices
) -> dict[Stretch, str | None]:
    """The entity of each speaker phrase; a pronoun looks back one passage from its own."""
    keys: dict[Stretch, str | None] = {}
    for number, here in enumerate(drafts):
        context = scenes[max(number - 1, 0)].passage.start
        for draft in here:
            if draft.speaker is not None and draft.speaker not in keys:
                keys[draft.speaker] = voices.entity(draft.speaker, before=context)
    return keys


def _drafts(scenes: Sequence[Scene], voices: Voices) -> list[list[Draft]]:
    """The drafts of each passage, each passage knowing the last source before it."""
    found: list[list[Draft]] = []
    last: Draft | None = None
    silent = 0
    for number, scene in enumerate(scenes):
        before = scenes[number - 1] if number else None
        if before is not None and _breaks(before, scene):
            last = None
        here = _passage(scene, before, last, voices)
        sources = [draft for draft in here if draft.speaker is not None]
        silent = 0 if sources else silent + 1
        last = sources[-1] if sources else last if silent < _REACH else None
        found.append(here)
    return found


def _breaks(before: Scene, scene: Scene) -> bool:
    """Tell whether reported speech cannot run on from one passage into the next."""
    roles = {before.passage.role, scene.passage.role}
    return len(roles) > 1 and roles != {BlockRole.LEAD, BlockRole.BODY}


def _passage(scene: Scene, before: Scene | None, last: Draft | None, voices: Voices) -> list[Draft]:
    found: list[Draft] = []
    near = _is_near(scene, before, last)
    if before is not None and points_back(scene):
        return list(pointed(scene, before))
    found.extend(told(scene, last))
    if not found and scene.passage.role is BlockRole.HEADLINE:
        found.extend(titled(scene, voices))
    if not found:
        found.extend(carried(scene, last, None if near else _actor(scene, before, voices)))
    found.extend(loose(scene, found, last, near=near))
    return found or list(rumoured(scene))


def _actor(scene: Scene, before: Scene | None, voices: Voices) -> Stretch | None:
    """A person or body that is the subject of the sentence before, which may imply a saying."""
    if before is None or before.passage.paragraph != scene.passage.paragraph:
        return None
    who = opening(before)
    if who is None:
        return None
    stretch = offsets(before.passage, who)
    return stretch if voices.has_name(stretch) else None


def _is_near(scene: Scene, before: Scene | None, last: Draft | None) -> bool:
    """Tell whether something was said right before, in the same paragraph."""
    if before is None or last is None or before.passage.paragraph != scene.passage.paragraph:
        return False
    return before.passage.start <= last.content[0]


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
