"""Genders: which pronouns a person can be meant by, from titles and given names."""

from __future__ import annotations

from collections.abc import Iterator

from nutgraf.annotation.attribution.speech import Speech
from nutgraf.annotation.attribution.voices import Voices
from nutgraf.annotation.text.tokens import tokenize
from nutgraf.model.annotation import Token
from nutgraf.model.entity import EntityMention

# Characters around a name in which its title stands.
_NEAR = 40


def row_of(speech: Speech, word: str) -> int | None:
    """The gender of a folded pronoun or article: its row, `None` when it tells none."""
    rows = range(len(speech.data["genders"]))
    found = [row for row in rows if speech.is_in(word, f"pronouns {row}", f"articles {row}")]
    return found[0] if len(found) == 1 else None


def may_mean(voices: Voices, row: int | None, key: str) -> bool:
    """Tell whether a pronoun of a gender can stand for a person, as far as is known."""
    known = _gender(voices, key)
    return row is None or known is None or known == row


def surely_means(voices: Voices, row: int | None, key: str) -> bool:
    """Tell whether a person is known to be meant by a pronoun of a gender."""
    return row is not None and _gender(voices, key) == row


def _gender(voices: Voices, key: str) -> int | None:
    """What the titles and given names of a person agree on."""
    rows = range(len(voices.speech.data["genders"]))
    told = {row for row in rows for mention in voices.of_entity(key) if _is(voices, mention, row)}
    told |= {row for row in rows if _is_title(voices.speech, voices.offices.get(key, ""), row)}
    return min(told) if len(told) == 1 else None


def _is(voices: Voices, mention: EntityMention, row: int) -> bool:
    named = tokenize(voices.text, mention.span.start, mention.span.end)
    given = len(named) > 1 and voices.speech.is_in(named[0].fold, f"names {row}")
    titles = (*named[:1], *_titles(voices, mention))
    return given or any(_is_title(voices.speech, token.fold, row) for token in titles)


def _is_title(speech: Speech, word: str, row: int) -> bool:
    known = speech.is_in(word, f"titles {row}")
    return known or (bool(word) and speech.ends(word, f"endings {row}"))


def _titles(voices: Voices, mention: EntityMention) -> Iterator[Token]:
    """The word right before a name, and the first words of an apposition after it."""
    start, end = mention.span.start, mention.span.end
    before = tokenize(voices.text, max(start - _NEAR, 0), start)
    if before and before[-1].text == ".":
        # "Mr. Brown" has a title, "said a woman. Brown left" has none.
        before = tuple(t for t in before[:-1] if voices.speech.is_in(t.fold, "abbreviations"))
    yield from before[-1:]
    after = tokenize(voices.text, end, end + _NEAR)
    if after and after[0].text == ",":
        yield from (token for token in after[1:4] if token.is_word)
