"""No test may leave work behind: the engine cannot be stopped, and would slow all later tests."""

import threading
from collections.abc import Generator

import pytest

from citygraph.graph.deadline import THREAD

_PATIENCE = 30
"""The seconds in which what a test gave up must end by itself."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Generator[None]:
    yield
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join(_PATIENCE)
            if thread.is_alive():
                thread.name = "left behind"  # told once, not after each later test
                pytest.fail("the test left work behind that does not end; run it in a process")
