"""`citygraph doctor --endpoint` against real stores: what is known of each, and nothing else."""

from pathlib import Path

import pytest

from citygraph.doctor.wording import found
from citygraph.home import open_home
from tests.examined import OUR, findings, probed
from tests.servers import Server


def test_what_is_known_of_oxigraph(loaded_oxigraph: Server) -> None:
    checks = probed(loaded_oxigraph.query_url)
    assert findings(checks, "endpoint", "graphs") == {
        "HEAD": "head-fails",
        "default graph": "default-empty",
        "literals": "rewritten",
        "language tags": "tag-case",
    }
    assert all(each.handled for each in checks.values() if each.state == "hint")
    said = found(checks["literals"], "en")
    for change in ('"007"^^integer → "7"^^integer', '"5"^^nonNegativeInteger → "5"^^integer'):
        assert change in said
    assert {checks[path.stem].finding for path in open_home().data} == {"graph-equal"}


def test_what_is_known_of_virtuoso(loaded_virtuoso: Server) -> None:
    checks = probed(loaded_virtuoso.query_url)
    assert findings(checks, "endpoint", "graphs") == {
        "ASK in JSON": "truth-as-row",
        "query as the body": "post-hangs",
        "literals in JSON": "typed-literal",
        "default graph": "default-union",
        "literals": "rewritten",
        "division of integers": "integer-division",
        "ENCODE_FOR_URI": "encode",
        "VALUES within OPTIONAL": "values-unseen",
        "ORDER BY over languages": "not-ordered",
        "ORDER BY … OFFSET": "offset-fails",
        "timeouts": "timeout-partial",
    }
    assert found(checks["ENCODE_FOR_URI"], "en").startswith("of Hangul is %ED%95%9C%00 here")
    assert found(checks["division of integers"], "en") == "15 / 2 is 7 here, and should be 7.5"
    assert '"true"^^boolean → "1"^^integer' in found(checks["literals"], "en")
    assert {checks[path.stem].finding for path in open_home().data} <= {
        "graph-equal",
        "graph-rewritten",
    }


def test_virtuoso_cuts_long_answers(tmp_path: Path, start_virtuoso: object) -> None:
    server = start_virtuoso(tmp_path, max_rows=500)  # type: ignore[operator]
    server.put(f"{OUR}tokyo", (open_home().root / "data" / "tokyo.ttl").read_bytes())
    check = probed(server.query_url)["large answers"]
    assert (check.finding, check.places["rows"]) == ("cut", 500)
    assert check.handled


@pytest.mark.parametrize("store", ["start_oxigraph", "start_virtuoso"])
def test_stores_count_a_triple_once_for_each_graph(
    request: pytest.FixtureRequest, tmp_path: Path, store: str
) -> None:
    server: Server = request.getfixturevalue(store)(tmp_path)
    for name, objects in (("osaka", "<urn:o>, <urn:o1>"), ("kobe", "<urn:o>, <urn:o2>")):
        server.put(f"{OUR}{name}", f"<urn:s> <urn:p> {objects} .".encode())
    check = probed(server.query_url)["union of graphs"]
    assert (check.state, check.finding) == ("fault", "union-doubled")
    assert check.places == {"found": "4", "expected": "3"}
    for name in ("osaka", "kobe"):
        server.put(f"{OUR}{name}", f"<urn:{name}> <urn:p> <urn:o> .".encode())
    assert probed(server.query_url)["union of graphs"].finding == "union-apart"
