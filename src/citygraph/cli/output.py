"""Where output goes: the terminal, a pipe, or a file that appears when it is complete."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citygraph import formats
from citygraph.errors import FaultError, InputError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Collection


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
    groups = (formats.ANSWERS, formats.GRAPHS, formats.REPORTS)
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


def emit(text: str, options: Namespace) -> None:
    """Write data to stdout, or to the file that `--output` names.

    Raises:
        InputError: the file cannot be made.
        FaultError: the disk is full, or stdout is closed.
        BrokenPipeError: the reader has gone.
    """
    if options.output is not None:
        write_file(options.output, text.encode())
    elif sys.stdout is None:
        raise FaultError("stdout is closed; give --output PATH")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
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


def write_file(path: str, content: bytes) -> None:
    """Write a file that appears when it is complete, or not at all.

    A link is followed, and what is there keeps its permissions. What is no file, such as
    `/dev/stdout` or a named pipe, is written to as it stands.

    Raises:
        InputError: the file cannot be made.
        FaultError: the disk is full.
    """
    target = Path(path)
    try:
        if _is_device(target):
            with target.open("ab") as device:
                device.write(content)
        elif target.is_dir():
            raise InputError(f"{path}: is a folder; name a file in it")
        else:
            _replace(Path(os.path.realpath(path)), content)
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
            raise FaultError(f"{path}: cannot be written: {error.strerror}") from error
        raise InputError(
            f"{path}: cannot be written: {error.strerror}; name a file in a folder that exists "
            "and that you may write to"
        ) from error


def _is_device(path: Path) -> bool:
    within = path.absolute().parts[1:2]
    return path.exists() and (
        within in (("dev",), ("proc",)) or not (path.is_file() or path.is_dir())
    )


def _replace(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        unfinished.write_bytes(content)
        if path.exists():
            unfinished.chmod(path.stat().st_mode)
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def _on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()
