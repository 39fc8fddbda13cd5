"""The gate before the store: an article's quads against the shapes, and the report on them."""

from nutgraf.validation.gate import Gate
from nutgraf.validation.report import Severity, ValidationReport, ValidationResult

__all__ = ["Gate", "Severity", "ValidationReport", "ValidationResult"]
