"""The threat model names every threat once, with a disposition and a proof that exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODEL = (ROOT / "THREAT_MODEL.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in MODEL.splitlines()
    if re.match(r"\| \d+ \|", line)
]
DISPOSITIONS = {"defended", "partly", "absent", "by design", "operator"}


def test_every_threat_has_a_disposition_and_a_defence() -> None:
    """The forty threats stand in order, each with one of the dispositions and its defence."""
    assert [int(row[0]) for row in ROWS] == list(range(1, 41))
    assert {row[2] for row in ROWS} == DISPOSITIONS
    assert all(len(row[3]) > 10 for row in ROWS)


def test_every_proof_is_a_test() -> None:
    """What is named as a proof is a test function of that file."""
    proofs = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", MODEL)
    missing = [
        f"{file}::{name}"
        for file, name in proofs
        if f"def {name}("
        not in ((ROOT / file).read_text("utf-8") if (ROOT / file).exists() else "")
    ]

    assert len(proofs) > 30
    assert missing == []


def test_what_is_defended_is_proven() -> None:
    """A threat counts as defended only with a proof; the linter is one for its own rules."""
    unproven = [row[0] for row in ROWS if row[2] == "defended" and "::" not in row[-1]]

    assert unproven == ["40"]
