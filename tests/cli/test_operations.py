"""The verbs that look after a data directory do it on a directory made by `load`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from nutgraf.folders import folder

SEEDS = folder("seeds")
ARTICLE = SEEDS / "kazakhstan-shoot-order-de.json"
OTHER = SEEDS / "kazakhstan-death-toll-en.json"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(run: Run, tmp_path: Path) -> Path:
    """A data directory with one article in it."""
    assert run("load", ARTICLE)[0] == 0
    return tmp_path / "home"


def observed(run: Run) -> dict[str, tuple[str, str]]:
    """What `doctor` says of each thing."""
    rows = [json.loads(line) for line in run("doctor", "--json")[1].splitlines()]
    return {row["what"]: (row["health"], row["found"]) for row in rows}


def test_doctor_of_a_sound_directory(run: Run, home: Path) -> None:
    """Everything is fine, and one screen says so."""
    found = observed(run)
    assert {health for health, _ in found.values()} == {"fine"}
    assert "1 article versions" in found["journal"][1]
    assert "nobody writes" in found["writer lock"][1]
    code, screen, _ = run("doctor")
    assert code == 0
    assert len(screen.splitlines()) < 24


def test_doctor_before_the_first_article(run: Run) -> None:
    """Where nothing is yet the doctor says what to do first, and makes nothing."""
    code, screen, _ = run("doctor")
    assert code == 0
    assert "load an article" in screen


def test_doctor_finds_damage(run: Run, home: Path) -> None:
    """A store that does not open is told with its remedy, and the exit code is 8."""
    (home / "store" / "CURRENT").write_text("garbage")
    code, screen, _ = run("doctor")
    assert code == 8
    assert "builds it again" in screen


def test_verify_and_repair(run: Run, home: Path) -> None:
    """A damaged checkpoint is found, and built again with its events where asked to."""
    assert run("verify") == (0, "sound: 1 article versions\n", "")
    before = run("export", "--canonical")[1]
    for file in sorted(home.glob("checkpoints/*/*.sst")):
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 0xFF
        file.write_bytes(data)
    code, _, errors = run("verify")
    assert code == 8
    assert "checkpoint" in errors
    assert run("verify", "--repair")[1] == "sound: 1 article versions\n"
    assert run("verify")[0] == 0
    assert run("export", "--canonical")[1] == before


def test_backup_and_restore(run: Run, home: Path, tmp_path: Path) -> None:
    """A backup restores to the same data, and never over a directory in use."""
    before = run("export", "--canonical")[1]
    assert run("backup", tmp_path / "kept")[0] == 0
    assert run("restore", tmp_path / "kept")[0] == 5
    home.rename(tmp_path / "lost")
    code, out, _ = run("restore", tmp_path / "kept", "--verify")
    assert (code, out.split(";")[0]) == (0, "restored and verified")
    assert run("export", "--canonical")[1] == before


def test_purge(run: Run, home: Path) -> None:
    """A purged article is in no answer and no file, and the purge is told with its reason."""
    alone = run("export", "--canonical")[1]
    run("load", OTHER)
    rows = [json.loads(line) for line in run("ledger", "--json")[1].splitlines()]
    (article,) = [row["article"] for row in rows if row["source"] == OTHER.name]
    code, out, errors = run("purge", article, "--reason", "asked for by its author")
    assert code == 0
    assert "asked for by its author" in out
    assert "backups" in errors
    assert run("export", "--canonical")[1] == alone
    assert not any(OTHER.name.encode() in file.read_bytes() for file in home.rglob("*.sqlite*"))
    assert run("verify")[0] == 0
    assert run("purge", "nobody", "--reason", "x")[0] == 4


def test_rebuild(run: Run, home: Path) -> None:
    """A rebuilt store exports the same bytes."""
    before = run("export", "--canonical")[1]
    assert run("rebuild")[0] == 0
    assert run("export", "--canonical")[1] == before
