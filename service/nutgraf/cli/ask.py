"""Verbs that ask: queries, canned reports, and the server."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from nutgraf.cli.console import print_bytes, print_json, print_table, print_text, say
from nutgraf.cli.session import settings_of
from nutgraf.errors import RequestError
from nutgraf.store.interface import Lane, QueryAnswer, QueryForm, QueryRequest
from nutgraf.store.pool import QueryPool

_RESULTS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
_GRAPHS = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "nq": "application/n-quads",
    "rdf": "application/rdf+xml",
}


def query(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A file with a SPARQL query; - is standard input.")],
    format_: Annotated[
        str, typer.Option("--format", help="table, json, xml, csv, tsv; ttl, nt, jsonld, trig, nq, rdf.")
    ] = "table",
) -> None:
    """Run a SPARQL query over the published data."""
    known = {**_RESULTS, **_GRAPHS}
    if format_ != "table" and format_ not in known:
        raise RequestError(f"--format {format_}: there is table, {', '.join(known)}")
    text = sys.stdin.read() if str(file) == "-" else _text_of(file)
    wanted = known.get(format_, _RESULTS["json"])
    answer = execute(context, text, (wanted, "text/turtle", _RESULTS["json"]), Lane.ADHOC)
    if format_ != "table" or answer.form in {QueryForm.CONSTRUCT, QueryForm.DESCRIBE}:
        print_bytes([answer.body])
    else:
        show_results(json.loads(answer.body))


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RequestError(f"{file}: cannot be read as a query: {error}") from error


def execute(
    context: typer.Context, text: str, formats: tuple[str, ...], lane: Lane
) -> QueryAnswer:
    """Run one query in a worker of its own."""
    pool = QueryPool(settings_of(context))
    try:
        return pool.execute(QueryRequest(text, formats, lane))
    finally:
        pool.close()


def show_results(results: dict[str, Any]) -> None:
    """Print SPARQL JSON results as a table, or the answer of an ASK."""
    if "boolean" in results:
        print_text("yes" if results["boolean"] else "no")
        return
    names = results["head"]["vars"]
    rows = results["results"]["bindings"]
    print_table(names, ([row.get(name, {}).get("value", "") for name in names] for row in rows))
    say(f"{len(rows)} rows")
