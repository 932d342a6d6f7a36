"""Comunica, a SPARQL engine of other hands and in another language, answers over exported files.

It sorts by several keys one after the other, and what is equal under a key does not keep its order
(its SortIterator): only the first key of an ORDER BY can be relied on. That key is compared in its
order; the rows as a whole are compared, each as often as it is there.
"""

import json
import re
import subprocess
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest

from citygraph.cli import main
from citygraph.home import open_home
from citygraph.questions import catalogue, prepare
from tests.graph.engines import Engines, Found, of_results, of_triples
from tests.graph.test_questions import IN_EACH_LANGUAGE, asked
from tests.programs import find_program

COMUNICA = Path(__file__).resolve().parent.parent / "comunica"
NODE_REMEDY = "install Node 20 or newer, with npm"
MODULES_REMEDY = f"npm ci --prefix {COMUNICA.relative_to(COMUNICA.parents[1])}"
LONGEST = 600
"""The seconds that all questions together may take."""

QUALITY = {
    each.name: prepare(each).text
    for each in catalogue(open_home().queries)
    if each.name.startswith("quality/")
}
QUESTIONS = {f"{name}.{lang}": asked(name, lang) for name, lang in IN_EACH_LANGUAGE}

OTHER_SYNTAXES = ("nt", "ttl", "trig", "jsonld", "rdf")
TELLING = (
    "does-a-city-have-a-strategy-with-goals.en",
    "how-fast-do-budgets-grow.ko",
    "strategy-profile.ja",
    "what-is-budgeted-for-each-fiscal-year.ja",
    "what-is-known-only-roughly.ko",
    "when-does-each-fiscal-year-begin-and-end.en",
    "where-does-each-fact-come-from.en",
)
"""Of all forms, with yen, computed growth, dates, decimals, evidence and three scripts."""


def export(path: Path) -> Path:
    assert main(["export", "--quiet", "--output", str(path)]) == 0
    return path


def answers(path: Path, queries: Mapping[str, str]) -> dict[str, Found | str]:
    """Have Comunica answer queries over a file; what it fails at is given in its words."""
    node = find_program("node", NODE_REMEDY)
    if not (COMUNICA / "node_modules").is_dir():
        pytest.skip(f"Comunica is missing: {MODULES_REMEDY}")
    done = subprocess.run(
        [node, "answer.js"],
        cwd=COMUNICA,
        input=json.dumps({"files": [str(path)], "queries": queries}),
        capture_output=True,
        encoding="utf-8",
        timeout=LONGEST,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {line["name"]: line.get("error") or read(line["type"], line["answer"]) for line in lines}


def read(kind: str, text: str) -> Found:
    if kind == "quads":
        return of_triples(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
    document = json.loads(text)
    document.pop("metadata", None)  # Comunica's own, which a strict reader refuses
    return of_results(
        ox.parse_query_results(json.dumps(document), format=ox.QueryResultsFormat.JSON)
    )


def first_key(query: str, found: Found) -> list[object]:
    """Give the values of what an answer is sorted by first; none where it is not sorted."""
    key = re.search(r"ORDER BY\s+\?(\w+)", query)
    return [row[found.columns.index(key[1])] for row in found.rows] if key else []


def hold_against(expected: Found, found: Found | str | None, query: str) -> None:
    assert isinstance(found, Found), found
    assert found.columns == expected.columns
    assert Counter(found.rows) == Counter(expected.rows)
    assert first_key(query, found) == first_key(query, expected)


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Found | str]:
    """Give Comunica's answers to all questions over the N-Quads, from two processes at a time."""
    path = export(tmp_path_factory.mktemp("exported") / "citygraph.nq")
    queries = list({**QUESTIONS, **QUALITY}.items())
    with ThreadPoolExecutor(2) as both:
        first, second = both.map(
            lambda half: answers(path, dict(half)), (queries[::2], queries[1::2])
        )
    return {**first, **second}


@pytest.mark.parametrize("name", QUESTIONS)
def test_comunica_gives_the_same_answer(
    name: str, answered: Mapping[str, Found | str], asserted: Engines
) -> None:
    query = QUESTIONS[name]
    hold_against(asserted.oxigraph.answer(query), answered.get(name), query)


@pytest.mark.parametrize("name", QUALITY)
def test_comunica_finds_no_fault(name: str, answered: Mapping[str, Found | str]) -> None:
    found = answered.get(name)
    assert isinstance(found, Found), found
    assert found.rows == ()


@pytest.mark.parametrize("syntax", OTHER_SYNTAXES)
def test_each_syntax_gives_the_same_answers(syntax: str, tmp_path: Path, asserted: Engines) -> None:
    path = export(tmp_path / f"citygraph.{syntax}")
    queries = {name: QUESTIONS[name] for name in TELLING}
    found = answers(path, queries)
    for name, query in queries.items():
        hold_against(asserted.oxigraph.answer(query), found.get(name), query)
