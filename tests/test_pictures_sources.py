"""A picture is passed on without its page, so it names where its facts are from."""

import json
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from citygraph.home import find_root
from citygraph.pictures import draw, kinds
from citygraph.pictures.canvas import Words
from citygraph.pictures.sources import Source, in_words, sources
from citygraph.pictures.writing import write_picture
from citygraph.vocabulary import THINGS
from tests.drawn_cities import drawn, graph, loaded

REPORT = f"{THINGS}sources/scir2022-tokyo"


@pytest.mark.parametrize("language", ["en", "ja", "ko"])
@pytest.mark.parametrize("kind", kinds())
def test_every_picture_names_its_main_sources_and_counts_the_others(
    kind: str, language: str
) -> None:
    picture = drawn(kind, "tokyo", language)
    assert picture.sources[0].iri == REPORT
    line = in_words(picture.sources, language)
    assert picture.sources[0].name in line
    assert str(len(picture.sources) - 3) in line
    assert line in picture.description
    assert line in write_picture(picture, "text").decode()
    foot = picture.canvas.marks[-1]  # the description is in the SVG too, so that is no proof
    assert isinstance(foot, Words)
    assert "".join(foot.lines).replace(" ", "") == line.replace(" ", "")
    assert foot.y + foot.height < picture.canvas.height


def test_the_sources_are_those_of_the_claims_about_what_is_shown() -> None:
    """Counted from the file of evidence, without the code that counts for pictures."""
    picture = drawn("budget", "tokyo")
    shown = {detail.iri for detail in picture.details if detail.iri}
    oa, cg = Namespace("http://www.w3.org/ns/oa#"), Namespace("https://w3id.org/citygraph/ns#")
    prov = Namespace("http://www.w3.org/ns/prov#")
    known = Graph()
    for name in ("tokyo.evidence.ttl", "sources.ttl"):
        known.parse(find_root() / "data" / name)
    counted: dict[str, int] = {}
    for claim in {each for iri in shown for each in known.subjects(RDF.subject, URIRef(iri))}:
        pages = set()
        for source in known.objects(claim, prov.wasDerivedFrom):
            text = known.value(source, oa.hasSource)
            pages.add(str(known.value(text, cg.textOf) if text else source))
        for page in pages:
            counted[page] = counted.get(page, 0) + 1
    assert len(counted) > 3
    assert {each.iri: each.claims for each in picture.sources} == counted
    assert [each.claims for each in picture.sources] == sorted(counted.values(), reverse=True)


def test_a_claim_on_two_passages_of_a_page_counts_once() -> None:
    found = sources(graph("tokyo"), [f"{THINGS}tokyo/area-demonstrations"], "en")
    report = next(each for each in found if each.iri == REPORT)
    assert report.claims == 6  # of eight claims; four of them name two passages of the page
    assert report.name == "Smart Cities Index Report 2022, page on Tokyo"


def test_what_has_no_evidence_says_so(tmp_path: Path) -> None:
    town = loaded(tmp_path, "town:town a cg:City . town:s a cg:Strategy ; cg:inCity town:town .")
    picture = draw(town, "strategy", f"{THINGS}town/town")
    assert picture.sources == ()
    assert picture.description.endswith(" No sources are recorded.")
    assert json.loads(write_picture(picture, "json"))["sources"] == []


def test_a_source_that_is_no_thing_is_none(tmp_path: Path) -> None:
    """A claim may be spoilt: its source a text, a span of nothing, a text of itself."""
    town = loaded(
        tmp_path,
        """
        @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
        @prefix prov: <http://www.w3.org/ns/prov#> .
        @prefix oa: <http://www.w3.org/ns/oa#> .
        town:town a cg:City . town:s a cg:Strategy ; cg:inCity town:town .
        town:c1 rdf:subject town:s ; prov:wasDerivedFrom "a text" , town:span , town:round .
        town:span oa:hasSource "a text" .
        town:round cg:textOf town:round ; oa:hasSource town:round .
        """,
    )
    found = draw(town, "strategy", f"{THINGS}town/town").sources
    assert [(each.iri.rpartition("/")[2], each.claims) for each in found] == [
        ("round", 1),
        ("span", 1),
    ]


def test_few_sources_are_all_named() -> None:
    found = [Source(f"urn:{name}", name, 1) for name in ("A", "B", "C", "D")]
    assert in_words(found[:3], "ko") == "출처: A · B · C"
    assert in_words(found, "ja") == "出典：A · B · Cほか1件"
    assert in_words(found, "en") == "Sources: A · B · C and 1 more"
