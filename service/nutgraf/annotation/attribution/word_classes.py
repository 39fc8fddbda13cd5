"""Word classes: when a form of a verb of saying is a noun, an attribute or an infinitive."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nutgraf.annotation.attribution.passages import Passage, Segment
from nutgraf.annotation.attribution.speech import Form, Speech

# "As saying" stands so many words after its verb of quoting at most.
_QUOTED = 10
_HELPING = ("perfect", "passive", "modals", "adverbs")
# Words that open what is said, but are no noun of it.
_SMALL = (
    *("determiners", "objects", "prepositions", "complementizers", "coordinators", "joining"),
    *("singular", "plural", "impersonal", "that", "not_speakers"),
)


def is_other(passage: Passage, speech: Speech, segment: Segment, at: int) -> bool:
    """Tell whether a particle at the end of the clause makes another verb of this one."""
    last = ""
    for word in passage.words(at + 1, segment.last):
        if speech.is_in(word, "coordinators"):
            break
        last = word if word[0].isalnum() else last
    return speech.is_in(last, "particles")


def is_reduced(passage: Passage, speech: Speech, segment: Segment, at: int) -> bool:
    """Tell whether a form is a participle without its auxiliary ("announced by", "saying")."""
    word = passage.tokens[at].fold
    if is_quoted(passage, speech, at):
        return False
    if _is_objects(passage, speech, segment, at):
        return True
    if speech.ends(word, "leading"):
        return at > segment.first or not segment.mark
    following = passage.tokens[at + 1].fold if at + 1 < segment.last else ""
    before = passage.words(segment.first, at)[-2:]
    if segment.mark == "," and _is_part(before, speech) and speech.is_in(following, "prepositions"):
        return any(form.participle for form in speech.forms[word])
    agentive = speech.is_in(following, "agents") and not speech.any_in(before, "passive")
    return agentive and any(form.participle for form in speech.forms[word])


def _is_objects(passage: Passage, speech: Speech, segment: Segment, at: int) -> bool:
    """Tell whether a participle stands between another verb and its noun ("won disputed polls")."""
    if not segment.first < at < segment.last - 1:
        return False
    before, following = passage.tokens[at - 1].fold, passage.tokens[at + 1]
    participle = any(form.participle for form in speech.forms[passage.tokens[at].fold])
    if not participle or before in speech.forms or speech.is_in(before, *_HELPING):
        return False
    noun = following.is_word and not speech.is_in(following.fold, *_SMALL, *_HELPING)
    return noun and speech.is_in(before, "finite")


def _is_part(before: Sequence[str], speech: Speech) -> bool:
    """Tell whether two words tell a part of what was named (", 75 of them reported in May")."""
    counted = len(before) == 2 and speech.is_in(before[0], "genitive")
    return counted and speech.is_in(before[1], "objects")


def is_quoted(passage: Passage, speech: Speech, at: int) -> bool:
    """Tell whether a form stands in "was quoted as saying", which has a subject that speaks."""
    return quoting(passage, speech, at) is not None


def quoting(passage: Passage, speech: Speech, at: int) -> int | None:
    """The verb of quoting that an "as saying" belongs to, past whom it quotes."""
    word, before = passage.tokens[at].fold, passage.tokens[at - 1].fold if at else ""
    if not speech.ends(word, "leading") or not speech.is_in(before, "quoting"):
        return None
    near = range(at - 2, max(at - _QUOTED, -1), -1)
    return next((i for i in near if speech.is_in(passage.tokens[i].fold, "quoted")), None)


def is_noun(passage: Passage, speech: Speech, at: int) -> bool:
    """Tell whether a form follows an article, preposition or verb, as English nouns do."""
    if speech.capitals or not at:
        return False
    before, word = passage.tokens[at - 1].fold, passage.tokens[at].fold
    if before in speech.forms and not any(form.participle for form in speech.forms[word]):
        return True
    readings = (_is_gerunds, _is_plural_noun, _is_described)
    if any(reading(passage, speech, at) for reading in readings):
        return True
    if speech.is_in(before, "standing") and any(f.participle for f in speech.forms[word]):
        return False
    if passage.masked[at - 1]:
        # The mark that closes a quotation may look like a possessive ("'We won,' said Ruiz").
        return False
    return speech.is_in(before, "determiners", "prepositions", "possessive")


def _is_gerunds(passage: Passage, speech: Speech, at: int) -> bool:
    """Tell whether a bare form is the object of a gerund ("deleting praise for the film")."""
    before, forms = passage.tokens[at - 1], speech.forms[passage.tokens[at].fold]
    bare = any(f.saying.lemma.split("_")[0] == passage.tokens[at].fold for f in forms)
    bare = bare and not any(form.participle for form in forms)
    return bare and before.text[0].islower() and speech.ends(before.fold, "leading")


def _is_described(passage: Passage, speech: Speech, at: int) -> bool:
    """Tell whether a bare form follows an article and an adjective ("its legal claim")."""
    tokens = passage.tokens
    word, before = tokens[at].fold, tokens[at - 1]
    forms = speech.forms[word]
    bare = any(form.saying.lemma.split("_")[0] == word for form in forms)
    # "put" and "read" are past forms as well.
    bare = bare and not any(form.participle for form in forms)
    if not bare or at < 2 or before.text[0].isupper() or before.fold.endswith(speech.plural):
        return False
    small = speech.is_in(before.fold, "adverbs", "plural", "collective")
    return not small and speech.is_in(tokens[at - 2].fold, "determiners", "possessive")


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


def is_attribute(passage: Passage, speech: Speech, segment: Segment, at: int) -> bool:
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


def is_infinitive(passage: Passage, speech: Speech, segment: Segment, at: int, form: Form) -> bool:
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
