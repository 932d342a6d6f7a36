"""The files of the project: tidy text, nothing stray, a licence in every folder."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- all files ---------------------------------------------------------------------------------


DOMAIN_SUFFIXES = {".jsonld", ".rq", ".toml", ".ttl", ".tsv"}
LEFT_BEHIND = {"__pycache__", "build", "dist", "htmlcov", "node_modules", "uv.lock"}


def own_files() -> list[Path]:
    """The project's own text files: no hidden folder but .ci, nothing that tools leave behind."""
    return [
        path
        for top in sorted(ROOT.iterdir())
        if (not top.name.startswith(".") or top.name in {".ci", ".gitignore"})
        and top.name not in LEFT_BEHIND
        for path in ([top] if top.is_file() else sorted(top.rglob("*")))
        if path.is_file() and not LEFT_BEHIND & set(path.relative_to(ROOT).parts)
    ]


def test_every_file_is_tidy_text() -> None:
    files = own_files()
    assert ROOT / "pyproject.toml" in files
    assert ROOT / ".ci" / "run" in files
    untidy = []
    for path in files:
        content = path.read_bytes()
        if content and (not content.endswith(b"\n") or b"\r" in content or b"\0" in content):
            untidy.append(short(path))
        content.decode("utf-8")
    assert untidy == []


@pytest.mark.parametrize("folder", ["ontology", "data", "shapes", "queries", "mappings"])
def test_a_domain_folder_holds_nothing_stray(folder: str) -> None:
    stray = [
        short(path)
        for path in own_files()
        if path.is_relative_to(ROOT / folder)
        if path.name != "LICENSE" and path.suffix not in DOMAIN_SUFFIXES
    ]
    assert stray == [], "all of this folder travels in the wheel"


def test_no_file_names_where_packages_come_from() -> None:
    host = re.compile(
        r"(?:pypi|pythonhosted|npmjs|yarnpkg|deb\.debian|repo1\.maven|crates)\.(?:org|com|io)"
        r"|--(?:extra-)?index-url|--registry[ =]",
    )
    named = [
        f"{short(path)}:{number}"
        for path in own_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if host.search(line)
    ]
    assert named == []


# --- licences ----------------------------------------------------------------------------------


LICENCES = {
    "Apache License": ("src/citygraph", "tests", "benchmarks", "queries"),
    "Creative Commons Attribution 4.0 International": ("ontology", "shapes", "docs"),
    "CC0 1.0 Universal": ("data", "mappings"),
}


@pytest.mark.parametrize("licence", LICENCES)
def test_folders_of_one_licence_carry_one_text(licence: str) -> None:
    texts = {
        (ROOT / folder / "LICENSE").read_text(encoding="utf-8") for folder in LICENCES[licence]
    }
    (text,) = texts
    assert licence in text[:200]
    assert len(text.splitlines()) > 100, "not the full legal text"


def test_every_folder_has_its_licence() -> None:
    folders = {path.parent.name for path in own_files() if path.parent.parent == ROOT} - {".ci"}
    licensed = {folder.partition("/")[0] for names in LICENCES.values() for folder in names}
    assert folders | {"src"} == licensed
    assert (ROOT / "NOTICE").is_file()
    assert (ROOT / "src" / "citygraph" / "py.typed").is_file()
