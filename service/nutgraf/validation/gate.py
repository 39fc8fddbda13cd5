"""The gate: built once from the shapes and the ontology, then asked for each article."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from nutgraf.errors import ConfigurationError
from nutgraf.folders import folder
from nutgraf.validation.compiler import compile_shapes
from nutgraf.validation.data import Data
from nutgraf.validation.report import ValidationReport, ValidationResult
from nutgraf.validation.shape import Run
from nutgraf.validation.shapes_graph import load_shapes
from nutgraf.validation.vocabulary import load_vocabulary
from nutgraf.validation.written import Row, read_lines, read_rows

if TYPE_CHECKING:
    from nutgraf.validation.explanation import Explanation


class Gate:
    """Checks the quads of one article against all shapes, compiled to closures.

    For an article that fails, pySHACL writes the report; what only one of the two finds
    keeps an article out as well. One gate may serve several threads.
    """

    def __init__(self, shapes: Path | None = None, ontology: Path | None = None) -> None:
        """Read shapes and ontology; raise `ConfigurationError` where a file is wrong."""
        self._vocabulary = load_vocabulary(ontology or folder("ontology"))
        self._background = Data(self._vocabulary)
        self._source = load_shapes(shapes or folder("shapes"))
        self._shapes = compile_shapes(self._source)
        if not self._shapes:
            raise ConfigurationError(f"no shapes in {shapes or folder('shapes')}")

    def check(self, quads: str) -> ValidationReport:
        """Check N-Quads of one article: its source, report, entity and link graphs."""
        rows = read_rows(quads)
        report = ValidationReport.of(self.results(rows))
        if report.conforms:
            return report
        explained = self._explanation.results(rows, self._vocabulary)
        return ValidationReport.of(explained.union(report.results))

    def audit(self, lines: Iterable[bytes]) -> ValidationReport:
        """Check lines of N-Quads of a whole store, as the closures find them.

        A million quads take about 10 s and 1 GB.
        """
        # Nothing here is cyclic; looking for cycles among millions of terms takes half the time.
        looked = gc.isenabled()
        gc.disable()
        try:
            return ValidationReport.of(self.results(read_lines(lines)))
        finally:
            if looked:
                gc.enable()

    def results(self, rows: Iterable[Row]) -> set[ValidationResult]:
        """What the closures find in some rows."""
        run = Run(Data(rows, self._background))
        return {
            result
            for shape in self._shapes
            for result in shape.results(run, shape.focuses(run.data))
        }

    @cached_property
    def _explanation(self) -> Explanation:
        # pySHACL takes longer to load than most articles to read, and most articles conform.
        from nutgraf.validation.explanation import Explanation  # noqa: PLC0415

        return Explanation(self._source)
