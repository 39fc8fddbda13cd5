import csv
import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from bench.reading.agreement.comparing import bounds
from bench.reading.agreement.gold import SEEDS, Gold, GoldItem, gold_files, load_gold

from nutgraf.model.document import Document
from nutgraf.model.event import AttributionKind, Factuality, Quotation, Role, SpeechAct
from nutgraf.model.quantity import Measure, Qualifier
from nutgraf.sources.reading import read_documents

ONTOLOGY = SEEDS.parent / "ontology" / "event-types.ttl"
TABLE = SEEDS / "entities.tsv"
ARTICLES = sorted(path for path in SEEDS.iterdir() if path.suffix in {".json", ".txt", ".html"})
EVENT_KEYS = {
    "types",
    "factuality",
    "attribution",
    "according_to",
    "participants",
    "place",
    "time",
    "same_as",
}
KEYS = {
    "events": EVENT_KEYS,
    "figures": {"measure", "value", "min", "max", "qualifier"},
    "claims": {"speaker", "speech_act", "quotation"},
    "times": {"edtf"},
    "links": {"name", "qid"},
}
CODES = {
    "factuality": Factuality,
    "attribution": AttributionKind,
    "measure": Measure,
    "qualifier": Qualifier,
    "speech_act": SpeechAct,
    "quotation": Quotation,
}


@cache
def document(name: str) -> Document:
    """Read a seed article the way every article is read."""
    raw = (SEEDS / name).read_bytes()
    read = next(read_documents(raw, name, frozenset({"de", "en"})))
    assert isinstance(read, Document), read
    return read


def items(gold: Gold) -> list[tuple[str, GoldItem]]:
    """All gold records with the name of their list."""
    return [(kind, item) for kind in KEYS for item in getattr(gold, kind)]


@pytest.fixture(params=gold_files(), ids=lambda path: path.name.removesuffix(".gold.yaml"))
def gold(request: pytest.FixtureRequest) -> Gold:
    """The gold of one article after the other."""
    return load_gold(request.param)


def test_every_article_has_gold() -> None:
    """Each seed article, and each version of it, has a gold file of its own."""
    assert [path.name for path in ARTICLES] == sorted(
        load_gold(path).article for path in gold_files()
    )


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_article_length(path: Path) -> None:
    """Each article has the length of an agency piece, 150 to 450 words."""
    assert 150 <= len(re.findall(r"\w+", document(path.name).text)) <= 450


def test_quotes_occur(gold: Gold) -> None:
    """Every wording of every gold record stands verbatim in the document's text."""
    text = document(gold.article).text
    wordings = [(kind, quote) for kind, item in items(gold) for quote in item.quotes]
    missing = [pair for pair in wordings if pair[0] != "links" and pair[1] not in text]
    assert missing == []


def test_keys_are_known(gold: Gold) -> None:
    """No gold record has a key that scoring would overlook."""
    assert [(kind, item) for kind, item in items(gold) if set(item.judged) - KEYS[kind]] == []


def test_codes_are_known(gold: Gold) -> None:
    """Every code of a gold record is a value of its code list."""
    for _, item in items(gold):
        for name, codes in CODES.items():
            if name in item.judged:
                assert item.judged[name] in set(codes)


def test_event_types_are_known(gold: Gold) -> None:
    """Every event type of gold is one of the ontology."""
    known = set(re.findall(r"^nevt:([a-z-]+)\b", ONTOLOGY.read_text(encoding="utf-8"), re.M))
    used = {name for item in gold.events for name in item.judged["types"]}
    assert used - known == set()


def test_participants_have_roles(gold: Gold) -> None:
    """Every participant has a name and a role of the code list."""
    parts = [part for item in gold.events for part in item.judged.get("participants", ())]
    listed = [part["role"] for part in parts if isinstance(part["role"], list)]
    single = [part["role"] for part in parts if not isinstance(part["role"], list)]
    assert {*single, *(role for roles in listed for role in roles)} <= set(Role)
    assert all(part["name"] for part in parts)


def test_named_sources_are_named(gold: Gold) -> None:
    """A source is named exactly where the attribution is to a named source."""
    for item in gold.events:
        named = item.judged.get("attribution") == "named-source"
        assert not (item.judged.get("according_to") and not named)
        assert not (named and not item.optional and not item.judged.get("according_to"))


def test_times_can_be_read(gold: Gold) -> None:
    """Every EDTF string of gold has bounds or is a day of no known year."""
    values = [item.judged["edtf"] for item in gold.times]
    for item in gold.events:
        time = item.judged.get("time")
        values += time if isinstance(time, list) else [time]
    told = [value for value in values if value and not value.startswith("XXXX")]
    assert all(any(bounds(value)) for value in told)


def test_only_optional_times_are_open(gold: Gold) -> None:
    """A time whose value is not judged does not count."""
    assert [item for item in gold.times if item.judged["edtf"] is None and not item.optional] == []


def test_items_are_in_the_table(gold: Gold) -> None:
    """Every Wikidata item of gold is a row of the entity table that ships."""
    if not TABLE.exists():
        pytest.skip("seeds/entities.tsv is not built")
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    known = {row["qid"] for row in csv.DictReader(lines, delimiter="\t")}
    assert {item.judged["qid"] for item in gold.links} - known == set()


def test_events_are_told_in_several_articles() -> None:
    """The corpus tells at least eight happenings in more than one article."""
    told: dict[str, set[str]] = {}
    for each in map(load_gold, gold_files()):
        for item in each.events:
            told.setdefault(item.judged.get("same_as", ""), set()).add(each.article)
    assert sum(len(articles) > 1 for name, articles in told.items() if name) >= 8


def test_correction_keeps_the_address() -> None:
    """The corrected article has the address of the first version and another text."""
    first, second = (document(f"kazakhstan-death-toll-en{suffix}.json") for suffix in ("", ".v2"))
    assert first.article_id == second.article_id
    assert first.version_id != second.version_id


def test_gold_numbers_are_exact() -> None:
    """Gold keeps decimals as written, so that 22.48 is not a binary fraction."""
    raw = yaml.safe_load((SEEDS / "credit-suisse-takeover-de.gold.yaml").read_text("utf-8"))
    values = [record["value"] for record in raw["figures"]]
    exact = load_gold(SEEDS / "credit-suisse-takeover-de.gold.yaml")
    assert 22.48 in values
    assert "22.48" in {str(item.judged["value"]) for item in exact.figures}
