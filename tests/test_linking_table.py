"""Proposals as a table and as reports."""

import json
from pathlib import Path

from citygraph.home import find_root
from citygraph.linking.link import EXACT
from citygraph.linking.mappings import read_mappings
from citygraph.linking.opening import Run
from citygraph.linking.outcomes import ACCEPTED, DOUBTED, MATCHED, Candidate, Outcome
from citygraph.linking.proposal_report import report_as_json, report_as_text
from citygraph.linking.table import read_proposals, write_proposals
from citygraph.linking.wikibase import read_wikibase
from tests.harbour import OURS, harbour_run
from tests.triple_stores import Server

WIKIDATA = find_root() / "mappings" / "wikidata.toml"


def outcomes(run: Run) -> dict[str, Outcome]:
    return {each.thing.removeprefix(OURS): each for each in run.proposing.run(run.subjects)}


def test_the_table_holds_every_candidate(harbour: Server, tmp_path: Path) -> None:
    found = list(outcomes(harbour_run(harbour.query_url, tmp_path)).values())
    path = tmp_path / "new.sssom.tsv"
    before = read_proposals(path, read_wikibase(WIKIDATA), {"harbour": OURS})
    added = write_proposals(path, before, found)
    rows = read_mappings(path).links
    assert added == len(rows) == sum(len(each.candidates) for each in found)
    for each in rows:
        assert each.tool == "citygraph link propose"
        assert each.tool_version
        assert each.justification == "semapv:CompositeMatching"
        assert each.confidence is not None
        assert each.object_label
        assert "name-en" in each.comment
        assert each.state == ("rejected" if each.negated else "proposed")
    accepted = {each.accepted.item for each in found if each.accepted}
    assert {r.object for r in rows if r.predicate == EXACT and not r.negated} == accepted
    again = read_mappings(path)
    assert write_proposals(path, again, found) == 0
    assert read_mappings(path) == again


def test_a_row_that_was_reviewed_stays(harbour: Server, tmp_path: Path) -> None:
    found = list(outcomes(harbour_run(harbour.query_url, tmp_path)).values())
    path = tmp_path / "new.sssom.tsv"
    write_proposals(path, read_proposals(path, read_wikibase(WIKIDATA), {}), found)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\tproposed\n", "\tunsure\n"), encoding="utf-8")
    edited = read_mappings(path)
    write_proposals(path, edited, found)
    assert {r.state for r in read_mappings(path).links} == {"unsure", "rejected"}


def test_what_a_service_says_cannot_steer_a_terminal() -> None:
    told = Candidate("urn:i/Q1", "red \x1b[31m\nnone  gull", "", 0.5, DOUBTED, "no", {"type": 1.0})
    text = report_as_text([Outcome("urn:s", "thing", MATCHED, candidates=(told,))])
    assert text == (
        "matched    thing [urn:s]\n"
        "  doubted    0.50  red \\x1b[31m\\nnone  gull [urn:i/Q1]  type=1.00; no\n"
    )


def test_reports_show_scores_and_features(harbour: Server, tmp_path: Path) -> None:
    run = harbour_run(harbour.query_url, tmp_path)
    found = list(outcomes(run).values())
    text = report_as_text(found)
    assert "accepted   0.93  Harbour City [wd:Q990000110]  name-en=1.00" in text
    assert "none       gull counting" in text
    said = json.loads(report_as_json(found, run))
    assert said["services"][0]["requests"] == run.spent[0].requests
    assert said["stopped"] is None
    assert any(c["verdict"] == ACCEPTED for t in said["things"] for c in t["candidates"])
    states = [each.state for each in found]
    assert run.sums(found)[0] == (
        f"9 matched (8 accepted by the rules, 1 for a person), {states.count('none')} none, "
        "0 not asked; 0 linked before"
    )
