"""Fetching the front-end parts with npm, as the lockfile has them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from citygraph.errors import FaultError, RemoteError, RemoteTimeoutError
from citygraph.files import new_folder
from citygraph.frontend.licences import notices
from citygraph.frontend.parts import LICENCES, Parts, lock, parts_needed, usual_folder

if TYPE_CHECKING:
    from collections.abc import Callable

_OLDEST_NODE = 20
_PATIENCE = 300.0


def missing_program(which: Callable[[str], str | None] = shutil.which) -> str:
    """Say what has to be installed before parts can be fetched; empty if nothing has to be.

    Args:
        which: finds a program by its name.

    >>> missing_program(lambda name: None)
    'node is not installed: install Node.js 20 or newer with npm'
    """
    for name in ("node", "npm"):
        if which(name) is None:
            return f"{name} is not installed: install Node.js {_OLDEST_NODE} or newer with npm"
    found = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)  # noqa: S607 - found on the path, where npm looks too
    version = found.stdout.strip()
    if not version.removeprefix("v").partition(".")[0].isdigit() or (
        int(version.removeprefix("v").partition(".")[0]) < _OLDEST_NODE
    ):
        return f"node is {version or 'broken'}: install Node.js {_OLDEST_NODE} or newer with npm"
    return ""


def fetch_parts(folder: Path | None = None, *, patience: float = _PATIENCE) -> Parts:
    """Fetch the parts with npm, and keep those files that pages need.

    No script of a package is run, and npm compares each package with the digest in the lockfile.
    The folder appears when it is complete, or not at all.

    Args:
        folder: where to put them; the usual folder if it is not named.
        patience: the seconds after which npm is stopped.

    Raises:
        FaultError: node or npm is missing or too old, a package lacks a file, or the disk is full.
        RemoteError: npm could not fetch the packages.
        RemoteTimeoutError: it took too long.
    """
    if missing := missing_program():
        raise FaultError(missing)
    target = folder or usual_folder()
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="citygraph-frontend-") as scratch:
        for name, content in lock().items():
            Path(scratch, name).write_bytes(content)
        _install(Path(scratch), patience)
        modules = Path(scratch, "node_modules")
        with new_folder(str(target)) as unfinished:
            for part in parts_needed():
                source, place = modules / part.package / part.inside, unfinished / part.name
                if not source.is_file():
                    raise FaultError(f"{part.package} has no file {part.inside}")
                place.parent.mkdir(exist_ok=True)
                shutil.copyfile(source, place)
            (unfinished / LICENCES).write_text(notices(modules), encoding="utf-8")
    return Parts(target)


def _install(folder: Path, patience: float) -> None:
    line = ["npm", "ci", "--ignore-scripts", "--loglevel=error"]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed line, in a folder of our own
            line,
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=patience,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise RemoteTimeoutError(f"npm did not end within {patience:g} seconds") from error
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise RemoteError(f"npm could not fetch the front-end parts: {' '.join(said[:3])}")
