"""What a site depends on, summed up: where nothing of it has changed, nothing has to be made."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.errors import InputError, MissingExtraError
from citygraph.linking.files import linked_cities

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citygraph.home import Home
    from citygraph.site.model import Blueprint

_ENGINES = ("jinja2", "pyoxigraph", "vl-convert-python")
"""What else the bytes of files come from, besides this package."""
_PACKAGE = Path(__file__).parents[1]


def inputs(blueprint: Blueprint) -> str:
    """Sum up everything that the files of a site are made from.

    That is the data with the tables of their links, the ontology, the shapes and the questions;
    this package with its templates, words, styles and scripts; the libraries that write; the
    front-end parts; and the address.

    Raises:
        InputError: a file cannot be read.
        MissingExtraError: a library that writes is not installed.

    >>> from citygraph.home import open_home
    >>> from citygraph.site.model import Blueprint
    >>> here = Blueprint(open_home())
    >>> inputs(here) == inputs(here), inputs(here) == inputs(here._replace(address="https://a.b/"))
    (True, False)
    """
    said = [blueprint.address, blueprint.home.bundled, blueprint.parts is not None, _engines()]
    digest = hashlib.sha256(json.dumps(said).encode())
    digest.update(data_inputs(blueprint.home).encode())
    digest.update(_summed_up(_program(blueprint.parts)).encode())
    return digest.hexdigest()


def data_inputs(home: Home) -> str:
    """Sum up the data, the tables of their links, the ontology, the shapes and the questions.

    Raises:
        InputError: a file cannot be read.
    """
    return _summed_up(_domain(home))


def _engines() -> list[str]:
    try:
        return [f"{each} {version(each)}" for each in _ENGINES]
    except PackageNotFoundError as error:
        raise MissingExtraError(
            f"a site needs {error.name}, which is not installed: "
            "install it with  pip install 'citygraph[web]'"
        ) from error


def _summed_up(files: Iterable[tuple[str, Path]]) -> str:
    digest = hashlib.sha256()
    for name, path in files:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror}") from error
        digest.update(f"\n{name} ".encode(errors="surrogateescape"))
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def _domain(home: Home) -> Iterator[tuple[str, Path]]:
    """List the files of the domain by names that say what each is for, wherever they lie."""
    yield from ((f"data {path.name}", path) for path in home.data)
    yield from sorted(home.installed.items())
    yield "context", home.context
    tables = (city.mappings for city in linked_cities(home))
    yield from ((f"links {path.name}", path) for path in tables if path.is_file())
    queries = sorted(home.queries.rglob("*.rq"))
    yield from ((path.relative_to(home.queries).as_posix(), path) for path in queries)


def _program(parts: Path | None) -> Iterator[tuple[str, Path]]:
    own = sorted(path for path in _PACKAGE.rglob("*") if _is_ours(path) and path.is_file())
    yield from ((path.relative_to(_PACKAGE).as_posix(), path) for path in own)
    if parts is not None:
        found = sorted(path for path in parts.rglob("*") if path.is_file())
        yield from ((path.relative_to(parts).as_posix(), path) for path in found)


def _is_ours(path: Path) -> bool:
    """Say whether it is of the package itself: neither compiled, nor the domain files in it."""
    return not {"__pycache__", "_home"} & {*path.relative_to(_PACKAGE).parts}
