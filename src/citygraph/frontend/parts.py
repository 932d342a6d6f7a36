"""Which parts of others the pages run in a browser, and where they lie once they are fetched."""

from __future__ import annotations

import hashlib
import json
import os
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import FaultError
from citygraph.files import cache_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = "CITYGRAPH_FRONTEND"
"""The variable of the environment that names the folder of the parts."""

LICENCES = "licences.txt"
"""The file among the parts that says whose work they are and under which terms."""

_TAKEN = (
    ("@zazuko/yasgui", "build/yasgui.min.js"),
    ("@zazuko/yasgui", "build/yasgui.min.css"),
    ("oxigraph", "web.js"),
    ("oxigraph", "web_bg.wasm"),
)


class Part(NamedTuple):
    """One file of others that a page needs.

    Attributes:
        package: the package of npm that it is from.
        inside: where it is in that package.
        name: the name it has among the parts; a new version has a new name, so that a browser may
            keep it for good.
    """

    package: str
    inside: str
    name: str


class Parts(NamedTuple):
    """The parts, fetched and complete.

    Attributes:
        folder: where they are.
    """

    folder: Path

    def file(self, ending: str) -> str:
        """Name the part that ends so.

        Raises:
            FaultError: none does.
        """
        for part in parts_needed():
            if part.name.endswith(ending):
                return part.name
        raise FaultError(f"no front-end part is called {ending}")

    @property
    def names(self) -> tuple[str, ...]:
        """All files, with the one on licences."""
        return (*(part.name for part in parts_needed()), LICENCES)


def lock() -> Mapping[str, bytes]:
    """Give the files by which npm fetches exactly what was tested.

    >>> sorted(lock())
    ['.npmrc', 'package-lock.json', 'package.json']
    """
    here = files("citygraph.frontend")
    names = {".npmrc": "npmrc", "package.json": "package.json"}
    names["package-lock.json"] = "package-lock.json"
    return {name: here.joinpath(stored).read_bytes() for name, stored in names.items()}


def parts_needed() -> tuple[Part, ...]:
    """List the files that the pages need, with the versions of the lockfile in their names.

    >>> [part.name.split("/")[-1] for part in parts_needed()]
    ['yasgui.min.js', 'yasgui.min.css', 'web.js', 'web_bg.wasm']
    """
    locked = json.loads(lock()["package-lock.json"])["packages"]
    return tuple(
        Part(package, inside, _name(package, locked[f"node_modules/{package}"]["version"], inside))
        for package, inside in _TAKEN
    )


def _name(package: str, version: str, inside: str) -> str:
    return f"{package.rpartition('/')[2]}-{version}/{inside.rpartition('/')[2]}"


def usual_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Say where the parts are kept, by default and for this lockfile.

    >>> usual_folder({"XDG_CACHE_HOME": "/tmp/caches"}).parent.as_posix()
    '/tmp/caches/citygraph/frontend'
    """
    if named := environment.get(FOLDER):
        return Path(named)
    digest = hashlib.sha256(lock()["package-lock.json"]).hexdigest()[:16]
    return cache_folder("frontend", environment) / digest


def find_parts(folder: Path | None = None) -> Parts | None:
    """Find the parts, if they have been fetched.

    Args:
        folder: where to look; the usual folder if it is not named.

    Returns:
        The parts, or `None` if one of them is not there.

    >>> find_parts(Path("/nowhere")) is None
    True
    """
    found = Parts(folder or usual_folder())
    return found if all((found.folder / name).is_file() for name in found.names) else None
