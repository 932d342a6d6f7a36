"""Where pages are, and that their links are relative, safe and one for each thing."""

from posixpath import join, normpath
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.pages import Links, Pages, local_path, outward
from citygraph.pages.addresses import ROOT, page_path
from citygraph.vocabulary import LANGUAGES
from tests.counted_store import Counted

TOKYO = ROOT + "id/tokyo/tokyo"


@pytest.mark.parametrize(
    ("iri", "local"),
    [
        (TOKYO, "id/tokyo/tokyo"),
        (ROOT + "voc/robots", "voc/robots"),
        (ROOT + "graph/tokyo.evidence", "graph/tokyo.evidence"),
        (ROOT + "id/大阪/大阪", "id/大阪/大阪"),
        (ROOT + "id/a%20b", "id/a%20b"),
        (ROOT + "id/a?b=c", "id/a?b=c"),
        (ROOT + "id/a#b", "id/a#b"),
    ],
)
def test_a_thing_of_ours_has_a_page_named_after_it(iri: str, local: str) -> None:
    assert local_path(iri) == local


@pytest.mark.parametrize(
    "iri",
    [
        ROOT + "ns#City",
        ROOT + "search",
        ROOT + "id/",
        ROOT + "id//x",
        ROOT + "id/../../etc/passwd",
        ROOT + "id/./x",
        ROOT + "id/x/",
        ROOT + "id/a b",
        ROOT + "id/a\nb",
        ROOT + 'id/a"b',
        ROOT + "id/a>b",
        ROOT + "id/a\\b",
        ROOT + "id/\x00",
        ROOT + "id/\x85",
        ROOT + "id/\ud800",
        ROOT + "id/" + "x" * 231,
        ROOT + "id/" + "東" * 77,
        "https://w3id.org/citygraphs/id/x",
        "http://www.wikidata.org/entity/Q1490",
    ],
)
def test_what_no_file_and_no_browser_would_keep_has_no_page(iri: str) -> None:
    assert local_path(iri) is None


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["/en/index.html", "/ko/id/tokyo/tokyo.html", "/ja/evidence/voc/robots.html"]),
)
def test_a_browser_that_follows_a_link_comes_to_the_page_it_names(
    names: list[str], page: str
) -> None:
    local = local_path(ROOT + "id/" + "/".join(names))
    if local is None:
        return
    href = Links(page).local(local, "a b", text="&#?")
    parts = urlsplit(href)
    assert not parts.scheme
    assert not parts.netloc
    assert not href.startswith("/")
    target = normpath(join(page.rpartition("/")[0], unquote(parts.path)))
    assert target == page_path(local, page.split("/")[1])
    assert (unquote(parts.fragment), parts.query) == ("a b", "text=%26%23%3F")


@pytest.mark.parametrize(
    "iri",
    [
        "https://example.org/a",
        "http://example.org",
        "HTTPS://example.org/",
        "mailto:someone@example.org",
    ],
)
def test_an_address_of_the_web_is_linked(iri: str) -> None:
    assert outward(iri) == iri


@pytest.mark.parametrize(
    "iri",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "tel:+81",
        "urn:isbn:0",
        "http:javascript",
        "https:///nowhere",
        "//example.org/x",
        "http://[broken",
        "",
    ],
)
def test_what_could_do_harm_or_leads_nowhere_is_not_linked(iri: str) -> None:
    assert outward(iri) is None
    assert Links("/en/index.html").thing(iri) is None


def test_terms_lead_to_their_place_in_the_reference() -> None:
    links = Links("/ko/id/tokyo/tokyo.html")
    assert links.thing(ROOT + "ns#hasGoal") == "../../ns.html#hasGoal"
    assert links.thing(ROOT + "ns") == "../../ns.html"


def test_the_same_page_in_another_language_keeps_what_was_asked(
    bundled_pages: tuple[Pages, Counted],
) -> None:
    pages, _ = bundled_pages
    html = pages.render("/en/search.html", {"text": "스마트", "path": "a&b", "self": ""}).html
    query = "text=%EC%8A%A4%EB%A7%88%ED%8A%B8&amp;path=a%26b&amp;self="
    assert f'href="../ko/search.html?{query}" hreflang="ko"' in html


@pytest.mark.parametrize(("lang", "title"), [("en", "Not found"), ("ja", "見つかりません")])
def test_a_page_that_is_not_there_is_one_of_the_others(
    bundled_pages: tuple[Pages, Counted], lang: str, title: str
) -> None:
    pages, store = bundled_pages
    before = store.count
    page = pages.missing("https://x.test/id/<b>gone-one</b>", "/id/x/gone-one", lang)
    assert store.count == before
    assert f"<title>{title} · citygraph</title>" in page.html
    assert f'<html lang="{lang}">' in page.html
    assert "<code>https://x.test/id/&lt;b&gt;gone-one&lt;/b&gt;</code>" in page.html
    assert 'href="../../ko/index.html" hreflang="ko"' in page.html
    assert f'action="../../{lang}/search.html"' in page.html
    assert 'aria-current="page"' not in page.html


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("iri", "address"),
    [
        (TOKYO, "id/tokyo/tokyo.html"),
        (
            ROOT + "id/tokyo/claim-e860c1de97b9cbf8",
            "evidence/id/tokyo/promotion-fund.html#claim-e860c1de97b9cbf8",
        ),
        (ROOT + "graph/tokyo", "graph/tokyo.html"),
        (ROOT + "id/date-2020-02", "id/date-2020-02.html"),
    ],
)
def test_an_iri_leads_to_its_page_and_a_claim_to_its_place(
    bundled_pages: tuple[Pages, Counted], iri: str, address: str, lang: str
) -> None:
    pages, store = bundled_pages
    before = store.count
    assert pages.address(iri, lang) == f"/{lang}/{address}"
    assert store.count - before <= 1


@pytest.mark.parametrize("iri", [ROOT + "id/tokyo/atlantis", "urn:x", ROOT + "id/../ns"])
def test_an_unknown_iri_leads_nowhere(bundled_pages: tuple[Pages, Counted], iri: str) -> None:
    pages, _ = bundled_pages
    assert pages.address(iri) is None
