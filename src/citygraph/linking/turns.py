"""One request at a time for each host, whoever on this machine asks it."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from citygraph.endpoint.address import origin
from citygraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def one_at_a_time(folder: Path, url: str) -> Iterator[None]:
    """Wait until nobody else asks the host, and keep others waiting meanwhile.

    A lock that the system gives up by itself when a process dies: nothing is left behind by one
    that was killed. Where the system has no such locks (Windows), only this process keeps the turn.

    Args:
        folder: where the locks are; all who share it take turns.
        url: an address at the host.

    Raises:
        InputError: the folder cannot be written to, or its disk has no locks.
    """
    name = sha256(repr(origin(url)).encode()).hexdigest()[:32]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / f"{name}.lock").open("ab")
    except OSError as error:
        raise InputError(f"{folder}: cannot be written to: {error.strerror}") from error
    with lock:
        with suppress(ImportError):
            import fcntl

            try:
                fcntl.flock(lock, fcntl.LOCK_EX)
            except OSError as error:
                raise InputError(
                    f"{folder}: nobody can take turns there: {error.strerror}; name a folder on "
                    "a disk of this machine with --cache"
                ) from error
        yield
