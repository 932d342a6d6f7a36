"""Which tests run without measuring coverage.

Measuring makes Python two to four times as slow, and the start of a process more than that. What is
spared here is slow and shows nothing new: the tests of the domain's own files, which hold data
rather than code, the properties, which run the same lines with a hundred inputs, and what runs the
whole tool as its documents show it. The lines that they reach have tests of their own.
"""

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import is_hypothesis_test

_DOMAIN = Path(__file__).with_name("graph")
_WHOLE = ("test_docs.py", "test_site_browser.py")
_INHERITED = "COVERAGE_PROCESS_CONFIG"
"""What tells a process that it is to be measured too."""


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
