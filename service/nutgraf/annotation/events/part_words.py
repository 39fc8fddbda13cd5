"""Words that tell what a count is to a toll: a part, an addition, what it was before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.annotation.quantities.counted import measure_of
from nutgraf.annotation.quantities.quantity_tables import quantity_tables
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.quantity import Measure

_NEVER = r"(?!)"


@dataclass(frozen=True, slots=True)
class PartWords:
    """What `quantities.yaml` says of counts that are not the toll itself.

    `before` and `behind` a part have a group `noun`; `of` stands between the part and the
    noun of those it is a part of ("drei der Verletzten"). `former` stands before what no
    longer holds, and `other` before what somebody else counts. `pointing` and `since` tie a
    count to an event, `limiting` to a place.
    """

    language: Language
    before: re.Pattern[str]
    behind: re.Pattern[str]
    of: re.Pattern[str]
    after: re.Pattern[str]
    victims: frozenset[str]
    more: frozenset[str]
    sum: re.Pattern[str]
    other: re.Pattern[str]
    former: re.Pattern[str]
    pointing: frozenset[str]
    since: frozenset[str]
    limiting: frozenset[str]

    def befell(self, noun: str) -> Measure | None:
        """What befell those whom a noun names; `None` for victims of whatever kind."""
        return measure_of(noun, quantity_tables(self.language))


@lru_cache(maxsize=16)
def load_part_words(language: Language) -> PartWords:
    """Read the words of a language; those of a language without them match nothing."""
    data = language.table("quantities")
    parts, more = data.get("parts") or {}, data.get("additions") or {}
    ties = data.get("ties") or {}
    after = (data.get("totals") or {}).get("part_after") or _NEVER
    return PartWords(
        language,
        before=_before(parts.get("before")),
        behind=re.compile(rf"\s+(?:{parts.get('behind') or _NEVER})(?!\w)"),
        of=re.compile(rf"(?:{data['partial']})\s+"),
        after=re.compile(rf"\s+(?:{after})(?!\w)"),
        victims=frozenset(map(fold, parts.get("victims") or ())),
        more=frozenset(map(fold, more.get("more") or ())),
        sum=_before(more.get("sum")),
        other=_before(more.get("other")),
        former=_before(more.get("former")),
        pointing=frozenset(map(fold, ties.get("pointing") or ())),
        since=frozenset(map(fold, ties.get("since") or ())),
        limiting=frozenset(map(fold, ties.get("limiting") or ())),
    )


def _before(form: str | None) -> re.Pattern[str]:
    """A pattern of what stands right before a number."""
    return re.compile(rf"(?<!\w)(?:{form or _NEVER})\s+$")
