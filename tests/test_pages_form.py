"""The form of every kind of page: whole, accessible, nothing from elsewhere, colours to be read."""

import re
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from citygraph.pages import Pages, assets
from citygraph.vocabulary import LANGUAGES
from tests.counted_store import Counted
from tests.page_reader import ReadPage

KINDS = (
    "index",
    "search",
    "id/tokyo/tokyo",
    "id/tokyo/goal-safe-city",
    "id/sources/scir2022-tokyo",
    "id/date-2020-02",
    "voc/robots",
    "graph/tokyo",
    "evidence/id/tokyo/promotion-fund",
    "evidence/voc/robots",
    "questions/index",
    "questions/does-a-city-have-a-strategy-with-goals",
    "questions/what-contributes-to-goal",
    "questions/what-is-budgeted-for-each-fiscal-year",
    "questions/federated/where-do-linked-places-lie",
    "questions/quality/goal-below-itself",
    "sparql",
    "ns",
    "schemes",
    "downloads",
)
STYLE = assets()["/assets/style.css"].decode()
OF_QUERIES = assets()["/assets/questions.css"].decode()

each_page = pytest.mark.parametrize(
    "path", [f"/{lang}/{local}.html" for local in KINDS for lang in LANGUAGES]
)


@pytest.fixture
def page(bundled_pages: tuple[Pages, Counted], path: str) -> ReadPage:
    return ReadPage(path, bundled_pages[0].render(path).html)


@each_page
def test_a_page_has_one_heading_and_the_others_follow_in_steps(page: ReadPage) -> None:
    levels = [int(each.tag[1]) for each in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    main = [e for e in page.all("h1", "h2", "h3", "h4", "h5") if page.one("main") in e.within]
    assert levels.count(1) == 1
    assert main[0].tag == "h1"
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(each.text.strip() for each in page.all("h1", "h2", "h3", "h4", "h5"))


@each_page
def test_a_page_has_its_landmarks_each_with_a_name_of_its_own(page: ReadPage) -> None:
    assert [page.one(each).tag for each in ("header", "main", "footer")]
    names = [each.attributes["aria-label"] for each in page.all("nav")]
    assert len(names) == len(set(names)) >= 2
    labelled = [each.attributes["aria-labelledby"] for each in page.all("section")]
    ids = {each.attributes["id"] for each in page.elements if each.has("id")}
    assert set(labelled) <= ids
    skip = page.all("a")[0]
    assert (skip.attributes["class"], skip.attributes["href"]) == ("skip", "#main")
    assert "main" in ids


@each_page
def test_a_page_names_its_language_and_leads_to_the_others(page: ReadPage, path: str) -> None:
    lang = path.split("/")[1]
    assert page.one("html").attributes["lang"] == lang
    versions = {
        each.attributes["hreflang"]: each.attributes["href"]
        for each in page.all("link")
        if each.has("hreflang")
    }
    assert set(versions) == set(LANGUAGES)
    switch = [each for each in page.all("a") if each.has("hreflang")]
    assert [each.attributes["lang"] for each in switch] == list(LANGUAGES)
    (current,) = [each for each in switch if each.has("aria-current")]
    assert current.attributes["lang"] == lang
    assert page.all("title")[0].text.strip()  # a chart has one too


@each_page
def test_everything_that_is_used_has_a_name_and_no_id_stands_twice(page: ReadPage) -> None:
    ids = [each.attributes["id"] for each in page.elements if each.has("id")]
    assert len(ids) == len(set(ids))
    for each in page.all("input"):
        assert each.attributes.get("aria-label") or each.attributes["type"] == "hidden"
    for each in page.all("a", "button", "summary"):
        assert each.text.strip() or [img for img in page.all("img") if each in img.within]
    for each in page.all("img"):
        assert len(each.attributes["alt"]) > 20
    for each in page.all("table"):
        heads = [head for head in page.all("th") if each in head.within]
        assert heads
        assert {head.attributes["scope"] for head in heads} <= {"col", "row"}
    for each in page.classed("scroll"):
        assert each.attributes["tabindex"] == "0"
        assert each.attributes.get("aria-label") or each.attributes["aria-labelledby"] in ids


@each_page
def test_nothing_is_styled_or_run_inside_a_page(page: ReadPage) -> None:
    assert page.all("style") == []
    assert not [each for each in page.elements if each.has("style")]
    assert not [a for each in page.elements for a in each.attributes if a.startswith("on")]
    assert not [each for each in page.all("script") if not each.attributes.get("src")]


@each_page
def test_nothing_is_asked_of_another_host(page: ReadPage) -> None:
    for each in page.all("link", "script", "img", "form", "source", "iframe"):
        for name in ("href", "src", "action", "srcset"):
            parts = urlsplit(each.attributes.get(name, ""))
            assert not parts.scheme, each
            assert not parts.netloc, each
            assert not parts.path.startswith("/"), each


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_link_leads_to_a_page_and_every_mark_to_its_place(
    bundled_pages: tuple[Pages, Counted], lang: str
) -> None:
    pages, _ = bundled_pages
    known = set(pages.paths())
    ids: dict[str, set[str]] = {}
    asked: list[tuple[str, str, str]] = []
    for local in KINDS:
        path = f"/{lang}/{local}.html"
        page = ReadPage(path, pages.render(path).html)
        for target, fragment in page.links:
            if target.endswith(".html"):
                assert target in known, f"{path} leads to {target}"
                asked.append((path, target, fragment))
    assert len(asked) > 500
    for path, target, fragment in asked:
        if fragment and target.split("/")[2] in {"id", "voc", "evidence"}:
            if target not in ids:
                page = ReadPage(target, pages.render(target).html)
                ids[target] = {e.attributes["id"] for e in page.elements if e.has("id")}
            assert fragment in ids[target], f"{path} leads to {target}#{fragment}"


# --- colours -----------------------------------------------------------------------------------


def colours(scheme: str) -> dict[str, str]:
    light, dark = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    return found | (
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", dark)) if scheme == "dark" else {}
    )


def colours_of_queries(scheme: str) -> dict[str, str]:
    light, dark = re.findall(r"\.workbench \{(\s+--.*?)\}", OF_QUERIES, re.DOTALL)
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light if scheme == "light" else dark))


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "card"])
@pytest.mark.parametrize("ink", ["ink", "soft", "accent", "warm"])
def test_every_ink_can_be_read_on_every_ground(scheme: str, ink: str, ground: str) -> None:
    known = colours(scheme)
    assert contrast(known[ink], known[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [("accent", "accent-soft"), ("warm", "warm-soft"), ("ink", "accent-soft"), ("card", "accent")],
)
def test_marks_and_buttons_can_be_read(scheme: str, ink: str, ground: str) -> None:
    known = colours(scheme)
    assert contrast(known[ink], known[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "card"])
@pytest.mark.parametrize("mark", ["edge", "focus"])
def test_fields_and_the_focus_can_be_seen(scheme: str, mark: str, ground: str) -> None:
    known = colours(scheme)
    assert contrast(known[mark], known[ground]) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "card", "chosen", "accent-soft"])
@pytest.mark.parametrize(
    "ink",
    ["keyword", "variable", "name", "iri", "text-value", "digits", "comment", "wrong"],
)
def test_every_word_of_a_query_can_be_read(scheme: str, ink: str, ground: str) -> None:
    known = colours(scheme) | colours_of_queries(scheme)
    assert contrast(known[ink], known[ground]) >= 4.5


def test_black_on_white_is_measured_as_the_specification_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_the_style_asks_nothing_of_another_host_and_names_no_colour_twice() -> None:
    assert re.findall(r"url\(\"([^\"]+)\"\)", STYLE) == ["outward.svg", "icon.svg"]
    assert "@import" not in STYLE
    rules = STYLE[STYLE.index("*,\n") :]
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", rules)) <= {"#fff"}
