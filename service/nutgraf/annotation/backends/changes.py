"""Changes: which reports would not stand, or not so, without a backend's proposals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from nutgraf.annotation.stages import STAGES, Stage, assemble
from nutgraf.errors import ConfigurationError
from nutgraf.model.annotation import AnnotatedDocument, Layers
from nutgraf.model.event import Claim, EventReport, Figure

_R = TypeVar("_R", EventReport, Figure, Claim)


def stages_with(added: Iterable[tuple[str, Stage]]) -> tuple[Stage, ...]:
    """The default stages with others behind them, each named by the stage that it follows."""
    stages = list(STAGES)
    for after, stage in added:
        names = [each.name for each in stages]
        if after not in names:
            raise ConfigurationError(f"no stage {after!r} for {stage.name!r} to follow")
        stages.insert(names.index(after) + 1, stage)
    return tuple(stages)


def assembled(alone: Layers, together: Layers, by: str) -> AnnotatedDocument:
    """The reading with a backend, every report that the rules alone do not make marked so.

    Reports that only the rules alone make are counted: they were withdrawn.
    """
    lost = _lost(alone.events, together.events) + _lost(alone.figures, together.figures)
    lost += _lost(alone.claims, together.claims)
    rejected = Counter(together.rejected)
    rejected.update({"proposal-withdrew": lost} if lost else {})
    marked = replace(
        together,
        events=_marked(alone.events, together.events, by),
        figures=_marked(alone.figures, together.figures, by),
        claims=_marked(alone.claims, together.claims, by),
        rejected=dict(sorted(rejected.items())),
    )
    return replace(assemble(marked), backends=(by,))


def _marked(alone: Sequence[_R], together: Sequence[_R], by: str) -> tuple[_R, ...]:
    own = set(alone)
    return tuple(each if each in own else replace(each, proposed_by=by) for each in together)


def _lost(alone: Sequence[_R], together: Sequence[_R]) -> int:
    return len({each.key for each in alone} - {each.key for each in together})
