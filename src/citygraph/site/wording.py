"""The words of a site, in the language asked for."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def say(name: str, lang: str, **places: object) -> str:
    """Say something, with what fills the places of its words.

    Args:
        name: the section and the name, as in `words.toml`.
        lang: the language.
        places: what stands in the braces.

    Raises:
        KeyError: there are no such words.

    >>> say("told.broken", "ko", count=3)
    '끊어진 링크 3개'
    """
    section, _, key = name.partition(".")
    return _words()[section][key][lang].format_map(places)


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(files("citygraph.site").joinpath("words.toml").read_text("utf-8"))
