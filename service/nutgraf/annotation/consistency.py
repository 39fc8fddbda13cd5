"""Consistency between claims and what they convey: nobody's words on another's account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nutgraf.model.annotation import Layers
from nutgraf.model.event import Attribution, Claim


def settle_claims(layers: Layers) -> tuple[Claim, ...]:
    """Keep in each claim only reports that its speaker, or one quoted in it, stands behind.

    A noun in somebody's words may refer to an event that the article has from another
    source; the claim mentions that event and does not convey the other's report.
    """
    behind = {event.key: event.attribution for event in layers.events}
    behind.update({figure.key: figure.attribution for figure in layers.figures})
    return tuple(_settled(claim, layers.claims, behind) for claim in layers.claims)


def _settled(claim: Claim, claims: tuple[Claim, ...], behind: Mapping[str, Attribution]) -> Claim:
    inside = (other for other in claims if claim.content.contains(other.content))
    speakers = {claim.speaker, *(other.speaker for other in inside)}
    kept = tuple(key for key in claim.conveys if key in behind and _stands(behind[key], speakers))
    return claim if kept == claim.conveys else replace(claim, conveys=kept)


def _stands(attribution: Attribution, speakers: set[str | None]) -> bool:
    return attribution.source is None or attribution.source in speakers
