"""What the made-up slices hold for a check of links: merged and deleted items, other values."""

from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from citygraph import validate
from citygraph.answers import Answer
from citygraph.graph import CityGraph
from citygraph.vocabulary import PREFIXES
from tests.wikibase_judging import Judge
from tests.wikibase_slices import FOLDER, OldLink, Slice, Values, full

NAMES = ("tokyo", "hanabira", "haesol", "marovik", "belsarai", "lomavai")
SLICES = {name: Slice(FOLDER / name) for name in NAMES}
TOKYO, HANABIRA, HAESOL, MAROVIK, BELSARAI, LOMAVAI = SLICES.values()
MADE_UP_CITIES = {
    name: FOLDER / name / "city" / f"{name}.ttl" for name in SLICES if name != "tokyo"
}


@pytest.fixture(scope="module")
def judges(bundled: CityGraph) -> dict[str, Judge]:
    return {"tokyo": Judge(bundled, TOKYO)} | {
        name: Judge(CityGraph.load(str(path)), SLICES[name])
        for name, path in MADE_UP_CITIES.items()
    }


# --- what was merged, and what is gone -----------------------------------------------------------


@pytest.mark.parametrize(
    ("slice_name", "link"),
    [(name, link) for name, slice_ in SLICES.items() for link in slice_.links],
    ids=lambda value: value if isinstance(value, str) else value.item,
)
def test_a_link_of_an_old_list_leads_where_it_says(
    slice_name: str, link: OldLink, judges: dict[str, Judge]
) -> None:
    judge = judges[slice_name]
    told = judge.slice.items.get(link.item, {})
    names = {text for text, _ in judge.slice.names(link.now)} if link.now else set()
    assert judge.slice.ends_at(link.item) == (link.now or None)
    thing = full(link.thing)
    assert thing in judge.sorts
    assert ("redirect" in told) == (link.finding in {"redirected", "redirect-loop"})
    assert (not told) == (link.finding == "gone")
    if link.now:
        assert (link.label not in names) == (link.finding == "label-drift")
    if link.now and link.finding != "label-drift":
        assert judge.agrees_in_class(thing, link.now) == (link.finding != "type-drift")


def test_redirects_lead_once_twice_and_round() -> None:
    assert TOKYO.items["Q9000000291"]["redirect"] in TOKYO.items
    assert TOKYO.ends_at("Q9000000291") == "Q1074185"
    assert [TOKYO.ends_at(f"Q9000000{number}") for number in (293, 294, 295)] == [None] * 3
    assert HANABIRA.ends_at("Q7770200094") is None
    assert HAESOL.items["Q8880400091"]["redirect"] == "Q8880400092"
    assert HAESOL.ends_at("Q8880400091") == "Q8880300040"
    assert [HAESOL.ends_at(f"Q8880400{number}") for number in ("093", "094", "095")] == [None] * 3
    assert MAROVIK.items["Q6660400091"]["redirect"] == "Q6660400092"
    assert MAROVIK.ends_at("Q6660400091") == "Q6660300040"
    assert [MAROVIK.ends_at(f"Q6660400{number}") for number in ("093", "094", "095")] == [None] * 3
    assert BELSARAI.items["Q5550400091"]["redirect"] == "Q5550400092"
    assert BELSARAI.ends_at("Q5550400091") == "Q5550300040"
    assert [BELSARAI.ends_at(f"Q5550400{number}") for number in ("093", "094", "095")] == [None] * 3
    assert LOMAVAI.items["Q4440400091"]["redirect"] == "Q4440400092"
    assert LOMAVAI.ends_at("Q4440400091") == "Q4440300035"
    assert [LOMAVAI.ends_at(f"Q4440400{number}") for number in ("093", "094", "095")] == [None] * 3


# --- values -------------------------------------------------------------------------------------


OURS = {
    "P1082": "^sosa:hasFeatureOfInterest/sosa:hasResult/qudt:numericValue",
    "P2046": "^sosa:hasFeatureOfInterest/sosa:hasResult/qudt:numericValue",
    "P571": "(cg:establishedOn|cg:startedOn|cg:adoptedOn)/cg:dateText",
    "P576": "cg:endedOn/cg:dateText",
    "P6": "^cg:jurisdiction/^org:postIn/org:heldBy",
    "P300": "cg:isoSubdivisionCode",
    "P856": "schema:url",
}


def our_values(judge: Judge, thing: str, property_: str) -> Iterator[str]:
    prefixes = "".join(f"PREFIX {short}: <{long}>\n" for short, long in PREFIXES.items())
    answer = judge.graph.query(f"{prefixes}SELECT ?x {{ <{thing}> {OURS[property_]} ?x }}")
    assert isinstance(answer, Answer)
    for (term,) in answer.rows:
        assert isinstance(term, ox.NamedNode | ox.Literal)
        yield judge.item_of.get(term.value, term.value)


@pytest.mark.parametrize(
    ("slice_name", "line"),
    [(name, line) for name, slice_ in SLICES.items() for line in slice_.side_by_side],
    ids=lambda value: value if isinstance(value, str) else f"{value.thing} {value.property}",
)
def test_both_values_are_there(slice_name: str, line: Values, judges: dict[str, Judge]) -> None:
    judge = judges[slice_name]
    assert judge.item_of[full(line.thing)] == line.item
    assert line.ours in our_values(judge, full(line.thing), line.property)
    assert [str(each) for each in judge.slice.values(line.item, line.property)] == [line.theirs]


@pytest.mark.parametrize("name", MADE_UP_CITIES)
def test_some_values_agree_and_some_differ(name: str) -> None:
    lines = SLICES[name].side_by_side
    assert {line.verdict for line in lines} == {"agree", "differ"}
    for link in SLICES[name].links:
        differs = "differ" in {line.verdict for line in lines if line.thing == link.thing}
        assert differs == (link.finding == "values-differ"), link


@pytest.mark.parametrize("name", MADE_UP_CITIES)
def test_the_made_up_city_is_sound(name: str, judges: dict[str, Judge]) -> None:
    assert list(validate(judges[name].graph).findings) == []
