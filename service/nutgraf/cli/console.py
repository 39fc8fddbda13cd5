"""What verbs print: results on standard output, progress and problems on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

#: Everything that is not a result goes here, so that results can be piped.
errors = Console(stderr=True, highlight=False)


def print_json(value: Any) -> None:
    """Print one JSON value on one line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def print_text(text: str) -> None:
    """Print text as it is, with a newline at its end."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def write_lines(texts: Iterable[str], output: Path | None) -> None:
    """Write texts, each with a newline at its end, to a file or to standard output."""
    if output is None:
        for text in texts:
            print_text(text)
        return
    with output.open("w", encoding="utf-8") as file:
        file.writelines(text if text.endswith("\n") else text + "\n" for text in texts)


def print_bytes(chunks: Iterable[bytes]) -> None:
    """Print bytes as they come."""
    for chunk in chunks:
        sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under headings; the cells are text, never markup."""
    table = Table(*columns, header_style="bold", box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    width = None if sys.stdout.isatty() else 220
    Console(width=width, highlight=False).print(table)


def print_records(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows of many columns one below the other, leaving out what is unknown."""
    width = max(map(len, columns))
    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
    for number, row in enumerate(rows, start=1):
        console.rule(str(number), align="left", style="dim")
        table = Table.grid(padding=(0, 1))
        table.add_column(min_width=width, style="dim")
        table.add_column(overflow="fold")
        for name, cell in zip(columns, row, strict=True):
            if cell is not None and cell != "":
                table.add_row(Text(name), Text(str(cell)))
        console.print(table)


def say(message: str) -> None:
    """Tell the person at the terminal something that is no result."""
    errors.print(Text(message))
