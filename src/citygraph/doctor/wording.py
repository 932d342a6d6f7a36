"""The words for what is found, in the language asked for."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.doctor.model import Check


def area(name: str, lang: str) -> str:
    """Name an area.

    >>> area("engines", "ja")
    'エンジン'
    """
    return _words()["areas"][name][lang]


def label(name: str, lang: str) -> str:
    """Name a column, a state or a part of the summary."""
    return _words()["labels"][name][lang]


def found(check: Check, lang: str) -> str:
    """Say what was found."""
    return _words()["found"][check.finding][lang].format_map(check.places)


def remedy(check: Check, lang: str) -> str:
    """Say what it means and what to do; empty where there is nothing to say."""
    words = _words()["remedies"].get(check.finding)
    return "" if words is None else words[lang].format_map(check.places)


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    source = files("citygraph.doctor").joinpath("words.toml")
    return tomllib.loads(source.read_text("utf-8"))
