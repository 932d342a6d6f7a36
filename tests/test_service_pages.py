"""Pages, pictures and what belongs to them, as the server gives them."""

from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx
import pytest

from citygraph.pages import Offers, Pages, assets
from citygraph.pictures import draw
from citygraph.vocabulary import LANGUAGES

TOKYO = "https://w3id.org/citygraph/id/tokyo/tokyo"


class Loaded(HTMLParser):
    """What a browser loads with a page, and where its links on this server lead."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("script", "img") and "src" in given:
            self.loaded.add(given["src"])
        elif tag == "link" and given.get("rel") in ("stylesheet", "icon"):
            self.loaded.add(given["href"])
        elif tag in ("a", "link") and "href" in given and "://" not in given["href"]:
            self.links.add(given["href"].partition("#")[0])


@pytest.mark.parametrize(
    ("path", "accept", "target"),
    [
        ("/", "", "en/index.html"),
        ("/", "ko-KR, en;q=0.5", "ko/index.html"),
        ("/ja", "ko", "ja/index.html"),
        ("/ja/", "ko", "../ja/index.html"),
    ],
)
def test_the_first_page_is_in_the_language_of_the_reader(
    tokyo_server: httpx.Client, path: str, accept: str, target: str
) -> None:
    answer = tokyo_server.get(path, headers={"accept-language": accept})
    assert (answer.status_code, answer.headers["location"]) == (303, target)
    assert answer.headers.get("vary") == ("Accept-Language" if path == "/" else None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "local",
    [
        *("index", "id/tokyo/tokyo", "evidence/id/tokyo/tokyo", "graph/tokyo", "sparql", "ns"),
        *("downloads", "schemes", "search", "questions/index", "questions/strategic-goals"),
    ],
)
def test_a_page_has_all_it_needs_and_leads_nowhere_in_vain(
    tokyo_server: httpx.Client, local: str, language: str
) -> None:
    answer = tokyo_server.get(f"/{language}/{local}.html")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-language"] == language
    assert f'<html lang="{language}"' in answer.text
    found = Loaded()
    found.feed(answer.text)
    assert found.loaded
    for each in (*sorted(found.loaded), *sorted(found.links)[:40]):
        if each.startswith("data:"):
            continue  # it travels with the page
        reached = tokyo_server.get(urljoin(str(answer.url), each))
        assert reached.status_code in (200, 303), (each, reached.text[:200])


def test_a_page_is_what_the_files_would_hold(tokyo_server: httpx.Client) -> None:
    from citygraph.graph import CityGraph

    graph = CityGraph.load()
    pages = Pages(graph, graph.home, Offers(live=True))
    path = "/ko/voc/robots.html"
    assert tokyo_server.get(path).text == pages.render(path).html


def test_who_has_a_page_is_told_so(tokyo_server: httpx.Client) -> None:
    for path in ("/en/id/tokyo/tokyo.html", "/assets/style.css", "/pictures/tokyo/budget.ja.svg"):
        first = tokyo_server.get(path)
        again = tokyo_server.get(path, headers={"if-none-match": first.headers["etag"]})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
        assert tokyo_server.head(path).headers["etag"] == first.headers["etag"]


def test_a_page_depends_on_its_parameters(tokyo_server: httpx.Client) -> None:
    one, other = (
        tokyo_server.get("/en/search.html", params={"text": text}) for text in ("robots", "fund")
    )
    assert one.headers["etag"] != other.headers["etag"]
    assert "Promotion Fund" in other.text
    hostile = tokyo_server.get("/en/search.html", params={"text": "<script>alert(1)</script>"})
    assert "<script>alert" not in hostile.text
    many = "&".join(f"a{number}=1" for number in range(200))
    assert tokyo_server.get(f"/en/search.html?{many}").status_code == 400
    assert tokyo_server.get("/en/search.html?text=%FF").status_code == 400


@pytest.mark.parametrize("path", ["/en/nowhere.html", "/ja/id/tokyo/none.html", "/ko/x"])
def test_a_page_that_is_not_there_is_told_in_the_language(
    tokyo_server: httpx.Client, path: str
) -> None:
    answer = tokyo_server.get(path)
    assert f'<html lang="{path[1:3]}">' in answer.text
    check_way_on(answer, tokyo_server)


@pytest.mark.parametrize(
    "path", ["/nowhere", "/a//b/c", "/wp-admin/x.php", "/assets/x.css", "/%3Cscript%3E/%2e%2e%2fx"]
)
def test_a_reader_who_is_nowhere_finds_a_way_on(tokyo_server: httpx.Client, path: str) -> None:
    browser = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8", "accept-language": "ko,en"}
    answer = tokyo_server.get(path, headers=browser)
    assert answer.headers["vary"] == "Accept, Accept-Language"
    assert (answer.headers["content-language"], '<html lang="ko">' in answer.text) == ("ko", True)
    assert "<script>/" not in answer.text
    check_way_on(answer, tokyo_server)
    program = tokyo_server.get(path, headers={"accept": "*/*"})
    assert program.headers["content-type"] == "application/problem+json"
    assert (program.status_code, program.json()["status"]) == (404, 404)
    assert tokyo_server.post(path, headers=browser).status_code == 405


def check_way_on(answer: httpx.Response, server: httpx.Client) -> None:
    """See that a page of status 404 is one like the others, and that its links lead somewhere."""
    assert answer.status_code == 404
    assert '<form class="find" role="search"' in answer.text
    assert answer.text.count('class="menu"') == 1
    found = Loaded()
    found.feed(answer.text)
    for each in (found.loaded | found.links) - {""}:  # "" leads to the content of the page itself
        assert server.get(urljoin(str(answer.url), each)).status_code == 200, each


@pytest.mark.parametrize("form", ["svg", "png"])
def test_a_picture_is_the_one_that_is_drawn(tokyo_server: httpx.Client, form: str) -> None:
    from citygraph.graph import CityGraph

    answer = tokyo_server.get(f"/pictures/tokyo/strategy.ko.{form}")
    assert answer.status_code == 200
    if form == "svg":
        assert answer.headers["content-type"] == "image/svg+xml"
        assert answer.text == draw(CityGraph.load(), "strategy", TOKYO, "ko").svg
    else:
        assert answer.headers["content-type"] == "image/png"
        assert answer.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "path",
    [
        "/pictures/tokyo/strategy.svg",
        "/pictures/tokyo/strategy.fr.svg",
        "/pictures/tokyo/nothing.en.svg",
        "/pictures/nowhere/strategy.en.svg",
        "/pictures/tokyo/strategy.en.gif",
        "/assets/nothing.css",
        "/assets/../formats.py",
        "/assets/npm/../package.json",
        "/assets/npm/etc/passwd",
        "/assets/",
    ],
)
def test_what_is_not_there_is_404(tokyo_server: httpx.Client, path: str) -> None:
    assert tokyo_server.get(path).status_code == 404


def test_assets_are_our_own_files(tokyo_server: httpx.Client) -> None:
    for path, body in assets().items():
        answer = tokyo_server.get(path)
        assert answer.content == body
        assert answer.headers["x-content-type-options"] == "nosniff"
