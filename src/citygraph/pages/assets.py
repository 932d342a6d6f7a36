"""The files that pages need beside themselves: the style sheet and the scripts, all our own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def assets() -> Mapping[str, bytes]:
    """Give the bytes of each file by its path from the root.

    >>> "/assets/style.css" in assets()
    True
    """
    folder = files("citygraph.pages").joinpath("assets")
    found = {
        f"/assets/{each.name}": each.read_bytes() for each in folder.iterdir() if each.is_file()
    }
    return MappingProxyType(dict(sorted(found.items())))
