"""Where a query's syntax is wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citygraph.errors import QuerySyntaxError

if TYPE_CHECKING:
    from collections.abc import Mapping


def locate(text: str, prefixes: Mapping[str, str], said: str) -> QuerySyntaxError:
    """Find the first fault."""
    read = re.search(r"at (\d+):(\d+)", said)
    line, column = (int(read[1]), int(read[2])) if read else (1, 1)
    return QuerySyntaxError(f"line {line}, column {column}: {said}", line, column)
