"""The Reconciliation API over HTTP, as clients use it; answers are held to its schemas."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

import httpx
import jsonschema
import pytest

from tests.reconciliation_schemas import check, needs_schemas
from tests.served_graph import ServeGraph

BASE = "https://w3id.org/citygraph/"
PLACES = ("/reconcile", "/en/reconcile", "/ja/reconcile", "/ko/reconcile")

FAR = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix towns: <https://w3id.org/citygraph/id/towns/> .
<https://far.example/1> skos:prefLabel "Far"@en .
<javascript:alert(1)> skos:prefLabel "Harmful"@en .
<https://w3id.org/citygraph/id/towns//x> skos:prefLabel "Climber"@en .
towns:near a <https://far.example/T> ; skos:prefLabel "Near <b>by"@en ;
    skos:related <https://far.example/1> .
"""


def ask(client: httpx.Client, batch: dict[str, Any], place: str = "/reconcile") -> dict[str, Any]:
    """Send a batch and give the results of each query."""
    check(batch, "reconciliation-query-batch")
    answer = client.post(place, data={"queries": json.dumps(batch)})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    check(answer.json(), "reconciliation-result-batch")
    said = answer.json()
    assert said.keys() == batch.keys()
    return {name: said[name]["result"] for name in batch}


def extend(
    client: httpx.Client, asked: dict[str, Any], place: str = "/en/reconcile"
) -> dict[str, Any]:
    check(asked, "data-extension-query")
    answer = client.post(place, data={"extend": json.dumps(asked)})
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    check(said, "data-extension-response")
    return said


def matches(results: list[dict[str, Any]]) -> list[str]:
    return [each["id"] for each in results if each["match"]]


@needs_schemas
def test_a_wrong_document_does_not_pass_the_schemas() -> None:
    with pytest.raises(jsonschema.ValidationError):
        check({"q0": {"result": [{"id": "x"}]}}, "reconciliation-result-batch")
    with pytest.raises(jsonschema.ValidationError):
        check({"result": [{"id": "x", "name": "x", "broader": [{}]}]}, "suggest-types-response")


@pytest.mark.parametrize("place", PLACES)
def test_the_manifest_leads_to_everything_else(tokyo_server: httpx.Client, place: str) -> None:
    for path in (place, f"{place}/"):
        said = tokyo_server.get(path).json()
        check(said, "manifest")
        assert said["versions"] == ["0.2"]
        assert said["identifierSpace"] == BASE
        assert said["preview"]["url"] == f"{tokyo_server.base_url}{place[1:]}/preview?id={{{{id}}}}"
        tokyo = quote("id/tokyo/tokyo", safe="")
        shown = tokyo_server.get(said["preview"]["url"].replace("{{id}}", tokyo))
        assert shown.headers["content-type"] == "text/html; charset=utf-8"
        led = tokyo_server.get(said["view"]["url"].replace("{{id}}", tokyo))
        language = "en" if place == "/reconcile" else place[1:3]
        target = urljoin(str(led.url), led.headers["location"])
        assert target == f"{tokyo_server.base_url}{language}/id/tokyo/tokyo.html"
        for kind, id_ in (("entity", tokyo), ("type", "ns%23City"), ("property", "ns%23inCity")):
            service = said["suggest"][kind]
            answer = tokyo_server.get(
                service["service_url"] + service["service_path"] + "?prefix=ci"
            )
            kinds = {"entity": "entities", "type": "types", "property": "properties"}
            check(answer.json(), f"suggest-{kinds[kind]}-response")
            assert answer.json()["result"] or kind == "entity"
            beside = service["flyout_service_path"].replace("${id}", id_)
            flyout = tokyo_server.get(service["flyout_service_url"] + beside).json()
            assert flyout["html"].startswith("<p>")
        proposals = said["extend"]["propose_properties"]
        url = proposals["service_url"] + proposals["service_path"]
        answer = tokyo_server.get(url, params={"type": "ns#City", "limit": 3}).json()
        check(answer, "data-extension-property-proposal")
        assert (len(answer["properties"]), answer["limit"], answer["type"]) == (3, 3, "ns#City")
        every = tokyo_server.get(url, params={"type": "ns#City", "limit": 50}).json()["properties"]
        assert every[-1]["id"] == "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def test_default_types_are_those_that_things_have(tokyo_server: httpx.Client) -> None:
    said = tokyo_server.get("/ko/reconcile").json()["defaultTypes"]
    assert {"id": "ns#Goal", "name": "목표"} in said


def test_behind_a_proxy_the_manifest_names_the_address_from_outside(
    tokyo_server: httpx.Client,
) -> None:
    told = {
        "x-forwarded-host": "data.example.org",
        "x-forwarded-proto": "https",
        "x-forwarded-prefix": "/city",
    }
    said = tokyo_server.get("/reconcile", headers=told).json()
    assert said["view"]["url"] == "https://data.example.org/city/reconcile/view?id={{id}}"
    wrong = {"x-forwarded-host": "a/b", "x-forwarded-proto": "javascript", "host": "<x>"}
    said = tokyo_server.get("/reconcile", headers=wrong).json()
    assert said["view"]["url"] == "http://localhost/reconcile/view?id={{id}}"


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("Tokyo", "id/tokyo/tokyo"),
        ("東京", "id/tokyo/tokyo"),
        ("도쿄", "id/tokyo/tokyo"),
        ("  ＴＯＫＹＯ　Ｍｅｔｒｏｐｏｌｉｓ ", "id/tokyo/tokyo"),
        ("id/tokyo/tokyo", "id/tokyo/tokyo"),
        ("tokyo:tokyo", "id/tokyo/tokyo"),
        (BASE + "id/tokyo/tokyo", "id/tokyo/tokyo"),
        ("로봇", "voc/robots"),
    ],
)
def test_a_name_in_any_language_or_an_identifier_is_matched(
    tokyo_server: httpx.Client, text: str, id_: str
) -> None:
    (results,) = ask(tokyo_server, {"q": {"query": text}}).values()
    assert matches(results) == [id_]
    assert (results[0]["id"], results[0]["score"]) == (id_, 100)


def test_names_come_in_the_language_of_the_place(tokyo_server: httpx.Client) -> None:
    batch = {"q": {"query": "Tokyo", "limit": 1}}
    names = [ask(tokyo_server, batch, place)["q"][0]["name"] for place in PLACES]
    assert names == ["Tokyo", "Tokyo", "東京", "도쿄"]
    accept = {"accept-language": "ko"}
    url = "/reconcile?queries=" + quote(json.dumps(batch))
    answer = tokyo_server.get(url, headers=accept).json()
    assert answer["q"]["result"][0]["name"] == "도쿄"


def test_types_narrow_what_is_found(tokyo_server: httpx.Client) -> None:
    smart = {"query": "Smart Tokyo"}
    found = ask(
        tokyo_server,
        {
            "free": smart,
            "vision": {**smart, "type": "ns#Vision"},
            "city": {**smart, "type": ["cg:City"], "type_strict": "should"},
            "any": {**smart, "type": ["ns#City", "ns#Fund"], "type_strict": "any"},
            "all": {**smart, "type": ["ns#City", "ns#Fund"], "type_strict": "all"},
            "nothing": {**smart, "type": "https://example.org/Unknown", "type_strict": "any"},
        },
    )
    assert matches(found["free"]) == matches(found["vision"]) == ["id/tokyo/smart-tokyo"]
    assert matches(found["city"]) == []
    vision = next(each for each in found["city"] if each["id"] == "id/tokyo/smart-tokyo")
    assert vision["score"] == 50
    assert {"id": "type", "value": False} in vision["features"]
    assert {each["id"] for each in found["any"]} == {"id/tokyo/tokyo", "id/tokyo/promotion-fund"}
    assert found["all"] == found["nothing"] == []


def test_a_type_includes_those_below_it(tokyo_server: httpx.Client) -> None:
    query = {"query": "PayPay", "type": "cg:Service", "type_strict": "all"}
    (results,) = ask(tokyo_server, {"q": query}).values()
    assert matches(results)


def test_a_batch_of_open_refine_is_answered(tokyo_server: httpx.Client) -> None:
    """Its queries have a limit, one type as a text, `should`, and values of matched columns."""
    found = ask(
        tokyo_server,
        {
            "q0": {
                "query": "Koto",
                "limit": 3,
                "type": "https://schema.org/AdministrativeArea",
                "type_strict": "should",
                "properties": [
                    {"pid": "ns#localGovernmentCode", "v": "131083"},
                    {"pid": "ns#inCity", "v": {"id": "id/tokyo/tokyo", "name": "Tokyo"}},
                ],
            },
            "q1": {"query": "Koto", "properties": [{"pid": "ns#inCity", "v": "Osaka"}]},
        },
    )
    assert matches(found["q0"]) == ["id/tokyo/koto"]
    assert found["q0"][0]["score"] == 100
    assert matches(found["q1"]) == []
    assert 60 < found["q1"][0]["score"] < 80


def test_values_are_fetched_for_a_matched_table(tokyo_server: httpx.Client) -> None:
    asked = {
        "ids": ["id/tokyo/tokyo", "id/tokyo/no-such-thing"],
        "properties": [
            {"id": "ns#inCountry"},
            {"id": "skos:prefLabel"},
            {"id": "skos:altLabel", "settings": {"language": "ko"}},
            {"id": "ns#exposedTo", "settings": {"limit": "1"}},
            {"id": "no property at all"},
        ],
    }
    said = extend(tokyo_server, asked)
    assert [each["name"] for each in said["meta"]][:2] == ["in country", "preferred label"]
    assert said["rows"]["id/tokyo/tokyo"] == {
        "ns#inCountry": [{"id": "id/japan", "name": "Japan"}],
        "skos:prefLabel": [{"str": "Tokyo"}],
        "skos:altLabel": [{"str": "도쿄도"}],
        "ns#exposedTo": [{"id": "voc/earthquakes", "name": "earthquakes"}],
        "no property at all": [],
    }
    assert set(map(str, said["rows"]["id/tokyo/no-such-thing"].values())) == {"[]"}
    all_languages = {"id": "skos:prefLabel", "settings": {"language": "all"}}
    every = {"ids": ["id/tokyo/tokyo"], "properties": [all_languages]}
    (row,) = extend(tokyo_server, every)["rows"].values()
    assert row == {"skos:prefLabel": [{"str": "Tokyo"}, {"str": "東京"}, {"str": "도쿄"}]}


def test_numbers_and_dates_are_read_where_they_stand(tokyo_server: httpx.Client) -> None:
    asked = {
        "ids": ["id/tokyo/smart-tokyo-strategy", "id/tokyo/budget-fy2020"],
        "properties": [{"id": "ns#adoptedOn"}, {"id": "ns#amount"}],
    }
    rows = extend(tokyo_server, asked)["rows"]
    assert rows["id/tokyo/smart-tokyo-strategy"]["ns#adoptedOn"] == [{"str": "2020-02"}]
    assert rows["id/tokyo/budget-fy2020"]["ns#amount"] == [{"int": 15_800_000_000}]


def test_suggestions_begin_with_what_was_typed_and_go_on(tokyo_server: httpx.Client) -> None:
    def suggested(kind: str, **given: str | int) -> list[dict[str, Any]]:
        answer = tokyo_server.get(f"/en/reconcile/suggest/{kind}", params=given)
        found: list[dict[str, Any]] = answer.json()["result"]
        return found

    assert suggested("entity", prefix="tokyo")[0]["id"] == "id/tokyo/tokyo"
    assert suggested("entity", prefix="東京")[0]["name"] == "Tokyo"
    assert suggested("entity", prefix="id/tokyo/koto")[0]["id"] == "id/tokyo/koto"
    assert suggested("type", prefix="ns#city")[0]["id"] == "ns#City"
    assert suggested("property", prefix="in cit")[0]["id"] == "ns#inCity"
    assert suggested("entity", prefix="zzzz") == []
    first, next_ = suggested("entity", prefix="s"), suggested("entity", prefix="s", cursor=20)
    assert len(first) == 20
    assert next_
    assert not {each["id"] for each in first} & {each["id"] for each in next_}
    assert suggested("entity", prefix="s", cursor=5)[:15] == first[5:]


def test_a_preview_may_stand_in_a_frame_and_runs_nothing(tokyo_server: httpx.Client) -> None:
    answer = tokyo_server.get("/ja/reconcile/preview", params={"id": "id/tokyo/koto"})
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors" not in policy
    assert "default-src 'none'" in policy
    assert '<html lang="ja">' in answer.text
    assert "江東区" in answer.text
    assert "x-frame-options" not in answer.headers


def test_pages_of_every_origin_may_ask(tokyo_server: httpx.Client) -> None:
    for path in (
        "/reconcile",
        "/reconcile/suggest/type?prefix=a",
        "/reconcile/preview?id=voc/robots",
    ):
        answer = tokyo_server.get(path, headers={"origin": "https://refine.example.org"})
        assert answer.headers["access-control-allow-origin"] == "*"
    asked = {"access-control-request-method": "POST", "origin": "https://refine.example.org"}
    flight = tokyo_server.options("/reconcile", headers=asked)
    assert "POST" in flight.headers["access-control-allow-methods"]


def test_what_is_outside_the_identifier_space_is_no_candidate(
    serve_graph: ServeGraph, tmp_path: Path
) -> None:
    path = tmp_path / "far.ttl"
    path.write_text(FAR, encoding="utf-8")
    client = serve_graph("--graph", f"{path}=https://far.example/graph")
    related = {"pid": "skos:related", "v": "Far"}
    found = ask(
        client,
        {
            "far": {"query": "Far"},
            "iri": {"query": "https://far.example/1"},
            "near": {"query": "near <b>by", "type": "https://far.example/T"},
            "related": {"query": "id/towns/near", "properties": [related]},
        },
    )
    assert found["far"] == found["iri"] == []
    assert matches(found["near"]) == matches(found["related"]) == ["id/towns/near"]
    asked = {"ids": ["id/towns/near"], "properties": [{"id": "skos:related"}]}
    rows = extend(client, asked)["rows"]
    assert rows == {"id/towns/near": {"skos:related": [{"str": "https://far.example/1"}]}}
    assert "Near &lt;b&gt;by" in client.get("/reconcile/preview?id=id/towns/near").text
    for id_ in ("https://far.example/1", "javascript:alert(1)", "id/towns//x"):
        shown = client.get("/reconcile/view?id=" + quote(id_, safe=""))
        assert (shown.status_code, "location" in shown.headers) == (404, False)
