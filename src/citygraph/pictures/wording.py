"""The words of pictures, in the language asked for."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def word(group: str, name: str, language: str) -> str:
    """Give a word or a sentence with places in braces.

    >>> word("kinds", "goal", "ja")
    '目標'
    """
    return _words()[group][name][language]


def has_word(group: str, name: str) -> bool:
    """Say whether there is such a word.

    >>> has_word("kinds", "goal"), has_word("kinds", "gaol")
    (True, False)
    """
    return name in _words()[group]


def listed(texts: tuple[str, ...], language: str) -> str:
    """Join texts by commas, as the language writes them.

    >>> listed(("a", "b"), "ja")
    'a、b'
    """
    return word("signs", "comma", language).join(texts)


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    source = files("citygraph.pictures").joinpath("words.toml")
    return tomllib.loads(source.read_text("utf-8"))
