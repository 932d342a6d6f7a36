"""Pages of data that no check has seen: whatever is spoilt, every listed page can be made."""

from pathlib import Path

import pytest

from citygraph.graph import CityGraph
from citygraph.pages import Pages
from tests.evidence_city import Folder
from tests.spoilt_data import MARKUP, WAYS, properties, spoilt

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
DERIVED = "http://www.w3.org/ns/prov#wasDerivedFrom"
OURS = ("/en/index", "/en/id/", "/en/evidence/", "/en/graph/osaka", "/en/graph/sources")


@pytest.mark.parametrize("way", WAYS)
def test_whatever_property_is_spoilt_every_listed_page_can_be_made(
    traced: Folder, tmp_path: Path, way: str
) -> None:
    files = sorted(traced.path.glob("*.ttl"))
    known = sorted(properties(files) - {TYPE})  # without its type there is no city to load
    assert len(known) > 20
    for number, kind in enumerate(known):
        graph = spoilt(files, kind, way, tmp_path / str(number))
        pages = Pages(graph, graph.home)
        paths = [each for each in pages.paths() if each.startswith(OURS)]
        assert len(paths) > 10, kind
        assert not [each for each in paths if MARKUP.value in pages.render(each).html], kind


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "a part is missing"), ("ja", "欠けた部分"), ("ko", "빠진 부분")]
)
def test_claims_without_a_source_are_said_to_be_incomplete(
    traced: Folder, tmp_path: Path, lang: str, words: str
) -> None:
    graph = spoilt(traced.path.glob("*.ttl"), DERIVED, "removed", tmp_path / "spoilt")
    html = Pages(graph, graph.home).render(f"/{lang}/evidence/id/osaka/osaka.html").html
    assert words in html
    assert "<article" not in html


def test_a_text_that_is_pinned_wrongly_is_named_where_its_evidence_would_stand(
    traced: Folder,
) -> None:
    traced.replace(traced.path / "sources.ttl", "cg:charCount", "cg:charsCounted")
    graph = CityGraph.load(traced.path)
    html = Pages(graph, graph.home).render("/ja/evidence/id/osaka/osaka.html").html
    assert 'lang="en">sources:almanac-text: a pinned text needs cg:textOf, cg:charCount' in html
