"""Where the domain files are found."""

import re
from pathlib import Path

import pytest

from citygraph import home
from citygraph.errors import DataFileError, FaultError
from citygraph.home import Home, find_root, open_home

ROOT = Path(__file__).resolve().parent.parent


def test_the_checkout_is_found() -> None:
    assert find_root() == ROOT


def test_a_wheel_is_found_before_a_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "site" / "citygraph" / "_home" / "ontology"
    inside.mkdir(parents=True)
    (inside / "citygraph.ttl").touch()
    monkeypatch.setattr(home, "__file__", str(tmp_path / "site" / "citygraph" / "home.py"))
    assert find_root() == inside.parent


def test_an_incomplete_installation_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "__file__", str(tmp_path / "a" / "b" / "home.py"))
    with pytest.raises(FaultError, match=r"is incomplete: ontology/citygraph.ttl is neither in "):
        find_root()


def test_the_parts_of_a_home(small_home: Home) -> None:
    names = [path.name for path in small_home.graphs().values()]
    assert names == ["citygraph.ttl", "colours.ttl", "osaka.ttl"]
    assert [path.name for path in small_home.shapes] == ["city.ttl"]
    assert small_home.bundled
    assert small_home.queries.is_dir()
    assert small_home.alignments.name == "alignments.ttl"


def test_shapes_are_graphs_only_when_wanted(small_home: Home) -> None:
    assert "https://w3id.org/citygraph/graph/city" not in small_home.graphs()
    assert "https://w3id.org/citygraph/graph/city" in small_home.graphs(shapes=True)


def test_the_users_data_take_the_place_of_the_bundled_ones(
    small_home: Home, tmp_path: Path
) -> None:
    mine = tmp_path / "kobe.ttl"
    mine.touch()
    opened = open_home(mine, str(tmp_path / "kobe.ttl"), root=small_home.root)
    assert [path.name for path in opened.data] == ["kobe.ttl"]
    assert not opened.bundled
    assert opened.folders == ()


def test_a_folder_gives_its_turtle_files_in_order(small_home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    for name in ("b.ttl", "a.ttl", "c.txt"):
        (folder / name).touch()
    opened = open_home(folder, root=small_home.root)
    assert [path.name for path in opened.data] == ["a.ttl", "b.ttl"]
    assert opened.folders == (folder,)


def refused(message: str, *data: Path) -> None:
    with pytest.raises(DataFileError, match=f"^{re.escape(message)}"):
        open_home(*data)


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "none"
    refused(f"{path}: no such file or folder; --data takes RDF files, or a folder of *.ttl", path)


def test_an_empty_folder(tmp_path: Path) -> None:
    refused(f"{tmp_path}: the folder holds no *.ttl file", tmp_path)


def test_a_folder_above_the_data_is_pointed_down(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.ttl").touch()
    refused(
        f"{tmp_path}: the folder holds no *.ttl file; did you mean {tmp_path / 'data'}?", tmp_path
    )


def test_a_file_that_is_no_rdf(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.touch()
    refused(
        f"{path}: this kind of file is not known by its suffix; "
        "give files that end in .ttl, .trig, .nt, .nq, .jsonld, .rdf, .owl",
        path,
    )


def test_the_graphs_of_a_dataset_are_not_known_before_it_is_read(tmp_path: Path) -> None:
    for name in ("osaka.ttl", "all.nq"):
        (tmp_path / name).touch()
    opened = open_home(tmp_path / "osaka.ttl", tmp_path / "all.nq")
    assert opened.datasets == (tmp_path / "all.nq",)
    graphs = opened.graphs()
    assert tmp_path / "osaka.ttl" in graphs.values()
    assert tmp_path / "all.nq" not in graphs.values()


def test_what_is_installed_has_names_that_are_taken() -> None:
    installed = open_home().installed
    space = "https://w3id.org/citygraph/graph/"
    assert {space + name for name in ("citygraph", "alignments", "agency")} <= installed.keys()
    assert space + "tokyo" not in installed


def test_two_files_of_one_stem_would_share_a_graph(small_home: Home, tmp_path: Path) -> None:
    first, second = tmp_path / "kobe.ttl", tmp_path / "kobe.nt"
    first.touch()
    second.touch()
    opened = open_home(first, second, root=small_home.root)
    with pytest.raises(DataFileError) as raised:
        opened.graphs()
    assert str(raised.value) == (
        f"{second} and {first} would both become the graph "
        "<https://w3id.org/citygraph/graph/kobe>: a file's stem names its graph, "
        "so rename one of them"
    )


def test_a_users_file_cannot_pass_for_the_ontology(small_home: Home, tmp_path: Path) -> None:
    mine = tmp_path / "citygraph.ttl"
    mine.touch()
    with pytest.raises(DataFileError, match="would both become the graph"):
        open_home(mine, root=small_home.root).graphs()


def test_a_folder_that_may_not_be_read_is_not_taken_for_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", locked)
    with pytest.raises(DataFileError) as raised:
        open_home(tmp_path)
    assert str(raised.value) == f"{tmp_path}: cannot be read: Permission denied"
