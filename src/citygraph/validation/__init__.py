"""Validation: what the shapes demand of the graph, and what breaks it."""

from citygraph.validation.baseline import read_baseline, without_known
from citygraph.validation.engines import ENGINES
from citygraph.validation.explaining import Explanation, explain, shape_files
from citygraph.validation.finding import Finding, Report, Severity
from citygraph.validation.text_report import Look
from citygraph.validation.validator import validate
from citygraph.validation.writing import REPORT_FORMATS, write_report

__all__ = [
    "ENGINES",
    "REPORT_FORMATS",
    "Explanation",
    "Finding",
    "Look",
    "Report",
    "Severity",
    "explain",
    "read_baseline",
    "shape_files",
    "validate",
    "without_known",
    "write_report",
]
