"""The addresses of the standard protocols, put together and described for OpenAPI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from fastapi import FastAPI

from nutgraf.folders import folder
from nutgraf.reports.report import Report
from nutgraf.settings import Settings
from nutgraf.store.interface import QueryStore, WriteStore
from nutgraf.web import running_queries, void
from nutgraf.web.auth import Guard
from nutgraf.web.endpoint import Endpoint
from nutgraf.web.graph_store import DIRECT, GraphStore
from nutgraf.web.introduction import Introduction
from nutgraf.web.query_page import Example, QueryPage
from nutgraf.web.raw_routes import Handler
from nutgraf.web.reading import Reading
from nutgraf.web.service_description import ServiceDescription
from nutgraf.web.statistics import Counting
from nutgraf.web.view import Views
from nutgraf.web.writes import Writes

_OPENAPI = Path(__file__).with_name("protocols.yaml")


@dataclass(frozen=True, slots=True)
class Parts:
    """What the protocols are put together from."""

    settings: Settings
    store: QueryStore
    writer: WriteStore | None
    guard: Guard
    views: Views


class Protocols:
    """Which handler answers which address of the protocols."""

    def __init__(self, parts: Parts, reports: Sequence[Report]) -> None:
        settings, store = parts.settings, parts.store
        writes = Writes(settings, parts.guard, parts.writer)
        self.reading = Reading(settings, store)
        examples = Example.load(folder("queries") / "examples")
        description = ServiceDescription(settings, store)
        page = QueryPage(parts.views, examples)
        introduction = Introduction(store, self.reading, page, description)
        endpoint = Endpoint(settings, self.reading, writes, introduction)
        graphs = GraphStore(settings, store, self.reading, writes)
        dataset = void.DatasetDescription(settings, Counting(store), reports, examples)
        running = running_queries.RunningQueries(store, parts.guard)
        self.exact: Mapping[str, Handler] = {
            "/sparql": endpoint,
            "/sparql/": endpoint,
            "/rdf-graph-store": graphs.indirect,
            void.PATH: dataset,
            running_queries.PATH: running.listing,
        }
        self.below: Mapping[str, Handler] = {
            DIRECT: graphs.direct,
            f"{running_queries.PATH}/": running.one,
        }


def describe_protocols(app: FastAPI) -> None:
    """Add the addresses that the framework does not answer to its OpenAPI document."""
    described: dict[str, Any] = yaml.safe_load(_OPENAPI.read_text("utf-8"))
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        document = generate()
        document["paths"] = described["paths"] | document["paths"]
        return document

    app.openapi = openapi  # type: ignore[method-assign]
