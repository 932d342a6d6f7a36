"""Which status code an error has, and in which words it is told."""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING

from citygraph.errors import (
    CitygraphError,
    DeadlineError,
    InputError,
    RefusedQueryError,
    RemoteError,
    RemoteTimeoutError,
    UnknownNameError,
)
from citygraph.service.problems import problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.service.exchanges import Reply

_STATUS: Mapping[type[CitygraphError], int] = {
    UnknownNameError: 404,
    RefusedQueryError: 403,
    InputError: 400,
    RemoteTimeoutError: 503,
    RemoteError: 502,
    DeadlineError: 503,
    CitygraphError: 500,
}
"""By kind of error, the first that fits."""


class UnfitAnswerError(InputError):
    """An answer that is sound and cannot be given: it is too large, or fits no format asked for.

    Attributes:
        status: the status code.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def told(error: CitygraphError) -> Reply:
    """Tell a client of an error.

    >>> from citygraph.errors import QuerySyntaxError
    >>> told(QuerySyntaxError("line 1, column 1: what is this?", 1, 1)).status
    400
    """
    if isinstance(error, UnfitAnswerError):
        return problem(error.status, str(error))
    status = next(status for kind, status in _STATUS.items() if isinstance(error, kind))
    return problem(status, str(error))


def fault(error: Exception) -> Reply:
    """Tell a client of a fault of ours: what it is and where, and nothing of the data.

    >>> fault(ValueError("a secret")).status
    500
    """
    last = extract_tb(error.__traceback__)[-1:]
    where = "".join(f" ({Path(each.filename).name}:{each.lineno})" for each in last)
    return problem(500, f"a fault of citygraph, not of yours: {type(error).__name__}{where}")
