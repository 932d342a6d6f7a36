"""What can go wrong, as exceptions whose message says where, what was expected and what to do.

```
CitygraphError                 the root: catch this to catch them all
├── InputError                 wrong usage or bad input (exit code 2)
│   ├── UnknownNameError       a question, thing, parameter or prefix that does not exist
│   ├── AmbiguousNameError     a label that fits several things
│   ├── ParameterError         a parameter that is missing, ill-typed or cannot be bound
│   ├── QuerySyntaxError       SPARQL that does not parse: line, column, caret
│   ├── RefusedQueryError      an update, or SERVICE to an address that was not allowed
│   ├── DataFileError          an RDF file that cannot be used: file, line, remedy
│   └── NothingToDrawError     a city of which nothing is known that a picture could show
├── RemoteError                a remote system failed (exit code 3)
│   └── RemoteTimeoutError     it did not answer in time, or said that it ran out of time
└── FaultError                 a fault of ours or of this machine (exit code 4)
    ├── MissingExtraError      an optional library is not installed
    └── DeadlineError          the answer did not come in the time given
```

Each class carries the exit code with which the command line ends (`exit_code`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class CitygraphError(Exception):
    """The root of every error that citygraph raises on purpose."""

    exit_code = 4


class InputError(CitygraphError, ValueError):
    """Wrong usage or bad input: the message names what was expected and what to do.

    Attributes:
        kind: what is wrong, as a name by which it can be said in another language; empty if only
            the message says it.
        parts: what is named in words of that kind, such as the value that is wrong.
    """

    exit_code = 2

    def __init__(self, message: str, kind: str = "", **parts: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.parts: Mapping[str, str] = parts


class UnknownNameError(InputError):
    """A name that stands for nothing here; the message suggests near ones."""


class AmbiguousNameError(InputError):
    """A label that fits several things; the message lists them."""


class ParameterError(InputError):
    """A parameter of a question that is missing, unknown, ill-typed or impossible to bind."""


class QuerySyntaxError(InputError):
    """SPARQL that does not parse.

    Attributes:
        line: the line of the user's text, from 1.
        column: the column in that line in characters, from 1.
    """

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class RefusedQueryError(InputError):
    """A query that is never run: an update, or a SERVICE call that was not allowed."""


class DataFileError(InputError):
    """An RDF file, or a folder of them, that cannot be used."""


class NothingToDrawError(InputError):
    """A city of which nothing is known that a picture could show."""


class RemoteError(CitygraphError):
    """A remote system failed or answered with something that cannot be trusted."""

    exit_code = 3


class RemoteTimeoutError(RemoteError, TimeoutError):
    """A remote system did not answer in time, or said that its own time was up."""


class FaultError(CitygraphError):
    """A fault of ours or of this machine: a missing file of the installation, a full disk."""


class MissingExtraError(FaultError, ImportError):
    """An optional library is not installed; the message says how to install it."""


class DeadlineError(FaultError, TimeoutError):
    """The answer did not come in the time given."""
