"""A mapping table of a small city, to be changed cell by cell."""

from pathlib import Path

from citygraph.linking.slots import COLUMNS

HEADER = """\
#curie_map:
#  id: "https://w3id.org/citygraph/id/"
#  osaka: "https://w3id.org/citygraph/id/osaka/"
#  semapv: "https://w3id.org/semapv/vocab/"
#  skos: "http://www.w3.org/2004/02/skos/core#"
#  wd: "http://www.wikidata.org/entity/"
#mapping_set_id: "https://w3id.org/citygraph/mappings/osaka"
#license: "https://creativecommons.org/publicdomain/zero/1.0/"
#extension_definitions:
#  - slot_name: ext_review_state
#    property: "https://w3id.org/citygraph/mappings/review-state"
"""
ROW = {
    "subject_id": "osaka:osaka",
    "subject_label": "Osaka",
    "predicate_id": "skos:exactMatch",
    "predicate_modifier": "",
    "object_id": "wd:Q90001",
    "object_label": "Osaka",
    "mapping_justification": "semapv:ManualMappingCuration",
    "author_label": "The Osaka team",
    "reviewer_label": "",
    "subject_source": "",
    "object_source": "",
    "mapping_tool": "",
    "mapping_tool_version": "",
    "mapping_date": "2026-11-22",
    "confidence": "0.9",
    "see_also": "https://example.org/a|https://example.org/b",
    "comment": "Both sources agree.",
    "ext_review_state": "documented",
}
FACTS = """\
@prefix cg: <https://w3id.org/citygraph/ns#> .
@prefix osaka: <https://w3id.org/citygraph/id/osaka/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

osaka:osaka a cg:City ;
    skos:prefLabel "Osaka"@en , "大阪"@ja , "오사카"@ko .

osaka:bay a cg:PilotArea ;
    skos:prefLabel "Bay"@en , "湾"@ja , "만"@ko .
"""


def line(**cells: str) -> str:
    """Write a row, with some cells changed."""
    assert set(cells) <= set(ROW)
    return "\t".join({**ROW, **cells}.values()) + "\n"


def table(*lines: str, header: str = HEADER, columns: tuple[str, ...] = COLUMNS) -> str:
    """Write a whole table; without lines it has the one row."""
    return header + "\t".join(columns) + "\n" + "".join(lines or (line(),))


def put_city(folder: Path, text: str) -> Path:
    """Write the facts of the city and its mapping table into a folder, and give the latter."""
    (folder / "osaka.ttl").write_text(FACTS, encoding="utf-8")
    path = folder / "osaka.sssom.tsv"
    path.write_text(text, encoding="utf-8")
    return path
