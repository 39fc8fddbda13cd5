"""What the documentation says can be done."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from nutgraf.cli.app import app
from nutgraf.reports.catalogue import Catalogue
from nutgraf.settings import Settings

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def commands() -> Iterator[tuple[str, list[str]]]:
    """Every nutgraf command line in a code block, with the page it stands on."""
    for page in PAGES:
        if page.name == "command-line.md":
            continue
        for block in re.findall(r"```\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
            for line in block.splitlines():
                if line.startswith("nutgraf "):
                    yield page.name, shlex.split(line.split(" > ")[0].split(" | ")[0])[1:]


@pytest.mark.parametrize(("page", "words"), list(commands()), ids=lambda v: str(v)[:60])
def test_commands_exist(page: str, words: list[str]) -> None:
    """Every command shown names a verb and options that there are."""
    command = typer.main.get_command(app)
    if words[0] == "--home":
        words = words[2:]
    while hasattr(command, "commands") and words:
        assert words[0] in command.commands, f"{page}: no verb {words[0]}"
        command = command.commands[words[0]]
        words = words[1:]
    known = {name for p in command.params for name in (*p.opts, *p.secondary_opts)}
    assert {word for word in words if word.startswith("--")} <= known


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page leads to a file or folder."""
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_files_named_exist() -> None:
    """Seeds and queries that the pages name are there."""
    text = "".join(page.read_text("utf-8") for page in PAGES)
    named = set(re.findall(r"\b((?:seeds|queries)/[\w./-]+\.\w+)", text))

    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_every_setting_is_documented() -> None:
    """The settings page names every setting with its default."""
    page = (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8")

    for name in Settings.__dataclass_fields__:
        value = getattr(Settings(), name)
        written = f"{value:g}" if isinstance(value, float) else str(value)
        assert f"| `{name}` | {written} |" in page or f"| `{name}` | `{written}` |" in page


def test_every_report_is_documented() -> None:
    """The page on asking names the reports that ship."""
    page = (ROOT / "docs" / "how-to" / "ask-the-graph.md").read_text("utf-8")

    assert [report.name for report in Catalogue.load() if f"`{report.name}`" not in page] == []


def test_readme_is_short() -> None:
    """The readme has at most 120 lines."""
    assert (ROOT / "README.md").read_text("utf-8").count("\n") <= 120
