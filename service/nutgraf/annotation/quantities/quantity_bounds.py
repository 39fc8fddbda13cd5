"""Bounds of quantities: what the wording of a number entails, and no more."""

from __future__ import annotations

from decimal import Decimal

from nutgraf.model.quantity import Measure, Qualifier

# Measures on a scale without gaps: "more than 2 weeks" is not at least 3.
_CONTINUOUS = frozenset({Measure.MONEY, Measure.SHARE, Measure.DISTANCE, Measure.DURATION})


def entailed_bounds(
    qualifier: Qualifier, value: Decimal, measure: Measure | None
) -> tuple[Decimal | None, Decimal | None]:
    """The bounds that a qualifier entails; whole things are counted in whole steps."""
    whole = value == value.to_integral_value() and measure not in _CONTINUOUS
    step = Decimal(1) if whole else Decimal(0)
    bounds: dict[Qualifier, tuple[Decimal | None, Decimal | None]] = {
        Qualifier.MORE_THAN: (value + step, None),
        Qualifier.AT_LEAST: (value, None),
        Qualifier.AT_MOST: (None, value),
        Qualifier.LESS_THAN: (None, value - step),
    }
    return bounds.get(qualifier, (None, None))
