"""What stands at the root of a site: its first page, a page for what is not there, a sitemap."""

import re
from xml.etree import ElementTree as ET

import pytest

from citygraph.errors import InputError
from citygraph.site.entrance import site_address
from citygraph.vocabulary import LANGUAGES
from tests.page_reader import ReadPage
from tests.site_city import SmallSite

ADDRESS = "https://example.org/cities/"
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def listed(site: SmallSite, name: str) -> tuple[str, list[str]]:
    """Read a sitemap: what kind of list it is, and the addresses in it."""
    root = ET.fromstring(site.text(name))  # noqa: S314 - our own file
    return root.tag.removeprefix(SPACE), [each.text or "" for each in root.iter(f"{SPACE}loc")]


def test_the_root_shows_the_first_page_in_english_from_where_its_links_hold(
    small_site: SmallSite,
) -> None:
    small_site.build()
    first = small_site.text("index.html")
    assert first.count('<head>\n<base href="en/index.html">\n') == 1
    assert first.replace('\n<base href="en/index.html">', "") == small_site.text("en/index.html")
    links = dict(re.findall(r'hreflang="(\w+)" href="([^"]+)"', first))
    assert links == {"en": "index.html", "ja": "../ja/index.html", "ko": "../ko/index.html"}


def test_a_page_that_is_shown_at_any_address_has_no_relative_link(small_site: SmallSite) -> None:
    small_site.build()
    page = ReadPage("/404.html", small_site.text("404.html"))
    assert page.all("a") == []
    assert [each.attributes["href"] for each in page.all("link")] == ["data:,"]
    assert len(page.all("style")) == 1
    assert [each.attributes["lang"] for each in page.all("section")] == list(LANGUAGES)
    assert [each.text for each in page.all("h2")] == [
        "There is no such page",
        "ページが見つかりません",
        "페이지를 찾을 수 없음",
    ]
    absent = {"robots.txt", "sitemap.xml"} & set(small_site.files())
    assert absent == set()


def test_where_the_address_is_known_that_page_leads_on(small_site: SmallSite) -> None:
    report = small_site.build(ADDRESS)
    page = ReadPage("/404.html", small_site.text("404.html"))
    assert [each.attributes["href"] for each in page.all("a")] == [
        f"{ADDRESS}{lang}/{name}.html" for lang in LANGUAGES for name in ("index", "search")
    ]
    assert [each.attributes["href"] for each in page.all("link")] == [
        "data:,",
        f"{ADDRESS}assets/style.css",
    ]
    assert page.all("style") == []
    assert report.broken == ()


def test_robots_find_every_page_where_the_address_is_known(small_site: SmallSite) -> None:
    small_site.build(ADDRESS)
    assert small_site.text("robots.txt") == f"User-agent: *\nSitemap: {ADDRESS}sitemap.xml\n"
    kind, addresses = listed(small_site, "sitemap.xml")
    pages = {name for name in small_site.files() if name.endswith(".html")}
    assert kind == "urlset"
    assert addresses == sorted(addresses)
    assert set(addresses) == {ADDRESS + name for name in pages - {"index.html", "404.html"}}


def test_of_many_pages_there_are_several_lists_and_a_list_of_these(
    small_site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("citygraph.site.entrance._MOST_LISTED", 20)
    small_site.build(ADDRESS)
    kind, lists = listed(small_site, "sitemap.xml")
    assert kind == "sitemapindex"
    assert lists == [f"{ADDRESS}sitemap-{each}.xml" for each in (1, 2, 3)]
    found = [listed(small_site, name.removeprefix(ADDRESS)) for name in lists]
    assert [(kind, len(of)) for kind, of in found] == [
        ("urlset", 20),
        ("urlset", 20),
        ("urlset", 11),
    ]
    addresses = [each for _, of in found for each in of]
    pages = {name for name in small_site.files() if name.endswith(".html")}
    assert len(addresses) == len(pages) - 2
    assert set(addresses) == {ADDRESS + name for name in pages - {"index.html", "404.html"}}


def test_an_address_that_is_no_longer_given_takes_its_files_with_it(small_site: SmallSite) -> None:
    small_site.build()
    without = small_site.files()
    small_site.build(ADDRESS)
    small_site.build()
    assert small_site.files() == without


def test_addresses_in_the_sitemap_are_escaped(small_site: SmallSite) -> None:
    label = '<http://www.w3.org/2004/02/skos/core#prefLabel> "x"@en .\n'
    small_site.change("data/odd.ttl", f"<https://w3id.org/citygraph/id/大&阪%20> {label}")
    small_site.build(ADDRESS)
    text = small_site.text("sitemap.xml")
    assert f"<loc>{ADDRESS}en/id/%E5%A4%A7%26%E9%98%AA%2520.html</loc>" in text
    assert small_site.path("en/id/大&阪%20.html").is_file()


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("https://example.org", "https://example.org/"),
        ("http://127.0.0.1:8000/a/b/", "http://127.0.0.1:8000/a/b/"),
        ("https://[::1]/a%20b", "https://[::1]/a%20b/"),
    ],
)
def test_the_address_of_a_site_ends_with_a_slash(given: str, address: str) -> None:
    assert site_address(given) == address


@pytest.mark.parametrize(
    "given",
    [
        *("", "example.org", "ftp://example.org/", "https://", "https:///a", "https://a.org/?b"),
        *("https://a.org/#b", "https://a.org/ b", 'https://a.org/"', "https://[", "https://a:b/"),
        *("https://a.org/é", "javascript:alert(1)", "/cities/"),
    ],
)
def test_what_is_no_address_of_a_site_is_refused(given: str) -> None:
    with pytest.raises(InputError) as caught:
        site_address(given)
    assert str(caught.value) == (
        f"--base-url {given}: expected the address of a site, such as https://example.org/cities/"
    )
