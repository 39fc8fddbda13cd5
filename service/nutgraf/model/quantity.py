"""Quantities as reported: what is counted, how exactly, within which entailed bounds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Qualifier(StrEnum):
    """How exactly a number is given; values are local names of the qualifier code list."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    AT_LEAST = "at-least"
    MORE_THAN = "more-than"
    AT_MOST = "at-most"
    LESS_THAN = "less-than"
    BETWEEN = "between"
    VAGUE = "vague"
    UNSTATED = "unstated"


class Measure(StrEnum):
    """What is counted or measured; values are local names of the measure code list."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    ARRESTED = "arrested"
    EVACUATED = "evacuated"
    DEPLOYED = "deployed"
    PARTICIPANTS = "participants"
    DISPLACED = "displaced"
    AFFECTED = "affected"
    DAMAGED = "damaged"
    MAGNITUDE = "magnitude"
    DURATION = "duration"
    MONEY = "money"
    RATIO = "ratio"
    SHARE = "share"
    DISTANCE = "distance"
    COUNT_OTHER = "count-other"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with the bounds that its wording entails, and no others.

    "mehr als 100" has value 100 and minimum 101; "Dutzende" has minimum 24 and no value;
    "rund 10'000" has value 10000 and no bounds; "zwischen 20 und 30" has both bounds and
    no value. `unit` is the counted noun or unit as written ("Soldaten", "Tage", "Euro").
    """

    qualifier: Qualifier
    quoted: str
    value: Decimal | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    unit: str | None = None
