"""The program: reads the command line, runs the verb, and turns every ending into an exit code."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.cli.arguments import command_line, read
from citygraph.cli.output import tell
from citygraph.cli.verbs import VERBS
from citygraph.errors import CitygraphError
from citygraph.tables import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

_INTERRUPTED = 130
_FAULT = 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        arguments: the words after the program's name; those of the process if not given.
    """
    words = sys.argv[1:] if arguments is None else arguments
    try:
        if "_ARGCOMPLETE" in os.environ:
            _complete(command_line(VERBS))
        options = read(command_line(VERBS, words), words)
        code: int = options.run(options)
    except CitygraphError as error:
        tell(f"citygraph: {printable(str(error))}")
        code = error.exit_code
    except BrokenPipeError:
        code = _left_alone()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    except Exception as error:  # noqa: BLE001 - whatever it is, the user gets a report, not a trace
        tell(_report(error))
        code = _FAULT
    return code


def _complete(parser: ArgumentParser) -> None:
    """Answer a shell that asks for completions, which it does through the environment."""
    import argcomplete

    argcomplete.autocomplete(parser)


def _left_alone() -> int:
    """End quietly when the reader of stdout has gone, so that nothing is flushed to it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _report(error: Exception) -> str:
    from traceback import extract_tb

    from citygraph import __version__

    last = extract_tb(error.__traceback__)[-1]
    where = f"{Path(last.filename).name}:{last.lineno}"
    if isinstance(error, OSError) and error.errno is not None:
        return f"citygraph: this machine failed: {error.strerror or error} ({where})"
    return (
        f"citygraph: a fault of citygraph {__version__}, not of yours: "
        f"{type(error).__name__}: {error} ({where})\n"
        "citygraph: please report this line and the command at https://w3id.org/citygraph"
    )
