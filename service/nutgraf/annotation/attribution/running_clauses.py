"""Running clauses: what is said in the same breath as the verb, without a comma."""

from __future__ import annotations

from nutgraf.annotation.attribution.accounts import Account, trimmed
from nutgraf.annotation.attribution.adjuncts import past_adjuncts
from nutgraf.annotation.attribution.clause_complements import own_clause_end
from nutgraf.annotation.attribution.cues import Cue
from nutgraf.annotation.attribution.noun_phrases import Phrase, phrase
from nutgraf.model.event import SpeechAct


def running_clause(account: Account, cue: Cue) -> Phrase | None:
    """A clause in the same breath: "said (that) ...", "promised to ..."."""
    passage, words, saying = account.passage, account.speech, cue.saying
    _, end = passage.sentence(cue.place)
    last = passage.segments[cue.place].last
    infinitive = _infinitive(account, cue, last, end)
    if saying.allows("predicate") and _is_predicated(account, cue.last, last):
        return cue.last, own_clause_end(account, cue, end)
    at = past_adjuncts(account, cue)
    if infinitive is not None or at >= trimmed(passage, account.limit(cue)):
        return infinitive
    if words.is_in(passage.tokens[at].fold, "possessive") or _is_told_to(account, cue, at):
        return None
    if words.is_in(passage.tokens[at].fold, "complementizers"):
        said = saying.allows("clause") or saying.allows("that")
        # "was threatened with death if she talked": on which condition, not what.
        condition = cue.passive and words.is_in(passage.tokens[at].fold, "hypothetical")
        said = said and not (condition and saying.act is SpeechAct.THREATENS)
        return (at, own_clause_end(account, cue, end)) if said else None
    if not _may_run_on(account, cue, at, last):
        return None
    opened = _opening_quote(account, at) if saying.allows("clause") else None
    return opened or (at, own_clause_end(account, cue, end))


def _is_told_to(account: Account, cue: Cue, at: int) -> bool:
    """Tell whether nobody says what somebody was told to do ("they had been told to leave")."""
    particle = account.speech.data["infinitive"]["particle"]
    return cue.passive and account.passage.tokens[at].fold == particle


def _may_run_on(account: Account, cue: Cue, at: int, last: int) -> bool:
    """Tell whether a clause without a conjunction can follow at a token."""
    if cue.passive and cue.saying.to != "object":
        return False
    if cue.saying.allows("clause"):
        return last - at > 2 or _is_resumed(account, cue, at, last)
    return cue.saying.allows("that") and _is_pronoun_clause(account, at, last)


def _is_resumed(account: Account, cue: Cue, at: int, last: int) -> bool:
    """Tell whether a subject is set off from its verb ("said her son, 12, had left")."""
    passage, words = account.passage, account.speech
    whole = phrase(passage, words, at, last)
    _, end = passage.sentence(cue.place)
    later = passage.segments[cue.place + 2 : min(end, cue.place + 3)]
    groups = ("finite", "perfect", "passive", "modals")
    verbs = (passage.tokens[segment.first].fold for segment in later if segment.mark == ",")
    return whole == (at, last) and any(words.is_in(verb, *groups) for verb in verbs)


def _is_predicated(account: Account, at: int, last: int) -> bool:
    """A pronoun and what is said of it ("called it a success")."""
    tokens, words = account.passage.tokens, account.speech
    if last - at < 3:
        return False
    if not words.is_in(tokens[at].fold, "objects", "singular"):
        return _is_named(account, at, last)
    following = tokens[at + 1]
    return words.is_in(following.fold, "determiners") and not account.passage.masked[at + 1]


def _is_named(account: Account, at: int, last: int) -> bool:
    """A thing and what it is called ("called the deal a mistake"), no time ("a week ago")."""
    tokens, words = account.passage.tokens, account.speech
    thing = phrase(account.passage, words, at, last)
    if thing is None or thing[1] + 1 >= last or not words.is_in(tokens[at].fold, "determiners"):
        return False
    article, noun = tokens[thing[1]].fold, tokens[thing[1] + 1].fold
    return words.is_in(article, "indefinite") and not words.is_in(noun, "not_speakers")


def _is_pronoun_clause(account: Account, at: int, last: int) -> bool:
    """A pronoun and a finite verb open a clause after a verb that else wants "that"."""
    tokens, words = account.passage.tokens, account.speech
    if last - at < 3 or not words.is_in(tokens[at].fold, "singular", "plural", "impersonal"):
        return False
    return words.is_in(tokens[at + 1].fold, "finite", "perfect", "passive", "modals")


def _opening_quote(account: Account, at: int) -> Phrase | None:
    """A quotation that opens a clause which then goes on with something else."""
    passage = account.passage
    quote = next((q for q in passage.quotes if q.start == passage.tokens[at].start), None)
    if quote is None or quote.depth:
        return None
    span = passage.index(quote.start), passage.index(quote.last) + 1
    following = passage.tokens[span[1]].fold if span[1] < len(passage.tokens) else ""
    return span if account.speech.is_in(following, "coordinators") else None


def _infinitive(account: Account, cue: Cue, last: int, end: int) -> Phrase | None:
    rules = account.speech.data["infinitive"]
    if not cue.saying.allows("inf"):
        return None
    for at in range(cue.last, min(cue.last + 12, last - 1)):
        if account.speech.is_in(account.passage.tokens[at].fold, "complementizers"):
            return None
        if _opens_infinitive(account, at, rules["particle"]):
            whole = own_clause_end(account, cue, end)
            return _opening_quote(account, at) or (at, _infinitive_end(account, at, whole))
    return None


def _infinitive_end(account: Account, first: int, last: int) -> int:
    """Where an infinitive gives way to a finite verb ("claimed to be ill but offered no proof")."""
    passage, words = account.passage, account.speech
    for at in range(first, last - 1):
        word = passage.tokens[at].fold
        if words.is_in(word, "complementizers", "relatives"):
            return last
        joint = words.is_in(word, "coordinators") and not passage.masked[at]
        if joint and _is_finite(account, at + 1, last):
            return at
    return last


def _is_finite(account: Account, at: int, last: int) -> bool:
    """Tell whether a finite verb stands at a token or behind the noun phrase that opens there."""
    passage, words = account.passage, account.speech
    following = passage.words(at + 1, min(at + 2, last))
    led = any(words.is_in(word, "determiners", "negation", "objects") for word in following)
    if led and words.ends(passage.tokens[at].fold, "past"):
        return True
    own = phrase(passage, words, at, last)
    verb = own[1] if own else at
    groups = ("finite", "perfect", "passive")
    return verb < last and words.is_in(passage.tokens[verb].fold, *groups)


def _opens_infinitive(account: Account, at: int, particle: str) -> bool:
    """Tell whether a verb and no noun follows the particle ("to leave", not "to the region")."""
    tokens, words = account.passage.tokens, account.speech
    if tokens[at].fold != particle or account.passage.masked[at]:
        return False
    following = tokens[at + 1]
    noun = words.is_in(following.fold, "determiners", "objects") or following.text[0].isupper()
    return account.passage.masked[at + 1] or not noun
