"""What changed between two graphs: things, properties and values, terms, shapes and evidence."""

from pathlib import Path

import pytest

import citygraph
from citygraph.differences import compare, open_side
from citygraph.errors import DataFileError, InputError
from citygraph.vocabulary import PREFIXES
from tests.differing import OSAKA, difference, thing, values, write

XSD = PREFIXES["xsd"]
CITY = 'osaka:osaka a cg:City ; skos:prefLabel "Osaka"@en , "大阪"@ja , "오사카"@ko ; '
GOAL = 'osaka:goal-water a cg:Goal ; skos:prefLabel "Clean water"@en ; cg:statedOrder 1 . '


# --- things and values -------------------------------------------------------------------------


def test_nothing_differs_where_only_the_writing_of_the_file_does(tmp_path: Path) -> None:
    old = CITY + "cg:hasGoal osaka:goal-water ; cg:at [ cg:x ( 1 2 ) ] . " + GOAL
    new = GOAL + CITY + "cg:at _:b ; cg:hasGoal osaka:goal-water . _:b cg:x ( 1 2 ) . " + GOAL
    found = difference(tmp_path, old, new)
    assert not found
    assert (found.part, found.reasons, found.things) == ("none", (), ())
    assert found.old.triples == found.new.triples == 14


def test_what_is_said_of_one_thing_in_two_graphs_is_one(tmp_path: Path) -> None:
    one, two = tmp_path / "one.nq", tmp_path / "two.nq"
    one.write_text("<urn:s> <urn:p> <urn:o> <urn:g> .\n<urn:s> <urn:p> <urn:o> <urn:h> .\n")
    two.write_text("<urn:s> <urn:p> <urn:o> .\n")
    assert not citygraph.diff(one, two)


def test_things_are_added_removed_and_changed(tmp_path: Path) -> None:
    old = CITY + "cg:hasGoal osaka:goal-water . " + GOAL
    new = CITY + "cg:hasGoal osaka:goal-air . osaka:goal-air a cg:Goal ; skos:prefLabel 'Air'@en . "
    found = difference(tmp_path, old, new)
    states = {each.iri.removeprefix(OSAKA): each.state for each in found.things}
    assert states == {"osaka": "changed", "goal-water": "removed", "goal-air": "added"}
    [goal] = thing(found, "/osaka").properties
    assert goal.label == "has goal"  # from the installed ontology
    assert [(each.old.label, each.new.label) for each in goal.altered] == [("Clean water", "Air")]
    gone = thing(found, "goal-water")
    assert {each.property.rpartition("#")[2] for each in gone.properties} == {
        "type",
        "prefLabel",
        "statedOrder",
    }
    assert (gone.group_label, gone.label) == ("Goal", "Clean water")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("cg:foundedIn 1889", "cg:foundedIn 1890", ("", "", "1889 → 1890", "")),
        ("cg:foundedIn 1889", "cg:foundedIn 1889 , 1890", ("", "1890", "", "")),
        ("cg:foundedIn 1889 , 1890", "cg:foundedIn 1889 , 1891", ("1890", "1891", "", "")),
        ("cg:foundedIn 1889", 'cg:foundedIn "01889"^^xsd:integer', ("", "", "", "1889 → 01889")),
        ('cg:x "007"', 'cg:x "7"', ("", "", "007 → 7", "")),
        ('cg:x "a"@en , "b"@ja', 'cg:x "c"@en , "b"@ja', ("", "", "a → c", "")),
        ('cg:x "a"@en , "b"@ja', 'cg:x "a"@en , "b"@ko', ("b", "b", "", "")),
        ('cg:x 1 , "1.0"^^xsd:decimal', "cg:x 1", ("1.0", "", "", "")),
        ("cg:x true , 5", 'cg:x "1"^^xsd:boolean , 6', ("5", "6", "", "true → 1")),
    ],
)
def test_values_are_paired_where_one_took_the_place_of_one(
    tmp_path: Path, old: str, new: str, expected: tuple[str, str, str, str]
) -> None:
    found = difference(tmp_path, CITY + old + " .", CITY + new + " .")
    [change] = thing(found, "/osaka").properties
    shown = tuple(
        " ".join(each).replace("^^<http://www.w3.org/2001/XMLSchema#", " ")
        for each in values(change)
    )
    for cell, wanted in zip(shown, expected, strict=True):
        bare = " → ".join(part.split('"')[1] for part in cell.split(" → ")) if cell else ""
        assert bare == wanted


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ('"007"^^xsd:integer', '"7"^^xsd:decimal', True),
        ('"+5"^^xsd:int', '"5"^^xsd:nonNegativeInteger', True),
        ('"12.50"^^xsd:decimal', '"12.5"^^xsd:decimal', True),
        ('"15800000000"^^xsd:integer', '"15800000000"^^xsd:decimal', True),
        ('"2020-01-01T00:00:00Z"^^xsd:dateTime', '"2020-01-01T09:00:00+09:00"^^xsd:dateTime', True),
        ('"2020-01-01T00:00:00"^^xsd:dateTime', '"2020-01-01T00:00:00Z"^^xsd:dateTime', False),
        ('"2020-01-01"^^xsd:date', '"2020-01-01Z"^^xsd:date', False),
        ('"1e0"^^xsd:double', '"1.0"^^xsd:double', True),
        ('"1"^^xsd:double', '"1"^^xsd:integer', False),
        ('"INF"^^xsd:double', '"-INF"^^xsd:double', False),
        ('"x"^^xsd:integer', '"y"^^xsd:integer', False),
        ('"7"', '"7"^^xsd:integer', False),
        ('"a"^^<urn:t>', '"b"^^<urn:t>', False),
    ],
)
def test_the_same_value_written_differently_is_told_apart(
    tmp_path: Path, left: str, right: str, *, same: bool
) -> None:
    found = difference(tmp_path, f"{CITY} cg:x {left} .", f"{CITY} cg:x {right} .")
    [change] = thing(found, "/osaka").properties
    assert (len(change.rewritten), len(change.altered)) == ((1, 0) if same else (0, 1))
    assert found.part == ("patch" if same else "minor")


def test_what_hangs_on_a_thing_is_part_of_it(tmp_path: Path) -> None:
    found = difference(
        tmp_path, CITY + 'cg:at [ cg:street "A" ] .', CITY + 'cg:at [ cg:street "B" ; cg:x () ] .'
    )
    [change] = found.things
    assert [(each.old.text, each.new.text) for each in change.properties[0].altered] == [
        ('[ cg:street "A" ]', '[ cg:street "B" ; cg:x ( ) ]'.replace("( )", "rdf:nil"))
    ]


def test_a_blank_node_of_its_own_is_shown_by_what_it_says(tmp_path: Path) -> None:
    found = difference(tmp_path, CITY + "cg:x 1 .", CITY + "cg:x 1 . [] a owl:AllDifferent .")
    [change] = found.things
    assert (change.state, change.label, change.part) == (
        "added",
        "[ rdf:type owl:AllDifferent ]",
        "minor",
    )


@pytest.mark.parametrize(("lang", "label"), [("en", "Osaka"), ("ja", "大阪"), ("ko", "오사카")])
def test_labels_are_in_the_language_asked_for(tmp_path: Path, lang: str, label: str) -> None:
    found = difference(tmp_path, CITY + "cg:x 1 .", CITY + "cg:x 2 .", lang)
    assert thing(found, "/osaka").label == label


# --- renames -----------------------------------------------------------------------------------


def test_a_rename_is_a_hint_and_nothing_is_merged(tmp_path: Path) -> None:
    old = CITY + "cg:x 1 . " + GOAL
    new = CITY + "cg:x 1 . " + GOAL.replace("goal-water", "goal-clean-water")
    found = difference(tmp_path, old, new)
    [hint] = found.renames
    assert (hint.old, hint.new) == (f"{OSAKA}goal-water", f"{OSAKA}goal-clean-water")
    assert (hint.label, hint.shared, hint.facts) == ("Clean water", 3, 3)
    assert [each.state for each in found.things] == ["removed", "added"]
    assert found.part == "major"


@pytest.mark.parametrize(
    "other",
    [
        'osaka:new a cg:Goal ; skos:prefLabel "Clean air"@en ; cg:statedOrder 1 .',
        'osaka:new a cg:Fund ; skos:prefLabel "Clean water"@en ; cg:x 2 , 3 , 4 .',
        'osaka:new a owl:Class ; skos:prefLabel "Clean water"@en ; cg:statedOrder 1 .',
        'osaka:goal-water-2 a cg:Goal ; skos:prefLabel "Clean water"@en ; cg:x 2 , 3 , 4 , 5 , 6 .',
    ],
)
def test_other_labels_kinds_or_facts_are_no_rename(tmp_path: Path, other: str) -> None:
    assert difference(tmp_path, CITY + "cg:x 1 . " + GOAL, CITY + "cg:x 1 . " + other).renames == ()


# --- sides -------------------------------------------------------------------------------------


def test_a_side_of_another_form_need_not_hold_everything() -> None:
    bundled = open_side("bundled")
    found = compare(bundled, open_side(bundled.paths[0].parent))  # type: ignore[attr-defined]
    assert not found
    assert {each.what for each in found.left_out} == {"ontology", "shapes", "links"}
    both = compare(bundled, bundled)
    assert (bool(both), both.left_out) == (False, ())
    assert both.old.triples > found.old.triples


def test_sides_of_one_form_are_compared_whole(tmp_path: Path) -> None:
    old = write(
        tmp_path / "old",
        {"data/a.ttl": CITY + "cg:x 1 .", "shapes/a.ttl": "shapes:a a sh:NodeShape ."},
    )
    new = write(tmp_path / "new", {"data/a.ttl": CITY + "cg:x 1 ."})
    found = compare(open_side(old), open_side(new))
    assert ([each.iri for each in found.of("removed")], found.left_out) == (
        ["https://w3id.org/citygraph/shapes/a"],
        (),
    )


def test_a_description_of_the_data_is_no_part_of_them(tmp_path: Path) -> None:
    old = write(tmp_path / "old", {"a.ttl": CITY + "cg:x 1 .", "void.ttl": "<urn:v> cg:x 1 ."})
    new = tmp_path / "all.nq"
    new.write_text(
        "<urn:v> <urn:p> <urn:o> <https://w3id.org/citygraph/graph/void> .\n"
        f'<{OSAKA}osaka> <https://w3id.org/citygraph/ns#x> "1"^^<{XSD}integer> .\n'
    )
    found = compare(open_side(new), open_side(old))
    assert [each.iri for each in found.things] == [f"{OSAKA}osaka"]


def test_ties_to_other_vocabularies_are_told_as_such(tmp_path: Path) -> None:
    tie = "cg:City rdfs:subClassOf <https://schema.org/City> ."
    files = {"ontology/citygraph.ttl": "cg:City a owl:Class .", "data/a.ttl": CITY + "cg:x 1 ."}
    old = write(tmp_path / "old", files)
    new = write(tmp_path / "new", {**files, "ontology/alignments.ttl": tie})
    found = compare(open_side(old), open_side(new))
    [change] = found.things
    assert (change.state, change.rule, change.part) == ("changed", "links", "minor")
    dump = write(tmp_path, {"dump.ttl": "\n".join(files.values())})
    whole = compare(open_side(new), open_side(f"{dump}/dump.ttl"))
    assert (bool(whole), [each.what for each in whole.left_out]) == (False, ["links"])


@pytest.mark.parametrize("name", ["none", "none.ttl", ""])
def test_a_side_that_is_not_there_is_an_error(name: str) -> None:
    with pytest.raises(DataFileError, match="no such file or folder; give an RDF file"):
        open_side(name or "no/where")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"readme.txt": ""}, "the folder holds nothing to compare; expected RDF files"),
        ({"void.ttl": "cg:a cg:b cg:c ."}, "the folder holds nothing to compare"),
        ({"a.ttl": ""}, "holds no triples; there is nothing to compare"),
        ({"a.ttl": "cg:a cg:b"}, "a.ttl:12:10: this is no Turtle"),
        ({"data/a.ttl": "cg:a cg:b"}, "a.ttl:12:10: this is no Turtle"),
    ],
)
def test_an_empty_or_broken_side_is_an_error(
    tmp_path: Path, files: dict[str, str], message: str
) -> None:
    side = write(tmp_path / "side", files)
    with pytest.raises(DataFileError, match=message):
        citygraph.diff("bundled", side)


def test_a_file_of_another_kind_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "data.txt"
    path.write_text("")
    with pytest.raises(
        DataFileError, match=r"not known by its suffix; give one that ends in \.ttl"
    ):
        open_side(path)


def test_sides_with_nothing_in_common_are_an_error(tmp_path: Path) -> None:
    shapes = write(tmp_path / "shapes", {"a.ttl": "shapes:a a sh:NodeShape ; sh:closed true ."})
    facts = tmp_path / "facts.nt"
    facts.write_text("<urn:s> <urn:p> <urn:o> .\n")
    with pytest.raises(InputError, match="nothing of the same kind: shapes there, facts here"):
        citygraph.diff(shapes, facts)


def test_a_graph_that_is_loaded_is_a_side(small_graph: citygraph.CityGraph, tmp_path: Path) -> None:
    assert not citygraph.diff(small_graph, small_graph)
    path = tmp_path / "osaka.ttl"
    text = small_graph.home.data[0].read_text(encoding="utf-8")
    path.write_text(text.replace("1889", "1890"), encoding="utf-8")
    found = citygraph.diff(small_graph, path)
    assert [each.label for each in found.things] == ["Osaka"]
    assert isinstance(found.things[0], citygraph.ThingChange)
    assert isinstance(found.things[0].properties[0], citygraph.PropertyChange)


def test_links_to_other_collections_are_no_part_of_what_they_start_from(tmp_path: Path) -> None:
    facts = "osaka:osaka a cg:City ."
    term = "https://w3id.org/citygraph/voc/wi-fi"
    old, new = (
        write(
            tmp_path / name,
            {"osaka.ttl": facts, "osaka.links.ttl": f"<{term}> skos:exactMatch <urn:{name}> ."},
        )
        for name in ("old", "new")
    )
    found = compare(open_side(old), open_side(new))
    assert [(each.iri, each.state) for each in found.things] == [(term, "changed")]
    assert [(each.rule, each.part) for each in found.reasons] == [("links", "minor")]
    beside = compare(open_side(f"{old}/osaka.ttl"), open_side("bundled"))
    assert "ontology" in {each.what for each in beside.left_out}


def test_what_hangs_from_a_shape_is_counted_with_the_shapes(tmp_path: Path) -> None:
    facts = "osaka:osaka a cg:City ; cg:address [ cg:street [ cg:number 1 ] ] ."
    shape = "shapes:A a sh:NodeShape ; sh:in ( 1 2 [ sh:path ( cg:a cg:b ) ] ) ."
    alone = write(tmp_path / "alone", {"osaka.ttl": facts})
    found = compare(
        open_side(f"{alone}/osaka.ttl"),
        open_side(write(tmp_path / "both", {"osaka.ttl": facts, "shapes.ttl": shape})),
    )
    assert not found
    assert (found.old.triples, found.new.triples) == (4, 4)
    assert [(each.what, each.triples) for each in found.left_out] == [("shapes", 13)]
