"""Claims convey only what their speakers stand behind."""

from __future__ import annotations

import pytest

from nutgraf.annotation.consistency import settle_claims
from nutgraf.model.annotation import Layers
from nutgraf.model.document import Block, BlockRole, Document
from nutgraf.model.event import (
    Attribution,
    AttributionKind,
    Claim,
    EventReport,
    Factuality,
    Quotation,
    SpeechAct,
)

TEXT = "Der Minister sagte, der Abzug habe begonnen."
DOCUMENT = Document(TEXT, "de", (Block(0, len(TEXT), BlockRole.LEAD),))
TRIGGER = DOCUMENT.span(24, 29)


def layers(source: str | None) -> Layers:
    """A claim by n1 that conveys a report which `source` stands behind."""
    kind = AttributionKind.NAMED_SOURCE if source else AttributionKind.OWN_VOICE
    event = EventReport(
        "e24-29",
        ("troop-withdrawal",),
        TRIGGER,
        (TRIGGER,),
        Factuality.OCCURRED,
        Attribution(kind, source),
    )
    content = DOCUMENT.span(20, 43)
    claim = Claim(
        "c20-43",
        content,
        (content,),
        SpeechAct.STATES,
        Quotation.INDIRECT,
        Attribution(AttributionKind.NAMED_SOURCE, "n1"),
        speaker="n1",
        conveys=("e24-29",),
    )
    return Layers(DOCUMENT, events=(event,), claims=(claim,))


@pytest.mark.parametrize(
    ("source", "conveyed"), [("n1", ("e24-29",)), (None, ("e24-29",)), ("n2", ())]
)
def test_conveyed_reports_stand_on_the_speaker(
    source: str | None, conveyed: tuple[str, ...]
) -> None:
    """The speaker's own report and the article's stay; another source's is let go."""
    (claim,) = settle_claims(layers(source))

    assert claim.conveys == conveyed
