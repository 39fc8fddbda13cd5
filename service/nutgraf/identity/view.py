"""What identity sees of a report: the features by which happenings are told apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

# News tells of the last weeks unless it says otherwise, and announces the next ones.
_LOOKS_BACK = 30
_LOOKS_AHEAD = 60
_FUTURE = frozenset({"scheduled", "possible", "hypothetical"})


@dataclass(frozen=True, slots=True)
class Window:
    """The days in which something happened or is to happen; `None` is open."""

    first: date | None = None
    last: date | None = None

    def overlaps(self, other: Window, days: int = 1) -> bool:
        """Tell whether the two come within some days of each other (1: zones and nights)."""
        starts_late = self.first and other.last and self.first > _shifted(other.last, days)
        ends_early = self.last and other.first and other.first > _shifted(self.last, days)
        return not (starts_late or ends_early)

    @property
    def days(self) -> int | None:
        """How many days the window is wide, `None` when a side is open."""
        if self.first is None or self.last is None:
            return None
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Place:
    """A place as identity compares it: its address, its country, whether it is one."""

    address: str
    country: str | None = None
    is_country: bool = False

    @property
    def located(self) -> bool:
        """Tell whether it is known where the place is; "the airport" alone is not."""
        return self.country is not None


@dataclass(frozen=True, slots=True)
class Bounds:
    """The lowest and highest number a figure leaves open."""

    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Told:
    """Where and when a version told something.

    `entities` are the known items it names, `country` the one most of them belong to.
    """

    version: str
    article: str
    published: Window = field(default_factory=Window)
    entities: frozenset[str] = frozenset()
    country: str | None = None

    @property
    def dated(self) -> bool:
        """Tell whether anything is known of the publication date."""
        return self.published.first is not None


@dataclass(frozen=True, slots=True)
class ReportView:
    """One event report with all that decides which event it reports.

    `participants` are (role, key) pairs; a key is an address, or for unnamed groups
    their name; `persons` are those of them who are persons. `time` is the address of the
    time node, `window` what it and the publication date leave open, `explicit` what the
    text itself says. `sole` tells that its version reports nothing else of these types.
    """

    address: str
    told: Told
    types: frozenset[str]
    factuality: str
    attribution: str
    source: str | None = None
    place: Place | None = None
    time: str | None = None
    explicit: Window | None = None
    participants: frozenset[tuple[str, str]] = frozenset()
    persons: frozenset[tuple[str, str]] = frozenset()
    figures: tuple[tuple[str, Bounds], ...] = ()
    words: str = ""
    sole: bool = False

    @property
    def country(self) -> str | None:
        """The country of its place, else the one its article is about."""
        return self.place.country if self.place and self.place.located else self.told.country

    @property
    def own_voice(self) -> bool:
        """Tell whether the article says it itself."""
        return self.attribution == "own-voice"

    @property
    def window(self) -> Window:
        """The days left open by the text, else by what news usually tells about."""
        if self.explicit is not None:
            return self.explicit
        published = self.told.published
        if published.first is None or published.last is None:
            return Window()
        if self.factuality in _FUTURE:
            return Window(_shifted(published.first, -1), _shifted(published.last, _LOOKS_AHEAD))
        return Window(_shifted(published.first, -_LOOKS_BACK), published.last)

    @property
    def order(self) -> tuple[date, str]:
        """Position among reports: by publication, then address; the first founds an event."""
        return (self.told.published.first or date.max, self.address)


def _shifted(day: date, days: int) -> date:
    """Give the day so many days on, held inside the calendar that dates can tell."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))
