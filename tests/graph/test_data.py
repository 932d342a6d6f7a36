"""The files of facts: how they are written, and what holds of every thing in them."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from citygraph.evidence.terms import short
from citygraph.vocabulary import PREFIXES
from tests.graph.data_rules import LABELS, NOTES, RULES, Facts, Rule, bounds, in_short
from tests.graph.statement_table import FACTS, ROOT, read_facts

TURTLEFMT = Path(sys.executable).with_name("turtlefmt")
HOME = {"sources": ("sources:",), "tokyo": ("id:", "tokyo:")}
"""Whose things stand in which file; what no single city owns stands with the city that needs it."""

HEADER = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())

DATA = in_short(read_facts())

# --- how the files are written -------------------------------------------------------------------


def declared(text: str) -> list[tuple[str, str]]:
    return re.findall(r"^@prefix (\w*): <([^>]*)> \.$", text, flags=re.MULTILINE)


def used_prefixes(text: str) -> set[str]:
    body = re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>|^[@#].*$', " ", text, flags=re.MULTILINE)
    datatypes = re.findall(r"\^\^(\w+):", text)
    return {*re.findall(r"(?<![\w:.-])(\w+):(?=\w)", body), *datatypes}


def sections(text: str) -> Iterator[list[str]]:
    """Give the subjects of each section: the blocks under one `#` head."""
    _, *parts = re.split(r"^# (?=[A-Z].*\n\n)", text, flags=re.MULTILINE)
    for part in parts:
        yield re.findall(r"^(\w+:\S+) a ", part, flags=re.MULTILINE)


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_the_file_is_formatted(path: Path) -> None:
    run = subprocess.run([TURTLEFMT, "--check", path], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_prefixes_are_sorted_used_and_the_projects(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    prefixes = declared(text)
    assert prefixes == sorted(prefixes)
    assert {prefix for prefix, _ in prefixes} == used_prefixes(text)
    assert all(PREFIXES.get(prefix) == iri for prefix, iri in prefixes), prefixes


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_each_thing_stands_once_at_its_place(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    blocks = [subject for section in sections(text) for subject in section]
    parsed = {short(quad.subject) for quad in ox.parse(path=path)}
    assert [subject for subject, n in Counter(blocks).items() if n > 1] == []
    assert set(blocks) == parsed
    assert [each for each in blocks if not each.startswith(HOME[path.stem])] == []
    for section in sections(text):
        assert section, "a section without things"
        assert section == sorted(section)


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_a_block_says_class_words_relations_and_literals_in_this_order(path: Path) -> None:
    words = ("a", *LABELS, "skos:definition", "skos:scopeNote", "skos:editorialNote")
    assert set(words) == {"a", *LABELS, *NOTES}
    text = path.read_text(encoding="utf-8")
    blocks = re.findall(r"^\w+:\S+ a (?:.+\n)+", text, flags=re.MULTILINE)
    assert len(blocks) == len({quad.subject for quad in ox.parse(path=path)})
    for block in blocks:
        subject, _, rest = block.partition(" ")
        places = []
        for line in rest.splitlines():
            predicate, _, value = line.strip().partition(" ")
            if predicate in words:
                places.append((words.index(predicate), ""))
            else:
                places.append((len(words) + value.startswith(('"', *"0123456789-")), predicate))
        assert places == sorted(places), subject


def test_the_two_files_share_no_thing() -> None:
    first, second = ({quad.subject for quad in ox.parse(path=path)} for path in FACTS)
    assert first & second == set()


# --- what holds of every thing -------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_facts_keep_the_rule(rule: Rule) -> None:
    assert sorted(rule(DATA)) == []


def test_labels_tell_things_from_terms() -> None:
    """A label of a thing is no label of a concept or a class, so that looking it up finds one."""
    files = (ROOT / "ontology").rglob("*.ttl")
    terms = {
        (each.object.casefold(), each.language): each.subject
        for each in in_short(quad.triple for path in files for quad in ox.parse(path=path))
        if each.predicate in LABELS
    }
    assert len(terms) > 600
    for each in DATA:
        if each.predicate in LABELS:
            term = terms.get((each.object.casefold(), each.language))
            assert term is None, f"{each}: also the label of {term}"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2021-02", "2021-02-01", "2021-02-28"),
        ("2016-12", "2016-12-01", "2016-12-31"),
        ("2020-02-07", "2020-02-07", "2020-02-07"),
    ],
)
def test_bounds_of_a_date(text: str, first: str, last: str) -> None:
    assert [day.isoformat() for day in bounds(text)] == [first, last]


# --- the rules notice what they are for ----------------------------------------------------------

LABELLED = 'skos:prefLabel "One"@en , "一"@ja , "일"@ko'

BROKEN = {
    "things_are_named_by_pattern": [
        "tokyo:Not_Kebab a cg:Goal .",
        "_:nameless a cg:Goal .",
        "tokyo:x cg:provides [ a cg:Service ] .",
        "<https://example.org/x> a cg:Goal .",
    ],
    "things_are_of_known_classes": ["tokyo:x a cg:Goat .", "tokyo:x cg:rank 1 ."],
    "things_pointed_at_are_there": ["tokyo:x cg:inCity tokyo:nowhere ."],
    "nodes_without_a_name_are_used": [
        "tokyo:q a qudt:QuantityValue .",
        "tokyo:q a qudt:QuantityValue . tokyo:x cg:amount tokyo:q . tokyo:y cg:amount tokyo:q .",
        "id:date-2020 a time:ProperInterval .",
    ],
    "nothing_is_said_that_is_derived": [
        'tokyo:x rdfs:label "x" .',
        "tokyo:x owl:sameAs tokyo:y .",
    ],
    "named_things_have_one_label_per_language": [
        "tokyo:x a cg:Goal .",
        'tokyo:x a cg:Goal ; skos:prefLabel "One"@en , "一"@ja .',
        f'tokyo:x a cg:Goal ; {LABELLED} , "Two"@en .',
        f"tokyo:x a qudt:QuantityValue ; {LABELLED} .",
    ],
    "notes_are_in_every_language": ['tokyo:x skos:scopeNote "only"@en .'],
    "labels_are_in_their_script": [
        'tokyo:x skos:altLabel "東京"@en .',
        'tokyo:x skos:altLabel "도쿄"@ja .',
        'tokyo:x skos:prefLabel "トウキョウ"@ko .',
        'tokyo:x skos:prefLabel "Tokio"@de .',
    ],
    "texts_are_short": [
        f'tokyo:x skos:prefLabel "{"long " * 15}"@en .',
        f'tokyo:x skos:scopeNote "{"long " * 50}"@en .',
    ],
    "labels_tell_things_apart": [
        'tokyo:x skos:prefLabel "One"@en . tokyo:y skos:altLabel "ONE"@en .'
    ],
    "literals_are_portable": [
        "tokyo:x cg:rank 01 .",
        "tokyo:x qudt:numericValue 2193.0 .",
        "tokyo:x qudt:numericValue 2.1e3 .",
        "tokyo:x cg:dateText true .",
        'tokyo:x cg:dateText "2020"^^xsd:gYear .',
        'tokyo:x cg:dateText " 2020" .',
        'tokyo:x cg:officialName "Tokio"@de .',
        'tokyo:x cg:officialName "\u30bf\u3099"@ja .',
        'tokyo:x schema:url "https://example.org/東京"^^xsd:anyURI .',
    ],
    "dates_mean_what_they_say": [
        """id:date-2020-02 a time:ProperInterval ; cg:dateText "2020-02" ;
           cg:earliest "2020-02-01"^^xsd:date ; cg:latest "2020-02-28"^^xsd:date .""",
        """id:date-2020-02 a time:ProperInterval ; cg:dateText "2020" ;
           cg:earliest "2020-02-01"^^xsd:date ; cg:latest "2020-02-29"^^xsd:date .""",
        "id:date-2020 a time:ProperInterval .",
    ],
    "fiscal_years_are_whole": [
        """id:fy-jp-2020 a cg:FiscalYear ; time:hasBeginning id:a ; time:hasEnd id:b .
           id:a time:inXSDDate "2020-01-01"^^xsd:date . id:b time:inXSDDate "2020-12-31"^^xsd:date .
        """,
        "id:fy-jp-2020 a cg:FiscalYear .",
    ],
    "figures_say_how_exact_they_are": [
        "tokyo:x a sosa:Observation .",
        "tokyo:x cg:statedCount 3 .",
        "tokyo:x a cg:BudgetAllocation ; cg:precision cgv:about , cgv:unqualified .",
    ],
    "quantities_are_whole": [
        "tokyo:x a qudt:QuantityValue ; qudt:numericValue 1 .",
        "tokyo:x a qudt:QuantityValue ; qudt:unit unit:NUM .",
    ],
}


def facts(turtle: str) -> Facts:
    quads = ox.parse(HEADER + turtle, format=ox.RdfFormat.TURTLE)
    return in_short(quad.triple for quad in quads)


def test_each_rule_has_something_that_breaks_it() -> None:
    assert list(BROKEN) == [rule.__name__ for rule in RULES]


@pytest.mark.parametrize(
    ("rule", "turtle"),
    [(rule, turtle) for rule in RULES for turtle in BROKEN[rule.__name__]],
    ids=lambda each: each.__name__ if callable(each) else each[:60],
)
def test_the_rule_notices_what_breaks_it(rule: Rule, turtle: str) -> None:
    assert len(list(rule(facts(turtle)))) >= 1
