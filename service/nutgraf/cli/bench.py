"""Verbs that measure; the benchmarks run in a process of their own, beside the package."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from nutgraf.folders import folder

app = typer.Typer(
    help="Measure how well articles are read, and how fast questions are answered.",
    no_args_is_help=True,
)

Only = Annotated[
    list[str] | None, typer.Option(help="Only this corpus; may be repeated.", metavar="CORPUS")
]
Train = Annotated[bool, typer.Option("--train", help="Train and cross-validate too: minutes.")]


@app.command()
def reading(
    errors: Annotated[
        str | None,
        typer.Option(help="List the cases of a category, a corpus, or all.", metavar="KIND"),
    ] = None,
    json: Annotated[
        Path | None, typer.Option(help="Write the figures to this file.", metavar="FILE")
    ] = None,
    only: Only = None,
    gold: Annotated[
        Path | None,
        typer.Option(help="Measure a folder of articles with *.gold.yaml.", metavar="FOLDER"),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Fail where a floor is missed.")] = False,
    train: Train = False,
) -> None:
    """Print one table of how well articles are read, and the errors by category."""
    words = ["reading", *_only(only)]
    words += [f"--errors={errors}"] if errors else []
    words += [f"--json={json}"] if json else []
    words += [f"--gold={gold}"] if gold else []
    words += [f"--{name}" for name, asked in (("check", check), ("train", train)) if asked]
    _run("bench.reading", words)


@app.command()
def sparql(
    quads: Annotated[int, typer.Option(help="Size of the generated dataset.")] = 1_000_000,
    seconds: Annotated[float, typer.Option(help="Seconds of each throughput.")] = 5.0,
    only: Annotated[
        list[str] | None,
        typer.Option(help="lookup, rows, runaway, poisoned or arrival; may be repeated."),
    ] = None,
    rdflib: Annotated[
        Path | None,
        typer.Option(help="A Python that has rdflib-endpoint, to measure it too.", metavar="FILE"),
    ] = None,
    json: Annotated[
        Path | None, typer.Option(help="Write the figures to this file.", metavar="FILE")
    ] = None,
) -> None:
    """Print one table of the SPARQL service side by side with its peers."""
    words = [f"--quads={quads}", f"--seconds={seconds}", *_only(only)]
    words += [f"--rdflib={rdflib}"] if rdflib else []
    words += [f"--json={json}"] if json else []
    _run("bench.sparql", words)


@app.command()
def floors(
    only: Only = None,
    lower: Annotated[bool, typer.Option("--lower", help="Let floors fall.")] = False,
    reason: Annotated[
        str | None, typer.Option(help="Why they fall, in a sentence for the changelog.")
    ] = None,
    train: Train = False,
) -> None:
    """Pin what is reached now; with --lower and a reason also where it is less."""
    words = ["floors", *_only(only)]
    words += [f"--reason={reason}"] if reason else []
    words += [f"--{name}" for name, asked in (("lower", lower), ("train", train)) if asked]
    _run("bench.reading", words)


def _only(names: list[str] | None) -> list[str]:
    return [f"--only={name}" for name in names or ()]


def _run(module: str, words: list[str]) -> None:
    """Run the benchmark and end with its exit code."""
    home = folder("bench").parent
    path = os.pathsep.join(filter(None, (str(home), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        env={**os.environ, "PYTHONPATH": path},
        check=False,
    )
    raise typer.Exit(done.returncode)
