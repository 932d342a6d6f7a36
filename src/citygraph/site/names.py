"""Names of files that are right here, and cannot lie on every disk or host that may come later."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_NOT_EVERYWHERE = re.compile(r'[<>:"|?*\\\x00-\x1f]')
"""What Windows takes in no name, nor the artifacts of GitHub's actions in any path."""


def narrow_names(paths: Collection[str]) -> Iterator[str]:
    """Say which names not every disk and host can hold; hosts on Linux have them all.

    Args:
        paths: the paths of the files of a site.

    >>> list(narrow_names(["/id/osaka.ttl", "/id/kyoto.ttl"]))
    []
    >>> for note in narrow_names(["/Kyoto.ttl", "/kyoto.ttl"]):
    ...     print(note)
    Kyoto.ttl and kyoto.ttl differ by capital letters alone: macOS and Windows cannot hold both
    """
    first: dict[str, str] = {}
    alike = []
    for path in sorted(paths):
        other = first.setdefault(path.casefold(), path)
        if other != path:
            alike.append(f"{other[1:]} and {path[1:]}")
    if alike:
        yield (
            f"{alike[0]}{_more(alike)} differ by capital letters alone: "
            "macOS and Windows cannot hold both"
        )
    strange = [path[1:] for path in sorted(paths) if _NOT_EVERYWHERE.search(path)]
    if strange:
        sign = _NOT_EVERYWHERE.findall(strange[0])[0]
        yield (
            f"{strange[0]}{_more(strange)}: {sign!r} may be in no name on Windows, nor in an "
            "artifact for GitHub Pages"
        )


def _more(names: Collection[str]) -> str:
    return f" (and {len(names) - 1:,} more)" if len(names) > 1 else ""
