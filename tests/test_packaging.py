"""What is built is what is in the checkout, and it answers from wherever it is installed."""

import importlib.metadata
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import citygraph

ROOT = Path(__file__).resolve().parent.parent
DOMAIN_FOLDERS = ("ontology", "data", "shapes", "queries", "mappings")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def run(*command: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"{command} in {cwd}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def files_under(folder: Path) -> dict[str, bytes]:
    """Path below the folder, with slashes → bytes, without what Python leaves behind."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def checkout_as_in_a_wheel() -> dict[str, bytes]:
    """Every file that a wheel must hold, at its place in the wheel."""
    expected = {
        f"citygraph/{name}": content
        for name, content in files_under(ROOT / "src" / "citygraph").items()
    }
    for folder in DOMAIN_FOLDERS:
        for name, content in files_under(ROOT / folder).items():
            expected[f"citygraph/_home/{folder}/{name}"] = content
    return expected


def wheel_content(wheel: Path) -> dict[str, bytes]:
    """The files of a wheel without its metadata."""
    with zipfile.ZipFile(wheel) as archive:
        return {
            name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name
        }


def build(source: Path, target: str, folder: Path) -> Path:
    """Build a wheel or an sdist from a source folder, and return the one file that was built."""
    run(sys.executable, "-m", "hatchling", "build", "-t", target, "-d", folder, cwd=source)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def unpacked_sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sdist = build(ROOT, "sdist", tmp_path_factory.mktemp("sdist"))
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        for member in archive.getmembers():
            content = archive.extractfile(member)
            assert content is not None, f"{member.name} is no plain file"
            target = folder / member.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.read())
    (unpacked,) = folder.iterdir()
    return unpacked


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment in which the wheel is installed; its scripts folder.

    The distributions that citygraph needs are those of this environment, put on the path after
    the fresh one's own: nothing is fetched, and the editable citygraph is not among them.
    """
    home = tmp_path_factory.mktemp("fresh") / "environment"
    venv.create(home, symlinks=os.name != "nt")
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / Path(sys.executable).name
    if not python.exists():
        python = scripts / "python"
    uv = os.environ.get("UV") or shutil.which("uv")
    if uv is None:
        pytest.skip("uv is missing: pip install uv")
    run(uv, "pip", "install", "-q", "--offline", "--no-deps", "--python", python, wheel, cwd=home)
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(run(python, "-c", where, cwd=home).strip())
    ours = Path(str(importlib.metadata.distribution("rdflib").locate_file("")))
    (site / "dependencies.pth").write_text(f"{ours}\n", encoding="utf-8")
    return scripts


# --- wheel and sdist ---------------------------------------------------------------------------


def test_the_wheel_holds_every_file_of_the_checkout_byte_by_byte(wheel: Path) -> None:
    expected = checkout_as_in_a_wheel()
    for folder in DOMAIN_FOLDERS:
        assert f"citygraph/_home/{folder}/LICENSE" in expected, f"{folder} is not in the checkout"
    found = wheel_content(wheel)
    assert sorted(found) == sorted(expected)
    assert [name for name in expected if found[name] != expected[name]] == []


def test_the_sdist_builds_the_same_wheel(wheel: Path, unpacked_sdist: Path, tmp_path: Path) -> None:
    again = build(unpacked_sdist, "wheel", tmp_path)
    assert again.name == wheel.name
    assert wheel_content(again) == wheel_content(wheel)


def test_the_sdist_has_what_a_packager_needs(unpacked_sdist: Path) -> None:
    names = set(files_under(unpacked_sdist))
    for needed in ("LICENSE", "NOTICE", "README.md", "pyproject.toml", "tests/conftest.py"):
        assert needed in names
    assert [name for name in names if name.startswith(".venv/") or name == "uv.lock"] == []


def test_the_metadata_names_the_licences_and_carries_their_texts(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (metadata_name,) = [n for n in archive.namelist() if n.endswith(".dist-info/METADATA")]
        metadata = archive.read(metadata_name).decode()
        prefix = metadata_name.removesuffix("METADATA") + "licenses/"
        texts = {
            name.removeprefix(prefix): archive.read(name)
            for name in archive.namelist()
            if name.startswith(prefix)
        }
    assert "License-Expression: Apache-2.0 AND CC-BY-4.0 AND CC0-1.0\n" in metadata
    assert sorted(texts) == sorted(PROJECT["project"]["license-files"])
    assert texts == {name: (ROOT / name).read_bytes() for name in texts}


def test_an_installed_wheel_answers_from_any_folder(installed: Path, tmp_path: Path) -> None:
    where = "import citygraph; print(citygraph.__file__)"
    python = next(p for p in installed.iterdir() if p.stem == "python")
    module = Path(run(python, "-c", where, cwd=tmp_path).strip())
    assert installed.parent in module.parents, "the editable install is found, not the wheel"
    tool = installed / ("citygraph.exe" if os.name == "nt" else "citygraph")
    assert PROJECT["project"]["version"] in run(tool, "--version", cwd=tmp_path)
    command = ("query", "strategic-goals", "-f", "csv")
    here = run(Path(sys.executable).with_name(tool.name), *command, cwd=ROOT)
    assert run(tool, *command, cwd=tmp_path) == here
    assert here.count("\n") > 1
    assert list(tmp_path.iterdir()) == []


# --- version and entry points --------------------------------------------------------------


def test_every_place_tells_the_same_version() -> None:
    assert citygraph.__version__ == PROJECT["project"]["version"]
    assert importlib.metadata.version("citygraph") == PROJECT["project"]["version"]
    ontology = (ROOT / "ontology" / "citygraph.ttl").read_text(encoding="utf-8")
    assert f'owl:versionInfo "{citygraph.__version__}"' in ontology
    assert f"## [{citygraph.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_entry_point_loads() -> None:
    ours = importlib.metadata.distribution("citygraph").entry_points
    assert {point.name for point in ours} == set(PROJECT["project"]["scripts"])
    for point in ours:
        assert callable(point.load()), point
