"""The prefixes that a user's own files declare, so that queries may use them as the files do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from citygraph import formats
from citygraph.graph.contents import opened

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

_NAME = re.compile(r"[^\W\d_](?:[\w.\-]*[\w\-])?")
_SPACE = re.compile(r"""[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>"{}|^`\\]*""")


class Differing(NamedTuple):
    """A prefix that a file declares otherwise than it is understood.

    Attributes:
        name: the prefix, without its colon.
        path: the file.
        space: the namespace that the file gives it.
    """

    name: str
    path: Path
    space: str


def declared_prefixes(path: Path) -> Mapping[str, str]:
    """Read the prefixes that a file declares before its first statement.

    The empty prefix is left out, as no name could tell whose it is.

    Args:
        path: a file that has been loaded before.
    """
    from pyoxigraph import parse

    form = formats.oxigraph(formats.of_file(path))
    with opened(path) as content:
        reader = parse(path=path, format=form) if content is None else parse(content, form)
        next(reader, None)
        return {
            name: space
            for name, space in reader.prefixes.items()
            if _NAME.fullmatch(name) and _SPACE.fullmatch(space)
        }


def agreed_prefixes(paths: Iterable[Path]) -> Mapping[str, str]:
    """Collect the prefixes of several files, without those for which two files differ."""
    spaces: dict[str, set[str]] = {}
    for path in paths:
        for name, space in declared_prefixes(path).items():
            spaces.setdefault(name, set()).add(space)
    return {name: found.pop() for name, found in spaces.items() if len(found) == 1}


def differing_prefixes(
    paths: Iterable[Path], prefixes: Mapping[str, str], names: Collection[str]
) -> Iterator[Differing]:
    """Find which of these prefixes a file declares for another namespace than they stand for."""
    for path in paths:
        for name, space in declared_prefixes(path).items():
            if name in names and prefixes.get(name) != space:
                yield Differing(name, path, space)
