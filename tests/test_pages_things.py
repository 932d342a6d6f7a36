"""The pages of things, cities and evidence: what they show."""

import pytest

from citygraph.graph import CityGraph
from citygraph.linking import make_links
from citygraph.pages import Pages
from citygraph.things import show
from tests.counted_store import Counted
from tests.evidence_city import Folder
from tests.mapping_table import line
from tests.mapping_table import table as table_of_links
from tests.page_reader import Element, ReadPage

BundledPages = tuple[Pages, Counted]


def read(pages: BundledPages, path: str, **parameters: str) -> ReadPage:
    return ReadPage(path, pages[0].render(path, parameters).html)


def within(page: ReadPage, outer: Element, *tags: str) -> list[Element]:
    """The elements of some kinds in another, in order."""
    return [each for each in page.all(*tags) if any(one is outer for one in each.within)]


def section(page: ReadPage, name: str) -> Element:
    (found,) = (e for e in page.all("section") if e.attributes.get("aria-labelledby") == name)
    return found


def groups(page: ReadPage, name: str) -> dict[str, list[str]]:
    """The facts of a section: each property with its values as they are read."""
    found = {}
    for group in (each for each in page.classed("group") if section(page, name) in each.within):
        (title,) = within(page, group, "dt")
        found[title.text] = [each.text for each in page.classed("value") if group in each.within]
    return found


# --- the front page ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "city", "strategy"),
    [
        ("en", "Tokyo", "Smart Tokyo Implementation Strategy"),
        ("ja", "東京", "スマート東京実施戦略"),
        ("ko", "도쿄", "스마트 도쿄 실시 전략"),
    ],
)
def test_the_front_page_leads_to_each_city_its_strategies_and_first_questions(
    bundled_pages: BundledPages, lang: str, city: str, strategy: str
) -> None:
    page = read(bundled_pages, f"/{lang}/index.html")
    links = {each.text: each.attributes["href"] for each in page.all("a")}
    assert links[city] == "id/tokyo/tokyo.html"
    assert links[strategy] == "id/tokyo/smart-tokyo-strategy.html"
    asked = [
        e for e in page.all("a") if any("first" in o.attributes.get("class", "") for o in e.within)
    ]
    assert [each.attributes["href"] for each in asked] == [
        "questions/what-is-known-about-each-city.html",
        "questions/what-contributes-to-goal.html",
        "questions/what-is-budgeted-for-each-fiscal-year.html",
        "questions/where-sources-disagree.html",
    ]


# --- things ------------------------------------------------------------------------------------


def test_a_thing_is_shown_with_its_names_and_its_facts(bundled_pages: BundledPages) -> None:
    page = read(bundled_pages, "/en/id/tokyo/goal-diverse-city.html")
    assert page.one("title").text == "Diverse City · citygraph"
    assert page.one("h1").text == "Diverse City"
    assert [each.text for each in page.classed("kinds")] == ["Goal"]
    names = [each.text for each in within(page, page.classed("names")[0], "dd")]
    assert names == [
        "Diverse City / Diversity",
        "ダイバーシティ",
        "다이버 시티",
    ]
    assert groups(page, "facts") == {
        "in goal set": ["Three cities"],
        "official name": ["Diverse City", "ダイバーシティja", "다이버 시티ko"],
        "official order": ["2"],
        "stated order": ["2"],
    }
    assert groups(page, "referring")["has goal"] == ["Action Plan for 2020", "Smart Tokyo"]
    assert section(page, "notes").text.count("joins diversity and city") == 1
    assert page.classed("iri")[0].text.endswith(
        "https://w3id.org/citygraph/id/tokyo/goal-diverse-city"
    )


@pytest.mark.parametrize(
    ("lang", "amount", "day", "year"),
    [
        ("en", "15,800,000,000 Japanese yen", "24 January 2020", "Fiscal year 2020 (Japan)"),
        ("ja", "15,800,000,000 日本円", "2020年1月24日", "2020年度(日本)"),
        ("ko", "15,800,000,000 일본 엔", "2020년 1월 24일", "2020년도(일본)"),
    ],
)
def test_amounts_and_dates_are_written_out_in_the_language(
    bundled_pages: BundledPages, lang: str, amount: str, day: str, year: str
) -> None:
    page = read(bundled_pages, f"/{lang}/id/tokyo/budget-fy2020.html")
    shown = {value for values in groups(page, "facts").values() for value in values}
    assert {amount, day, year} <= shown
    assert [each.attributes["datetime"] for each in page.all("time")] == ["2020-01-24"]


def test_a_fact_is_one_link_away_from_its_evidence(bundled_pages: BundledPages) -> None:
    page = read(bundled_pages, "/ja/id/tokyo/promotion-fund.html")
    links = [each for each in page.classed("evidence") if "disputed" in each.attributes["class"]]
    (disputed,) = links
    assert disputed.text == "出典に相違: 2020年度(日本)"
    target, _, anchor = disputed.attributes["href"].partition("#")
    assert target == "../../evidence/id/tokyo/promotion-fund.html"
    evidence = read(bundled_pages, "/ja/evidence/id/tokyo/promotion-fund.html")
    (there,) = [each for each in evidence.elements if each.attributes.get("id") == anchor]
    assert "scir2022" in there.text or "スマートシティ・インデックス" in there.text


def test_every_fact_that_has_a_claim_leads_to_it(
    bundled_pages: BundledPages, bundled: CityGraph
) -> None:
    iri = "https://w3id.org/citygraph/id/tokyo/smart-tokyo-strategy"
    facts = [each for each in show(bundled, iri).facts if each.origins]
    page = read(bundled_pages, "/en/id/tokyo/smart-tokyo-strategy.html")
    anchors = {each.attributes["href"].partition("#")[2] for each in page.classed("evidence")}
    claims = [{claim for one in each.origins for claim in one.claims} for each in facts]
    in_the_head = 1  # a name that a source gives is shown among the names
    assert len(facts) == len(page.classed("evidence")) + in_the_head == 23
    assert sum(any(claim.endswith(a) for claim in one for a in anchors) for one in claims) == 22


def test_the_same_thing_elsewhere_is_linked_as_outside(bundled_pages: BundledPages) -> None:
    page = read(bundled_pages, "/ko/voc/robots.html")
    (link,) = [each for each in page.all("a") if "wikidata" in each.attributes["href"]]
    assert link.attributes["href"] == "http://www.wikidata.org/entity/Q11012"
    assert link.attributes["rel"] == "external"


def test_the_data_of_a_thing_stand_in_its_head(bundled_pages: BundledPages) -> None:
    page = read(bundled_pages, "/ko/voc/robots.html")
    found = {
        each.attributes["type"]: each.attributes["href"]
        for each in page.all("link")
        if each.attributes["rel"] == "alternate" and each.has("type")
    }
    assert found == {
        "text/turtle": "../../voc/robots.ttl",
        "application/ld+json": "../../voc/robots.jsonld",
        "application/n-triples": "../../voc/robots.nt",
        "application/rdf+xml": "../../voc/robots.rdf",
    }


def test_a_long_list_is_folded_and_a_very_long_one_is_counted(bundled_pages: BundledPages) -> None:
    page = read(bundled_pages, "/en/voc/unqualified.html")
    (fold,) = list(page.all("summary"))
    assert fold.text == "4 more"
    page = read(bundled_pages, "/en/voc/external.html")
    shown = groups(page, "referring")["claim status"]
    (rest,) = [each.text for each in page.classed("note") if "in the data" in each.text]
    assert (len(shown), rest) == (250, "and 120 more, which are in the data of this page")


def test_a_claim_leads_to_its_place_among_the_evidence(bundled_pages: BundledPages) -> None:
    page = read(bundled_pages, "/en/id/tokyo/claim-67411d45d7592fc7.html")
    (button,) = page.classed("button")
    assert button.attributes["href"] == (
        "../../evidence/id/tokyo/promotion-fund.html#claim-67411d45d7592fc7"
    )
    assert page.one("h1").text == (
        "Smart Tokyo Promotion Fund · established in fiscal year · Fiscal year 2020 (Japan)"
    )


@pytest.mark.parametrize(
    ("lang", "name"), [("en", "February 2020"), ("ja", "2020年2月"), ("ko", "2020년 2월")]
)
def test_a_thing_without_a_label_is_called_what_it_consists_of(
    bundled_pages: BundledPages, lang: str, name: str
) -> None:
    page = read(bundled_pages, f"/{lang}/id/date-2020-02.html")
    assert page.one("h1").text == name


# --- cities ------------------------------------------------------------------------------------


def test_a_city_shows_its_strategy_as_a_picture_with_the_same_in_words(
    bundled_pages: BundledPages,
) -> None:
    page = read(bundled_pages, "/ja/id/tokyo/tokyo.html")
    picture, money = page.all("img")
    budgeted = "2020年度(日本): スマート東京事業: 15,800,000,000 日本円: 予算案"
    assert budgeted in money.attributes["alt"]
    assert picture.attributes["src"] == "../../../pictures/tokyo/strategy.ja.svg"
    words = picture.attributes["alt"]
    for name in ("スマート東京実施戦略", "1 TOKYO Data Highway", "セーフシティ, ダイバーシティ"):
        assert name in words


def test_the_goals_of_a_strategy_stand_in_order_with_both_orders(
    bundled_pages: BundledPages,
) -> None:
    page = read(bundled_pages, "/en/id/tokyo/tokyo.html")
    first = page.classed("plan")[0]
    assert [each.text.split(" evidence")[0].strip() for each in within(page, first, "h3")] == [
        "Smart Tokyo Implementation Strategy"
    ]
    goals = [each.text for each in page.classed("value") if first in each.within]
    assert goals == [
        "TOKYO Data Highway",
        "Digital transformation of city administration",
        "Digital transformation of the city",
    ]
    assert first.text.count("Place 2 in the report, place 3 in the city's own order") == 1


def test_the_contents_of_a_long_page_lead_to_each_of_its_parts(
    bundled_pages: BundledPages,
) -> None:
    page = read(bundled_pages, "/en/id/tokyo/tokyo.html")
    (contents,) = page.classed("contents")
    links = [each.attributes["href"] for each in within(page, contents, "a")]
    parts = [each.attributes["aria-labelledby"] for each in page.all("section")]
    assert links == [f"#{each}" for each in parts]
    assert contents.text.split("\n")[2:4] == ["Strategies and goals 4", "Initiatives 12"]


def table(page: ReadPage, name: str) -> list[list[str]]:
    rows = [each for each in page.all("tr") if section(page, name) in each.within]
    return [[cell.text for cell in within(page, row, "td", "th")] for row in rows]


def test_the_budget_and_the_figures_are_tables(bundled_pages: BundledPages) -> None:
    page = read(bundled_pages, "/ko/id/tokyo/tokyo.html")
    budget = table(page, "budget")
    assert budget[0] == ["회계연도", "용도", "금액", "단계", "근거"]
    assert ["2019년도(일본)", "스마트 도쿄 사업", "1,900,000,000 일본 엔", ""] in [
        r[:4] for r in budget
    ]
    figures = table(page, "figures")
    assert figures[0] == ["지표", "대상", "값", "정밀도", "기준 시점", "근거"]
    assert figures[1][:2] == ["인구", "도쿄"]
    assert {row[2] for row in figures if row[0] == "인구"} == {
        "14,000,000",
        "13,960,236",
        "14,202,541",
    }
    assert len(figures) == 13


def test_disagreements_are_shown_side_by_side_with_the_reason(bundled_pages: BundledPages) -> None:
    page = read(bundled_pages, "/en/id/tokyo/tokyo.html")
    matters = [each.text for each in page.classed("matter")]
    assert len(matters) == 4
    (fund,) = [each for each in matters if "Smart Tokyo Promotion Fund" in each]
    assert "Fiscal year 2019 (Japan)" in fund
    assert "Fiscal year 2020 (Japan)" in fund
    assert "the record of the assembly" in fund


# --- evidence ----------------------------------------------------------------------------------


def test_evidence_tells_source_place_digest_status_and_the_other_side(
    bundled_pages: BundledPages,
) -> None:
    page = read(bundled_pages, "/en/evidence/id/tokyo/promotion-fund.html")
    (stated,) = [
        each for each in page.elements if each.attributes.get("id") == "claim-67411d45d7592fc7"
    ]
    rows = {
        name.text: value.text
        for name, value in zip(within(page, stated, "dt"), within(page, stated, "dd"), strict=True)
    }
    assert rows["Source"] == "Smart Cities Index Report 2022, page on Tokyo (secondary source)"
    assert rows["Row of the inventory"] == "S55"
    assert "characters 1299–1325" in rows["Passage"]
    assert len(within(page, stated, "code")[0].text) == 64
    assert rows["Status"] == "stated"
    (claim,) = [each for each in within(page, stated, "a") if "claim-" in each.attributes["href"]]
    assert claim.text == "tokyo:claim-67411d45d7592fc7"
    assert claim.attributes["href"] == "../../../id/tokyo/claim-67411d45d7592fc7.html"
    (proof,) = [each for each in page.all("article") if any(e is each for e in stated.within)]
    assert "disputed" in proof.attributes["class"]
    against = next(each for each in page.classed("against") if proof in each.within)
    assert "Fiscal year 2019 (Japan)" in against.text
    assert "claimed, but no fact of the graph" in against.text
    assert "The graph follows this statement." in against.text
    (source,) = [e for e in within(page, against, "a") if e.attributes.get("rel") == "external"]
    assert source.attributes["href"].startswith("http://www.kanno-ko.com/togikai/%E4")


def test_a_title_in_another_language_is_marked(bundled_pages: BundledPages) -> None:
    page = read(bundled_pages, "/en/evidence/id/tokyo/promotion-fund.html")
    titles = {
        each.attributes["lang"]
        for each in page.all("bdi")
        if each.text == "令和二年東京都議会会議録第五号"
    }
    assert titles == {"ja"}


def test_a_reviewed_link_names_the_row_behind_it(bundled_pages: BundledPages) -> None:
    page = read(bundled_pages, "/en/evidence/id/tokyo/tokyo.html")
    assert any("tokyo.sssom.tsv, line" in each.text for each in page.classed("note"))


def test_a_table_of_links_is_named_without_the_folder_of_this_machine(traced: Folder) -> None:
    (traced.path / "osaka.sssom.tsv").write_text(table_of_links(line()), encoding="utf-8")
    for made in make_links(traced.home):
        made.path.write_text(made.text, encoding="utf-8")
    graph = CityGraph.load(traced.path)
    html = Pages(graph, graph.home).render("/en/evidence/id/osaka/osaka.html").html
    assert "Reviewed link: osaka.sssom.tsv, line 13 (documented)" in html
    assert str(traced.path) not in html


def test_no_claim_is_named_twice_on_a_page(bundled_pages: BundledPages) -> None:
    for path in bundled_pages[0].paths():
        if path.startswith("/en/evidence/id/tokyo/"):
            page = read(bundled_pages, path)
            names = [each.attributes["id"] for each in page.elements if each.has("id")]
            assert len(names) == len(set(names)), path
