"""A pytest plugin: the pages of the bundled graph, with their queries counted; a hostile city."""

from typing import TYPE_CHECKING

import pytest

from citygraph.graph import CityGraph
from citygraph.pages import Pages
from tests.counted_store import Counted

if TYPE_CHECKING:
    from pathlib import Path

SPACE = "https://w3id.org/citygraph/id/troy/"
SCRIPT = "<script>alert('x')</script>"
MARKUP = '"><img src=x onerror=alert(1)> & &amp; {{ 7*7 }} {% raw %}'
TURNED = "\u202egnp.exe\u2066\u2069\u200f abc"
BROKEN = "line\nfeed\ttab\rreturn\x07bell\x00null"
LONG = "Ilium " * 1667  # 10,002 characters


def literal(text: str) -> str:
    """Write a text in Turtle, all but letters and digits escaped."""
    return '"' + "".join(c if c.isalnum() else f"\\u{ord(c):04X}" for c in text) + '"'


HOSTILE = f"""\
@prefix cg: <https://w3id.org/citygraph/ns#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix troy: <{SPACE}> .

troy:troy a cg:City ;
    skos:prefLabel {literal(SCRIPT)}@en ;
    skos:altLabel {literal(MARKUP)}@en , {literal(TURNED)}@ar ;
    skos:definition {literal(MARKUP)}@en ;
    cg:officialName {literal(SCRIPT)}@en-x-evil ;
    schema:url <javascript:alert(1)> , <data:text/html,x> , <https://example.org/?a=1&b=%22%3E> ;
    cg:hasGoal troy:long , troy:turned , troy:broken , troy:nameless ;
    cg:inCountry <https://w3id.org/citygraph/id/troy/..> .
troy:plan a cg:Strategy ; cg:inCity troy:troy ;
    skos:prefLabel {literal(MARKUP)}@ko ;
    cg:hasGoal troy:long , troy:turned .
troy:long a cg:Goal ; skos:prefLabel {literal(LONG)}@en ; cg:hasSubGoal troy:turned .
troy:turned a cg:Goal ; skos:prefLabel {literal(TURNED)}@en ; cg:hasSubGoal troy:long .
troy:broken skos:prefLabel {literal(BROKEN)}@ja .
troy:nameless cg:statedOrder 1 .
"""


@pytest.fixture(scope="session")
def bundled_pages(bundled: CityGraph) -> tuple[Pages, Counted]:
    """The pages of the bundled graph, and the store that counts what they ask."""
    store = Counted(bundled)
    return Pages(store, bundled.home), store


@pytest.fixture(scope="session")
def hostile_pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The pages of a city whose words are attacks."""
    folder: Path = tmp_path_factory.mktemp("troy")
    (folder / "troy.ttl").write_text(HOSTILE, encoding="utf-8")
    graph = CityGraph.load(folder)
    return Pages(graph, graph.home)
