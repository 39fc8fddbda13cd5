"""Verbs that ask: queries, canned reports, and the server."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from nutgraf.cli.console import print_bytes, print_records, print_table, print_text, say
from nutgraf.cli.data import article_files, ingest, show_summary
from nutgraf.cli.session import open_store, settings_of, steps_of
from nutgraf.errors import RequestError
from nutgraf.folders import folder
from nutgraf.pipeline.ingest import Ingest
from nutgraf.reports.catalogue import Catalogue
from nutgraf.reports.header import Column
from nutgraf.reports.report import Page, Report
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
        str,
        typer.Option(
            "--format", help="table, json, xml, csv, tsv; ttl, nt, jsonld, trig, nq, rdf."
        ),
    ] = "table",
) -> None:
    """Run a SPARQL query over the published data."""
    known = {**_RESULTS, **_GRAPHS}
    if format_ != "table" and format_ not in known:
        raise RequestError(f"--format {format_}: there is table, {', '.join(known)}")
    text = sys.stdin.read() if str(file) == "-" else _text_of(file)
    wanted = known.get(format_, _RESULTS["json"])
    answer = execute(context, text, (wanted, "text/turtle", _RESULTS["json"]), Lane.ADHOC)
    if format_ != "table" and not answer.media_type.startswith(wanted):
        kinds = _GRAPHS if answer.form in {QueryForm.CONSTRUCT, QueryForm.DESCRIBE} else _RESULTS
        raise RequestError(
            f"--format {format_} does not fit a {answer.form.value} query: {', '.join(kinds)}"
        )
    if format_ != "table" or answer.form in {QueryForm.CONSTRUCT, QueryForm.DESCRIBE}:
        print_bytes([answer.body])
    else:
        show_results(json.loads(answer.body))


def report(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="The report; without, all are listed.")] = None,
    param: Annotated[
        list[str] | None, typer.Option(help="A parameter as key=value; may be repeated.")
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", help="table, json or csv; for graphs ttl, nt or jsonld.")
    ] = "table",
    limit: Annotated[int, typer.Option(help="Most rows.")] = 100,
    offset: Annotated[int, typer.Option(help="Rows to pass over.")] = 0,
) -> None:
    """Run a canned report over the published data."""
    catalogue = Catalogue.load()
    if name is None:
        print_table(("report", "answers"), ((one.name, one.summary()) for one in catalogue))
        return
    found = catalogue.report(name)
    page = Page.of(str(limit), str(offset))
    text = found.bind(_params(param or []), page)
    if found.is_graph:
        _print_graph(context, text, format_)
    else:
        _print_rows(context, found, text, format_, page)


def _params(given: list[str]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for text in given:
        key, equals, value = text.partition("=")
        if not equals:
            raise RequestError(f"--param {text!r}: write key=value")
        values.setdefault(key.strip(), []).append(value)
    return values


def _print_graph(context: typer.Context, text: str, format_: str) -> None:
    wanted = {"table": "ttl", "json": "jsonld"}.get(format_, format_)
    if wanted not in _GRAPHS:
        raise RequestError(f"--format {format_}: this report is a graph: {', '.join(_GRAPHS)}")
    print_bytes([execute(context, text, (_GRAPHS[wanted],), Lane.REPORT).body])


def _print_rows(context: typer.Context, found: Report, text: str, format_: str, page: Page) -> None:
    if format_ not in {"table", "json", "csv"}:
        raise RequestError(f"--format {format_}: this report is a table: table, json, csv")
    table = found.table(execute(context, text, (_RESULTS["json"],), Lane.REPORT).body, page)
    if format_ == "json":
        print_text(table.to_json())
    elif format_ == "csv":
        print_text(table.to_csv())
    else:
        print_records(table.names, (_shortened(table.columns, row) for row in table.rows))
        say(f"{counted(len(table.rows))}{', and more: --offset' if table.more else ''}")


def counted(rows: int) -> str:
    """Say how many rows there are."""
    return "1 row" if rows == 1 else f"{rows} rows"


def _shortened(columns: Sequence[Column], row: Sequence[object]) -> list[object]:
    """Give codes and types by their local names, as people read them."""
    return [
        str(cell).rsplit("/", 1)[-1] if cell and column.type == "concept" else cell
        for column, cell in zip(columns, row, strict=True)
    ]


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
) -> None:
    """Serve the published data: pages, reports, SPARQL."""
    from nutgraf.web.serving import run  # noqa: PLC0415 - FastAPI costs other verbs 0.3 s

    settings = settings_of(context)
    address = f"http://{host}:{port}"

    def announce() -> None:
        for line in _welcome(address):
            say(line)

    run(settings, host, port, announce)


def _welcome(address: str) -> tuple[str, ...]:
    return (
        f"nutgraf serves on {address} - open",
        f"  {address}/",
        f"  {address}/reports/conflicting-figures",
        f"  {address}/reports/who-said-what",
        f"  {address}/sparql",
        "end it with Ctrl-C",
    )


def demo(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
) -> None:
    """Read the articles that ship with nutgraf, then serve them."""
    steps = steps_of(context)
    paths = list(article_files([folder("seeds")]))
    with open_store(context) as store:
        summary = ingest(Ingest(steps, store), paths, None)
    show_summary(summary, as_json=False)
    serve(context, host, port)


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RequestError(f"{file}: cannot be read as a query: {error}") from error


def execute(context: typer.Context, text: str, formats: tuple[str, ...], lane: Lane) -> QueryAnswer:
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
    say(counted(len(rows)))
