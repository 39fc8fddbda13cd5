"""Stages: each is declared, runs alone, and fills only what it declares."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from nutgraf.annotation.stages import STAGES, Resources, Stage, check_stages, read_layers
from nutgraf.annotation.text.language import language
from nutgraf.errors import ConfigurationError
from nutgraf.folders import folder
from nutgraf.linking import EntityTable
from nutgraf.model.annotation import Layers
from nutgraf.model.document import Block, BlockRole, Document
from nutgraf.model.span import Span

HEADLINE = "Erdbeben erschüttert Nepal"
LEAD = (
    "Bei einem Erdbeben in Nepal sind am Montag 40 Menschen ums Leben gekommen, teilte die"
    " Polizei in Kathmandu mit."
)
TEXT = f"{HEADLINE}\n\n{LEAD}"
TABLE = EntityTable.load(folder("seeds") / "entities.tsv")
NAMES = [stage.name for stage in STAGES]


def document() -> Document:
    """A headline and a lead."""
    start = len(HEADLINE) + 2
    blocks = (
        Block(0, len(HEADLINE), BlockRole.HEADLINE),
        Block(start, len(TEXT), BlockRole.BODY),
    )
    return Document(TEXT, "de", blocks)


def before(name: str) -> Layers:
    """The layers as they are when a stage begins."""
    return read_layers(document(), TABLE, STAGES[: NAMES.index(name)])


def test_stages_are_those_of_the_design() -> None:
    """A text is cut, named, timed, counted, attributed, told, merged and settled, in order."""
    told = "segmentation entities times quantities attribution events merging consistency"
    assert told.split() == NAMES


@pytest.mark.parametrize("stage", STAGES, ids=NAMES)
def test_stage_runs_alone_and_fills_what_it_declares(stage: Stage) -> None:
    """From the layers it requires alone, a stage makes what it makes in the whole order."""
    whole = before(stage.name)
    needed = {name: getattr(whole, name) for name in stage.requires - {"document"}}
    alone = replace(Layers(whole.document), **needed)
    resources = Resources(language("de"), TABLE)
    made, usual = stage.run(alone, resources), stage.run(whole, resources)
    changed = {f.name for f in fields(Layers) if getattr(made, f.name) != getattr(alone, f.name)}
    assert changed <= stage.provides
    for name in stage.provides - {"rejected"}:
        assert getattr(made, name) == getattr(usual, name), name


def test_every_layer_is_filled_by_a_stage() -> None:
    """A telling text leaves no layer of the reading empty."""
    layers = read_layers(document(), TABLE)
    provided = {name for stage in STAGES for name in stage.provides} - {"rejected"}
    assert [name for name in sorted(provided) if not getattr(layers, name)] == []


def test_merging_makes_one_report_of_two_mentions() -> None:
    """Headline and lead mention one earthquake: one report with both triggers as evidence."""
    layers = read_layers(document(), TABLE)
    triggers = [mention.span for mention in layers.event_mentions]
    (report,) = layers.events
    assert [span.quote for span in triggers] == ["Erdbeben", "Erdbeben"]
    assert set(triggers) <= set(report.evidence)


def test_merging_leaves_mentions_of_other_finders_alone() -> None:
    """A mention that these rules have not drafted is neither merged nor lost."""

    class Foreign:
        span = Span(0, 8, "Erdbeben")
        types = ("earthquake",)

    layers = replace(before("merging"), event_mentions=(Foreign(),))
    merging = STAGES[NAMES.index("merging")]
    merged = merging.run(layers, Resources(language("de"), TABLE))
    assert (merged.events, merged.event_mentions) == ((), layers.event_mentions)


def test_stage_before_what_it_needs_is_refused() -> None:
    """An order in which a stage lacks a layer is an error that names stage and layer."""
    with pytest.raises(ConfigurationError, match=r"'merging'.*event_mentions"):
        check_stages([stage for stage in STAGES if stage.name != "events"])
