"""Noun phrases: read from word forms and small words, without a parser."""

from __future__ import annotations

from nutgraf.annotation.attribution.passages import Passage
from nutgraf.annotation.attribution.speech import Speech
from nutgraf.model.annotation import Token

#: Tokens `first..last` of a passage.
Phrase = tuple[int, int]

_PRONOUNS = ("singular", "plural", "impersonal")
_AUXILIARIES = ("perfect", "passive", "modals")
_NEVER_NOUNS = (
    "determiners",
    "not_speakers",
    "prepositions",
    "oblique",
    "objects",
    "adverbs",
    "back",
)
_SMALL = (
    "finite",
    *("adverbs", "joining", "relatives", "negation", "complementizers", "not_content"),
    *_AUXILIARIES,
    *_PRONOUNS,
)
_NEVER_MODIFIERS = ("finite", "prepositions", "objects", "postpositions", *_AUXILIARIES, *_PRONOUNS)


def after(
    passage: Passage, speech: Speech, first: int, last: int, *, joined: bool = False
) -> Phrase | None:
    """The first noun phrase of `first..last` that can be a subject.

    Before a verb, genitives are `joined` to the phrases they follow.
    """
    at = first
    title = _title(passage, first, last)
    if title is not None:
        return title
    while at < last:
        step = _oblique(passage, speech, at, last, joined=joined)
        opens = step is None and _may_open(passage.tokens[at], speech) and not passage.masked[at]
        found = phrase(passage, speech, at, last) if opens else None
        if found is not None:
            return found
        at = step or at + 1
    return None


def _title(passage: Passage, first: int, last: int) -> Phrase | None:
    """A quotation of a few words that begins like a name ("schrieb „Die Zeit“")."""
    if first >= last or not passage.masked[first] or not _in_name(passage, first):
        return None
    end = first
    while end < last and passage.masked[end]:
        end += 1
    return (first, end) if end - first <= 6 else None


def _oblique(passage: Passage, speech: Speech, at: int, last: int, *, joined: bool) -> int | None:
    """Where a prepositional or oblique phrase ends that begins here."""
    token = passage.tokens[at]
    prepositional = speech.is_in(token.fold, "prepositions")
    if not prepositional and not speech.is_in(token.fold, "oblique"):
        return None
    if not prepositional and is_partitive(passage, speech, at):
        return None
    start = at + 1 if prepositional else at
    found = phrase(passage, speech, start, last, joined=joined)
    return max(found[1], at + 1) if found else at + 1


def _may_open(token: Token, speech: Speech) -> bool:
    word = token.fold
    if speech.is_in(word, "singular", "plural"):
        return True
    if speech.is_in(word, "determiners", "standing", "partitive"):
        return True
    small = speech.is_in(word, "adverbs", "back", "not_speakers")
    return (token.text[0].isupper() or token.text[0].isdigit()) and not small


def phrase(
    passage: Passage, speech: Speech, first: int, last: int, *, joined: bool = True
) -> Phrase | None:
    """The noun phrase that begins at `first`: words before the noun, the noun, what joins it."""
    if first >= last:
        return None
    word = passage.tokens[first].fold
    if speech.is_in(word, "singular", "plural"):
        return first, first + 1
    if speech.is_in(word, "impersonal") or _is_dated(passage.tokens[first], speech):
        return None
    end = _end(passage, speech, first, last, joined=joined)
    if end is None:
        standing = _standing(passage, speech, first, last)
        return (first, standing) if standing is not None else None
    return (first, end) if not speech.is_in(passage.tokens[end - 1].fold, "not_speakers") else None


def _is_dated(token: Token, speech: Speech) -> bool:
    """Tell whether a weekday or month opens the phrase ("August 2007 auch der Minister")."""
    return token.text[0].isupper() and speech.is_in(token.fold, "not_speakers")


def _standing(passage: Passage, speech: Speech, at: int, last: int) -> int | None:
    """Where a phrase without a noun ends: "dieser", "viele", "die beiden" beside a verb."""
    token = passage.tokens[at]
    if passage.masked[at]:
        return None
    if speech.is_in(token.fold, "standing") and _is_verbal(passage, speech, at + 1, last):
        return at + 1
    article = speech.is_in(token.fold, "articles") and at + 1 < last and not passage.masked[at + 1]
    if not article or not _is_verbal(passage, speech, at + 2, last):
        return None
    noun = passage.tokens[at + 1]
    known = noun.fold in speech.forms or speech.is_in(noun.fold, *_NEVER_MODIFIERS, *_SMALL)
    return at + 2 if noun.is_word and not known else None


def _is_verbal(passage: Passage, speech: Speech, at: int, last: int) -> bool:
    """Tell whether a clause ends at a token, or goes on there with its verb or an adverb."""
    if at >= last:
        return True
    word = passage.tokens[at].fold
    verb = word in speech.forms or speech.is_in(word, "finite", *_AUXILIARIES)
    return verb and not passage.masked[at]


def is_partitive(passage: Passage, speech: Speech, at: int) -> bool:
    """Tell whether "einer" opens "einer der ...", which can be a subject."""
    if at + 1 >= len(passage.tokens) or not speech.is_in(passage.tokens[at].fold, "partitive"):
        return False
    following = passage.tokens[at + 1].fold
    return speech.is_in(following, "genitive", "agents")


def _end(passage: Passage, speech: Speech, first: int, last: int, *, joined: bool) -> int | None:
    """The end of the last noun that belongs to the phrase, `None` without any noun."""
    end: int | None = None
    wanting = True
    for at in range(first, last):
        token = passage.tokens[at]
        if passage.masked[at]:
            # A quotation inside a phrase is a name; one that opens the phrase is not.
            end = at + 1 if at > first and _in_name(passage, at) else end
            continue
        inner = _shortens(passage, speech, at) or _compounds(passage, at) if at > first else False
        if inner or (at == first + 1 and _is_part_of(passage, speech, at)):
            continue
        if at > first and _governs(passage, speech, at):
            break
        noun = _is_noun(token, speech) or _is_special_noun(passage, speech, at, wanting=wanting)
        noun = noun or (at > first and _is_titled(passage, speech, at))
        end = at + 1 if noun else end
        joins = joined and not wanting and _joins(passage, speech, at)
        modifies = wanting and _is_modifier(token, speech, strict=end is not None)
        if not (noun or joins or modifies):
            break
        wanting = not noun
    return end


def _is_part_of(passage: Passage, speech: Speech, at: int) -> bool:
    """Tell whether a word joins a number to those it is a part of ("one of the nurses")."""
    counted = speech.is_in(passage.tokens[at - 1].fold, "standing", "determiners")
    word = passage.tokens[at].fold
    # An article before it leaves the noun out, as no phrase does.
    counted = counted and not speech.is_in(passage.tokens[at - 1].fold, "definite", "indefinite")
    of = speech.is_in(word, "genitive") and speech.is_in(word, "prepositions")
    return not speech.capitals and counted and of


def _joins(passage: Passage, speech: Speech, at: int) -> bool:
    """Tell whether a word joins what follows to a noun; an article does in "mayor of the city"."""
    word, before = passage.tokens[at].fold, passage.tokens[at - 1]
    article = not speech.capitals and speech.is_in(word, "determiners")
    apart = article and before.text[0].islower() and not speech.is_in(before.fold, "joining")
    return speech.is_in(word, "joining") and not apart


def _governs(passage: Passage, speech: Speech, at: int) -> bool:
    """Tell whether a word is a verb in the past before its object ("they seized the port")."""
    token = passage.tokens[at]
    if not speech.ends(token.fold, "past") or at + 1 >= len(passage.tokens):
        return False
    object_ = speech.is_in(passage.tokens[at + 1].fold, "determiners", "objects")
    return object_ and token.text[0].islower()


def _shortens(passage: Passage, speech: Speech, at: int) -> bool:
    """Tell whether a full stop belongs to a title before a name ("Gov. Jerry Brown")."""
    before, token = passage.tokens[at - 1], passage.tokens[at]
    if token.text != "." or before.end != token.start or at + 1 >= len(passage.tokens):
        return False
    initial = len(before.text) == 1 and before.text.isupper()
    return (initial or speech.is_in(before.fold, "abbreviations")) and _is_upper(passage, at + 1)


def _compounds(passage: Passage, at: int) -> bool:
    """Tell whether a hyphen joins a quoted name to the noun after it ("die „Bild“-Zeitung")."""
    before, token = passage.tokens[at - 1], passage.tokens[at]
    joined = token.text == "-" and before.end == token.start and passage.masked[at - 1]
    return joined and at + 1 < len(passage.tokens) and passage.tokens[at + 1].start == token.end


def _is_titled(passage: Passage, speech: Speech, at: int) -> bool:
    """Tell whether a small word written large stands inside a name ("Doctors Without Borders")."""
    if speech.capitals or at + 1 >= len(passage.tokens):
        return False
    return all(_is_upper(passage, place) for place in (at - 1, at, at + 1))


def _is_upper(passage: Passage, at: int) -> bool:
    return passage.tokens[at].text[0].isupper() and not passage.masked[at]


def _is_special_noun(passage: Passage, speech: Speech, at: int, *, wanting: bool) -> bool:
    """A number in a name ("Bündnis 90/Die Grünen"), or a noun that looks like a verb of saying."""
    token = passage.tokens[at]
    if not wanting:
        following = passage.tokens[at + 1].text if at + 1 < len(passage.tokens) else ""
        return token.text[0].isdigit() and following == "/"
    before = passage.tokens[at - 1].fold if at else ""
    governed = speech.is_in(before, "determiners", "prepositions") or before in speech.forms
    return not speech.capitals and token.fold in speech.forms and governed


def _in_name(passage: Passage, at: int) -> bool:
    """Tell whether a masked token lies in a quotation that begins like a name."""
    offset = passage.tokens[at].start
    around = next((q for q in passage.quotes if q.start <= offset < q.end), None)
    return around is not None and passage.tokens[passage.index(around.first)].text[0].isupper()


def _is_noun(token: Token, speech: Speech) -> bool:
    word = token.fold
    if not speech.capitals and is_acronym(token):
        return True
    if speech.is_in(word, *_NEVER_NOUNS):
        return False
    if _is_aged(token):
        return True
    if speech.capitals:
        return token.is_word and token.text != token.text.lower()
    if not token.is_word or speech.is_in(word, "supports", *_SMALL):
        return False
    return token.text[0].isupper() or word not in speech.forms


def is_acronym(token: Token) -> bool:
    """Tell whether a word is written in capitals, like "US" and "WHO", which are no pronouns."""
    return len(token.text) > 1 and token.text.isupper()


def _is_aged(token: Token) -> bool:
    """Tell whether a token is a number joined to a word ("der 81-Jährige")."""
    number, mark, word = token.text.partition("-")
    return bool(mark) and number.isdigit() and word.replace("-", "").isalpha()


def _is_modifier(token: Token, speech: Speech, *, strict: bool) -> bool:
    """Tell whether a word may stand before the noun of a phrase; `strict` after a joining one."""
    word = token.fold
    if speech.is_in(word, "determiners", "oblique"):
        return True
    if word in speech.forms or speech.is_in(word, *_NEVER_MODIFIERS):
        return False
    if not speech.capitals and speech.is_in(word, "supports"):
        return False
    if not strict:
        return token.text[0].isalnum()
    return len(word) > 3 and speech.ends(word, "adjective_endings")
