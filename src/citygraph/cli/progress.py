"""Saying that work goes on: on a terminal only, and only if it takes long."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

PATIENCE = 2.0
"""The seconds after which a person wonders whether anything happens."""


@contextmanager
def shown_while(words: str, options: Namespace, after: float = PATIENCE) -> Iterator[None]:
    """Say on stderr what is being done if it takes long, unless quiet is wanted.

    Nothing is said where stderr is no terminal: logs need no comfort.
    """
    if options.quiet or sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    timer = Timer(after, print, (f"{words} …",), {"file": sys.stderr})
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
