"""The front-end parts: as the lockfile has them, complete or not at all, and never by chance."""

import json
import os
import shutil
from pathlib import Path

import jsonschema
import pytest

from citygraph.errors import FaultError, RemoteError, RemoteTimeoutError
from citygraph.frontend import (
    LICENCES,
    Parts,
    fetch_parts,
    find_parts,
    missing_program,
    parts_needed,
    usual_folder,
)
from citygraph.frontend.parts import lock
from tests.command import Run
from tests.programs import find_program

SCHEMA = Path(__file__).parents[1] / "docs" / "schemas" / "frontend.json"
NODE = "install Node.js 20 or newer with npm"


@pytest.fixture(scope="session")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """The parts, fetched once with a real npm."""
    find_program("npm", NODE)
    return fetch_parts(tmp_path_factory.mktemp("frontend") / "parts")


def program(folder: Path, name: str, *lines: str) -> None:
    """Put a program on the path that plays a fault."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("\n".join(("#!/bin/sh", *lines, "")), encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder at the head of the path, with a node that says it is new enough."""
    folder = tmp_path / "bin"
    program(folder, "node", "echo v20.1.0")
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


def test_every_part_is_fetched_with_the_licences_of_all_it_was_built_from(parts: Parts) -> None:
    assert find_parts(parts.folder) == parts
    assert {path.name for path in parts.folder.rglob("*") if path.is_file()} == {
        name.rpartition("/")[2] for name in parts.names
    }
    licences = (parts.folder / LICENCES).read_text(encoding="utf-8")
    locked = json.loads(lock()["package-lock.json"])["packages"]
    for path, about in locked.items():
        if path.count("node_modules/") == 1:  # what is inside another package comes with that one
            assert f"{path.removeprefix('node_modules/')} {about['version']}\n" in licences


def test_the_engine_is_a_webassembly_module(parts: Parts) -> None:
    assert (parts.folder / parts.file(".wasm")).read_bytes()[:4] == b"\0asm"
    with pytest.raises(FaultError, match=r"^no front-end part is called \.swf$"):
        parts.file(".swf")


def test_a_folder_with_a_part_missing_is_no_folder_of_parts(parts: Parts, tmp_path: Path) -> None:
    copied = tmp_path / "copied"
    shutil.copytree(parts.folder, copied)
    (copied / parts.file(".wasm")).unlink()
    assert find_parts(copied) is None


def test_the_lockfile_pins_every_package_and_names_no_address_of_one() -> None:
    locked = json.loads(lock()["package-lock.json"])["packages"]
    wanted = json.loads(lock()["package.json"])["dependencies"]
    assert {part.package for part in parts_needed()} == set(wanted)
    for package, version in wanted.items():
        assert locked[f"node_modules/{package}"]["version"] == version
    for path, about in locked.items():
        assert "resolved" not in about
        assert not path or about["integrity"].startswith("sha512-")


def test_another_lockfile_has_another_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = usual_folder({"XDG_CACHE_HOME": "/c"})
    monkeypatch.setattr("citygraph.frontend.parts.lock", lambda: {"package-lock.json": b"{}"})
    assert usual_folder({"XDG_CACHE_HOME": "/c"}).parent == usual.parent
    assert usual_folder({"XDG_CACHE_HOME": "/c"}) != usual
    assert usual_folder({"CITYGRAPH_FRONTEND": "/parts"}) == Path("/parts")


def test_what_has_to_be_installed_is_named(programs: Path) -> None:
    assert missing_program(lambda name: None if name == "npm" else name) == (
        f"npm is not installed: {NODE}"
    )
    program(programs, "npm")
    assert missing_program() == ""
    program(programs, "node", "echo v18.19.0")
    assert missing_program() == f"node is v18.19.0: {NODE}"
    program(programs, "node", "exit 1")
    assert missing_program() == f"node is broken: {NODE}"
    with pytest.raises(FaultError, match="node is broken"):
        fetch_parts()


def test_a_failing_npm_is_a_remote_failure_and_leaves_nothing(
    programs: Path, tmp_path: Path
) -> None:
    program(programs, "npm", "echo 'npm error network nobody home' >&2", "exit 1")
    with pytest.raises(RemoteError) as failed:
        fetch_parts(tmp_path / "parts")
    assert str(failed.value) == (
        "npm could not fetch the front-end parts: npm error network nobody home"
    )
    program(programs, "npm", "exec sleep 30")
    with pytest.raises(RemoteTimeoutError, match=r"^npm did not end within 0\.2 seconds$"):
        fetch_parts(tmp_path / "parts", patience=0.2)
    program(programs, "npm", "exit 0")
    with pytest.raises(FaultError, match=r"^@zazuko/yasgui has no file build/yasgui\.min\.js$"):
        fetch_parts(tmp_path / "parts")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bin"]


def test_the_verb_fetches_once_and_tells_where(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find_program("npm", NODE)
    folder = tmp_path / "parts"
    monkeypatch.setenv("CITYGRAPH_FRONTEND", str(folder))
    looked = run("frontend", "--check")
    assert (looked.code, looked.err) == (1, "not there; run  citygraph frontend\n")
    assert not folder.exists()
    first = run("frontend", "-f", "json")
    assert (first.code, first.err) == (0, "fetching with npm; this may take a minute\n")
    told = json.loads(first.out)
    jsonschema.validate(told, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [each["state"] for each in told] == ["there"] * len(parts_needed())
    assert all(Path(each["file"]).is_file() for each in told)
    second = run("frontend", "-f", "json")
    assert (second.code, second.err, second.out) == (0, "", first.out)
    assert run("frontend", "--check", "--quiet").code == 0


def test_fetching_and_not_fetching_exclude_each_other(run: Run) -> None:
    done = run("frontend", "--check", "--again")
    assert (done.code, done.err) == (2, "citygraph: --check and --again: give one of them\n")
