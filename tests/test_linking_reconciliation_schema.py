"""What goes to a reconciliation service and what comes from it, beside the schemas of its API."""

import copy
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from jsonschema.protocols import Validator
from referencing import Registry, Resource

from citygraph.endpoint.address import shown
from citygraph.errors import RemoteError
from citygraph.linking.polite import UnusableError
from citygraph.linking.reconciliation_answers import read_manifest, read_results
from tests.faulty_server import FaultyServer
from tests.reconciling_service import CITY, MANIFEST, batch_of, outcomes, results, service

URL = "https://example.org/reconcile"
BATCH = "reconciliation-query-batch.json"
RESULTS = "reconciliation-result-batch.json"
ANSWER: dict[str, Any] = {"q0": {"result": [CITY]}}
Schema = Callable[[str], Validator]
Change = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def schema() -> Schema:
    """Give a validator by the name of a schema of version 0.2."""
    folder = os.environ.get("CITYGRAPH_SCHEMAS")
    if folder is None:
        pytest.skip(f"set CITYGRAPH_SCHEMAS to the folder that holds {RESULTS}")

    def read(name: str) -> dict[str, Any]:
        (path,) = Path(folder).rglob(name)
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        # none names its draft by an address that is one: they are read as draft 7
        return {**said, "$schema": "http://json-schema.org/draft-07/schema#"}

    one_type: Resource[Any] = Resource.from_contents(read("type.json"))
    registry: Registry[Any] = Registry().with_resource(read("type.json")["$id"], one_type)
    return lambda name: jsonschema.Draft7Validator(read(name), registry=registry)


def of_the_city(change: Change) -> dict[str, Any]:
    """Change the one result of an answer."""
    answer = copy.deepcopy(ANSWER)
    change(answer["q0"]["result"][0])
    return answer


def variants(said: Any) -> Iterator[Any]:  # noqa: ANN401 - any JSON
    """Give JSON in which one part is of another kind, or is missing."""
    yield from (None, True, 7, 0.5, "x", [], {}, [7], {"x": 7})
    if isinstance(said, dict):
        for key, value in said.items():
            yield {each: said[each] for each in said if each != key}
            yield from ({**said, key: other} for other in variants(value))
    if isinstance(said, list):
        for number, value in enumerate(said):
            yield said[:number] + said[number + 1 :]
            yield from ([*said[:number], each, *said[number + 1 :]] for each in variants(value))


def is_taken(answer: object) -> bool:
    try:
        read_results(URL, json.dumps(answer).encode(), frozenset({"q0"}))
    except RemoteError:
        return False
    return True


# --- what is sent, and what the made-up service says ----------------------------------------------


def test_what_is_sent_validates(
    faulty_server: FaultyServer, tmp_path: Path, schema: Schema
) -> None:
    outcomes(faulty_server.play(service()), tmp_path)
    batches = [batch_of(heard) for heard in faulty_server.heard if heard.method == "POST"]
    assert batches
    for batch in batches:
        schema(BATCH).validate(batch)


def test_only_the_manifest_and_queries_are_asked_for(
    faulty_server: FaultyServer, tmp_path: Path
) -> None:
    """Nothing is suggested or extended: their answers need no reading."""
    outcomes(faulty_server.play(service(CITY)), tmp_path)
    first, *others = faulty_server.heard
    assert (first.method, first.body) == ("GET", b"")
    assert others
    for heard in others:
        assert heard.method == "POST"
        assert heard.body.startswith(b"queries=")


def test_what_the_made_up_service_says_validates(
    faulty_server: FaultyServer, tmp_path: Path, schema: Schema
) -> None:
    """Else the tests would show what a client does with answers that no service gives."""
    outcomes(faulty_server.play(service(CITY)), tmp_path)
    schema("manifest.json").validate(MANIFEST)
    for heard in faulty_server.heard:
        if heard.method == "POST":
            schema(RESULTS).validate(results(batch_of(heard), CITY))


# --- what the schema refuses, the client refuses -------------------------------------------------


def test_no_result_that_breaks_the_schema_is_taken(schema: Schema) -> None:
    validator, refused, taken = schema(RESULTS), 0, 0
    for answer in variants(ANSWER):
        if validator.is_valid(answer):
            taken += is_taken(answer)
        else:
            refused += 1
            assert not is_taken(answer), answer
    assert refused > 100
    assert taken > 20


def test_every_result_that_keeps_the_schema_is_taken_if_it_answers_the_batch(
    schema: Schema,
) -> None:
    validator = schema(RESULTS)
    for answer in variants(ANSWER):
        if isinstance(answer, dict) and answer.keys() == {"q0"} and validator.is_valid(answer):
            assert is_taken(answer), answer


def test_no_manifest_that_breaks_the_schema_is_taken(schema: Schema) -> None:
    validator = schema("manifest.json")
    refused = [each for each in variants(MANIFEST) if not validator.is_valid(each)]
    assert len(refused) > 30
    for manifest in refused:
        body = json.dumps(manifest).encode()
        with pytest.raises(Exception, match=r"^https://example\.org/reconcile: ") as error:
            read_manifest(URL, body)
        assert type(error.value).__name__ in {"UnusableError", "InputError"}


WRONG: list[tuple[Change, str]] = [
    (lambda city: city.pop("id"), "result 1: id: expected a text"),
    (lambda city: city.update(name=None), "result 1: name: expected a text"),
    (lambda city: city.update(description=7), "result 1: description: expected a text"),
    (lambda city: city.update(score="100"), "result 1: score: expected a number"),
    (lambda city: city.update(score=True), "result 1: score: expected a number"),
    (lambda city: city.update(match="yes"), "result 1: match: expected true or false"),
    (lambda city: city.update(type={}), "result 1: type: expected a list"),
    (
        lambda city: city.update(type=["Q1", 7]),
        "result 1: type 2: expected a text, or an object with an id",
    ),
    (lambda city: city.update(type=[{"name": "x"}]), "result 1: type 1: id: expected a text"),
    (lambda city: city.update(features=[7]), "result 1: feature 1: expected an object"),
    (
        lambda city: city.update(features=[{"value": "x"}]),
        "result 1: feature 1: value: expected a number, or true or false",
    ),
]


@pytest.mark.parametrize(("change", "said"), WRONG, ids=[said for _, said in WRONG])
def test_a_wrong_result_is_named_and_nothing_is_none(
    faulty_server: FaultyServer, tmp_path: Path, change: Change, said: str
) -> None:
    (city,) = of_the_city(change)["q0"]["result"]
    url = faulty_server.play(service(city))
    found = outcomes(url, tmp_path)
    assert {each.state for each in found.values()} == {"not asked"}
    assert found["city"].why == f"{shown(url)}: the answer is not as specified: q0: {said}"


@pytest.mark.parametrize(("change", "said"), WRONG, ids=[said for _, said in WRONG])
def test_a_result_that_is_called_wrong_breaks_the_schema(
    schema: Schema, change: Change, said: str
) -> None:
    assert said
    assert not schema(RESULTS).is_valid(of_the_city(change))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"q0": 7}, "the answer is not as specified: q0: result: expected a list"),
        ({"q0": {}}, "the answer is not as specified: q0: result: expected a list"),
        (
            {"q0": {"result": [7]}},
            "the answer is not as specified: q0: result 1: expected an object",
        ),
        ({}, "the answer does not belong to the batch (look at 'q0')"),
        ([], "the answer is no object of JSON"),
    ],
)
def test_an_answer_that_is_none_is_named(answer: object, said: str) -> None:
    with pytest.raises(UnusableError) as error:
        read_results(URL, json.dumps(answer).encode(), frozenset({"q0"}))
    assert str(error.value) == f"{URL}: {said}"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": 7}, "name: expected a text"),
        ({"identifierSpace": None}, "identifierSpace: expected a text"),
        ({"schemaSpace": []}, "schemaSpace: expected a text"),
        ({"versions": "0.2"}, "versions: expected a list of texts"),
        ({"versions": ["0.2", 7]}, "versions: expected a list of texts"),
    ],
)
def test_a_wrong_manifest_is_named_and_nothing_is_none(
    faulty_server: FaultyServer, tmp_path: Path, change: dict[str, object], said: str
) -> None:
    url = faulty_server.play(service(CITY, manifest={**MANIFEST, **change}))
    found = outcomes(url, tmp_path)
    assert {(each.state, each.why) for each in found.values()} == {
        (
            "not asked",
            f"{shown(url)}: this is no manifest of a reconciliation service: {said}",
        )
    }


# --- what is not as specified is not kept ---------------------------------------------------------


@pytest.mark.parametrize("wrong", [{**CITY, "score": "100"}, {**CITY, "id": "P31"}])
def test_a_wrong_answer_is_asked_for_again(
    faulty_server: FaultyServer, tmp_path: Path, wrong: dict[str, object]
) -> None:
    found = outcomes(faulty_server.play(service(wrong)), tmp_path)
    assert {each.state for each in found.values()} == {"not asked"}
    mended = outcomes(faulty_server.play(service(CITY)), tmp_path)
    assert mended["city"].state == "matched"


def test_an_answer_in_another_encoding_is_none() -> None:
    body = json.dumps(ANSWER).encode("utf-16")
    with pytest.raises(RemoteError, match="cannot be used"):
        read_results(URL, body, frozenset({"q0"}))
