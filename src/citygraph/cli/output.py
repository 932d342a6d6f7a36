"""Where output goes: the terminal, a pipe, or a file that appears when it is complete."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citygraph import formats
from citygraph.errors import FaultError, InputError
from citygraph.files import write_file

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Collection, Iterable


class Screen(NamedTuple):
    """What a table needs to know of the place where it is shown.

    Attributes:
        width: the columns of the terminal; `None` where nothing limits them.
        colour: whether colours are shown.
    """

    width: int | None
    colour: bool


def chosen_format(options: Namespace, known: Collection[str], otherwise: str | None = None) -> str:
    """Choose the format: the one asked for, else by the output file's suffix, else the usual one.

    Args:
        options: the command line.
        known: the formats that fit.
        otherwise: the usual one; if not given, table on a terminal and csv elsewhere.

    Raises:
        InputError: the format asked for does not fit, or the suffix is of none that does.
    """
    if options.format is not None:
        if options.format not in known:
            raise InputError(f"--format {options.format}: expected one of {', '.join(known)}")
        return str(options.format)
    if options.output is not None and (suffix := Path(options.output).suffix.lower()):
        return _by_suffix(options.output, suffix, known)
    if options.output is not None:
        return otherwise or "csv"
    return otherwise or ("table" if _on_terminal() else "csv")


def _by_suffix(path: str, suffix: str, known: Collection[str]) -> str:
    groups = (formats.ANSWERS, formats.GRAPHS, formats.REPORTS, formats.PICTURES)
    fitting = (group[name] for name in known for group in groups if name in group)
    for form in fitting:
        if suffix in form.suffixes:
            return form.name
    raise InputError(
        f"--output {path}: no format that fits is known by {suffix}; say which with  --format, "
        f"one of {', '.join(known)}"
    )


def screen(options: Namespace) -> Screen:
    """Describe where the output is shown; `NO_COLOR` and dumb terminals get no colours."""
    if options.output is not None or not _on_terminal():
        return Screen(None, colour=False)
    from shutil import get_terminal_size

    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return Screen(get_terminal_size().columns, colour=not plain)


def emit(content: str | Iterable[bytes], options: Namespace) -> None:
    """Write data to stdout, or to the file that `--output` names.

    Args:
        content: a text, or bytes piece by piece, none of which is kept.
        options: the command line.

    Raises:
        InputError: the file cannot be made.
        FaultError: the disk is full, or stdout is closed.
        BrokenPipeError: the reader has gone.
    """
    pieces = (content.encode(),) if isinstance(content, str) else content
    if options.output is not None:
        write_file(options.output, pieces)
    elif sys.stdout is None:
        raise FaultError("stdout is closed; give --output PATH")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.flush()


def say(words: str, options: Namespace) -> None:
    """Say something to the user, on stderr, unless quiet is wanted."""
    if not options.quiet:
        tell(words)


def tell(words: str) -> None:
    """Put words on stderr; where it is closed or full nobody can be told, and work goes on."""
    from contextlib import suppress

    if sys.stderr is not None:
        with suppress(OSError):
            print(words, file=sys.stderr, flush=True)


def _on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()
