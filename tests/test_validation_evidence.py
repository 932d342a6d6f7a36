"""Validation asks of every fact where it comes from, wherever a folder keeps evidence."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from citygraph.cli import main
from citygraph.graph import CityGraph
from citygraph.home import find_root
from citygraph.validation import validate

if TYPE_CHECKING:
    from pathlib import Path

    from tests.evidence_city import Folder

FUND = "<https://w3id.org/citygraph/id/tokyo/promotion-fund>"
SUPPORTS = "<https://w3id.org/citygraph/ns#supports>"
CLAIM = "<https://w3id.org/citygraph/id/tokyo/claim-a37b7234fbc4c353>"
COMPONENT = "https://w3id.org/citygraph/shapes/evidence#"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a copy of the bundled data that a test may spoil."""
    copy = tmp_path / "data"
    shutil.copytree(find_root() / "data", copy)
    return copy


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def found(folder: Path) -> list[tuple[str, str, str | None, str | None, int | None]]:
    """Validate a folder: kind, focus node, path, file and line of each finding."""
    report = validate(CityGraph.load(folder))
    return [
        (
            finding.component.removeprefix(COMPONENT).removesuffix("ConstraintComponent"),
            str(finding.focus),
            None if finding.path is None else str(finding.path),
            None if finding.file is None else finding.file.rpartition("/")[2],
            finding.line,
        )
        for finding in report.findings
    ]


def test_an_unspoilt_copy_has_no_findings(folder: Path) -> None:
    assert found(folder) == []


def test_a_fact_that_no_source_gives_is_found(folder: Path) -> None:
    change(
        folder / "tokyo.ttl",
        "    cg:supports tokyo:smart-tokyo-programme ;",
        "    cg:supports tokyo:smart-tokyo-programme , tokyo:cashless-promotion ;",
    )
    text = (folder / "tokyo.ttl").read_text("utf-8").splitlines()
    line = next(
        number
        for number, each in enumerate(text, 1)
        if each.endswith(", tokyo:cashless-promotion ;")
    )
    assert found(folder) == [("FactWithoutClaim", FUND, SUPPORTS, "tokyo.ttl", line)]


def test_a_claim_about_a_fact_that_is_gone_is_found_at_its_line(folder: Path) -> None:
    change(folder / "tokyo.ttl", "    cg:supports tokyo:smart-tokyo-programme ;\n", "")
    table = (folder / "tokyo.statements.tsv").read_text("utf-8").splitlines()
    line = next(
        number for number, each in enumerate(table, 1) if "promotion-fund\tcg:supports" in each
    )
    assert found(folder) == [("ClaimWithoutFact", CLAIM, None, "tokyo.statements.tsv", line)]


def test_an_edited_table_makes_the_claims_stale(folder: Path) -> None:
    change(folder / "tokyo.statements.tsv", "1328-1351", "1328-1350")
    kinds = [kind for kind, *_ in found(folder)]
    assert kinds == ["SpanWithoutDigest"]


def test_a_hand_edited_evidence_file_is_found(folder: Path) -> None:
    evidence = folder / "tokyo.evidence.ttl"
    evidence.write_text(evidence.read_text("utf-8") + "\n# a note by hand\n", "utf-8")
    graph = "<https://w3id.org/citygraph/graph/tokyo.evidence>"
    assert found(folder) == [("StaleEvidence", graph, None, "tokyo.evidence.ttl", None)]


def test_files_without_evidence_are_not_asked_for_it(folder: Path) -> None:
    (folder / "tokyo.evidence.ttl").unlink()
    (folder / "tokyo.statements.tsv").unlink()
    (folder / "tokyo.disagreements.tsv").unlink()
    assert found(folder) == []


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "this fact has no claim, so nothing says where it comes from."),
        ("ja", "この事実には言明がなく、出所が分からない。"),
        ("ko", "이 사실에는 진술이 없어 출처를 알 수 없다."),
    ],
)
def test_the_command_line_fails_and_says_so_in_the_asked_language(
    folder: Path, lang: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change(
        folder / "tokyo.ttl",
        "    cg:supports tokyo:smart-tokyo-programme ;",
        "    cg:supports tokyo:smart-tokyo-programme , tokyo:cashless-promotion ;",
    )
    assert main(["validate", "--data", str(folder), "--lang", lang]) == 1
    printed = capsys.readouterr().out
    assert said in printed
    assert "{" not in printed


def test_one_such_finding_can_be_explained(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evidence = folder / "tokyo.evidence.ttl"
    evidence.write_text(evidence.read_text("utf-8") + "\n# a note by hand\n", "utf-8")
    assert main(["validate", "--data", str(folder), "--explain", "1"]) == 0
    assert "Run citygraph claims; the file is generated" in capsys.readouterr().out


def test_a_wrong_digest_is_found_with_the_text_at_hand(
    traced: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    evidence = traced.path / "osaka.evidence.ttl"
    right = evidence.read_text("utf-8")
    digests = re.findall('cg:textSha256 "([0-9a-f]{64})"', right)
    evidence.write_text(right.replace(digests[0], digests[0][::-1]), "utf-8")
    words = ["validate", "--data", str(traced.path), "--source", str(traced.text), "-f", "json"]
    assert main(words) == 1
    findings = json.loads(capsys.readouterr().out)
    kinds = [each["component"] for each in findings if each["component"].startswith(COMPONENT)]
    assert f"{COMPONENT}WrongDigestConstraintComponent" in kinds
