"""The reader: everything that reading events in one language needs, built once."""

from __future__ import annotations

from dataclasses import dataclass

from nutgraf.annotation.events.casualties import CasualtyWords, load_casualty_words
from nutgraf.annotation.events.grammar import Grammar, load_grammar
from nutgraf.annotation.events.kinds import EventKinds, load_kinds
from nutgraf.annotation.events.lexicon import Lexicon, load_lexicon
from nutgraf.annotation.events.statuswords import StatusWords, load_status_words
from nutgraf.annotation.text.language import Language


@dataclass(frozen=True, slots=True)
class Reader:
    """Everything that reading events in one language needs."""

    grammar: Grammar
    words: StatusWords
    lexicon: Lexicon
    kinds: EventKinds
    casualties: CasualtyWords

    @classmethod
    def of(cls, language: Language, lexicon: Lexicon | None = None) -> Reader:
        """The reader of a language, with its own lexicon or another one."""
        return cls(
            load_grammar(language),
            load_status_words(language),
            lexicon or load_lexicon(language),
            load_kinds(),
            load_casualty_words(language),
        )
