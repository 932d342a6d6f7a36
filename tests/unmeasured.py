"""Which tests run without measuring coverage.

Measuring makes Python two to four times as slow, and the start of a process more than that. What is
spared here is slow and shows nothing new: the tests of the domain's own files, which hold data
rather than code, the properties, which run the same lines with a hundred inputs, and what runs the
whole tool, from the command line to a browser or a store. The lines that they reach have tests of
their own. A single test, or a file, can also be marked `no_cover`.
"""

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import is_hypothesis_test

_TESTS = Path(__file__).parent
_DOMAIN = _TESTS / "graph"
_WHOLE = frozenset(
    {
        "test_browser_charts.py",
        "test_browser_editor.py",
        "test_browser_pages.py",
        "test_browser_questions.py",
        "test_cli_endpoint.py",
        "test_cli_validate.py",
        "test_diff_output.py",
        "test_docs.py",
        "test_doctor_stores.py",
        "test_export_stores.py",
        "test_export_tables_remote.py",
        "test_frontend.py",
        "test_house.py",
        "test_linking_recall.py",
        "test_pages_browser.py",
        "test_pages_spoilt_data.py",
        "test_pictures_legibility.py",
        "test_push_failures.py",
        "test_push_servers.py",
        "test_push_swap.py",
        "test_service_clients.py",
        "test_service_hostile.py",
        "test_service_leaks.py",
        "test_site_browser.py",
        "test_site_interrupted.py",
        "test_validation_by_city.py",
        "test_validation_endpoint.py",
        "test_validation_machine_reports.py",
        "test_wikibase_slices.py",
    }
)
_INHERITED = "COVERAGE_PROCESS_CONFIG"
"""What tells a process that it is to be measured too."""


def pytest_configure() -> None:
    gone = sorted(name for name in _WHOLE if not (_TESTS / name).is_file())
    if gone:
        raise pytest.UsageError(f"tests/unmeasured.py names files that are not there: {gone}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        spared = _DOMAIN in item.path.parents or item.path.name in _WHOLE
        if spared or is_hypothesis_test(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.no_cover)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    measured = os.environ.get(_INHERITED)
    if measured is None or not item.get_closest_marker("no_cover"):
        return (yield)
    del os.environ[_INHERITED]
    try:
        return (yield)
    finally:
        os.environ[_INHERITED] = measured
