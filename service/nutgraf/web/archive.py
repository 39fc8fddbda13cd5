"""What the web asks the store: reports and page queries, as tables and graphs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nutgraf.reports.catalogue import Catalogue
from nutgraf.reports.report import MOST_ROWS, Page, Report
from nutgraf.reports.table import ReportTable
from nutgraf.store.interface import Lane, QueryAnswer, QueryRequest, QueryStore

_ROWS = "application/sparql-results+json"

Params = Mapping[str, Sequence[str]]
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Archive:
    """The store, the canned reports, and the queries behind the pages."""

    store: QueryStore
    reports: Catalogue
    pages: Catalogue

    def table(
        self, report: Report, params: Params, page: Page | None = None
    ) -> tuple[ReportTable, int]:
        """Run a report; give its table and the data sequence number."""
        answer = self.run(report, params, (_ROWS,), page)
        return report.table(answer.body, page), answer.sequence

    def run(
        self, report: Report, params: Params, formats: tuple[str, ...], page: Page | None = None
    ) -> QueryAnswer:
        """Run a report in the lane of reports."""
        return self.store.execute(QueryRequest(report.bind(params, page), formats, Lane.REPORT))

    def records(self, name: str, rows: int, **params: str) -> list[Record]:
        """Rows of a canned report with single values."""
        return self._records(self.reports.report(name), rows, params)

    def about(self, name: str, **params: str) -> list[Record]:
        """Rows of a page query with single values."""
        return self._records(self.pages.report(name), MOST_ROWS, params)

    def _records(self, report: Report, rows: int, params: Mapping[str, str]) -> list[Record]:
        given = {name.replace("_", "-"): [value] for name, value in params.items()}
        table, _ = self.table(report, given, Page(rows))
        return [dict(record) for record in table.records()]
