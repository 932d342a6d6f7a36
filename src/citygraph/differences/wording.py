"""The words around a difference, in the language asked for."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def tell(name: str, lang: str, **places: object) -> str:
    """Say something, with what fills the places of its words.

    >>> tell("facts", "ja", count=3)
    '事実3件'
    """
    return _words()["told"][name][lang].format_map(places)


def rule(name: str, lang: str) -> str:
    """Say what a rule of the version number is about.

    >>> rule("evidence", "ko")
    '근거가 바뀌었다'
    """
    return _words()["rules"][name][lang]


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    source = files("citygraph.differences").joinpath("words.toml")
    return tomllib.loads(source.read_text("utf-8"))
