"""What is installed: Python, citygraph itself, and each library it needs or can use."""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citygraph.doctor.model import Check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.doctor.model import State

_NAME = "citygraph"
_REQUIREMENT = re.compile(
    r"""(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*(?P<range>[^;]*?)\s*"""
    r"""(?:;.*?extra\s*==\s*["'](?P<extra>[^"']+)["'].*)?"""
)
_BOUND = re.compile(r"\s*(>=|<=|<|>|==|!=)\s*([0-9][0-9.]*)\s*")


class Requirement(NamedTuple):
    """A library that is needed or can be used.

    Attributes:
        name: what it is called.
        range: the versions that are supported.
        extra: the extra that brings it; empty if it always comes along.
    """

    name: str
    range: str
    extra: str


def installation() -> Iterator[Check]:
    """Compare what is installed with what is supported."""
    yield _python()
    version = metadata.version(_NAME)
    place = {"version": version, "place": Path(__file__).parents[1]}
    yield Check("installation", _NAME, "ok", "installed-at", place)
    for each in requirements():
        yield _library(each)


def requirements() -> Iterator[Requirement]:
    """Read from citygraph's own metadata what it needs.

    >>> "pyoxigraph" in [each.name for each in requirements()]
    True
    """
    for text in metadata.requires(_NAME) or ():
        read = _REQUIREMENT.fullmatch(text)
        if read:
            yield Requirement(read["name"], read["range"], read["extra"] or "")


def is_within(version: str, bounds: str) -> bool:
    """Say whether a version is in a range such as `>=1.2,<2`; letters in it are left out.

    >>> is_within("1.10", ">=1.9,<2"), is_within("2.0rc1", ">=1.9,<2"), is_within("2", ">=2.0")
    (True, False, True)
    """
    found = _numbers(version)
    tests = {
        ">=": lambda bound: found >= bound,
        "<=": lambda bound: found <= bound,
        ">": lambda bound: found > bound,
        "<": lambda bound: found < bound,
        "==": lambda bound: found == bound,
        "!=": lambda bound: found != bound,
    }
    read = [_BOUND.fullmatch(each) for each in bounds.split(",") if each.strip()]
    return all(each is not None and tests[each[1]](_numbers(each[2])) for each in read)


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    supported = metadata.metadata(_NAME)["Requires-Python"]
    places = {"version": version, "range": supported}
    if is_within(version, supported):
        return Check("installation", "Python", "ok", "in-range", places)
    return Check("installation", "Python", "fault", "python-out-of-range", places)


def _library(needed: Requirement) -> Check:
    places = {"range": needed.range or "*", "extra": needed.extra, "name": needed.name}
    name = f"{needed.name} [{needed.extra}]" if needed.extra else needed.name
    worse: State = "hint" if needed.extra else "fault"
    try:
        version = metadata.version(needed.name)
    except metadata.PackageNotFoundError:
        finding = "extra-missing" if needed.extra else "missing"
        return Check("installation", name, worse, finding, places)
    if is_within(version, needed.range):
        return Check("installation", name, "ok", "in-range", {**places, "version": version})
    return Check("installation", name, worse, "out-of-range", {**places, "version": version})


def _numbers(version: str) -> tuple[int, ...]:
    found = [int(each) for each in re.findall(r"\d+", re.split(r"[A-Za-z+-]", version)[0])]
    while found and not found[-1]:
        found.pop()
    return tuple(found)
