from __future__ import annotations

from datetime import date, timedelta

import pytest

from nutgraf.annotation.text.language import language
from nutgraf.annotation.text.segmentation import segment
from nutgraf.annotation.times.time_mentions import find_times
from nutgraf.model.annotation import Layers
from nutgraf.model.document import Block, BlockRole, Document, PublicationDate

WEEKDAYS = {
    "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
PUBLISHED = [date(2021, 12, 27) + timedelta(days=9 * step) for step in range(7)]
# How a sentence tells the side: by tense, modal verb, verb class, preposition or adverb.
PAST = {
    "de": [
        "Am {} brannte das Werk ab.",
        "Das Werk ist am {} abgebrannt.",
        "Der Mann soll am {} getötet worden sein.",
        "Seit {} steht das Werk still.",
        "Das Urteil vom {} hält der Anwalt für falsch.",
    ],
    "en": [
        "The plant burned on {}.",
        "The plant has been shut since {}.",
        "On {}, police said, the plant was empty.",
    ],
}
FUTURE = {
    "de": [
        "Das Werk soll am {} schließen.",
        "Am {} wird das Werk schließen.",
        "Ab {} gilt das Verbot.",
        "Das Gericht vertagte den Prozess auf {}.",
        "Der Prozess beginnt am {}.",
        "Er kündigte an, am {} abzureisen.",
    ],
    "en": [
        "The plant will close on {}.",
        "The plant is due to close on {}.",
        "The hearing was adjourned to {}.",
        "The ban takes effect starting {}.",
    ],
}
CASES = [
    pytest.param(code, text, number, day, sign, id=f"{text.format(name)} [{day}]")
    for sign, sentences in ((-1, PAST), (1, FUTURE))
    for code, texts in sentences.items()
    for text in texts
    for number, name in enumerate(WEEKDAYS[code])
    for day in PUBLISHED[:: 2 if code == "en" else 3]
]


def first_day(text: str, code: str, day: date) -> date | None:
    """The first day that the only time of a text may touch."""
    published = PublicationDate.parse(day.isoformat())
    block = Block(0, len(text), BlockRole.BODY)
    document = Document(text=text, language=code, blocks=(block,), published=published)
    (mention,) = find_times(Layers(document, segment(document)), language(code))
    return mention.value.begin_earliest


@pytest.mark.parametrize(("code", "text", "number", "day", "sign"), CASES)
def test_weekday_lies_on_the_told_side(
    code: str, text: str, number: int, day: date, sign: int
) -> None:
    """A weekday is the nearest such day on the side that tense, modal or verb tells."""
    found = first_day(text.format(WEEKDAYS[code][number]), code, day)
    assert found is not None
    assert found.weekday() == number
    assert 0 <= sign * (found - day).days <= 6


# What differs between the two is what tells the side.
PAIRS = [
    ("de", "Am Freitag tagte der Rat.", "Am Freitag wird der Rat tagen."),
    ("de", "Der Rat hat am Freitag getagt.", "Der Rat will am Freitag tagen."),
    ("de", "Er soll am Freitag geflohen sein.", "Er soll am Freitag fliehen."),
    ("de", "Er versprach am Freitag Hilfe.", "Er verspricht, am Freitag zu helfen."),
    ("de", "Seit Freitag gilt das Verbot.", "Ab Freitag gilt das Verbot."),
    ("de", "Am vergangenen Freitag tagt der Rat.", "Am kommenden Freitag tagt der Rat."),
    ("de", "Das Spiel fand am Freitag statt.", "Das Spiel findet am Freitag statt."),
    ("de", "Er begann am Freitag.", "Er beginnt am Freitag."),
    ("de", "Das Treffen war am Freitag.", "Das Treffen ist für Freitag geplant."),
    ("de", "Der Streik endete am Freitag.", "Der Streik endet am Freitag."),
    ("de", "Man verlegte das Fest am Freitag.", "Man verlegte das Fest auf Freitag."),
    ("de", "Beim Treffen am Freitag sprach er.", "Die Minister treffen sich am Freitag."),
    ("en", "They had talks on Friday.", "They will have talks on Friday."),
    ("en", "The council met on Friday.", "The council will meet on Friday."),
    ("en", "The council has met on Friday.", "The council may meet on Friday."),
    ("en", "They managed to leave on Friday.", "They agreed to leave on Friday."),
    ("en", "It has held since Friday.", "It holds starting Friday."),
    ("en", "The council met last Friday.", "The council meets next Friday."),
    ("en", "The strike ended on Friday.", "The strike is set to end on Friday."),
    ("en", "The talks were on Friday.", "The talks are scheduled for Friday."),
    ("en", "The hearing was held on Friday.", "The hearing was postponed to Friday."),
]


@pytest.mark.parametrize(("code", "past", "future"), PAIRS)
def test_minimal_pairs_lie_on_both_sides(code: str, past: str, future: str) -> None:
    """Of two sentences that differ in one sign, one is over and the other is ahead."""
    wednesday = date(2022, 1, 12)
    assert first_day(past, code, wednesday) == date(2022, 1, 7)
    assert first_day(future, code, wednesday) == date(2022, 1, 14)
