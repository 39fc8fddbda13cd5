"""The setting in which a time phrase is read: publication, tense, and the day of the story."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from nutgraf.annotation.times.calendar import Stretch
from nutgraf.annotation.times.tense import Direction
from nutgraf.annotation.times.time_values import Reading
from nutgraf.model.document import DateGranularity, PublicationDate
from nutgraf.model.time import Granularity

# What is known of a publication; a known day leaves every unit as it is told.
_UNITS = {
    DateGranularity.DAY: None,
    DateGranularity.MONTH: Granularity.MONTH,
    DateGranularity.YEAR: Granularity.YEAR,
}


@dataclass(frozen=True, slots=True)
class Thread:
    """What earlier times of a text tell about later ones.

    `story` is the last day-like time of the paragraph and `told` its last date or month;
    `only` is the one day of all paragraphs so far, `mixed` tells that they have several;
    `dated` is the last day of the text that is written with its year.
    """

    story: Reading | None = None
    told: Stretch | None = None
    only: Reading | None = None
    mixed: bool = False
    dated: Stretch | None = None

    def paragraph(self) -> Thread:
        """The thread where a new paragraph begins."""
        return replace(self, story=None, told=None)

    def with_story(self, day: Reading) -> Thread:
        """The thread behind a time that tells on which day the story is."""
        other = self.only is not None and self.only.stretch != day.stretch
        return replace(self, story=day, only=self.only or day, mixed=self.mixed or other)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the resolution of one phrase may rest on.

    `habit` tells that the sentence is about what happens every day.
    """

    published: PublicationDate | None
    direction: Direction | None = None
    thread: Thread = Thread()
    habit: bool = False

    @property
    def story(self) -> Reading | None:
        """The last day-like time of the same paragraph."""
        return self.thread.story

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

    def told(self, unit: Granularity) -> Granularity:
        """The unit of a time told from the publication: no finer than that is known."""
        known = None if self.published is None else _UNITS[self.published.granularity]
        order = list(Granularity)
        return unit if known is None or order.index(known) < order.index(unit) else known

    def over(self, read: Callable[[date], Stretch]) -> Stretch | None:
        """Read from every possible day of publication; `None` when none is known."""
        if self.published is None:
            return None
        return Stretch(read(self.published.first).first, read(self.published.last).last)
