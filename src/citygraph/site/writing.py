"""Files in the folder of a site: only ours, only where bytes differ, never half of one."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path  # noqa: TC003 - for the example of `place`
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

from citygraph.errors import CitygraphError, DataFileError, FaultError, InputError
from citygraph.files import new_file
from citygraph.site.model import Kept

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from citygraph.site.model import File

_IN_MEMORY = 4 * 1024 * 1024
"""As many bytes of a file wait in memory until it is known whether they are written."""
_UNFINISHED = re.compile(r"\.\d+\.part$")
_MACHINE_FAILED = (errno.ENOSPC, errno.EDQUOT, errno.EIO)


class LeftOutError(InputError):
    """A file that cannot be made of these data: its syntax cannot carry what is said."""


def place(folder: Path, path: str) -> Path:
    """Say where a file of the site lies.

    >>> place(Path("site"), "/en/index.html").as_posix()
    'site/en/index.html'
    """
    return folder / path.removeprefix("/")


def refuse_others(folder: Path, paths: Iterable[str], ours: Collection[str]) -> None:
    """See that nothing of anybody else's is where files of the site are to be.

    Args:
        folder: where the site is.
        paths: where its files are to be.
        ours: which of them are ours already.

    Raises:
        InputError: something is there that is not ours.
    """
    seen: set[Path] = {folder}
    with faults_named(folder):
        for path in paths:
            target = place(folder, path)
            for above in target.parents:
                if above in seen:
                    break
                seen.add(above)
                if above.is_symlink() or (above.exists() and not above.is_dir()):
                    raise _stranger(folder, above)
            if target.is_symlink() or target.is_dir() or (path not in ours and target.exists()):
                raise _stranger(folder, target)


def put(folder: Path, file: File) -> Kept:
    """Write a file of the site, unless it is there with the same bytes.

    Raises:
        LeftOutError: its syntax cannot carry what it would have to say.
        InputError: it cannot be written.
        FaultError: the disk is full.
    """
    target, digest = place(folder, file.path), hashlib.sha256()
    with SpooledTemporaryFile(_IN_MEMORY) as waiting:
        for piece in _carried(file):
            digest.update(piece)
            waiting.write(piece)
        size, found = waiting.tell(), digest.hexdigest()
        with faults_named(folder):
            if digest_of(target) == found:
                return Kept(file.path, found, size, written=False)
            target.parent.mkdir(parents=True, exist_ok=True)
            waiting.seek(0)
            with new_file(target) as new:
                shutil.copyfileobj(waiting, new)
    return Kept(file.path, found, size, written=True)


def digest_of(path: Path) -> str:
    """Give the SHA-256 of a file's bytes; empty if there is no such file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return ""


def remove(folder: Path, paths: Iterable[str]) -> None:
    """Remove files, and the folders that are empty without them.

    Raises:
        InputError: a file cannot be removed.
    """
    with faults_named(folder):
        for path in paths:
            target = place(folder, path)
            with suppress(NotADirectoryError):
                target.unlink(missing_ok=True)
            for above in target.parents:
                if above == folder or not _emptied(above):
                    break


def remove_unfinished(folder: Path, ours: Collection[str]) -> None:
    """Remove what a build left that was ended in the middle of a file."""
    with faults_named(folder):
        for parent in {place(folder, path).parent for path in ours} | {folder}:
            if not parent.is_dir():
                continue
            for each in parent.iterdir():
                known = _UNFINISHED.sub("", each.relative_to(folder).as_posix())
                if _UNFINISHED.search(each.name) and f"/{known}" in ours:
                    each.unlink(missing_ok=True)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """See that nobody else builds in a folder meanwhile.

    The lock is on the folder itself, and the system gives it up when a process dies: nothing is
    left behind. Where the system has no such locks (Windows), nobody is kept out.

    Raises:
        InputError: somebody builds there already, or the folder cannot be opened.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    with faults_named(folder):
        handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InputError(
                f"{folder}: another build is at work here; wait until it has ended"
            ) from error
        except OSError:  # a disk without locks
            pass
        yield
    finally:
        os.close(handle)


@contextmanager
def faults_named(folder: Path) -> Iterator[None]:
    """Say of a fault of the disk which folder it concerns, and what to do.

    Raises:
        InputError: there is something that can be done.
        FaultError: the machine failed.
    """
    try:
        yield
    except CitygraphError:  # some of ours are errors of the system too
        raise
    except OSError as error:
        where = error.filename or folder
        if error.errno in _MACHINE_FAILED:
            raise FaultError(f"{where}: cannot be written: {error.strerror}") from error
        raise InputError(
            f"{where}: cannot be written: {error.strerror}; name a folder that you may write to"
        ) from error


def _carried(file: File) -> Iterator[bytes]:
    try:
        yield from file.pieces
    except DataFileError:
        raise
    except InputError as error:
        raise LeftOutError(f"{file.path.removeprefix('/')} is left out: {error}") from error


def _emptied(folder: Path) -> bool:
    try:
        folder.rmdir()
    except OSError:
        return False
    return True


def _stranger(folder: Path, path: Path) -> InputError:
    return InputError(
        f"{path}: is not of this site and would be overwritten; move it away, or name another "
        f"folder than {folder}. Nothing was written"
    )
