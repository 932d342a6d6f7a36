"""What a site depends on: whatever changes its files changes the digest, and nothing else does."""

from pathlib import Path

import pytest

from citygraph.errors import InputError, MissingExtraError
from citygraph.site import Blueprint
from citygraph.site.inputs import inputs
from citygraph.site.manifest import NAME, read_manifest
from tests.site_city import SmallSite

CHANGES = (
    *("data/osaka.ttl", "data/void.ttl", "ontology/citygraph.ttl", "ontology/alignments.ttl"),
    *("ontology/schemes/colours.ttl", "shapes/city.ttl", "queries/cities.rq"),
    *("ontology/context.jsonld",),
)


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path / "home", tmp_path / "site")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that counts as the package itself."""
    folder = tmp_path / "package"
    for name in ("pages.py", "templates/page.html", "__pycache__/pages.pyc", "_home/data.ttl"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    monkeypatch.setattr("citygraph.site.inputs._PACKAGE", folder)
    return folder


@pytest.mark.parametrize("name", CHANGES)
def test_every_file_of_the_domain_counts(site: SmallSite, package: Path, name: str) -> None:
    assert package.is_dir()
    before = inputs(Blueprint(site.home))
    path = site.root / name
    path.write_bytes(path.read_bytes() + b"\n")
    assert inputs(Blueprint(site.home)) != before


@pytest.mark.parametrize("name", ["mappings/osaka.sssom.tsv", "data/osaka.sssom.tsv"])
def test_a_table_of_links_counts_as_pages_show_its_rows(
    site: SmallSite, package: Path, name: str
) -> None:
    assert package.is_dir()
    before = inputs(Blueprint(site.home))
    site.change(name, "subject_id\tpredicate_id\tobject_id\n")
    between = inputs(Blueprint(site.home))
    site.change(name, "subject_id\tobject_id\tpredicate_id\n")
    assert len({before, between, inputs(Blueprint(site.home))}) == 3


def test_the_place_where_the_files_lie_does_not_count(
    site: SmallSite, package: Path, tmp_path: Path
) -> None:
    assert package.is_dir()
    other = SmallSite(tmp_path / "elsewhere", tmp_path / "other")
    assert inputs(Blueprint(site.home)) == inputs(Blueprint(other.home))


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("pages.py", True),
        ("templates/page.html", True),
        ("templates/new.html", True),
        ("__pycache__/pages.pyc", False),
        ("_home/data.ttl", False),
    ],
)
def test_the_package_counts_and_what_is_compiled_of_it_does_not(
    site: SmallSite, package: Path, name: str, *, counts: bool
) -> None:
    before = inputs(Blueprint(site.home))
    (package / name).write_text("another", encoding="utf-8")
    assert (inputs(Blueprint(site.home)) != before) == counts


def test_the_parts_and_the_address_count(site: SmallSite, package: Path, tmp_path: Path) -> None:
    assert package.is_dir()
    parts = tmp_path / "parts"
    parts.mkdir()
    ways = [
        Blueprint(site.home),
        Blueprint(site.home, parts),
        Blueprint(site.home, None, "https://example.org/"),
        Blueprint(site.home._replace(bundled=False)),
    ]
    digests = [inputs(each) for each in ways]
    (parts / "editor.js").write_text("x", encoding="utf-8")
    digests.append(inputs(Blueprint(site.home, parts)))
    assert len(set(digests)) == len(digests)


def test_a_file_that_cannot_be_read_is_named(site: SmallSite, package: Path) -> None:
    assert package.is_dir()
    home = site.home
    (site.root / "data/osaka.ttl").unlink()
    with pytest.raises(InputError) as caught:
        inputs(Blueprint(home))
    assert str(caught.value) == (
        f"{site.root / 'data/osaka.ttl'}: cannot be read: No such file or directory"
    )


def test_a_library_that_is_missing_is_named_with_the_remedy(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("citygraph.site.inputs._ENGINES", ("pyoxigraph", "citygraph-nothing"))
    with pytest.raises(MissingExtraError) as caught:
        inputs(Blueprint(site.home))
    assert str(caught.value) == (
        "a site needs citygraph-nothing, which is not installed: "
        "install it with  pip install 'citygraph[web]'"
    )


def test_a_list_of_files_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(InputError) as caught:
        read_manifest(tmp_path)
    assert str(caught.value) == f"{tmp_path / NAME}: cannot be read: Is a directory"
