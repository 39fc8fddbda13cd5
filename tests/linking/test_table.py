"""The entity table: what ships is sound, and what is broken says so."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from nutgraf.annotation.text.language import language, languages
from nutgraf.errors import ConfigurationError
from nutgraf.folders import folder
from nutgraf.linking import EntityTable
from nutgraf.linking.table import names

HEADER = "qid\ttype\tlabel_en\tlabel_de\taliases\tiso_or_coord\tcountry\n"


@cache
def shipped() -> EntityTable:
    """The curated table."""
    return EntityTable.load(folder("seeds") / "entities.tsv")


def test_every_row_has_an_item_and_a_label() -> None:
    """Items are Wikidata ids, each once, and every item has a name."""
    rows = shipped().rows()
    assert all(re.fullmatch(r"Q[1-9]\d*", row.qid) for row in rows)
    assert len({row.qid for row in rows}) == len(rows) > 900
    assert all(names(row) and not names(row)[0].startswith("Q1") for row in rows)


def test_points_are_on_the_earth_and_countries_are_codes() -> None:
    """Longitude and latitude are in range and in this order; states are two capitals."""
    for row in shipped().rows():
        assert row.country is None or re.fullmatch(r"[A-Z]{2}", row.country)
        assert row.point is None or (abs(row.point[0]) <= 180 and abs(row.point[1]) <= 90)
    (almaty,) = [row for row in shipped().named("Almaty") if row.kind == "place"]
    assert almaty.point is not None
    assert 76 < almaty.point[0] < 78
    assert 43 < almaty.point[1] < 44


def test_every_state_is_found_by_its_code() -> None:
    """Each state of the table is reachable by code, and only states are."""
    states = [row for row in shipped().rows() if row.kind == "country"]
    assert len(states) == 196
    assert all(shipped().country(state.country or "") == state for state in states)


@pytest.mark.parametrize("code", languages())
def test_demonyms_cover_every_state(code: str) -> None:
    """Every language names every state of the table and, but for a few, its adjective."""
    demonyms = language(code).table("demonyms")
    states = {row.country for row in shipped().rows() if row.kind == "country"}
    assert states <= set(demonyms)
    assert sum("adjective" in entry for entry in demonyms.values()) >= 185


@pytest.mark.parametrize("code", languages())
def test_name_tables_hold_only_words(code: str) -> None:
    """No word of the name tables was read as a truth value ("no", "on")."""
    for table in ("names", "gazetteer", "offices", "bodies", "groups", "things"):
        for value in _leaves(yaml.safe_load(yaml.safe_dump(language(code).table(table)))):
            assert not isinstance(value, bool)


def _leaves(value: object) -> list[object]:
    """The members of all lists inside a table."""
    if isinstance(value, dict):
        return [leaf for member in value.values() for leaf in _leaves(member)]
    if isinstance(value, list):
        plain = [member for member in value if not isinstance(member, dict | list)]
        nested = [member for member in value if isinstance(member, dict | list)]
        return [*plain, *(leaf for member in nested for leaf in _leaves(member))]
    return []


def test_index_names_the_content(tmp_path: Path) -> None:
    """The index changes with the content and with nothing else."""
    one, two, other = (tmp_path / name for name in ("one.tsv", "two.tsv", "other.tsv"))
    line = "Q64\tcity/capital\tBerlin\tBerlin\t\tISO:DE 52.5,13.4\tDE\n"
    one.write_text(HEADER + line, encoding="utf-8")
    two.write_text(HEADER + line, encoding="utf-8")
    other.write_text("# changed\n" + HEADER + line, encoding="utf-8")
    tables = [EntityTable.load(path) for path in (one, two, other)]
    assert tables[0].index == tables[1].index != tables[2].index
    assert tables[0].index.startswith("nano-")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("qid\tname\n", "columns"),
        (HEADER + "Q64\tcity\tBerlin\n", "columns"),
        (HEADER + "Q64\tplanet\tBerlin\tBerlin\t\t\t\n", "unknown type"),
    ],
)
def test_broken_table_is_refused(tmp_path: Path, content: str, words: str) -> None:
    """A table with other columns, short lines or unknown types is a configuration error."""
    path = tmp_path / "entities.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=words):
        EntityTable.load(path)


def test_missing_table_is_refused(tmp_path: Path) -> None:
    """A table that is not there is a configuration error that names the file."""
    with pytest.raises(ConfigurationError, match=r"none\.tsv"):
        EntityTable.load(tmp_path / "none.tsv")


def test_names_are_found_exactly_plainly_and_by_sound() -> None:
    """The three ways of looking up go from strict to loose."""
    table = shipped()
    assert [row.qid for row in table.named("kasachstan")] == ["Q232"]
    assert "Q39259" in {row.qid for row in table.spelled("Recep Tayyip Erdogan")}
    assert "Q7747" in {row.qid for row in table.sounding("Wladimir Putin")}
    assert (
        table.named("Nirgendwo") == table.spelled("Nirgendwo") == table.sounding("Nirgendwo") == ()
    )
