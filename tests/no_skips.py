"""A pytest plugin: where every tool is installed, a skipped test is a failed test.

On a person's machine a test may skip and say what to install. Where ``CITYGRAPH_NO_SKIPS`` is set
to anything but nothing or ``0``, the same skip is a failure: what was not run is not known to hold.
"""

import os
from collections.abc import Generator
from typing import TypeVar

import pytest

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def _skips_fail() -> bool:
    return os.environ.get("CITYGRAPH_NO_SKIPS", "") not in {"", "0"}


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    if isinstance(report.longrepr, tuple):
        path, line, reason = report.longrepr
        return f"{path}:{line}: {reason}"
    return str(report.longrepr)


def _failed_if_skipped(report: Report) -> Report:
    """Turn the report of a skip into that of a failure; an expected failure stays what it is."""
    if _skips_fail() and report.skipped and not hasattr(report, "wasxfail"):
        report.longrepr = f"skipped where nothing may be skipped: {_reason(report)}"
        report.outcome = "failed"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _failed_if_skipped((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _failed_if_skipped((yield))


def pytest_report_header() -> list[str]:
    return ["skips: each is a failure (CITYGRAPH_NO_SKIPS)"] if _skips_fail() else []
