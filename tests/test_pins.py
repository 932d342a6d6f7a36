"""A stranger gets what was tested: every distribution that is installed has its exact pin."""

import importlib.metadata
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def normal(name: str) -> str:
    """A distribution's name as the packaging specification normalises it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(requirements: list[str]) -> dict[str, str]:
    """Name → version of requirements that must all be of the form ``name==version``."""
    exact = [re.fullmatch(r"([A-Za-z0-9._-]+)==([0-9][^\s;,*]*)", text) for text in requirements]
    assert None not in exact, f"not an exact pin among {requirements}"
    return {normal(match[1]): match[2] for match in exact if match}


PINS = pins(PROJECT["tool"]["uv"]["constraint-dependencies"])


def test_all_that_is_installed_is_pinned() -> None:
    settings = Path(sys.prefix) / "pyvenv.cfg"
    if not settings.exists() or "\nuv = " not in settings.read_text(encoding="utf-8"):
        pytest.skip("not an environment that uv made: uv run pytest")
    found = {
        normal(found.metadata["Name"]): found.version
        for found in importlib.metadata.distributions()
    }
    assert found.pop("citygraph") == PROJECT["project"]["version"]
    unpinned = {name: version for name, version in found.items() if PINS.get(name) != version}
    assert unpinned == {}, "pin these in [tool.uv] constraint-dependencies of pyproject.toml"
    assert len(found) >= len(PROJECT["dependency-groups"]["dev"])


def test_pins_are_sorted_and_agree_with_each_other() -> None:
    listed = PROJECT["tool"]["uv"]["constraint-dependencies"]
    assert list(PINS) == sorted(PINS)
    assert len(PINS) == len(listed), "a distribution is pinned twice"
    build_pins = pins(PROJECT["tool"]["uv"]["build-constraint-dependencies"])
    for requirements in (
        PROJECT["dependency-groups"]["dev"],
        PROJECT["build-system"]["requires"],
    ):
        for name, version in pins(requirements).items():
            assert PINS[name] == version
    assert {name: PINS.get(name, version) for name, version in build_pins.items()} == build_pins


def test_every_requirement_of_ours_has_a_pin() -> None:
    project = PROJECT["project"]
    extras = [name for names in project["optional-dependencies"].values() for name in names]
    for requirement in (*project["dependencies"], *extras):
        name = normal(re.split(r"[<>=~!\[; ]", requirement, maxsplit=1)[0])
        assert name in PINS, requirement


def test_the_other_engine_s_packages_are_pinned_by_digest_and_tied_to_no_place() -> None:
    folder = ROOT / "tests" / "comunica"
    text = (folder / "package-lock.json").read_text(encoding="utf-8")
    packages: dict[str, dict[str, Any]] = json.loads(text)["packages"]
    project = packages.pop("")
    assert project["dependencies"] == {"@comunica/query-sparql-file": "4.5.0"}
    assert len(packages) > 100
    assert [name for name, each in packages.items() if not each.get("integrity")] == []
    remedy = "jq 'del(.packages[].funding)' package-lock.json, and .npmrc leaves out the rest"
    assert "://" not in text, remedy
