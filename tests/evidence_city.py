"""A plugin: a small city whose facts come from a text of our own, with tables and claims.

The text has what makes offsets hard: no-break spaces, an emoji outside the basic plane, Hangul and
accents that have a decomposed form, several lines.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from citygraph.evidence import rebuild
from citygraph.evidence.cities import City
from citygraph.home import Home, open_home

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "Ōsaka\u00a0\u00a0has about 21 bridges 🌉 in 맑은 구역.\n\nŌsaka opened 3 parks: café by café."
)

FACTS = """\
@prefix cg: <https://w3id.org/citygraph/ns#> .
@prefix osaka: <https://w3id.org/citygraph/id/osaka/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

osaka:bridges a cg:PilotAreaGroup ;
    cg:statedCount 21 .

osaka:osaka a cg:City ;
    skos:prefLabel "Osaka"@en , "大阪"@ja , "오사카"@ko ;
    cg:localGovernmentCode "271004" ;
    cg:officialName "Ōsaka"@en .

osaka:parks a cg:PilotAreaGroup ;
    cg:inCity osaka:osaka ;
    cg:statedCount 3 .
"""

SOURCES = f"""\
@prefix cg: <https://w3id.org/citygraph/ns#> .
@prefix schema: <https://schema.org/> .
@prefix sources: <https://w3id.org/citygraph/id/sources/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

sources:almanac a schema:WebPage ;
    schema:url "https://example.org/almanac"^^xsd:anyURI .

sources:almanac-text a cg:SourceText ;
    cg:textOf sources:almanac ;
    cg:byteCount {len(TEXT.encode())} ;
    cg:charCount {len(TEXT)} ;
    cg:offsetUnit "Unicode code point" ;
    cg:textSha256 "{sha256(TEXT.encode()).hexdigest()}" .

sources:gazette a schema:WebPage ;
    schema:url "https://example.org/gazette"^^xsd:anyURI .
"""


def at(words: str, after: str = "") -> str:
    """Find words in the text, behind others if they are given, and write where they stand."""
    start = TEXT.index(words, TEXT.index(after))
    return f"{start}-{start + len(words)}"


HEAD = ["row", "source", "subject", "predicate", "object", "status", "hedge", "spans", "rule"]
LINES = {
    "name": ["S1", "osaka:osaka", "cg:officialName", '"Ōsaka"@en', "stated", "", at("Ōsaka"), ""],
    "bridges": [
        *("S1", "osaka:bridges", "cg:statedCount", "21", "stated", "cgv:about"),
        *(f"{at('21')} {at('🌉')}", ""),
    ],
    "name again": [
        *("S2", "osaka:osaka", "cg:officialName", '"Ōsaka"@en', "stated", ""),
        *(at("Ōsaka", after="구역"), ""),
    ],
    "parks": ["S2", "osaka:parks", "cg:statedCount", "3", "stated", "", at("3 parks"), ""],
    "in city": [
        *("S2", "osaka:parks", "cg:inCity", "osaka:osaka", "inferred", ""),
        *("", "cgv:omitted-subject"),
    ],
    "code": ["", "osaka:osaka", "cg:localGovernmentCode", '"271004"', "external", "", "", ""],
    "other parks": ["", "osaka:parks", "cg:statedCount", "4", "external", "", "", ""],
}
"""The lines of the table of statements, without the column of the source."""

DISAGREEMENT = [
    *("parks", "osaka:parks", "cg:statedCount", "3", "osaka:parks", "cg:statedCount", "4"),
    *("first", "The almanac counts.", "年鑑が数えた。", "연감이 세었다."),
]


def table(lines: dict[str, list[str]]) -> str:
    rows = [
        [line[0], "sources:almanac" if line[0] else "sources:gazette", *line[1:]]
        for line in lines.values()
    ]
    return "".join("\t".join(row) + "\n" for row in [HEAD, *rows])


def disagreements(*lines: list[str]) -> str:
    head = (
        "matter subject predicate object other_subject other_predicate other_object follows "
        "why_en why_ja why_ko"
    )
    return "".join("\t".join(row) + "\n" for row in [head.split(), *lines])


class Folder:
    """The files of the city, each of which a test may change.

    Attributes:
        path: the folder.
        city: the names of the city's files.
        text: a copy of the text.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.city = City(path / "osaka.ttl")
        self.text = path / "almanac.txt"
        self.city.facts.write_text(FACTS, encoding="utf-8")
        (path / "sources.ttl").write_text(SOURCES, encoding="utf-8")
        self.text.write_bytes(TEXT.encode())
        self.write_table(LINES)
        self.city.disagreements.write_text(disagreements(DISAGREEMENT), encoding="utf-8")
        self.rebuild(self.text)

    @property
    def home(self) -> Home:
        return open_home(self.path)

    def write_table(self, lines: dict[str, list[str]]) -> None:
        self.city.statements.write_text(table(lines), encoding="utf-8")

    def change_line(self, name: str, column: str, value: str) -> None:
        columns = [each for each in HEAD if each != "source"]
        line = [*LINES[name]]
        line[columns.index(column)] = value
        self.write_table(LINES | {name: line})

    def replace(self, file: Path, before: str, after: str) -> None:
        content = file.read_text(encoding="utf-8")
        assert before in content
        file.write_text(content.replace(before, after), encoding="utf-8")

    def rebuild(self, source: Path | None = None) -> None:
        for made in rebuild(self.home, source):
            made.path.write_text(made.text, encoding="utf-8", newline="\n")


@pytest.fixture
def traced(tmp_path: Path) -> Folder:
    """A folder of a city whose evidence is in order."""
    folder = tmp_path / "data"
    folder.mkdir()
    return Folder(folder)
