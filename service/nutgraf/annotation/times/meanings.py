"""What a pattern may mean: the function that reads it, and what it has to do with others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nutgraf.annotation.times import (
    counts,
    dates,
    dayparts,
    holidays,
    relatives,
    spells,
    weekdays,
    weeks,
)
from nutgraf.annotation.times.time_setting import Setting
from nutgraf.annotation.times.time_values import Reading

Read = Callable[[Mapping[str, Any], Setting], Reading | None]


@dataclass(frozen=True, slots=True)
class Meaning:
    """How a pattern is read.

    `aimed`: the tense of its clause may tell on which side of the publication it lies.
    `story`: it tells on which day the story of a paragraph is. `loose`: it is no stretch
    of text that readers of quantities must leave alone ("drei Tage" may be counted).
    """

    read: Read
    aimed: bool = False
    story: bool = False
    loose: bool = False


MEANINGS: Mapping[str, Meaning] = {
    "date": Meaning(dates.read_date, aimed=True, story=True),
    "dates": Meaning(dates.read_dates, aimed=True),
    "days": Meaning(dates.read_days, aimed=True),
    "slashed": Meaning(dates.read_slashed),
    "month": Meaning(dates.read_month, aimed=True),
    "months": Meaning(dates.read_months, aimed=True),
    "year": Meaning(dates.read_year),
    "years": Meaning(dates.read_years),
    "decade": Meaning(dates.read_decade),
    "century": Meaning(dates.read_century),
    "season": Meaning(dates.read_season, aimed=True),
    "quarter": Meaning(dates.read_quarter, aimed=True),
    "half": Meaning(dates.read_half, aimed=True),
    "holiday": Meaning(holidays.read_holiday, aimed=True, story=True),
    "weekday": Meaning(weekdays.read_weekday, aimed=True, story=True),
    "night": Meaning(weekdays.read_night, aimed=True, story=True),
    "week": Meaning(weeks.read_week, aimed=True),
    "weekof": Meaning(weeks.read_week_of, aimed=True),
    "weekwith": Meaning(weeks.read_week_with, aimed=True),
    "nthday": Meaning(weeks.read_nth_day, aimed=True, story=True),
    "monthday": Meaning(weeks.read_month_day, aimed=True, story=True),
    "near": Meaning(relatives.read_near, story=True),
    "story": Meaning(relatives.read_story, story=True),
    "unit": Meaning(relatives.read_unit, aimed=True),
    "third": Meaning(relatives.read_third, aimed=True),
    "ago": Meaning(counts.read_ago),
    "fromday": Meaning(counts.read_from_day, aimed=True),
    "later": Meaning(counts.read_later, aimed=True, loose=True),
    "lasting": Meaning(counts.read_lasting, aimed=True, loose=True),
    "share": Meaning(counts.read_share, aimed=True),
    "recent": Meaning(counts.read_recent),
    "vague": Meaning(relatives.read_vague),
    "anchored": Meaning(relatives.read_anchored, loose=True),
    "part": Meaning(dayparts.read_part),
    "clock": Meaning(dayparts.read_clock),
    "duration": Meaning(spells.read_duration, loose=True),
    "set": Meaning(spells.read_set),
    "skip": Meaning(lambda slots, setting: None),
}
