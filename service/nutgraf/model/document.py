"""A document: one article's normalised text, its blocks and what is known about it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nutgraf.model.span import Span


class BlockRole(StrEnum):
    """What a block of text is for; only some roles tell of events."""

    HEADLINE = "headline"
    LEAD = "lead"
    DATELINE = "dateline"
    CAPTION = "caption"
    CREDIT = "credit"
    SUMMARY = "summary"
    HEADING = "heading"
    BODY = "body"
    BOILERPLATE = "boilerplate"
    METADATA = "metadata"


#: Roles whose sentences may yield events, figures and claims.
TELLING_ROLES = frozenset(
    {
        BlockRole.HEADLINE,
        BlockRole.LEAD,
        BlockRole.CAPTION,
        BlockRole.SUMMARY,
        BlockRole.HEADING,
        BlockRole.BODY,
    }
)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch `start..end` of the document text that plays one role.

    Blocks are sorted, do not overlap and leave out only white space. A dateline or a
    credit that stands on the line of a paragraph or caption is a block of its own.
    """

    start: int
    end: int
    role: BlockRole


class DateGranularity(StrEnum):
    """How sharply a publication date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """The publication date as far as it is known: 2022, 2022-01 or 2022-01-13.

    >>> PublicationDate.parse("2022-01").last
    datetime.date(2022, 1, 31)
    """

    first: date
    last: date
    granularity: DateGranularity

    @classmethod
    def parse(cls, value: str) -> PublicationDate:
        """Read `YYYY`, `YYYY-MM` or an ISO 8601 date (a time of day is dropped)."""
        parts = value.strip().split("T")[0].split(" ")[0].split("-")
        if (
            not 1 <= len(parts) <= 3
            or not all(part.isdigit() for part in parts)
            or len(parts[0]) != 4
        ):
            raise ValueError(f"{value!r} is not a date; write 2022, 2022-01 or 2022-01-13")
        year, *rest = (int(part) for part in parts)
        if len(rest) == 2:
            day = date(year, rest[0], rest[1])
            return cls(day, day, DateGranularity.DAY)
        if len(rest) == 1:
            return cls(date(year, rest[0], 1), _last_of_month(year, rest[0]), DateGranularity.MONTH)
        return cls(date(year, 1, 1), date(year, 12, 31), DateGranularity.YEAR)

    @property
    def iso(self) -> str:
        """The date as written in metadata: as many parts as are known."""
        length = {DateGranularity.YEAR: 4, DateGranularity.MONTH: 7, DateGranularity.DAY: 10}
        return self.first.isoformat()[: length[self.granularity]]


def _last_of_month(year: int, month: int) -> date:
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(first_of_next.toordinal() - 1)


@dataclass(frozen=True, slots=True)
class Document:
    """One state of an article: immutable text in NFC, its blocks and its metadata.

    `credits` are picture credits; `agency` is the agency of the text itself. `source`
    names where the bytes came from (a file name or address) for messages only.
    """

    text: str
    language: str
    blocks: tuple[Block, ...]
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    agency: str | None = None
    dateline: str | None = None
    published: PublicationDate | None = None
    credits: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()
    source: str = ""

    @property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def version_id(self) -> str:
        """Address part of this state of the article: the first 16 digits of its hash."""
        return self.sha256[:16]

    @property
    def article_id(self) -> str:
        """Address part of the article: 12 digits of the hash of its address, else its text."""
        key = self.url or self.text
        return hashlib.sha256(key.encode()).hexdigest()[:12]

    def span(self, start: int, end: int) -> Span:
        """Cut a span out of the text."""
        return Span.of(self.text, start, end)
