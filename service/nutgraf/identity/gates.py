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
# So many common names make two articles one story.
_STORY_NAMES = 4
# Happenings that last are told of for about as long as one news story lives.
_LASTING_DAYS = 10
# Roles in which a person brings something about that befalls others.
_ACTING = frozenset({"authority", "requester", "actor", "host"})
_UNREAL = frozenset({"possible", "hypothetical", "negated"})


@lru_cache(maxsize=1)
def _tables() -> dict[str, list[str]]:
    text = (Path(__file__).parent / "families.yaml").read_text(encoding="utf-8")
    tables: dict[str, list[str]] = yaml.safe_load(text)
    return tables


@lru_cache(maxsize=1)
def _families() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(family) for family in _tables()["families"])


@lru_cache(maxsize=8)
def _types(name: str) -> frozenset[str]:
    return frozenset(_tables()[name])


def barrier(left: ReportView, right: ReportView) -> str | None:
    """Name the first gate that keeps two reports apart, or `None`.

    Gates are symmetric: which report comes first does not matter.
    """
    checks = (
        ("another type", same_family(left, right)),
        ("related types only", _types_close(left, right)),
        ("told apart in one article", _separable(left, right)),
        ("another status", _statuses_fit(left, right)),
        ("another time", left.window.overlaps(right.window, _slack(left, right))),
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


def _types_close(left: ReportView, right: ReportView) -> bool:
    """Related types alone prove little: a place, a person or a day must be the same too."""
    if left.types & right.types or shared_people(left, right):
        return True
    places = left.place and right.place and left.place.address == right.place.address
    days = left.explicit is not None and left.explicit == right.explicit
    return bool(places or days)


def _separable(left: ReportView, right: ReportView) -> bool:
    """Keep apart what one article tells as two happenings, unless it repeats the word."""
    if left.told.version != right.told.version:
        return True
    elsewhere = left.place and right.place and left.place.address != right.place.address
    voices = left.attribution != right.attribution
    return voices and not elsewhere and _same_word(left.words, right.words)


def _same_word(left: str, right: str) -> bool:
    """Tell whether two triggers are forms of one word, by their first five letters."""
    return left[:5].casefold() == right[:5].casefold()


def _statuses_fit(left: ReportView, right: ReportView) -> bool:
    """What might happen is not what one and the same article says has happened."""
    if left.told.version != right.told.version:
        return True
    return (left.factuality in _UNREAL) == (right.factuality in _UNREAL)


def _slack(left: ReportView, right: ReportView) -> int:
    """Days that two reports of one happening may lie apart."""
    return _LASTING_DAYS if left.types & right.types & _types("lasting") else 1


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
    """For types about people, whom it befell must not be somebody else, or somebody and many."""
    if not (left.types | right.types) & _types("personal") or shared_people(left, right):
        return True
    return not (_befallen(left) or _befallen(right))


def _befallen(report: ReportView) -> bool:
    return any(role not in _ACTING for role, _ in report.persons)


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
    """Demand a common place, a common participant, or a common subject of the articles."""
    if shared_people(left, right) or _same_spot(left, right):
        return True
    if left.types & right.types & _types("plentiful"):
        return _one_story(left, right)
    if same_country(left, right):
        return True
    fixed = (left.types | right.types) & _types("located")
    return relatedness(left, right) >= (_RELATED if fixed else 0.5)


def _same_spot(left: ReportView, right: ReportView) -> bool:
    """Tell whether both name one place smaller than a state."""
    if left.place is None or right.place is None or left.place.is_country:
        return False
    return left.place.address == right.place.address


def _one_story(left: ReportView, right: ReportView) -> bool:
    """Tell whether two articles are about one story: many common names, not a country or two."""
    if left.told.version == right.told.version:
        return True
    shared = left.told.entities & right.told.entities
    return len(shared) >= _STORY_NAMES and relatedness(left, right) >= 0.5


def same_country(left: ReportView, right: ReportView) -> bool:
    """Tell whether both happened in one country, by place or by what the article is about."""
    return left.country is not None and left.country == right.country
