"""`citygraph push` as it is typed, and what it writes down."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jsonschema
import pytest

from citygraph.errors import InputError
from citygraph.pushing import PROFILES, as_json, read_receipt
from citygraph.pushing.opening import address_of, open_target
from citygraph.pushing.profiles import addresses, find_profile
from tests import pushed_city as city
from tests.command import Run
from tests.cutting_proxy import Fault, answer, cutting_proxy
from tests.servers import Server

SCHEMAS = Path(__file__).parents[1] / "docs" / "schemas"
ONE = ("--graph", city.FACTS)


def schema(name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(found)
    assert found["$id"] == f"https://w3id.org/citygraph/schemas/{name}.json"
    return found


@pytest.fixture
def server(oxigraph_server: Server) -> Iterator[Server]:
    city.clear(oxigraph_server)
    yield oxigraph_server
    city.clear(oxigraph_server)  # other tests find no graph of ours there


@pytest.fixture
def words(server: Server, tmp_path: Path) -> list[str]:
    """The beginning of a command line that pushes a city."""
    city.write_city(tmp_path / "city")
    return ["push", city.base(server), "--store", "oxigraph", "--data", str(tmp_path / "city")]


def test_push_check_and_roll_back(words: list[str], run: Run, tmp_path: Path) -> None:
    receipt = str(tmp_path / "receipt.json")
    assert run(*words, *ONE, "--check") == (1, f"absent            41  {city.FACTS}\n", "")
    assert run(*words, *ONE, "--dry-run") == (0, f"write             41  {city.FACTS}\n", "")
    done = run(*words, *ONE, "--receipt", receipt)
    assert done == (0, f"done              41  {city.FACTS}\nreceipt: {receipt}\n", "")
    assert run(*words, *ONE) == (0, f"unchanged         41  {city.FACTS}\n", "")
    assert run(*words, *ONE, "--check") == (0, f"equal             41  {city.FACTS}\n", "")
    back = run("push", "--rollback", receipt)
    assert back == (0, f"restored          41  {city.FACTS}\nreceipt: {receipt}\n", "")
    assert run(*words, *ONE, "--check").code == 1


def test_what_differs_is_shown(words: list[str], run: Run, server: Server) -> None:
    city.put(server, city.FACTS, frozenset({'<urn:a> <urn:b> "c" .\n'}))
    done = run(*words, *ONE, "--dry-run")
    lines = done.out.splitlines()
    assert lines[:2] == [
        f"replace           41  {city.FACTS}",
        "  41 triples are missing and 1 were not sent",
    ]
    assert all(re.match(r"  [-+] <", line) for line in lines[2:])


def test_json_is_as_the_published_schemas_say(
    words: list[str], run: Run, server: Server, tmp_path: Path
) -> None:
    with (tmp_path / "city" / "harbour.ttl").open("a", encoding="utf-8") as file:
        file.write("<urn:a> <urn:b> 007 .\n")
    city.put(server, city.FACTS, frozenset({'<urn:a> <urn:b> "c" .\n'}))
    both = ("--graph", city.EVIDENCE, *ONE)
    drift = json.loads(run(*words, *both, "--check", "-f", "json").out)
    jsonschema.validate(drift, schema("drift"), jsonschema.Draft202012Validator)
    assert [each["state"] for each in drift] == ["absent", "differs"]
    done = run(*words, *both, "--receipt", str(tmp_path / "r.json"), "-f", "json")
    receipt = json.loads(done.out)
    assert receipt == json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    jsonschema.validate(receipt, schema("receipt"), jsonschema.Draft202012Validator)
    assert [each["before"] is None for each in receipt["graphs"]] == [True, False]
    assert re.search(r'the store writes "007"\S+ as "7"\S+ \(1 triples\)\n', done.err)
    again = json.loads(run(*words, *both, "--check", "-f", "json").out)
    jsonschema.validate(again, schema("drift"), jsonschema.Draft202012Validator)
    assert [each["state"] for each in again] == ["equal", "equal"]
    assert len(again[1]["rewritten"]) == 1


def test_the_schemas_name_all_stores_and_all_states() -> None:
    receipt = schema("receipt")
    assert receipt["properties"]["store"]["enum"] == list(PROFILES)  # type: ignore[index]


def test_a_failure_says_how_far_each_graph_is_and_how_to_go_on(
    words: list[str], run: Run, server: Server, tmp_path: Path
) -> None:
    receipt = str(tmp_path / "receipt.json")
    with cutting_proxy(server.query_url) as proxy:
        broken = Fault(answer("500 Internal Server Error", body="out of luck"))
        proxy.faults = dict.fromkeys(range(3, 6), broken)
        words[1] = proxy.url
        done = run(*words, *ONE, "--receipt", receipt)
        assert (done.code, done.out) == (3, "")
        assert "out of luck" in done.err
        assert f"  <{city.FACTS}>: as it was; what was there is kept\n" in done.err
        assert done.err.endswith(f"go on with  citygraph push --resume {receipt}\n")
        proxy.faults = {}
        words = ["push", "--resume", receipt, *words[4:]]
        jsonschema.validate(json.loads(Path(receipt).read_text()), schema("receipt"))
        assert run(*words).code == 0
    assert len(city.held(server, city.FACTS)) == 41


def test_an_interruption_says_how_far_each_graph_is(
    words: list[str], run: Run, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    receipt = str(tmp_path / "receipt.json")
    with monkeypatch.context() as patch:
        patch.setattr("citygraph.pushing.remote.RemoteGraphs.copy", interrupt)
        done = run(*words, *ONE, "--receipt", receipt)
    assert (done.code, done.out) == (130, "")
    assert f"  <{city.FACTS}>: being replaced: the old one or the new one\n" in done.err
    assert done.err.endswith(f"go on with  citygraph push --resume {receipt}\n")
    assert run("push", "--resume", receipt, *words[4:]).code == 0
    assert city.staged(server) == []


def test_before_anything_is_written_there_is_no_receipt(
    words: list[str], run: Run, server: Server, tmp_path: Path
) -> None:
    with cutting_proxy(server.query_url) as proxy:
        proxy.faults = {0: Fault(answer("500 Internal Server Error"))}
        words[1] = proxy.url
        done = run(*words, *ONE, "--receipt", str(tmp_path / "receipt.json"))
    assert (done.code, done.out) == (3, "")
    assert done.err.endswith("nothing was written to the store\n")
    assert not (tmp_path / "receipt.json").exists()


@contextmanager
def cut_short(words: list[str], run: Run, server: Server, folder: Path) -> Iterator[str]:
    """Begin a push that fails half way, and give its receipt while the faulty way is there."""
    receipt = str(folder / "receipt.json")
    with cutting_proxy(server.query_url) as proxy:
        proxy.faults = {3: Fault(answer("500 Internal Server Error"))}
        words[1] = proxy.url
        assert run(*words, *ONE, "--receipt", receipt).code == 3
        yield receipt


def test_resuming_with_other_data_is_refused(
    words: list[str], run: Run, server: Server, tmp_path: Path
) -> None:
    with cut_short(words, run, server, tmp_path) as receipt:
        city.write_city(tmp_path / "city", "other")
        done = run("push", "--resume", receipt, *words[4:])
    assert done.code == 2
    assert "is not what it was when this push began" in done.err
    assert city.held(server, city.FACTS) == frozenset()


def test_somebody_else_has_written_meanwhile(
    words: list[str], run: Run, server: Server, tmp_path: Path
) -> None:
    with cut_short(words, run, server, tmp_path) as receipt:
        theirs = frozenset({'<urn:a> <urn:b> "c" .\n'})
        city.put(server, city.FACTS, theirs)
        done = run("push", "--resume", receipt, *words[4:])
    assert done.code == 3
    assert "somebody else has changed it since this push began" in done.err
    assert city.held(server, city.FACTS) == theirs


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--store", "floppy"], "--store floppy: expected one of oxigraph, virtuoso"),
        (["--part", "half"], "--part half: expected one of facts"),
        (["--graph", "urn:x"], "--graph urn:x: is no graph here"),
        (["--receipt", "{here}"], "is there already; go on with  --resume"),
        (["--check", "--receipt", "r"], "--receipt: nothing is written, so there is no receipt"),
        (["--store", "gsp", "--update-url", "http://e.org"], "--store gsp sends no updates"),
        (["-f", "turtle"], "--format turtle: expected one of text, json"),
    ],
)
def test_wrong_usage(
    words: list[str], run: Run, tmp_path: Path, more: list[str], said: str
) -> None:
    (tmp_path / "here").touch()
    done = run(*words, *(each.format(here=tmp_path / "here") for each in more))
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_wrong_usage_of_a_receipt(words: list[str], run: Run, tmp_path: Path) -> None:
    receipt = str(tmp_path / "receipt.json")
    assert run(*words, *ONE, "--receipt", receipt).code == 0
    for more, said in (
        (["--part", "facts"], "--part: the receipt says it already"),
        (["--receipt", "r.json"], "--receipt: the receipt says it already"),
        (["--graph", "urn:x"], "--graph: the receipt says it already"),
        (["--store", "gsp"], "--store gsp: the receipt is of a push to oxigraph"),
        (["http://localhost:1"], "not of http://localhost:1"),
    ):
        done = run("push", "--rollback", receipt, *more)
        assert (done.code, said in done.err) == (2, True), done.err
    assert "needs the address of a store" in run("push").err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is no receipt of a push"),
        ("[]", "is no receipt of a push"),
        ('{"form": 1}', "is no receipt of a push"),
        ('{"form": 1, "graphs": [{}]}', "is no receipt of a push"),
    ],
)
def test_what_is_no_receipt_is_refused(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "receipt.json"
    path.write_text(content)
    with pytest.raises(InputError, match=said):
        read_receipt(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_receipt(tmp_path / "none.json")


def test_a_receipt_of_another_form_is_refused(words: list[str], run: Run, tmp_path: Path) -> None:
    path = tmp_path / "receipt.json"
    assert run(*words, *ONE, "--receipt", str(path)).code == 0
    receipt = read_receipt(path)
    assert as_json(receipt) == path.read_text(encoding="utf-8")
    path.write_text(as_json(receipt).replace('"form": 1', '"form": 2'))
    with pytest.raises(InputError, match="was written by another version of citygraph"):
        read_receipt(path)


def test_an_address_with_parameters_has_to_be_given_again(
    words: list[str], run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "receipt.json"
    words[1] += "?key=hush"
    assert run(*words, *ONE, "--receipt", str(path)).code == 0
    receipt = read_receipt(path)
    with pytest.raises(InputError, match="the address has parameters"):
        address_of(receipt, None)
    assert address_of(receipt, words[1]) == words[1]


def test_credentials_go_to_one_server_only() -> None:
    from citygraph.endpoint import Credentials

    shown = Credentials("basic", "loader", "secret")
    with pytest.raises(InputError, match="credentials are for one server only"):
        open_target(
            "http://localhost/a", store="update", update_url="http://e.org/b", credentials=shown
        )


@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
def test_the_addresses_of_each_kind_of_store(profile: object) -> None:
    found = find_profile(profile.name)  # type: ignore[attr-defined]
    where = addresses(found, found.example + "?key=1")
    assert {each.rpartition("?")[2] for each in where[1:] if each} == {"key=1"}
    assert (where.query is None, where.update is None, where.graphs is None) == (
        found.query is None,
        found.update is None,
        found.graphs is None,
    )


def test_the_help_names_every_kind_of_store_and_what_was_tested(run: Run) -> None:
    shown = run("push", "--help").out
    for profile in PROFILES.values():
        assert f"  {profile.name} " in shown
    for name in ("oxigraph", "virtuoso"):
        assert re.search(rf"^  {name} .*tested on a real server$", shown, re.MULTILINE)


def test_data_that_cannot_be_used_is_found_before_anything_is_sent(
    words: list[str], run: Run, server: Server, tmp_path: Path
) -> None:
    evidence = tmp_path / "city" / "harbour.evidence.ttl"
    whole = evidence.read_text(encoding="utf-8")
    for content, said in (
        ("<urn:a> <urn:b>", "this is no Turtle"),
        ("", "holds no triples"),
    ):
        evidence.write_text(content, encoding="utf-8")
        done = run(*words)
        assert (done.code, said in done.err) == (2, True), done.err
    evidence.write_text(whole, encoding="utf-8")
    (tmp_path / "city" / "harbour.ttl").write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    done = run(*words)
    assert (done.code, "describes a city" in done.err) == (2, True)
    assert city.held(server, city.EVIDENCE) == frozenset()


def test_a_dump_that_names_graphs_is_pushed_graph_by_graph(
    server: Server, run: Run, tmp_path: Path
) -> None:
    source = city.write_city(tmp_path / "city")
    quads = [
        f"{line.removesuffix(' .' + chr(10))} <{graph}> .\n"
        for graph in city.GRAPHS
        for line in city.triples_of(source, graph)
    ]
    dump = tmp_path / "dump.nq"
    dump.write_text("".join(quads), encoding="utf-8")
    words = ["push", city.base(server), "--store", "oxigraph", "--data", str(dump)]
    graphs = [word for graph in city.GRAPHS for word in ("--graph", graph)]
    assert run(*words, *graphs, "--receipt", str(tmp_path / "r.json")).code == 0
    for graph in city.GRAPHS:
        assert city.held(server, graph) == city.triples_of(source, graph)
