"""The verbs about tokens."""

from __future__ import annotations

import json
import re
from pathlib import Path

from typer.testing import CliRunner

from nutgraf.cli.app import app

RUNNER = CliRunner()


def run(home: Path, *words: str) -> str:
    """What a verb prints."""
    done = RUNNER.invoke(app, ["--home", str(home), "token", *words])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_token_is_made_listed_and_revoked(tmp_path: Path) -> None:
    """A token is shown when it is made, listed without its secret, and gone when revoked."""
    home = tmp_path / "home"
    words = ("add", "--scope", "update", "--scope", "ingest", "--days", "2", "--note", "import")
    secret = run(home, *words).split()[-1]
    listed = run(home, "list", "--json")
    token = json.loads(listed)

    assert re.fullmatch(r"nutgraf_[\w-]{43}", secret)
    assert secret not in listed
    assert token["allows"] == "ingest, update"
    assert token["note"] == "import"
    assert token["ends"] > token["made"]
    assert run(home, "revoke", token["id"]) == f"revoked {token['id']}\n"
    assert run(home, "list", "--json") == ""


def test_unknown_tokens_and_scopes_are_errors(tmp_path: Path) -> None:
    """A token that there is none of cannot be revoked, and no scope be made up."""
    gone = RUNNER.invoke(app, ["--home", str(tmp_path), "token", "revoke", "00000000"])
    odd = RUNNER.invoke(app, ["--home", str(tmp_path), "token", "add", "--scope", "everything"])

    assert gone.exit_code != 0
    assert odd.exit_code == 2
    assert not (tmp_path / "tokens.json").exists()
