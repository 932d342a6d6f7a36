"""The second way: a reconciliation service finds, and what it says is checked."""

import json
from pathlib import Path

import pytest

from citygraph.errors import InputError
from citygraph.linking.polite import UnusableError
from citygraph.linking.reconciliation_answers import read_manifest, read_results
from tests.faulty_server import FaultyServer, busy, reply
from tests.harbour import THEIRS, harbour_run
from tests.reconciling_service import CITY, JSON, MANIFEST, batch_of, outcomes, service
from tests.triple_stores import Server

URL = "https://example.org/reconcile"


def test_what_only_the_service_says_is_for_a_person(
    faulty_server: FaultyServer, tmp_path: Path
) -> None:
    found = outcomes(faulty_server.play(service(CITY)), tmp_path)["city"]
    assert found.state == "matched"
    assert found.why == "only the reconciliation service speaks of it"
    (candidate,) = found.candidates
    assert candidate.verdict == "doubted"
    assert candidate.features["name-en"] == 1
    assert candidate.features["type"] == 1


@pytest.mark.parametrize(
    ("class_", "judged"),
    [
        ("moated place", ("doubted", None, 0.6667)),
        ("family name", ("ruled out", 0, 0.3333)),
    ],
    ids=["one that may lie below one that fits", "one that no thing is of"],
)
def test_a_class_of_which_nothing_more_is_known_does_not_rule_out(
    faulty_server: FaultyServer,
    tmp_path: Path,
    class_: str,
    judged: tuple[str, float | None, float],
) -> None:
    """Nobody says what lies above it, and a row that is rejected would never be proposed again."""
    type_ = {"id": "Q990000002", "name": class_}
    url = faulty_server.play(service({**CITY, "type": [type_]}))
    (candidate,) = outcomes(url, tmp_path)["city"].candidates
    assert (candidate.verdict, candidate.features["type"], candidate.score) == judged


def test_the_endpoint_behind_it_follows_and_describes(
    faulty_server: FaultyServer, harbour: Server, tmp_path: Path
) -> None:
    url = faulty_server.play(service(CITY))
    found = outcomes(url, tmp_path, sparql=harbour.query_url)["moved"]
    assert found.accepted is not None
    assert found.accepted.item == THEIRS + "160"
    assert found.accepted.formerly == (THEIRS + "162", THEIRS + "161")


def test_what_was_deleted_is_gone_and_not_forgotten(
    faulty_server: FaultyServer, harbour: Server, tmp_path: Path
) -> None:
    url = faulty_server.play(service({**CITY, "id": "Q990000165"}))
    found = outcomes(url, tmp_path, sparql=harbour.query_url)["moved"]
    assert found.state == "none"
    assert found.gone == (THEIRS + "165",)


def test_what_goes_in_a_circle_is_not_asked(
    faulty_server: FaultyServer, harbour: Server, tmp_path: Path
) -> None:
    url = faulty_server.play(service({**CITY, "id": "Q990000163"}))
    found = outcomes(url, tmp_path, sparql=harbour.query_url)["moved"]
    assert found.state == "not asked"
    assert "in a circle" in found.why


def test_queries_carry_types_and_properties(faulty_server: FaultyServer, tmp_path: Path) -> None:
    outcomes(faulty_server.play(service()), tmp_path)
    batches = [batch_of(heard) for heard in faulty_server.heard if heard.method == "POST"]
    queries = [query for batch in batches for query in batch.values()]
    (city,) = (each for each in queries if each["query"] == "港都")
    assert "Q515" in city["type"]
    assert city["properties"] == [{"pid": "P429", "v": ["990001"]}]
    (agency,) = (each for each in queries if each["query"] == "Harbour City Office")
    assert agency["properties"] == [{"pid": "P856", "v": ["https://www.harbour.example/"]}]


def test_after_an_error_nothing_is_none(faulty_server: FaultyServer, tmp_path: Path) -> None:
    for act in (
        service(CITY, skip="q0"),
        service({**CITY, "id": "P31"}),
        service({"id": "Q1"}),
        service(manifest=[]),
        service(manifest={}),
        busy(),
        reply(b'{"q0"', JSON),
    ):
        found = outcomes(faulty_server.play(act), tmp_path, refresh=True)
        assert {each.state for each in found.values()} == {"not asked"}


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        ({**MANIFEST, "versions": ["0.1"]}, "speaks the versions"),
        ({**MANIFEST, "identifierSpace": "https://example.org/"}, "its items begin with"),
    ],
)
def test_a_service_of_another_kind_is_refused(
    faulty_server: FaultyServer, tmp_path: Path, manifest: dict[str, object], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        outcomes(faulty_server.play(service(manifest=manifest)), tmp_path)


def test_a_result_that_nobody_asked_for_is_refused() -> None:
    body = b'{"q0": {"result": []}, "q1": {"result": []}}'
    with pytest.raises(UnusableError, match="q1"):
        read_results(URL, body, frozenset({"q0"}))


def test_a_manifest_names_what_it_identifies() -> None:
    manifest = read_manifest(URL, json.dumps(MANIFEST).encode())
    assert manifest.identifiers == MANIFEST["identifierSpace"]


def test_without_any_service_nothing_can_be_asked(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="neither a SPARQL endpoint nor"):
        harbour_run("", tmp_path)
