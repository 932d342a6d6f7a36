"""Comunica, a client of other hands and in another language, follows the IRIs of a server.

It asks for all formats of RDF that it knows, with weights, and reads whatever it is given.
"""

import json
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.programs import find_program

COMUNICA = Path(__file__).resolve().parent / "comunica"
BASE = "https://w3id.org/citygraph/"
GOALS = f"""
PREFIX cg: <{BASE}ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?goal ?label WHERE {{
  <{BASE}id/tokyo/smart-tokyo-strategy> cg:hasGoal ?goal .
  ?goal skos:prefLabel ?label .
  FILTER(LANG(?label) = "ko")
}} ORDER BY ?goal"""
TERMS = f"""
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?label WHERE {{ <{BASE}ns#City> skos:prefLabel ?label }} ORDER BY LANG(?label)"""
CLAIMS = f"""
PREFIX cg: <{BASE}ns#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
ASK {{ ?claim rdf:subject <{BASE}id/tokyo/smart-tokyo-strategy> ; cg:claimStatus ?status }}"""


def asked(urls: list[str], queries: dict[str, str]) -> dict[str, object]:
    node = find_program("node", "install Node 20 or newer, with npm")
    if not (COMUNICA / "node_modules").is_dir():
        pytest.skip("Comunica is missing: npm ci --prefix tests/comunica")
    done = subprocess.run(
        [node, "answer.js"],
        cwd=COMUNICA,
        input=json.dumps({"files": urls, "queries": queries}),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {line["name"]: line.get("error") or json.loads(line["answer"]) for line in lines}


def test_comunica_reads_what_an_iri_leads_to(tokyo_server: httpx.Client) -> None:
    here = str(tokyo_server.base_url)
    urls = [f"{here}id/tokyo/smart-tokyo-strategy", f"{here}ns"]
    found = asked(urls, {"goals": GOALS, "terms": TERMS, "claims": CLAIMS})
    rows = {
        name: [
            [cell["value"] for cell in row.values()]
            for row in found[name]["results"]["bindings"]  # type: ignore[index]
        ]
        for name in ("goals", "terms")
    }
    assert rows["goals"] == [
        [f"{BASE}id/tokyo/goal-administration-dx", "도시 행정의 디지털 전환"],
        [f"{BASE}id/tokyo/goal-city-dx", "도시의 디지털 전환"],
        [f"{BASE}id/tokyo/goal-data-highway", "도쿄 데이터 하이웨이"],
    ]
    assert rows["terms"] == [["City"], ["都市"], ["도시"]]
    assert found["claims"]["boolean"] is True  # type: ignore[index]
