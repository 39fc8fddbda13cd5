"""Tables come out of the cache as they were parsed, and never need it."""

from __future__ import annotations

from pathlib import Path

import pytest

from nutgraf.errors import ConfigurationError
from nutgraf.tables import cache_folder, kept, read_table


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    found = cache_folder()
    assert found is not None
    return found


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A small table with values of every kind."""
    file = tmp_path / "table.yaml"
    file.write_text("b: [no, on, 1, 1.0, true, ~, ß]\na: {2: x}\n", encoding="utf-8")
    return file


def test_words_are_words(table: Path) -> None:
    """No and on are words, true is a truth, as in YAML 1.2."""
    assert read_table(table)["b"] == ["no", "on", 1, 1.0, True, None, "ß"]


def test_second_reading(tmp_path: Path, cache: Path) -> None:
    """A table that was read is kept, and read the same, order and types included."""
    file = tmp_path / "table.yaml"
    file.write_text("b: [no, 1, 1.0, true]\na: x\n", encoding="utf-8")
    first = repr(read_table(file))
    assert len(list(cache.iterdir())) == 1
    assert repr(read_table(file)) == first


def test_changed_table(table: Path) -> None:
    """A changed table is read anew."""
    read_table(table)
    table.write_text("a: [y]\n", encoding="utf-8")
    assert read_table(table) == {"a": ["y"]}


def test_what_json_cannot_say(table: Path, cache: Path) -> None:
    """What JSON would not give back unchanged is not kept: keys that are numbers."""
    assert read_table(table)["a"] == {2: "x"}
    assert not cache.exists()


@pytest.mark.parametrize("damage", [b"", b"0\n[]", b"no line", b"\xff"])
def test_damaged_entry(cache: Path, damage: bytes) -> None:
    """A damaged entry is made anew and mended."""
    kept(b"source", lambda: ["value"])
    (entry,) = cache.iterdir()
    whole = entry.read_bytes()
    entry.write_bytes(damage)
    assert kept(b"source", lambda: ["value"]) == ["value"]
    assert entry.read_bytes() == whole


def test_kept_value() -> None:
    """What is kept is not built again."""
    kept(b"source", lambda: [1])
    assert kept(b"source", lambda: [2]) == [1]


def test_no_place_to_keep(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be written tables are read all the same."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(table))
    assert read_table(table)["a"] == {2: "x"}
    assert kept(b"source", lambda: ["value"]) == ["value"]


@pytest.mark.parametrize("content", [b"a: [", b"\xff\xfe\xff"])
def test_malformed(tmp_path: Path, content: bytes) -> None:
    """A malformed table is a configuration error that names the file."""
    file = tmp_path / "broken.yaml"
    file.write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"broken\.yaml"):
        read_table(file)


def test_missing(tmp_path: Path) -> None:
    """A missing table is a configuration error that names the file."""
    with pytest.raises(ConfigurationError, match=r"absent\.yaml"):
        read_table(tmp_path / "absent.yaml")
