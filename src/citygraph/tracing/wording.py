"""The words around a trace, in the language asked for."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def column(name: str, lang: str) -> str:
    """Head a column.

    >>> column("source", "ko")
    '출처'
    """
    return _words()["columns"][name][lang]


def tell(name: str, lang: str, **places: object) -> str:
    """Say something, with what fills the places of its words.

    >>> tell("row", "ja", row=2, terms="東京")
    '2行目：東京'
    """
    return _words()["told"][name][lang].format_map(places)


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    source = files("citygraph.tracing").joinpath("words.toml")
    return tomllib.loads(source.read_text("utf-8"))
