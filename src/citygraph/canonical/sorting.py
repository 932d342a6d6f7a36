"""Sorting more lines than fit into memory: sorted runs in temporary files, merged."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from heapq import merge
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

from citygraph.errors import FaultError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MEMORY = 8 * 2**20
"""The bytes that sorting keeps in memory before it uses the disk."""

_OVERHEAD = 56
"""What Python adds to each line in memory: its object and its place in a list."""

_FILES = 32
"""As many runs are merged at a time: each is an open file with a buffer."""


def sorted_lines(lines: Iterable[bytes], *, memory: int = MEMORY) -> Iterator[bytes]:
    r"""Sort lines by their bytes, which in UTF-8 is the order of code points, and drop duplicates.

    What does not fit into `memory` bytes waits in temporary files that have no name, so that they
    are gone when the iterator is exhausted, closed or forgotten, or the process dies.

    Args:
        lines: each ends with its only newline.
        memory: about how many bytes may be held at once.

    Raises:
        FaultError: the disk with the temporary files is full.

    >>> list(sorted_lines([b"b\n", b"a\n", b"b\n"], memory=1))
    [b'a\n', b'b\n']
    """
    with ExitStack() as files:
        runs, rest = _written_runs(lines, memory, files)
        yield from _unique(merge(*runs, rest))


def _written_runs(
    lines: Iterable[bytes], memory: int, files: ExitStack
) -> tuple[list[BinaryIO], list[bytes]]:
    """Spread the lines over sorted files, few enough to be merged at once, and a sorted rest."""
    runs: list[BinaryIO] = []
    held: list[bytes] = []
    size = 0
    for each in lines:
        held.append(each)
        size += len(each) + _OVERHEAD
        if size > memory:
            held.sort()
            runs.append(_run(held, files))
            held, size = [], 0
            if len(runs) == _FILES:
                merged = _run(merge(*runs), files)
                for run in runs:
                    run.close()
                runs = [merged]
    held.sort()
    return runs, held


def _run(ordered: Iterable[bytes], files: ExitStack) -> BinaryIO:
    try:
        file = cast("BinaryIO", TemporaryFile(prefix="citygraph-"))  # noqa: SIM115 - closed below
        files.callback(_close, file)
        file.writelines(_unique(ordered))
        file.seek(0)
    except OSError as error:
        raise FaultError(
            f"temporary files cannot be written: {error.strerror or error}; make room, or name "
            "another folder in the environment variable TMPDIR"
        ) from error
    return file


def _close(file: BinaryIO) -> None:
    with suppress(OSError):  # what a full disk did not take is tried once more, and said already
        file.close()


def _unique(ordered: Iterable[bytes]) -> Iterator[bytes]:
    last = None
    for each in ordered:
        if each != last:
            yield each
            last = each
