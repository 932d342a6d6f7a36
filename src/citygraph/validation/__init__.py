"""Validation: what the shapes demand of the graph, and what breaks it."""

from citygraph.validation.finding import Finding, Report, Severity
from citygraph.validation.text_report import Look
from citygraph.validation.validator import ENGINES, validate
from citygraph.validation.writing import REPORT_FORMATS, write_report

__all__ = [
    "ENGINES",
    "REPORT_FORMATS",
    "Finding",
    "Look",
    "Report",
    "Severity",
    "validate",
    "write_report",
]
