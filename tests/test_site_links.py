"""Following links: what is a link, where it leads, and what is said of one that leads nowhere."""

from pathlib import Path

import pytest

from citygraph.errors import InputError
from citygraph.site import Broken, check
from citygraph.site.checking import follow
from citygraph.site.crew import Crew
from citygraph.site.manifest import NAME, Manifest
from citygraph.site.reading import Link, read_links
from citygraph.site.reporting import findings, summary
from citygraph.site.workshop import Workshop
from tests.site_city import SmallSite

PAGE = "<!doctype html>\n<p id='here'>Here</p>\n%s\n"


def written(folder: Path, files: dict[str, str], address: str = "") -> Path:
    """Put files into a folder as if they had been built."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    names = [f"/{name}" for name in files]
    kinds = dict.fromkeys(names, "pages")
    Manifest(dict.fromkeys(names, "0"), kinds, "1", address).write(folder)
    return folder


def problems(folder: Path) -> list[tuple[str, int, str, str]]:
    return [(file[1:], *rest) for file, *rest in check(folder).broken]  # type: ignore[misc]


@pytest.mark.parametrize(
    "text",
    [
        '<a href="b.html">b</a>',
        '<a href="b.html?x=1&amp;y=2#there">b</a>',
        '<a href="#here">here</a>',
        '<a href="">here</a>',
        '<a href="#">up</a>',
        '<a href="../a/b.html#there">b</a>',
        '<a href="../%C3%A9%20%25.html">e</a>',
        '<a href="https://example.org/nowhere#at-all">elsewhere</a>',
        '<a href="//example.org/nowhere">elsewhere</a>',
        '<a href="mailto:a@example.org">mail</a>',
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="">',
        '<form action="b.html"><button formaction="b.html">b</button></form>',
        '<img srcset="../pixel.svg 1x, ../pixel.svg 2x" alt="">',
        '<img srcset="" alt=""><img srcset="../pixel.svg, " alt="">',
        '<p style="background: url(../pixel.svg)">styled</p>',
        "<style>p { background: url('../pixel.svg') }</style>",
        '<p>"href=nowhere.html" is no link</p>',
        '<!-- <a href="nowhere.html">neither</a> -->',
        "<script>const text = '<a href=\"nowhere.html\">';</script>",
    ],
)
def test_a_link_that_leads_somewhere_is_not_found_fault_with(tmp_path: Path, text: str) -> None:
    files = {"a/a.html": PAGE % text, "a/b.html": "<p id='there'>b</p>"}
    files |= {"é %.html": "<p>e</p>", "pixel.svg": "<svg/>"}
    assert problems(written(tmp_path, files)) == []


@pytest.mark.parametrize(
    ("text", "link", "problem"),
    [
        ('<a href="c.html">c</a>', "c.html", "no-file"),
        ('<a href="B.html">b</a>', "B.html", "no-file"),
        ('<a href="../a/">a</a>', "../a/", "no-file"),
        ('<a href="b.html#nowhere">b</a>', "b.html#nowhere", "no-place"),
        ('<a href="#nowhere">b</a>', "#nowhere", "no-place"),
        ('<a href="../../a/b.html">b</a>', "../../a/b.html", "outside"),
        ('<a href="/a/b.html">b</a>', "/a/b.html", "from-root"),
        ('<a href="http://[">b</a>', "http://[", "no-file"),
        ('<img src="c.png" alt="">', "c.png", "no-file"),
        ('<img srcset="b.html 1x, c.png 2x" alt="">', "c.png", "no-file"),
        ('<script src="c.js"></script>', "c.js", "no-file"),
        (
            '<script src="https://example.org/c.js"></script>',
            "https://example.org/c.js",
            "stranger",
        ),
        ('<link rel="stylesheet" href="//example.org/c">', "//example.org/c", "stranger"),
        ('<link rel="alternate" hreflang="ko" href="c.html">', "c.html", "no-file"),
        ('<form action="c.html"></form>', "c.html", "no-file"),
        ('<button formaction="c.html">c</button>', "c.html", "no-file"),
        ('<object data="c.svg"></object>', "c.svg", "no-file"),
        ('<div id="engine" data-wasm="c.wasm"></div>', "c.wasm", "no-file"),
        ('<p style="background: url(c.svg)">c</p>', "c.svg", "no-file"),
        ("<style>p { background: url('c.svg') }</style>", "c.svg", "no-file"),
        ('<a href="&#99;.html">c</a>', "c.html", "no-file"),
    ],
)
def test_a_link_that_leads_nowhere_is_found_where_it_is(
    tmp_path: Path, text: str, link: str, problem: str
) -> None:
    folder = written(tmp_path, {"a/a.html": PAGE % text, "a/b.html": "<p>b</p>"})
    assert problems(folder) == [("a/a.html", 3, link, problem)]


def test_links_of_a_style_sheet_lead_from_where_it_lies(tmp_path: Path) -> None:
    sheet = (
        "/* url(comment.svg)\n */\n"
        'a { background: url("../pixel.svg") }\n'
        "b { background: url(gone.svg) }\n"
        '@import "more.css";\n'
    )
    folder = written(tmp_path, {"assets/style.css": sheet, "pixel.svg": "<svg/>"})
    assert problems(folder) == [
        ("assets/style.css", 4, "gone.svg", "no-file"),
        ("assets/style.css", 5, "more.css", "no-file"),
    ]


def test_links_of_the_index_that_the_search_goes_through_are_followed(tmp_path: Path) -> None:
    index = '[["id/a.html", "A", "", []], ["id/gone.html", "B", "", []]]'
    folder = written(tmp_path, {"en/search-index.json": index, "en/id/a.html": "<p>A</p>"})
    assert problems(folder) == [("en/search-index.json", 1, "id/gone.html", "no-file")]


def test_links_of_a_page_that_says_from_where_lead_from_there(tmp_path: Path) -> None:
    page = (
        '<base href="en/a.html"><a href="b.html">b</a><a href="#place">p</a><a href="c.html">c</a>'
    )
    files = {"index.html": page, "en/b.html": "<p>b</p>", "en/a.html": "<p id='place'>a</p>"}
    assert problems(written(tmp_path, files)) == [("index.html", 1, "c.html", "no-file")]


def test_links_to_the_address_of_the_site_are_links_within_it(tmp_path: Path) -> None:
    page = '<a href="https://a.org/x/b.html">b</a><a href="https://a.org/x/c.html">c</a>'
    files = {"404.html": page, "b.html": "<p>b</p>"}
    assert problems(written(tmp_path / "any", files)) == []
    assert problems(written(tmp_path / "known", files, "https://a.org/x/")) == [
        ("404.html", 1, "https://a.org/x/c.html", "no-file")
    ]


def test_a_link_to_a_file_of_others_that_is_there_is_right(tmp_path: Path) -> None:
    folder = written(tmp_path, {"a.html": '<a href="own.txt">own</a>'})
    assert problems(folder) == [("a.html", 1, "own.txt", "no-file")]
    (folder / "own.txt").write_text("mine", encoding="utf-8")
    assert problems(folder) == []


def test_a_link_is_told_of_once_however_often_a_page_has_it() -> None:
    found = read_links("/a.html", b'<a href="b">\n<a href="b">\n<link rel=icon href="b">')
    assert found.links == [Link(1, "b", "", loads=False), Link(3, "b", "", loads=True)]


def test_places_are_ids_and_the_names_of_old_anchors() -> None:
    found = read_links("/a.html", b'<p id="b"><a name="a"><input name="c">')
    assert found.places == ["a", "b"]


def test_several_processes_find_what_one_finds(tmp_path: Path) -> None:
    files = {f"{each}.html": f'<a href="{each + 1}.html">next</a>' for each in range(9)}
    folder = written(tmp_path, files)
    names = [f"/{name}" for name in files]
    with Crew(Workshop(folder), 2) as crew:
        found = follow(folder, names, names, "", crew)
    assert found == (Broken("/8.html", 1, "9.html", "no-file"),)
    assert check(folder).broken == found


def test_a_broken_link_is_found_at_the_end_of_every_build_until_it_is_mended(
    small_site: SmallSite,
) -> None:
    former = (small_site.root / "data/osaka.ttl").read_text("utf-8")
    small_site.change("data/osaka.ttl", former.replace("cg:foundedIn", "cg:unknown"))
    first, second = small_site.build(), small_site.build()
    lines = small_site.text("en/id/osaka/osaka.html").splitlines()
    (line,) = [place for place, text in enumerate(lines, 1) if "ns.html#unknown" in text]
    assert first.broken[0] == Broken(
        "/en/id/osaka/osaka.html", line, "../../ns.html#unknown", "no-place"
    )
    assert {each.file for each in first.broken} == {
        f"/{lang}/id/osaka/osaka.html" for lang in ("en", "ja", "ko")
    }
    assert second.broken == first.broken == check(small_site.folder).broken
    small_site.change("data/osaka.ttl", former)
    assert small_site.build().broken == ()
    assert small_site.build().idle


def test_what_is_found_is_told_in_each_language(tmp_path: Path) -> None:
    report = check(written(tmp_path, {"a.html": '<a href="b.html">b</a>'}))
    assert [list(findings(report, lang)) for lang in ("en", "ja", "ko")] == [
        ["a.html:1: b.html: there is no such file"],
        ["a.html:1: b.html: そのファイルはありません"],
        ["a.html:1: b.html: 그런 파일이 없습니다"],
    ]
    assert summary(report, "ja") == "リンク切れ1件"


def test_where_no_site_is_there_is_nothing_to_check(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        check(tmp_path)
    assert str(caught.value) == f"{tmp_path}: no site of citygraph is there: {NAME} is missing"


def test_a_file_that_is_gone_breaks_the_links_to_it(small_site: SmallSite) -> None:
    small_site.build()
    small_site.path("assets/style.css").unlink()
    found = check(small_site.folder).broken
    assert {each.problem for each in found} == {"no-file"}
    pages = sum(name.endswith(".html") for name in small_site.files())
    assert len(found) == pages - 1  # all but the page for what is not there, which has no links
