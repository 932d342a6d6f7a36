"""Files and folders that appear when they are complete, or not at all.

What is written goes to a place of its own beside the target, and takes the target's name when all
of it is there. The temporary place is on the same disk, so that taking the name is one step.
"""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from citygraph.errors import CitygraphError, FaultError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_MACHINE_FAILED = (errno.ENOSPC, errno.EDQUOT, errno.EIO)


def write_file(path: str, content: bytes | Iterable[bytes]) -> None:
    """Write a file that appears when it is complete, or not at all.

    A link is followed, and what is there keeps its permissions. What is no file, such as
    `/dev/stdout` or a named pipe, is written to as it stands.

    Args:
        path: the file.
        content: what it holds, whole or piece by piece.

    Raises:
        InputError: the file cannot be made.
        FaultError: the disk is full.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_file(f"{folder}/greeting.txt", [b"good ", b"morning"])
    ...     Path(folder, "greeting.txt").read_text()
    'good morning'
    """
    pieces = (content,) if isinstance(content, bytes) else content
    target = Path(path)
    with _faults_named(path):
        if _is_device(target):
            with target.open("ab") as device:
                device.writelines(pieces)
        elif target.is_dir():
            raise InputError(f"{path}: is a folder; name a file in it")
        else:
            with new_file(Path(os.path.realpath(path))) as file:
                file.writelines(pieces)


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """Offer a file to write into; it takes its name when the block ends well, else it is gone.

    It gets the permissions of the file that it replaces.

    Args:
        path: the file.

    Raises:
        OSError: the file cannot be made.
    """
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            yield file
        if path.exists():
            unfinished.chmod(path.stat().st_mode)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


@contextmanager
def new_folder(path: str) -> Iterator[Path]:
    """Offer an empty folder to write files into; it takes its name when the block ends well.

    A folder that is there already is replaced as a whole, if it holds no file by a name that the
    new one does not have: nobody loses what they have put there.

    Args:
        path: the name of the folder.

    Raises:
        InputError: the folder cannot be made, or the one that is there holds other files.
        FaultError: the disk is full.
    """
    import shutil

    target = Path(os.path.realpath(path))
    unfinished, former = (
        target.with_name(f"{target.name}.{os.getpid()}.{kind}") for kind in ("part", "old")
    )
    with _faults_named(path):
        if target.exists() and not target.is_dir():
            raise InputError(f"{path}: is a file; this format writes several: name a folder")
        try:
            unfinished.mkdir()
            yield unfinished
            if target.exists():
                _refuse_others(path, target, unfinished)
                _swap(target, unfinished, former)
                shutil.rmtree(former, ignore_errors=True)
            else:
                unfinished.rename(target)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)


def cache_folder(name: str, environment: Mapping[str, str] = os.environ) -> Path:
    """Name a folder for what can be fetched again (XDG Base Directory Specification).

    Args:
        name: what is kept in it.
        environment: the variables of the environment; an `XDG_CACHE_HOME` that is relative counts
            for nothing, as the specification says.

    >>> cache_folder("links", {"XDG_CACHE_HOME": "/tmp/caches"}).as_posix()
    '/tmp/caches/citygraph/links'
    >>> cache_folder("links", {"XDG_CACHE_HOME": "caches"}) == cache_folder("links", {})
    True
    """
    caches = Path(environment.get("XDG_CACHE_HOME", ""))
    usual = caches if caches.is_absolute() else Path.home() / ".cache"
    return usual / "citygraph" / name


@contextmanager
def _faults_named(path: str) -> Iterator[None]:
    try:
        yield
    except (BrokenPipeError, CitygraphError):  # some of ours are OSErrors too: timeouts
        raise
    except OSError as error:
        if error.errno in _MACHINE_FAILED:
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


def _swap(target: Path, new: Path, former: Path) -> None:
    """Put a folder in the place of another, or leave that one where it is."""
    target.rename(former)
    try:
        new.rename(target)
    except OSError:
        former.rename(target)
        raise


def _refuse_others(path: str, there: Path, new: Path) -> None:
    others = sorted({each.name for each in there.iterdir()} - {each.name for each in new.iterdir()})
    if others:
        raise InputError(
            f"{path}: holds {others[0]}, which is no file of this export and would be lost; name "
            "another folder, or empty this one"
        )
