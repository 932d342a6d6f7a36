"""Building a site: what it consists of, what is written again, and what is never touched."""

import os
from pathlib import Path

import pytest

from citygraph.errors import InputError
from citygraph.exports.documents import DOCUMENTS, graph_document, thing_document
from citygraph.exports.dumps import DUMPS, dump
from citygraph.graph import CityGraph
from citygraph.pages import Offers, Pages, answer_files, assets
from citygraph.site import Blueprint, build
from citygraph.site.manifest import NAME
from citygraph.vocabulary import LANGUAGES
from tests.site_city import SmallSite, read_all

ID = "https://w3id.org/citygraph/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LONE = "id/osaka/goal-bridges"
SUFFIXES = ("ttl", "jsonld", "nt", "rdf")
WITHOUT_BRIDGES = (
    ("osaka:goal-water , osaka:goal-bridges ;", "osaka:goal-water ;"),
    (
        'osaka:goal-bridges skos:prefLabel "Safe bridges"@en ; skos:altLabel "Clean water"@en .',
        "",
    ),
)


def without_bridges(site: SmallSite) -> None:
    text = (site.root / "data/osaka.ttl").read_text(encoding="utf-8")
    for old, new in WITHOUT_BRIDGES:
        assert text.count(old) == 1
        text = text.replace(old, new)
    site.change("data/osaka.ttl", text)


def without_blue(site: SmallSite) -> None:
    """Leave no thing in the folder `voc`."""
    site.change(
        "ontology/schemes/colours.ttl",
        f"<{ID}ns#City> <http://www.w3.org/2004/02/skos/core#note> 'none'@en .\n",
    )


def stamps(folder: Path) -> dict[str, int]:
    """When each file was made: a file that is written anew is another one, with another number."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in found}


def test_a_site_holds_the_same_pages_data_answers_and_dumps_that_a_server_gives(
    small_site: SmallSite,
) -> None:
    report = small_site.build()
    graph = CityGraph.load(home=small_site.home)
    pages = Pages(graph, graph.home, Offers(live=False))
    expected = {path[1:]: pages.render(path).html.encode() for path in pages.paths()}
    expected |= {
        pages.search_index(lang).path[1:]: pages.search_index(lang).html.encode()
        for lang in LANGUAGES
    }
    expected |= {path[1:]: content for path, content in answer_files(graph, graph.home)}
    expected |= {path[1:]: content for path, content in assets().items()}
    expected |= {f"dumps/{name}": b"".join(dump(graph, name)) for name in DUMPS}
    for form, suffix in zip(DOCUMENTS, SUFFIXES, strict=True):
        for local in ("id/osaka/osaka", "id/osaka/goal-water", LONE, "voc/blue"):
            told = thing_document(graph, ID + local, form)
            assert told is not None
            expected[f"{local}.{suffix}"] = b"".join(told.pieces)
        for stem in ("osaka", "citygraph", "colours", "alignments", "city"):
            whole = graph_document(graph, f"{ID}graph/{stem}", form)
            assert whole is not None
            expected[f"graph/{stem}.{suffix}"] = b"".join(whole.pieces)
        expected[f"ns.{suffix}"] = expected[f"graph/citygraph.{suffix}"]
    found = small_site.files()
    others = {"index.html", "404.html", ".nojekyll", NAME, ".well-known/void"}
    others |= {f"void.{suffix}" for suffix in SUFFIXES}
    assert set(found) == expected.keys() | others
    assert {name for name in expected if found[name] != expected[name]} == set()
    assert found[".well-known/void"] == found["void.ttl"]
    assert b"void:Dataset" in found["void.ttl"]
    assert report.broken == ()
    assert report.total.written == report.total.files == len(found) - 1
    assert report.total.size == sum(len(found[name]) for name in found if name != NAME)


def test_two_builds_give_the_same_bytes(small_site: SmallSite, tmp_path: Path) -> None:
    small_site.build()
    other = SmallSite(tmp_path / "elsewhere", tmp_path / "other-site")
    other.build()
    assert small_site.files() == other.files()


def test_several_processes_make_what_one_makes(
    small_site: SmallSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_site.build(workers=1)
    monkeypatch.setattr("citygraph.site.building._ENOUGH", 10)
    other = SmallSite(tmp_path / "elsewhere", tmp_path / "other-site")
    report = other.build(workers=3)
    assert small_site.files() == other.files()
    assert report.total.written == report.total.files


def test_where_nothing_has_changed_nothing_is_made(
    small_site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = small_site.build()
    before = stamps(small_site.folder)
    monkeypatch.delattr("citygraph.site.building.open_ground")  # so that nothing could be made
    second = small_site.build()
    assert (first.idle, second.idle) == (False, True)
    assert stamps(small_site.folder) == before
    assert (second.total.written, second.total.unchanged) == (0, first.total.files)
    assert second.total.size == first.total.size


def test_only_files_whose_bytes_differ_are_written_and_what_is_no_longer_made_is_removed(
    small_site: SmallSite,
) -> None:
    small_site.build()
    before, stamped = small_site.files(), stamps(small_site.folder)
    without_bridges(small_site)
    report = small_site.build()
    after, stamped_anew = small_site.files(), stamps(small_site.folder)
    gone = {f"{LONE}.{suffix}" for suffix in SUFFIXES}
    gone |= {f"{lang}/{LONE}.html" for lang in LANGUAGES}
    assert before.keys() - after.keys() == gone
    differing = {name for name in after if after[name] != before[name]} - {NAME}
    assert "en/id/osaka/osaka.html" in differing
    assert "en/id/osaka/goal-water.html" not in differing
    written = {name for name in after if stamped_anew[name] != stamped[name]} - {NAME}
    assert written == differing
    assert (report.total.written, report.total.removed) == (len(differing), len(gone))
    assert {each.kind: each.removed for each in report.tallies if each.removed} == {
        "pages": 3,
        "data": 4,
    }


def test_a_folder_that_is_empty_without_what_was_removed_is_removed_too(
    small_site: SmallSite,
) -> None:
    small_site.build()
    assert small_site.path("voc").is_dir()
    without_blue(small_site)
    small_site.build()
    assert not small_site.path("voc").exists()
    assert not small_site.path("en/voc").exists()
    assert small_site.path("en").is_dir()


def test_a_file_of_ours_that_somebody_changed_or_removed_is_made_again(
    small_site: SmallSite,
) -> None:
    small_site.build()
    before = small_site.files()
    small_site.path("en/index.html").write_text("mine", encoding="utf-8")
    small_site.path("ns.ttl").unlink()
    report = small_site.build()
    assert small_site.files() == before
    assert (report.total.written, report.idle) == (2, False)


def test_files_of_others_stay_as_they_are(small_site: SmallSite) -> None:
    small_site.path("en").mkdir(parents=True)
    for name in ("CNAME", "en/own.html"):
        small_site.path(name).write_text("mine", encoding="utf-8")
    small_site.build()
    without_blue(small_site)
    small_site.path("voc/mine.txt").write_text("mine", encoding="utf-8")
    small_site.build()
    for name in ("CNAME", "en/own.html", "voc/mine.txt"):
        assert small_site.text(name) == "mine"


@pytest.mark.parametrize("name", ["en/index.html", "ns.ttl", "dumps/citygraph.nq"])
def test_where_a_file_of_others_is_in_the_way_nothing_is_written(
    small_site: SmallSite, name: str
) -> None:
    target = small_site.path(name)
    target.parent.mkdir(parents=True)
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        small_site.build()
    assert str(caught.value) == (
        f"{target}: is not of this site and would be overwritten; move it away, or name another "
        f"folder than {small_site.folder}. Nothing was written"
    )
    assert caught.value.exit_code == 2
    assert small_site.files() == {name: b"mine"}


@pytest.mark.parametrize("name", ["en", "assets/style.css", "id/osaka"])
def test_a_link_to_another_place_is_not_written_through(
    small_site: SmallSite, tmp_path: Path, name: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    target = small_site.path(name)
    target.parent.mkdir(parents=True)
    target.symlink_to(elsewhere)
    with pytest.raises(InputError, match=r"is not of this site and would be overwritten"):
        small_site.build()
    assert read_all(elsewhere) == {}
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_a_file_where_a_folder_is_needed_is_in_the_way(small_site: SmallSite) -> None:
    small_site.folder.mkdir()
    small_site.path("en").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=r"site/en: is not of this site"):
        small_site.build()
    assert small_site.files() == {"en": b"mine"}


def test_a_file_is_no_folder_for_a_site(small_site: SmallSite) -> None:
    small_site.folder.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        small_site.build()
    assert str(caught.value) == f"{small_site.folder}: is a file; name a folder for the site"


def test_a_folder_that_may_not_be_written_to_is_named(small_site: SmallSite) -> None:
    if os.geteuid() == 0:
        small_site.folder = Path("/proc/citygraph-site")
    else:
        small_site.folder.parent.joinpath("locked").mkdir(mode=0o500)
        small_site.folder = small_site.folder.parent / "locked" / "site"
    with pytest.raises(InputError) as caught:
        small_site.build()
    assert str(caught.value).startswith(f"{small_site.folder}: cannot be written: ")
    assert str(caught.value).endswith("; name a folder that you may write to")


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"files of citygraph site, 2": {}}'])
def test_a_list_of_files_that_cannot_be_understood_is_not_guessed_at(
    small_site: SmallSite, text: str
) -> None:
    small_site.folder.mkdir()
    small_site.path(NAME).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        small_site.build()
    assert str(caught.value) == (
        f"{small_site.path(NAME)}: is no list of files that this version of citygraph wrote, so it "
        "is not known which files are ours; name another folder, or empty this one"
    )
    assert set(small_site.files()) == {NAME}


def test_things_that_would_have_the_same_file_are_refused(small_site: SmallSite) -> None:
    """A thing may be called as the document about another one."""
    label = '<http://www.w3.org/2004/02/skos/core#prefLabel> "x"@en .'
    small_site.change(
        "data/odd.ttl",
        f"<{ID}id/a> {label}\n<{ID}id/a.ttl/b> {label}\n",
    )
    with pytest.raises(InputError) as caught:
        small_site.build()
    assert str(caught.value) == (
        "/id/a.ttl would be a file, and a folder for /id/a.ttl/b.ttl; rename one of the things "
        "that they belong to in the data"
    )
    assert not small_site.folder.exists()


def test_what_a_syntax_cannot_carry_is_left_out_and_said_and_the_links_to_it_are_found(
    small_site: SmallSite,
) -> None:
    """A property of RDF/XML is the name of an element, and none begins with a digit."""
    small_site.change("data/odd.ttl", f"<{ID}id/a> <https://example.org/1> 'x' .\n")
    report = small_site.build()
    left_out = ["dumps/citygraph.rdf", "graph/odd.rdf", "id/a.rdf"]
    assert [note.partition(" is left out: ")[0] for note in report.notes] == left_out
    assert all("https://example.org/1" in note for note in report.notes)
    assert [name for name in left_out if small_site.path(name).exists()] == []
    assert small_site.path("id/a.ttl").exists()
    assert {each.link.rpartition("/")[2] for each in report.broken} == {
        name.rpartition("/")[2] for name in left_out
    }


def test_names_that_not_every_disk_can_hold_are_told_of_and_made(small_site: SmallSite) -> None:
    small_site.change(
        "data/odd.ttl", f"<{ID}id/A> <x:y> <{ID}id/a>, <{ID}id/b:c> .\n<{ID}id/a> <x:y> 1 ."
    )
    report = small_site.build()
    alike, strange = report.notes
    assert alike == (
        "en/id/A.html and en/id/a.html (and 6 more) differ by capital letters alone: macOS and "
        "Windows cannot hold both"
    )
    assert strange == (
        "en/id/b:c.html (and 6 more): ':' may be in no name on Windows, nor in an artifact for "
        "GitHub Pages"
    )
    assert report.broken == ()
    assert small_site.path("id/A.ttl").read_bytes() != small_site.path("id/a.ttl").read_bytes()


def test_two_cities_that_would_have_the_same_pictures_are_refused(small_site: SmallSite) -> None:
    city = "a <https://w3id.org/citygraph/ns#City> .\n"
    small_site.change("data/two.ttl", f"<{ID}id/a/kyoto> {city}<{ID}id/b/kyoto> {city}")
    with pytest.raises(InputError) as caught:
        small_site.build()
    assert str(caught.value) == (
        "two things would have the file /pictures/kyoto/strategy.en.svg; rename one of them in "
        "the data"
    )


def test_the_folder_of_the_data_is_no_folder_for_the_site(small_site: SmallSite) -> None:
    data = small_site.root / "data"
    home = small_site.home._replace(folders=(data,))
    before = read_all(data)
    with pytest.raises(InputError) as caught:
        build(data, Blueprint(home))
    assert str(caught.value) == (
        f"{data}: is the folder of the data, and the site would become part of them; name another "
        "folder"
    )
    assert read_all(data) == before


def test_a_page_of_evidence_says_itself_that_a_claim_is_incomplete(small_site: SmallSite) -> None:
    claim = f"<{ID}id/osaka/claim-1> a <{ID}ns#Claim> ;\n  <{RDF}subject> <{ID}id/osaka/osaka> .\n"
    small_site.change("data/osaka.evidence.ttl", claim)
    report = small_site.build()
    assert report.notes == ()
    for lang, words in (("en", "a part is missing"), ("ja", "欠けた部分"), ("ko", "빠진 부분")):
        assert words in small_site.text(f"{lang}/evidence/id/osaka/osaka.html")
