"""Which time cases a reader of news supports: rules over kind, wording and convention.

Each rule is mechanical and named; none looks at what we read. The first that holds names
the reason why a case is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

#: The kinds that news have; a time zone alone is none.
KINDS = (
    "date",
    "daterange",
    "datetime",
    "datetimerange",
    "time",
    "timerange",
    "duration",
    "set",
)


#: The rule for what is said to a machine or asked of somebody.
COMMAND = "command, question or chat"


@dataclass(frozen=True, slots=True)
class Expected:
    """An expected time: its kind, the input, its words in it, its values, and the reference day."""

    kind: str
    text: str
    words: str
    values: tuple[Mapping[str, str], ...]
    reference: str


def left_out(case: Expected) -> str | None:
    """The name of the rule that leaves a case out; `None` where it counts."""
    return next((name for name, holds in _RULES.items() if holds(case)), None)


def _any(*forms: str) -> re.Pattern[str]:
    return re.compile("|".join(forms), re.IGNORECASE)


# Orders to an assistant, questions to somebody, chats, in the two languages of the cases.
_COMMAND = _any(
    r"\?|[#@]|\bcortana\b|\bplease\b|\balarm stellen\b|\bdatetime (?:search|suchbegriff)\b",
    r"^(?:what|where|when|who|how|are|do|does|can|could|help|have|take|hey)\b",
    r"^(?:was|wo|wann|wer|wie|welche[rs]?)\b",
    r"^(?:please |can you |could you )?(?:schedule|book|set|find|show|remind|create|add|cancel|"
    r"move|plan|meet|call|send|play|list|open|change|make|let'?s)\b",
    r"^(?:sende|setze|setzen|spule|spring|erinnere|stelle|zeig|gehe|buche|lass)\b",
)
# Dates as files, forms and spreadsheets write them, by strokes and hyphens, month names stuck
# to figures; ISO dates and figures behind points are articles' own.
_NOTATION = _any(
    r"[a-zä][/-]\d|\d[/-][a-zä]|\b[a-z]{3}\d|\d/\d|\d-\d{1,2}-\d{2,4}\b|\b\d{1,2}-\d{4}\b",
    r"\b\d\.\d{1,2}$|\b20\d\d \d\d? \d\d?\b|\b(?:19|20)\d{6}\b|~|[<>=]",
    # Shorthand of notes and chats.
    r"^\d+ ?(?:h|d|y|m|w|s|p|sek|tg)$|ish$|ampm|\b\d+[ap]\b",
    r"\b(?:tmrw|tmr|tonite|otd|ytd|eod|eoy|eom|cob|w/c|cy|sy|fy)\d*\b",
)
# Numbers in words where writing has figures: years, minutes, days beyond the twentieth.
_DICTATION = _any(
    r"\b(?:(?:seven|eight|nine)teen (?:hundred|[a-z]+)|two thousand|hundred|p m|a m)\b",
    r"\b(?:twenty|thirty|forty|fifty)[ -](?:and )?"
    r"(?:one|two|three|four|five|six|seven|eight|nine)\b",
)
# "The month" as the current one; articles say "of the month" of any.
_BARE = _any(r"(?:the|dem|das|des) (?:hour|day|week|fortnight|month|year|jahre?s?|monate?s?|woche)")
_WEEKEND = _any(r"(?<!next )(?<!last )(?<!this )(?:weekend|wochenende)")
_PARTS = _any(r"\b(?:start|beginning|middle|end) of\b|\b(?:earlier|later) ")
_SOME = _any(r"\b(?:few|some|several|couple)\b")
_LATER = _any(r"\b(?:later|später)$")
_WEEKDAY = _any(r"\b\w*(?:day|tag|mittwoch|sonnabend)")
_NUMBERED = _any(r"\d(?:st|nd|rd|th|\.)")
_WEEK = _any("week|woche")


def _is_command(case: Expected) -> bool:
    return _COMMAND.search(case.text) is not None


def _is_notation(case: Expected) -> bool:
    return _NOTATION.search(case.words) is not None


def _is_dictation(case: Expected) -> bool:
    return _DICTATION.search(case.words) is not None


def _has_no_value(case: Expected) -> bool:
    """No value, or one that does not exist; sets never have one."""
    unresolved = any(value.get("value") == "not resolved" for value in case.values)
    return case.kind != "set" and unresolved


def _is_of_now(case: Expected) -> bool:
    """Told from the minute of reading ("now", "in 5 minutes"): articles have only a day."""
    now = re.compile(r"PRESENT_REF|T\d\d:\d\d:\d\d")
    return any(now.search(value["timex"]) for value in case.values)


def _is_half(case: Expected) -> bool:
    """Beginning and end as halves, ours are thirds; or an anchor outside of the sentence."""
    told = any(re.search("start|mid|end|ref_undef", v.get("Mod", "")) for v in case.values)
    return told or (case.kind == "daterange" and _PARTS.search(case.words) is not None)


def _is_ahead(case: Expected) -> bool:
    """An open weekday, date or weekend of which only the coming one is listed."""
    if case.kind == "daterange" and _WEEKEND.search(case.words):
        return True
    return case.kind != "set" and len(case.values) == 1 and "XXXX" in case.values[0]["timex"]


def _is_of_story(case: Expected) -> bool:
    """Counted from the reference day; "three weeks later" counts from the story's."""
    return case.kind == "date" and _LATER.search(case.words) is not None


def _is_bare(case: Expected) -> bool:
    return _BARE.fullmatch(case.words) is not None


def _is_some(case: Expected) -> bool:
    """Three for "a few hours"; ours is some."""
    return case.kind == "duration" and _SOME.search(case.words) is not None


def _is_by_week(case: Expected) -> bool:
    """The Monday of the week before for "last Monday"; ours is the latest one."""
    named = _WEEKDAY.search(case.words) and not _WEEK.search(case.words)
    if not named or len(case.values) != 1 or _NUMBERED.search(case.words):
        return False
    told = case.values[0].get("value", case.values[0].get("start", ""))[:10]
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", told) or not case.reference:
        return False
    return 7 < abs((date.fromisoformat(told) - date.fromisoformat(case.reference)).days) < 14


def _is_of_institution(case: Expected) -> bool:
    """A meal, a school year or a business year: their bounds are not in the text."""
    return any(re.search(r"TME|SY|FY", value["timex"]) for value in case.values)


_RULES: dict[str, Callable[[Expected], bool]] = {
    "kind": lambda case: case.kind not in KINDS,
    "notation": _is_notation,
    "dictation": _is_dictation,
    "no value": _has_no_value,
    "of the minute": _is_of_now,
    "halves": _is_half,
    "future by default": _is_ahead,
    "later than the story": _is_of_story,
    "bare period": _is_bare,
    "some as three": _is_some,
    "weekday by calendar week": _is_by_week,
    "meals and business years": _is_of_institution,
    COMMAND: _is_command,
}
