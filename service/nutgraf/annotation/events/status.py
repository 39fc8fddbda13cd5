"""Status: what a text says of an event beyond its parts."""

from __future__ import annotations

from dataclasses import dataclass

from nutgraf.model.event import Factuality, Phase


@dataclass(frozen=True, slots=True)
class Status:
    """What is said of an event: factuality, phase, and whether it is mere hearsay.

    `presupposed` marks a definite noun that takes the event for granted ("der Abzug"):
    it tells nothing new and may refer back to any report of the same event. `boundary`
    is ended for "das Ende des Einsatzes", with `phase` saying what becomes of that end.
    `told` marks nouns whose clause says that the event takes place, begins or ends, `fixed`
    a presupposed noun that is said to be real, `current` a tense that reaches into the present,
    `irrealis` a form that is conditional in own voice and future in reported speech (would),
    or tells there what is `past` ("hätten getötet").
    """

    factuality: Factuality
    phase: Phase = Phase.WHOLE
    hearsay: bool = False
    presupposed: bool = False
    boundary: Phase = Phase.WHOLE
    told: bool = False
    fixed: bool = False
    current: bool = False
    irrealis: bool = False
    past: bool = False
