"""Gold by offset is sound, and false facts are told from untidy ones."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from bench.reading import annotated
from bench.reading.agreement.falsehoods import false_facts
from bench.reading.agreement.gold import Gold, load_gold
from bench.reading.agreement.offsets import load_offset_gold
from tests.quality.test_scoring import CLAIM, GOLD, INJURED, PROTEST, READING, STRIKE, TEXT, at

from nutgraf.folders import folder
from nutgraf.model.event import Attribution, AttributionKind, Factuality, Quotation, Role, SpeechAct
from nutgraf.model.quantity import Measure, Qualifier

FILES = sorted(annotated.GOLD.glob("*.yaml"))
TYPES = set(
    re.findall(r"^nevt:([a-z-]+)\b", (folder("ontology") / "event-types.ttl").read_text(), re.M)
)
KEYS = {
    "events": "at type also_type factuality optional place time participants attribution",
    "figures": "at measure value min max qualifier optional",
    "claims": "at speaker also_speaker act quotation optional",
}
CODES = {
    "factuality": Factuality,
    "measure": Measure,
    "qualifier": Qualifier,
    "act": SpeechAct,
    "quotation": Quotation,
}
OWN = """
article: 0123456789abcdef
published: 2026-03-04
split: development
events:
  - {at: [26, 32], type: strike, factuality: ongoing, place: [[17, 21]],
     time: "2026-03-02/2026-03-02", participants: [{role: actor, at: [37, 46]}]}
figures:
  - {at: [92, 105], measure: injured, value: 3, min: null, max: null, qualifier: unstated}
claims:
  - {at: [164, 189], speaker: [137, 153], act: states, quotation: indirect}
"""


@pytest.fixture
def own(tmp_path: Path) -> Gold:
    """Gold by offset of the own text."""
    path = tmp_path / "own.yaml"
    path.write_text(OWN, encoding="utf-8")
    return load_offset_gold(path).over(TEXT)


def records(file: Path) -> list[tuple[str, dict[str, Any]]]:
    """All records of a gold file with the name of their list."""
    content = yaml.safe_load(file.read_text("utf-8"))
    return [(kind, record) for kind in KEYS for record in content[kind]]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_gold_says_nothing_unknown(file: Path) -> None:
    """Every key, type, role and code is one that scoring knows."""
    for kind, record in records(file):
        assert set(record) <= set(KEYS[kind].split())
        assert {record.get("type"), *record.get("also_type", ())} - {None} <= TYPES
        roles = [part["role"] for part in record.get("participants", ())]
        named = {role for one in roles for role in (one if isinstance(one, list) else [one])}
        assert named <= set(Role)
        assert [
            name for name, codes in CODES.items() if record.get(name, None) not in {None, *codes}
        ] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_gold_has_no_words_of_the_article(file: Path) -> None:
    """Beside the codes there are only numbers: the texts are not ours to pass on."""
    content = yaml.safe_load(file.read_text("utf-8"))
    assert content["article"].startswith(file.stem)
    assert not {"quote", "title", "text", "name"} & {key for _, one in records(file) for key in one}
    assert "#" not in file.read_text("utf-8")


@pytest.mark.parametrize("split", ["development", "test"])
def test_offsets_fit_the_articles(
    split: str, corpora: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each article is in the corpus, and every place begins and ends with a word or mark."""
    monkeypatch.setenv("NUTGRAF_CORPORA", str(corpora))
    golds = list(annotated.golds(split))
    assert len(golds) == 10
    for gold in golds:
        text = annotated.document_of(gold).text
        read = gold.over(text)
        quotes = [
            quote for item in (*read.events, *read.figures, *read.claims) for quote in item.quotes
        ]
        assert [quote for quote in quotes if not quote or quote != quote.strip()] == []


def test_offsets_become_words(own: Gold) -> None:
    """Places of the record are where its words stand, and only there."""
    (event,), (figure,), (claim,) = own.events, own.figures, own.claims
    assert event.quotes == ("Streik",)
    assert event.spots(TEXT) == ((26, 32),)
    assert str(event.judged["place"]) == "Bern"
    assert [str(part["name"]) for part in event.judged["participants"]] == ["Lokführer"]
    assert figure.quotes == ("drei Menschen",)
    assert claim.quotes == ("der Streik sei ein Erfolg",)
    assert str(claim.judged["speaker"]) == "Die Gewerkschaft"


@pytest.fixture
def gold(tmp_path: Path) -> Gold:
    """The gold of the own text with quotes."""
    path = tmp_path / "own.gold.yaml"
    path.write_text(GOLD, encoding="utf-8")
    return load_gold(path)


def told(gold: Gold, **changes: Any) -> list[str]:
    """The kinds of false facts in the own reading with some layers changed."""
    return [fault.kind for fault in false_facts(gold, replace(READING, **changes))]


def test_a_true_reading_has_no_false_facts(gold: Gold) -> None:
    """What gold says is not false, nor is a second report or what gold lets pass."""
    again = replace(STRIKE, trigger=at("der Streik der"), key="e22-36")
    outage = replace(PROTEST, types=("suspension",), trigger=at("fielen aus"), key="e75-85")
    assert told(gold) == []
    assert told(gold, events=(STRIKE, again, PROTEST, outage)) == []


def test_false_facts_have_kinds(gold: Gold) -> None:
    """An event of another type, another number and another speaker are false."""
    wrong = replace(PROTEST, types=("election",))
    more = replace(INJURED, measure=Measure.KILLED)
    by_town = replace(CLAIM, speaker="n1")
    assert told(gold, events=(STRIKE, wrong)) == ["false event"]
    assert told(gold, figures=(more,)) == ["false figure"]
    assert told(gold, claims=(by_town,)) == ["false source"]


def test_a_voice_that_gold_does_not_give_is_false(gold: Gold) -> None:
    """A named source behind a report that the article tells in its own voice is false."""
    claimed = replace(STRIKE, attribution=Attribution(AttributionKind.NAMED_SOURCE, "n3"))
    assert told(gold, events=(claimed, PROTEST)) == ["false source"]


def test_a_claim_of_nobody_is_false(gold: Gold) -> None:
    """Words that nobody says are false; a source that is left out is not."""
    elsewhere = replace(CLAIM, content=at("fielen aus"), speaker=None)
    assert told(gold, claims=(elsewhere,)) == ["false source"]
    assert told(gold, claims=(replace(CLAIM, speaker=None),)) == []


def test_a_speaker_without_a_name(own: Gold) -> None:
    """A phrase agrees with the entity mentioned there, or with a nameless one in evidence."""
    nameless = replace(CLAIM, speaker=None, evidence=(at("Die Gewerkschaft"), CLAIM.content))
    assert told(own, events=(STRIKE,)) == []
    assert told(own, events=(STRIKE,), claims=(nameless,)) == []
    assert told(own, events=(STRIKE,), claims=(replace(CLAIM, speaker="n2"),)) == ["false source"]
