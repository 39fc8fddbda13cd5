"""How likely two reports that pass the gates are of one happening, with the reasons."""

from __future__ import annotations

from dataclasses import dataclass

from nutgraf.identity.gates import barrier, relatedness, same_country, shared_people
from nutgraf.identity.view import ReportView

#: From here on two reports are held to be of one event.
ACCEPT = 0.55
# Share of common names from which two articles count as about one subject.
_CLOSE = 0.4
#: Between this and `ACCEPT` the pair is written down as undecided, for a person to judge.
REVIEW = 0.47


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reports, the score of their being of one event (0 to 1), and why."""

    left: str
    right: str
    score: float
    reasons: tuple[str, ...]


def compare(left: ReportView, right: ReportView) -> Comparison | None:
    """Compare two reports; `None` when a gate keeps them apart."""
    if barrier(left, right) is not None:
        return None
    parts = (_type(left, right), _place(left, right), _time(left, right))
    more = (_people(left, right), _context(left, right), _figures(left, right))
    scored = [*parts, *more, _sole(left, right), _status(left, right)]
    total = max(0.0, min(1.0, sum(points for points, _ in scored)))
    first, second = sorted((left.address, right.address))
    reasons = tuple(reason for _, reason in scored if reason)
    return Comparison(first, second, round(total, 3), reasons)


def _type(left: ReportView, right: ReportView) -> tuple[float, str]:
    shared = sorted(left.types & right.types)
    if shared:
        return 0.25, f"same type {', '.join(shared)}"
    return 0.1, "related types"


def _place(left: ReportView, right: ReportView) -> tuple[float, str]:
    if left.place and right.place and left.place.address == right.place.address:
        return 0.25, "same place"
    if left.place and right.place and left.place.located and right.place.located:
        return 0.17, "one place inside the other"
    if same_country(left, right):
        return 0.14, "articles about one country"
    return 0.06, ""


def _time(left: ReportView, right: ReportView) -> tuple[float, str]:
    if left.explicit is None or right.explicit is None:
        return (0.12, "times compatible") if left.told.dated else (0.08, "")
    if left.time == right.time or left.explicit == right.explicit:
        return 0.25, "same time"
    if not left.explicit.overlaps(right.explicit):
        return 0.06, "a few days apart"
    wide = max(left.explicit.days or 400, right.explicit.days or 400)
    return (0.2 if wide <= 14 else 0.14), "times overlap"


def _people(left: ReportView, right: ReportView) -> tuple[float, str]:
    shared = shared_people(left, right)
    if shared:
        return 0.18, f"{len(shared)} shared participants"
    roles = {role for role, _ in left.persons} & {role for role, _ in right.persons}
    return (-0.1, "") if roles else (0.0, "")


def _context(left: ReportView, right: ReportView) -> tuple[float, str]:
    share = relatedness(left, right)
    reason = f"articles share {round(share * 100)} % of their names" if share else ""
    return 0.25 * share, reason


def _figures(left: ReportView, right: ReportView) -> tuple[float, str]:
    others = dict(right.figures)
    same = [measure for measure, bounds in left.figures if others.get(measure) == bounds]
    return (0.1, f"same figure {same[0]}") if same else (0.0, "")


def _sole(left: ReportView, right: ReportView) -> tuple[float, str]:
    """Two related articles that each tell of one such thing most likely mean the same."""
    if left.sole and right.sole and relatedness(left, right) >= _CLOSE:
        return 0.1, "the only one of its type in either article"
    return 0.0, ""


def _status(left: ReportView, right: ReportView) -> tuple[float, str]:
    """What one tells as done and the other denies or only fears is less likely one."""
    told = {left.factuality, right.factuality}
    if len(told) == 2 and "negated" in told:
        return -0.3, "denied by one"
    unreal = {"possible", "hypothetical"}
    differ = (left.factuality in unreal) != (right.factuality in unreal)
    return (-0.2, "told with another status") if differ else (0.0, "")
