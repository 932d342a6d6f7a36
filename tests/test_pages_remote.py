"""Pages of a graph on a server of others: the same, to the letter."""

import sys

import pytest

import citygraph
from citygraph.errors import MissingExtraError
from citygraph.graph import CityGraph
from citygraph.pages import Pages
from citygraph.pages.frame import environment

LOCAL = (
    "index",
    "id/tokyo/tokyo",
    "id/tokyo/budget-fy2020",
    "id/date-2020-02",
    "id/tokyo/claim-67411d45d7592fc7",
    "voc/stated",
    "graph/tokyo",
    "evidence/id/tokyo/promotion-fund",
    "evidence/id/tokyo/tokyo",
)


def address_of(request: pytest.FixtureRequest) -> str:
    server = request.getfixturevalue(f"loaded_{request.param}")
    address: str = server.query_url
    return address


@pytest.fixture(scope="module", params=("oxigraph", "virtuoso"))
def remote(request: pytest.FixtureRequest, bundled: CityGraph) -> Pages:
    """The pages of each server that holds the bundled graphs."""
    return Pages(citygraph.connect(address_of(request)), bundled.home)


@pytest.mark.parametrize("local", LOCAL)
def test_a_page_is_the_same_wherever_the_graph_is(
    remote: Pages, bundled: CityGraph, local: str
) -> None:
    path = f"/ko/{local}.html"
    here = Pages(bundled, bundled.home).render(path).html
    assert remote.render(path).html.splitlines() == here.splitlines()


def test_the_same_pages_are_there_and_the_same_is_found(remote: Pages, bundled: CityGraph) -> None:
    here = Pages(bundled, bundled.home)
    assert list(remote.paths()) == list(here.paths())
    assert remote.search_index("ja") == here.search_index("ja")
    asked = {"text": "デジタル"}
    there = remote.render("/ja/search.html", asked).html
    assert there == here.render("/ja/search.html", asked).html


def test_without_jinja_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'citygraph\[web\]'$"):
        environment()
