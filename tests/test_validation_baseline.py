"""Known findings: what is matched, what has gone, and what is no baseline."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from citygraph.errors import InputError
from citygraph.validation import write_report
from citygraph.validation.baseline import read_baseline, without_known
from citygraph.validation.explaining import explain
from citygraph.validation.fingerprints import fingerprints, fingerprints_of, marks
from tests.shacl import report

if TYPE_CHECKING:
    from pathlib import Path

    from citygraph.validation import Report

SHAPES = """
ex:s sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:maxCount 1 ; sh:class ex:C ] ;
    sh:property [ sh:path ex:q ; sh:minCount 1 ] .
"""
DATA = "ex:a a ex:C ; ex:p 1 , 2 ."


def saved(found: Report, folder: Path, form: str, lang: str = "en") -> Path:
    path = folder / f"baseline.{form}"
    path.write_text(write_report(found, form, lang=lang), encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["json", "sarif"])
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_what_is_known_is_left_out(form: str, lang: str, tmp_path: Path) -> None:
    before = report(SHAPES, DATA, tmp_path)
    known = read_baseline(saved(before, tmp_path, form, lang))
    assert len(before.findings) == len(known) == 4
    moved = report(f"\n\n{SHAPES}", f"# moved\n\nex:b a ex:D .\n{DATA}", tmp_path)
    compared = without_known(moved, known)
    assert (compared.findings, compared.known, compared.gone) == ((), 4, 0)
    assert not compared.fails()
    assert not compared.conforms


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_what_is_new_stays_and_what_has_gone_is_counted(form: str, tmp_path: Path) -> None:
    known = read_baseline(saved(report(SHAPES, DATA, tmp_path), tmp_path, form))
    compared = without_known(report(SHAPES, "ex:a a ex:C ; ex:p 1 , 3 .", tmp_path), known)
    assert [str(each.value)[:3] for each in compared.findings] == ['"3"']
    assert (compared.known, compared.gone) == (3, 1)
    assert compared.fails()
    text = write_report(compared)
    assert "known from the baseline and left out: 3; in the baseline and found no more: 1\n" in text


def test_findings_about_blank_nodes_are_counted(tmp_path: Path) -> None:
    shapes = "ex:s sh:targetObjectsOf ex:p ; sh:path ex:q ; sh:minCount 1 ."
    one, two = (f"ex:a ex:p {each} . ex:b ex:q 1 ." for each in ("[]", "[] , []"))
    shapes += " ex:t sh:targetNode ex:b ; sh:class ex:C ."
    known = read_baseline(saved(report(shapes, one, tmp_path), tmp_path, "json"))
    compared = without_known(report(shapes, two, tmp_path), known)
    assert (len(compared.findings), compared.known, compared.gone) == (1, 2, 0)


def test_a_finding_that_became_worse_is_new(tmp_path: Path) -> None:
    shapes = "ex:s sh:targetClass ex:C ; sh:severity sh:Warning ; sh:path ex:q ; sh:minCount 1 ."
    known = read_baseline(saved(report(shapes, DATA, tmp_path), tmp_path, "json"))
    worse = report(shapes.replace("Warning", "Violation"), DATA, tmp_path)
    assert len(without_known(worse, known).findings) == 1


def test_both_formats_hold_the_same_fingerprints(tmp_path: Path) -> None:
    found = report(SHAPES, DATA, tmp_path)
    json_prints, sarif_prints = (
        read_baseline(saved(found, tmp_path, form)) for form in ("json", "sarif")
    )
    assert json_prints == sarif_prints == set(fingerprints(map(marks, found.findings)))


def test_what_an_older_version_wrote_is_a_baseline_too(tmp_path: Path) -> None:
    found = report(SHAPES, DATA, tmp_path)
    path = saved(found, tmp_path, "json")
    new = read_baseline(path)
    older = [
        {name: value for name, value in each.items() if name not in {"number", "fingerprint"}}
        for each in json.loads(path.read_text("utf-8"))
    ]
    path.write_text(json.dumps(older), encoding="utf-8")
    assert read_baseline(path) == new


def test_fingerprints_stay_when_others_are_left_out(tmp_path: Path) -> None:
    """Two findings about blank nodes differ by their count alone; the second is not the first."""
    shapes = "ex:s sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:class ex:C ] ."
    found = report(shapes, "ex:a ex:p [] , [] .", tmp_path)
    one, two = fingerprints(map(marks, found.findings))
    rest = without_known(found, frozenset({one}))
    assert fingerprints_of(rest) == (two,)
    assert read_baseline(saved(rest, tmp_path, "json")) == {two}
    assert read_baseline(saved(rest, tmp_path, "sarif")) == {two}
    assert explain(rest, two[:12], {}).number == 1


GOOD = {
    "focus": "https://example.org/a",
    "path": None,
    "value": None,
    "component": "c",
    "severity": "info",
    "shape": "s",
}
WRITE = "make it with  citygraph validate -f json -o PATH"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[\n{]", "PATH:2:2: this is no JSON: Expecting property name enclosed in double quotes"),
        ("", "PATH:1:1: this is no JSON: Expecting value; " + WRITE),
        (b"\xe9", "PATH: byte 1 is not UTF-8; " + WRITE),
        ("[" * 100000, "PATH: nested too deeply; " + WRITE),
        ("{}", "PATH: expected the list that  -f json  writes, or what  -f sarif  writes"),
        ("3", "PATH: expected the list that  -f json  writes"),
        (
            "[3]",
            "PATH: finding 1 is no object: expected one with 'focus', 'path', 'value', "
            "'component', 'severity', 'shape'; " + WRITE,
        ),
        ([GOOD, {"focus": "x"}], "PATH: finding 2 has no 'path'; " + WRITE),
        (
            [{**GOOD, "fingerprint": "0a"}],
            "PATH: finding 1: its 'fingerprint' is not one of 64 hexadecimal digits; " + WRITE,
        ),
        ([{**GOOD, "path": 5}], "PATH: finding 1: 'path' is no text"),
        ([{**GOOD, "focus": None}], "PATH: finding 1: 'focus' is no text"),
        ([{**GOOD, "severity": "bad"}], "PATH: finding 1: no severity is called 'bad'"),
        ({"runs": [3]}, "PATH: a run without a list of results"),
        ({"runs": [{}]}, "PATH: a run without a list of results"),
        ({"runs": [{"results": [3]}]}, "PATH: result 1 has no fingerprint 'citygraphFinding/v1'"),
        (
            {"runs": [{"results": [{"partialFingerprints": {"x": "y"}}]}]},
            "PATH: result 1 has no fingerprint 'citygraphFinding/v1': it was not written by c",
        ),
        (None, "PATH: cannot be read: No such file or directory"),
    ],
)
def test_what_is_no_baseline(content: object, said: str, tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_baseline(path)
    assert str(raised.value).startswith(said.replace("PATH", str(path)))
    assert raised.value.exit_code == 2
