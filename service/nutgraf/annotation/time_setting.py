"""The setting in which a time phrase is read: publication, tense, and the day of the story."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from nutgraf.annotation.calendar import Stretch
from nutgraf.annotation.tense import Direction
from nutgraf.annotation.time_values import Reading
from nutgraf.model.document import DateGranularity, PublicationDate


@dataclass(frozen=True, slots=True)
class Setting:
    """What the resolution of one phrase may rest on.

    `story` is the last day-like time of the same paragraph; `habit` tells that the sentence
    is about what happens every day.
    """

    published: PublicationDate | None
    direction: Direction | None = None
    story: Reading | None = None
    habit: bool = False

    @property
    def stretch(self) -> Stretch | None:
        """The days on which the text may have been published."""
        if self.published is None:
            return None
        return Stretch(self.published.first, self.published.last)

    @property
    def day(self) -> date | None:
        """The day of publication where it is known."""
        known = self.published is not None and self.published.granularity is DateGranularity.DAY
        return self.published.first if self.published is not None and known else None

    @property
    def month(self) -> Stretch | None:
        """The month of publication where no more than it is known."""
        if self.published is None or self.published.granularity is not DateGranularity.MONTH:
            return None
        return self.stretch

    def over(self, read: Callable[[date], Stretch]) -> Stretch | None:
        """Read from every possible day of publication; `None` when none is known."""
        if self.published is None:
            return None
        return Stretch(read(self.published.first).first, read(self.published.last).last)
