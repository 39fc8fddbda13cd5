"""Hard gates: what two reports must not contradict to be of one happening."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from nutgraf.identity.view import Bounds, ReportView

# A toll that another article puts more than this many times lower is another event's;
# tolls of one event do grow (26, 164, 227 dead in ten days of one unrest).
_FACTOR = 12
# Share of common entities two undated articles need before they are compared at all.
_RELATED = 0.3


@lru_cache(maxsize=1)
def _tables() -> dict[str, list[str]]:
    text = (Path(__file__).parent / "families.yaml").read_text(encoding="utf-8")
    tables: dict[str, list[str]] = yaml.safe_load(text)
    return tables


@lru_cache(maxsize=1)
def _families() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(family) for family in _tables()["families"])


@lru_cache(maxsize=1)
def _personal() -> frozenset[str]:
    return frozenset(_tables()["personal"])


@lru_cache(maxsize=1)
def _located() -> frozenset[str]:
    return frozenset(_tables()["located"])


def barrier(left: ReportView, right: ReportView) -> str | None:
    """Name the first gate that keeps two reports apart, or `None`.

    Gates are symmetric: which report comes first does not matter.
    """
    checks = (
        ("another type", same_family(left, right)),
        ("told apart in one article", _separable(left, right)),
        ("another time", left.window.overlaps(right.window)),
        ("another place", _places_fit(left, right)),
        ("unrelated articles without dates", _related(left, right)),
        ("other people", _people_fit(left, right)),
        ("numbers too far apart", _numbers_fit(left, right)),
        ("nothing in common to go by", _grounded(left, right)),
    )
    return next((name for name, passed in checks if not passed), None)


def same_family(left: ReportView, right: ReportView) -> bool:
    """Tell whether the reports share a type or stand in one family."""
    if left.types & right.types:
        return True
    return any(left.types & family and right.types & family for family in _families())


def type_blocks(report: ReportView) -> list[frozenset[str]]:
    """Give the types and families under which a report can be compared with others."""
    single = [frozenset({kind}) for kind in sorted(report.types)]
    return single + [family for family in _families() if family & report.types]


def _separable(left: ReportView, right: ReportView) -> bool:
    """Keep apart what one article tells as two happenings in the same voice."""
    if left.told.version != right.told.version:
        return True
    return left.attribution != right.attribution and bool(left.types & right.types)


def _places_fit(left: ReportView, right: ReportView) -> bool:
    if left.place is None or right.place is None:
        return True
    if not (left.place.located and right.place.located):
        return True
    if left.place.address == right.place.address:
        return True
    within = left.place.is_country or right.place.is_country
    return within and left.place.country == right.place.country


def _related(left: ReportView, right: ReportView) -> bool:
    if left.told.dated and right.told.dated:
        return True
    if left.explicit and right.explicit and _narrow(left) and _narrow(right):
        return True
    return relatedness(left, right) >= _RELATED


def _narrow(report: ReportView) -> bool:
    days = report.explicit.days if report.explicit else None
    return days is not None and days <= 31


def relatedness(left: ReportView, right: ReportView) -> float:
    """Share of the smaller article's entities that the other names too, 0 to 1."""
    smaller = min(len(left.told.entities), len(right.told.entities))
    return len(left.told.entities & right.told.entities) / smaller if smaller else 0.0


def shared_people(left: ReportView, right: ReportView) -> frozenset[str]:
    """Keys of participants that both reports have in any role."""
    mine = {key for _, key in left.participants}
    return frozenset(mine & {key for _, key in right.participants})


def _people_fit(left: ReportView, right: ReportView) -> bool:
    """For types about people, somebody must be shared where both name somebody."""
    if not (left.types | right.types) & _personal():
        return True
    named = left.named and right.named
    return not named or bool(shared_people(left, right))


def _numbers_fit(left: ReportView, right: ReportView) -> bool:
    others = dict(right.figures)
    return all(
        measure not in others or _comparable(bounds, others[measure])
        for measure, bounds in left.figures
    )


def _comparable(left: Bounds, right: Bounds) -> bool:
    return not (_far_below(left, right) or _far_below(right, left))


def _far_below(left: Bounds, right: Bounds) -> bool:
    return left.high is not None and right.low is not None and left.high * _FACTOR < right.low


def _grounded(left: ReportView, right: ReportView) -> bool:
    """Demand a common place, a common participant, or types that place and time fix."""
    if shared_people(left, right) or (left.place and right.place):
        return True
    fixed = (left.types | right.types) & _located()
    return relatedness(left, right) >= (_RELATED if fixed else 0.5)
