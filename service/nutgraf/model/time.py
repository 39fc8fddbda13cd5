"""Time values: an interval whose begin and end are each known within bounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Granularity(StrEnum):
    """The unit in which the text gives a time; values are local names of OWL-Time units."""

    MINUTE = "unitMinute"
    HOUR = "unitHour"
    DAY = "unitDay"
    WEEK = "unitWeek"
    MONTH = "unitMonth"
    YEAR = "unitYear"
    DECADE = "unitDecade"
    CENTURY = "unitCentury"


@dataclass(frozen=True, slots=True)
class TimeValue:
    """When something begins and ends, as far as the text says (CIDOC CRM P81/P82).

    Each bound is a calendar day or `None` when the text gives none. `edtf` is an ISO
    8601-2 (EDTF) string: `2022-01-13`, `2022-01`, `2022-01-05/2022-01-11`, the set
    `[2022-01-06,2022-01-13]`, or `XXXX-XX-XX` for a day with no year known. `label` is
    the wording in the document's language ("am Donnerstag"). `vague` marks wordings
    that name no definite stretch ("zuletzt", "in recent days"); `weekday` is 1 (Monday)
    to 7 when the text names a weekday that could not be resolved to one day.
    """

    granularity: Granularity
    label: str
    begin_earliest: date | None = None
    begin_latest: date | None = None
    end_earliest: date | None = None
    end_latest: date | None = None
    edtf: str | None = None
    vague: bool = False
    weekday: int | None = None
    clock: str | None = None
    duration: str | None = None
    recurrence: str | None = None
    anchor: str | None = None
    offset: str | None = None

    @classmethod
    def day(cls, day: date, label: str) -> TimeValue:
        """A known calendar day."""
        return cls(Granularity.DAY, label, day, day, day, day, day.isoformat())

    @property
    def bounded(self) -> bool:
        """Tell whether at least one bound is known."""
        bounds = (self.begin_earliest, self.begin_latest, self.end_earliest, self.end_latest)
        return any(bound is not None for bound in bounds)

    @property
    def tells_when(self) -> bool:
        """Tell whether the text says when, not only how long or how often."""
        return self.duration is None and self.recurrence is None

    @property
    def earliest(self) -> date | None:
        """The first day the time can touch."""
        return self.begin_earliest

    @property
    def latest(self) -> date | None:
        """The last day the time can touch."""
        return self.end_latest or self.begin_latest
