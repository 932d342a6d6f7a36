"""The words of the pages, in the language asked for."""

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
        name: the section and the name, as in the files of words, such as `words.toml`.
        lang: the language.
        places: what stands in the braces.

    Raises:
        KeyError: there are no such words.

    >>> say("frame.search", "ko")
    '검색'
    >>> say("facts.more", "en", count=3)
    '3 more'
    """
    section, _, key = name.partition(".")
    words = _words()[section][key][lang]
    return words.format_map(places) if places else words


def section(name: str, lang: str) -> dict[str, str]:
    """Give all words of a section, for a script that has to speak by itself.

    >>> section("menu", "ja")["search"]
    '検索'
    """
    return {key: words[lang] for key, words in _words()[name].items()}


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    found: dict[str, dict[str, Mapping[str, str]]] = {}
    for source in files("citygraph.pages").iterdir():
        if source.name.endswith(".toml"):
            for name, words in tomllib.loads(source.read_text("utf-8")).items():
                found.setdefault(name, {}).update(words)
    return found
