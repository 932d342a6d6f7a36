"""Clients at work: our own looks a city up here; a remote store is matched against as ours is."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.harbour import CITY, OURS, harbour_run
from tests.served_graph import ServeGraph
from tests.triple_stores import serve_oxigraph

HERE = """\
title = "a server of our own"
page = "https://w3id.org/citygraph/"
direct = "https://w3id.org/citygraph/ns#"
item = "(id|voc)/.+|ns#.+"
languages = ["en", "ja", "ko"]

[properties]
type = ["type"]
above = ["above"]

[classes]
"cg:City" = ["ns#City"]
"""


def test_our_own_client_finds_each_thing_by_its_names(
    serve_graph: ServeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # nobody links the graph to itself, and the tables refuse it; here it says whether all is found
    monkeypatch.setattr("citygraph.linking.wikibase._OWN", ())
    client = serve_graph("--data", str(CITY))
    path = tmp_path / "here.toml"
    path.write_text(HERE, encoding="utf-8")
    run = harbour_run("", tmp_path, wikibase=path, reconcile=f"{client.base_url}reconcile")
    outcomes = {each.thing: each for each in run.proposing.run(run.subjects)}
    assert len(outcomes) > 90
    for thing, outcome in outcomes.items():
        assert outcome.state != "not asked", outcome.why
        own = next(each for each in outcome.candidates if each.item == thing)
        assert own.features["name-en"] == 1, thing
    for name in ("city", "land", "agency", "person", "moved"):
        found = outcomes[OURS + name]
        assert found.state == "matched"
        assert found.candidates[0].item == OURS + name
        assert found.candidates[0].why == "only the reconciliation service speaks of it"
        assert found.candidates[0].features["type"] == 1


def test_a_remote_store_is_matched_against_as_our_own(
    serve_graph: ServeGraph, tokyo_server: httpx.Client, tmp_path: Path
) -> None:
    from citygraph.graph import CityGraph

    with serve_oxigraph(tmp_path) as store:
        graph = CityGraph.load()
        for iri in graph.graphs:
            lines = "".join(f"{triple} .\n" for triple in graph.triples(iri))
            store.put(iri, lines.encode(), "application/n-triples")
        remote = serve_graph("--endpoint", store.query_url)
        batch: dict[str, Any] = {
            "q0": {"query": "東京"},
            "q1": {"query": "Koto", "properties": [{"pid": "ns#inCity", "v": "Tokyo"}]},
            "q2": {"query": "robots", "type": "skos:Concept"},
        }
        asked = {"ids": ["id/tokyo/tokyo"], "properties": [{"id": "ns#exposedTo"}]}
        for data in ({"queries": json.dumps(batch)}, {"extend": json.dumps(asked)}):
            ours, theirs = (
                each.post("/ja/reconcile", data=data) for each in (tokyo_server, remote)
            )
            assert theirs.status_code == 200
            assert theirs.json() == ours.json()
        for path in ("/id/tokyo/tokyo.ttl", "/voc/robots.jsonld", "/ns.nt"):
            ours, theirs = (each.get(path) for each in (tokyo_server, remote))
            assert theirs.content == ours.content, path
            own = theirs.headers["etag"]
            assert own != ours.headers["etag"]
            again = remote.get(path, headers={"if-none-match": own})
            assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("language", ["en", "ja", "ko"])
def test_a_table_is_matched_and_filled_as_open_refine_does_it(
    tokyo_server: httpx.Client, language: str
) -> None:
    """Add the service, guess the type, match a column, look at a preview, fetch a column."""
    service = tokyo_server.get(f"/{language}/reconcile").json()
    url = service["view"]["url"].removesuffix("/view?id={{id}}")
    names = {"en": "Chiyoda", "ja": "千代田区", "ko": "지요다구"}
    cells = [names[language], "Minato", "Nowhere at all"]
    guess = {f"q{number}": {"query": cell, "limit": 3} for number, cell in enumerate(cells)}
    found = tokyo_server.post(url, data={"queries": json.dumps(guess)}).json()
    types = [each["id"] for each in found["q0"]["result"][0]["type"]]
    assert types == ["https://schema.org/AdministrativeArea"]
    queries = {
        name: {**query, "type": types[0], "type_strict": "should"} for name, query in guess.items()
    }
    found = tokyo_server.post(url, data={"queries": json.dumps(queries)}).json()
    best = [each["result"][:1] for each in found.values()]
    matched = [each["id"] for results in best for each in results if each["match"]]
    assert matched == ["id/tokyo/chiyoda", "id/tokyo/minato"]
    assert [each["name"] for each in best[0]] == [names[language]]
    preview = tokyo_server.get(service["preview"]["url"].replace("{{id}}", "id%2Ftokyo%2Fminato"))
    assert preview.status_code == 200
    wanted = {"ids": matched, "properties": [{"id": "ns#localGovernmentCode", "settings": {}}]}
    rows = tokyo_server.post(url, data={"extend": json.dumps(wanted)}).json()["rows"]
    assert [row["ns#localGovernmentCode"] for row in rows.values()] == [
        [{"str": "131016"}],
        [{"str": "131032"}],
    ]
