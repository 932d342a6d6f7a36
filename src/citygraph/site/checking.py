"""Following every link of a site, to a file that is there and a place in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from citygraph.errors import InputError
from citygraph.site.crew import Crew, crew_size
from citygraph.site.manifest import NAME, read_manifest
from citygraph.site.model import Broken, Report, Tally
from citygraph.site.reading import READABLE, Link
from citygraph.site.workshop import READ, Workshop
from citygraph.site.writing import faults_named, place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

_ENOUGH_FOR_TWO = 500
"""From so many files on, a second process has read its share before it would have started."""


def check(folder: Path, *, workers: int | None = None) -> Report:
    """Follow every link of the site in a folder. Nothing outside is asked, nothing is written.

    Args:
        folder: where the site is.
        workers: how many processes read; as many as there are processors if it is not said.

    Raises:
        InputError: there is no finished site in the folder, or a file of it cannot be read.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        raise InputError(f"{folder}: no site of citygraph is there: {NAME} is missing")
    if not manifest.inputs:
        raise InputError(
            f"{folder}: the build of this site was broken off; complete it with  "
            f"citygraph site {folder}"
        )
    with faults_named(folder):
        there = {path for path in manifest.files if place(folder, path).is_file()}
        sizes = {path: place(folder, path).stat().st_size for path in there}
        read = [path for path in sorted(there) if path.endswith(READABLE)]
        size = crew_size(len(read), workers, _ENOUGH_FOR_TWO)
        with Crew(Workshop(folder), size) as crew:
            broken = follow(folder, read, there, manifest.address, crew)
    tallies = [
        Tally(kind, len(of), 0, len(of), 0, sum(sizes[path] for path in of))
        for kind in dict.fromkeys(manifest.kinds.values())
        for of in [[path for path in there if manifest.kinds[path] == kind]]
    ]
    return Report(folder, tuple(sorted(tallies)), len(read), broken)


def follow(
    folder: Path, read: Iterable[str], there: Collection[str], address: str, crew: Crew
) -> tuple[Broken, ...]:
    """Follow the links of some files.

    Args:
        folder: where the site is.
        read: the files.
        there: the paths of all files of the site.
        address: where the site will be; empty if it may be anywhere.
        crew: who reads the files.

    Returns:
        The links that lead nowhere, in the order of files and lines.
    """
    ways = _Ways(folder, there, address)
    places: dict[str, frozenset[str]] = {}
    named: list[tuple[str, Link, str]] = []
    broken = []
    for path, base, links, ids in crew.answers((READ, each) for each in read):
        places[path] = frozenset(ids)
        for link in (Link(*each) for each in links):
            target = ways.target(path, base, link)
            if target.problem:
                broken.append(Broken(path, link.line, _written(link), target.problem))
            elif link.fragment and target.path:
                named.append((path, link, target.path))
    broken += [
        Broken(path, link.line, _written(link), "no-place")
        for path, link, target in named
        if target in places and unquote(link.fragment) not in places[target]
    ]
    return tuple(sorted(broken))


class _Target(NamedTuple):
    """Where a link leads.

    Attributes:
        path: the path of the file; empty if it is elsewhere.
        problem: what is wrong with the link: a name in `[problems]`; empty if nothing is.
    """

    path: str
    problem: str = ""


class _Ways:
    """Finds out where links lead, each way once."""

    def __init__(self, folder: Path, there: Collection[str], address: str) -> None:
        self._folder = folder
        self._there = there
        self._address = address
        self._known: dict[tuple[str, str, bool], _Target] = {}

    def target(self, path: str, base: str, link: Link) -> _Target:
        """Say where a link leads from a file."""
        if not link.text and not base:
            return _Target(path)
        start = path.rpartition("/")[0]
        way = (f"{start}/{base}".rpartition("/")[0], link.text or base, link.loads)
        if link.text == "" and base:
            way = (start, base, link.loads)
        if way not in self._known:
            self._known[way] = self._found(*way)
        return self._known[way]

    def _found(self, start: str, text: str, loads: bool) -> _Target:  # noqa: FBT001 - see `Link`
        if self._address and text.startswith(self._address):
            start, text = "", text.removeprefix(self._address)
        try:
            parts = urlsplit(text)
        except ValueError:
            return _Target("", "no-file")
        if parts.scheme or parts.netloc:
            strange = loads and parts.scheme != "data"
            return _Target("", "stranger" if strange else "")
        if parts.path.startswith("/"):
            return _Target("", "from-root")
        found = _joined(start, unquote(parts.path))
        if found is None:
            return _Target("", "outside")
        if found not in self._there and not place(self._folder, found).is_file():
            return _Target("", "no-file")
        return _Target(found)


def _joined(start: str, relative: str) -> str | None:
    """Go from a folder along a relative path; `None` if that leads above the root.

    >>> _joined("/en/id", "../voc/robots.html"), _joined("/en", "../../x")
    ('/en/voc/robots.html', None)
    """
    names = start.split("/")[1:]
    for name in relative.split("/"):
        if name == "..":
            if not names:
                return None
            names.pop()
        elif name != ".":
            names.append(name)
    return "/" + "/".join(names)


def _written(link: Link) -> str:
    return f"{link.text}#{link.fragment}" if link.fragment else link.text
