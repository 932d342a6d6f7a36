"""`citygraph diff` on the command line: its formats, its sides, its exit codes."""

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from citygraph.differences import compare, open_side
from citygraph.differences.writing import DIFFERENCE_FORMATS, write_difference
from citygraph.validation.wrapping import columns
from tests.command import Run
from tests.differing import difference, write
from tests.test_diff_terms import CLAIM, CLASS, FACT, SHAPE, SOURCE

SCHEMA = Path(__file__).parents[1] / "docs" / "schemas" / "diff.json"
OLD = FACT + SOURCE + CLASS + " . " + SHAPE + "sh:in ( 1 2 ) . [] cg:x 1 . osaka:gone cg:x 1 ."
NEW = (
    FACT.replace("1889", '"1889.0"^^xsd:decimal , "1890"^^xsd:decimal ; cg:y "東京\\u001B[31m"@ja')
    + SOURCE
    + CLAIM.format(status="cg:stated")
    + CLASS
    + " ; owl:deprecated true . "
    + SHAPE
    + "sh:in ( 1 2 3 ) . osaka:renamed cg:x 2 ."
)


@pytest.fixture
def sides(tmp_path: Path) -> tuple[str, str]:
    write(tmp_path, {"old.ttl": OLD, "new.ttl": NEW})
    return f"{tmp_path}/old.ttl", f"{tmp_path}/new.ttl"


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_json_is_as_the_published_schema_says(run: Run, sides: tuple[str, str], lang: str) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == "https://w3id.org/citygraph/schemas/diff.json"
    for pair in (sides, ("bundled", "bundled"), ("bundled", sides[0])):
        done = run("diff", *pair, "-f", "json", "--lang", lang)
        assert (done.code, done.err) == (0, "")
        document = json.loads(done.out)
        assert list(jsonschema.Draft202012Validator(schema).iter_errors(document)) == []
        assert document["differs"] is (pair[0] != pair[1])
        assert document["language"] == lang


def test_json_holds_everything(run: Run, sides: tuple[str, str]) -> None:
    document = json.loads(run("diff", *sides, "-f", "json").out)
    assert {each["state"] for each in document["things"]} == {"added", "removed", "changed"}
    [city] = [each for each in document["things"] if each["name"] == "osaka:osaka"]
    [year] = [each for each in city["properties"] if each["property"]["iri"].endswith("foundedIn")]
    [pair] = year["rewritten"]
    assert (pair["old"]["value"], pair["new"]["value"]) == ("1889", "1889.0")
    assert [each["value"] for each in year["added"]] == ["1890"]
    assert [each["state"] for each in document["evidence"]["claims"]] == ["added"]
    [shape] = [each for each in document["things"] if each["kind"] == "shape"]
    assert shape["properties"][0]["altered"][0]["new"]["text"].count("^^") == 3


def test_text_says_the_label_first(run: Run, sides: tuple[str, str]) -> None:
    done = run("diff", *sides)
    assert done.code == 0
    assert done.out.startswith(f"From {sides[0]} to {sides[1]}\n  2 removed, 3 changed, 1 added\n")
    assert "\nCity\n  ~ Osaka (osaka:osaka)\n" in done.out
    assert "(same value, written differently)" in done.out
    assert "~ owl:deprecated" not in done.out
    assert "+ owl:deprecated (deprecation): true" in done.out
    assert "\nEvidence\n  The report: 0 claims removed, 0 changed, 1 added; 0 passages" in done.out
    assert done.out.rstrip().splitlines()[-1].strip().startswith("patch: evidence changes (")
    assert done.err == "--all shows every fact of what was added or removed, and every claim\n"
    assert "\x1b" not in done.out


def test_everything_is_shown_if_asked_for(run: Run, sides: tuple[str, str]) -> None:
    short, full = run("diff", *sides), run("diff", *sides, "--all")
    assert full.err == ""
    assert "      - cg:x: 1" not in short.out
    assert "      - cg:x: 1" in full.out
    assert (
        "      + Osaka (osaka:osaka) · cg:foundedIn: 1889 · Evidence: The report" not in short.out
    )
    assert "        + Evidence: The report (osaka:report)\n" in full.out


def test_a_claim_about_an_unchanged_fact_is_shown_with_it(tmp_path: Path) -> None:
    found = difference(tmp_path, FACT + SOURCE, FACT + SOURCE + CLAIM.format(status="cg:stated"))
    text = write_difference(found, "text", everything=True)
    assert re.search(
        r"\+ Osaka \(\S+\) · \S+foundedIn: 1889 · Evidence: The report \(\S+\)\n", text
    )


def test_markdown_can_be_pasted(run: Run, sides: tuple[str, str], tmp_path: Path) -> None:
    target = tmp_path / "changes.md"
    done = run("diff", *sides, "-o", str(target), "--lang", "ja")
    assert (done.code, done.out) == (0, "")
    lines = target.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("## ")
    assert "- `~` Osaka (osaka:osaka)" in lines
    assert all(re.match(r"(#{2,3} |( {2}| {4})?- |$)", line) for line in lines)
    assert any(r"\\x1b\[31m" in line for line in lines)


def test_no_difference_is_said_in_a_line(run: Run, sides: tuple[str, str]) -> None:
    done = run("diff", sides[0], sides[0], "--exit-code")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"no difference: {sides[0]} and {sides[0]} say the same (25 triples)\n"


@pytest.mark.parametrize("width", [40, 60, 100])
@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_text_fits_the_terminal(sides: tuple[str, str], width: int, lang: str) -> None:
    found = compare(*map(open_side, sides), lang=lang)
    text = write_difference(found, "text", everything=True, width=width, colour=True)
    plain = re.sub(r"\x1b\[\d+m", "", text)
    assert max(map(columns, plain.splitlines())) <= width
    assert {"\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[1m"} <= set(re.findall(r"\x1b\[\d+m", text))


def test_differences_are_findings_only_if_asked_for(run: Run, sides: tuple[str, str]) -> None:
    assert run("diff", *sides).code == 0
    assert run("diff", *sides, "--exit-code").code == 1


@pytest.mark.parametrize("form", ["turtle", "trig", "nt", "nq", "rdfxml", "jsonld"])
@pytest.mark.parametrize("packed", [False, True])
def test_a_dump_says_what_the_folder_says(
    run: Run, tmp_path: Path, form: str, *, packed: bool
) -> None:
    suffix = {"turtle": "ttl", "rdfxml": "rdf"}.get(form, form)
    dump = tmp_path / f"all.{suffix}"
    assert run("export", "-f", form, "-o", str(dump)).code == 0
    if packed:
        data = dump.read_bytes()
        dump = dump.with_name(f"{dump.name}.gz")
        dump.write_bytes(gzip.compress(b"\xef\xbb\xbf" + data if form == "turtle" else data))
    done = run("diff", "bundled", str(dump), "--exit-code", "--quiet")
    assert (done.code, done.out.count("not compared")) == (0, 1), done.out


def test_a_packed_file_that_was_cut_is_an_error(run: Run, tmp_path: Path) -> None:
    whole = gzip.compress(b"<urn:s> <urn:p> <urn:o> .\n" * 100)
    for name, content, said in (
        ("cut.nt.gz", whole[:-20], "is no whole gzip file"),
        ("none.nt.gz", b"<urn:s> <urn:p> <urn:o> .", "is no whole gzip file"),
        ("bad.nt.gz", gzip.compress(b"<urn:s> <urn:p>"), "what is packed in it is no N-Triples"),
        ("text.nt", b"\xff", "is not UTF-8"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        done = run("diff", "bundled", str(path))
        assert (done.code, done.out) == (2, "")
        assert said in done.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["bundled", "none"], "none: no such file or folder; give an RDF file, a folder, the"),
        (["bundled", "bundled", "--data", "x.ttl"], "diff compares two sides: give the path of"),
        (["bundled", "bundled", "-f", "csv"], "--format csv: expected one of text, md, json"),
        (["bundled", "http://user:secret@x/"], "the endpoint's address holds a user or a password"),
        (["bundled", "bundled", "--endpoint", "http://x/"], "--endpoint: citygraph diff asks no"),
    ],
)
def test_bad_input_is_told(run: Run, words: list[str], message: str) -> None:
    done = run("diff", *words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"citygraph: {message}")
    assert "secret" not in done.err


def test_an_endpoint_that_is_not_there_is_no_empty_side(run: Run) -> None:
    done = run("diff", "bundled", "http://127.0.0.1:1/query", "--exit-code")
    assert (done.code, done.out) == (3, "")
    assert "cannot be reached" in done.err


def test_the_formats_are_those_that_help_names() -> None:
    from citygraph.cli.diff import HELP

    assert HELP.rstrip().endswith(f"formats: {', '.join(DIFFERENCE_FORMATS)}")


PEAK = """
import resource, sys
from citygraph.differences import compare, open_side
assert not compare(open_side(sys.argv[1]), open_side(sys.argv[2]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak(*sides: Path) -> int:
    done = subprocess.run(
        [sys.executable, "-c", PEAK, *map(str, sides)],
        capture_output=True,
        check=True,
        env={**os.environ, "COVERAGE_PROCESS_START": "", "COVERAGE_PROCESS_CONFIG": ""},
    )
    return int(done.stdout)


def test_memory_does_not_grow_with_what_is_the_same(tmp_path: Path) -> None:
    peaks = []
    for count in (20_000, 200_000):
        path = tmp_path / f"{count}.nt"
        with path.open("w") as file:
            file.writelines(
                f'<urn:s{each // 10}> <urn:p> "{each:040}" .\n' for each in range(count)
            )
        peaks.append(peak(path, path))
    assert peaks[1] < peaks[0] * 1.4, peaks


@pytest.mark.parametrize("form", ["text", "md"])
def test_a_value_stays_on_its_line(tmp_path: Path, form: str) -> None:
    old, new = (f'osaka:osaka a cg:City ; cg:motto "{text}" .' for text in ("x", r"y\n- z\u2028w"))
    text = write_difference(difference(tmp_path, old, new), form)
    assert len([line for line in text.split("\n") if r"y\n" in line.replace("\\\\", "\\")]) == 1
    assert not any(line.lstrip().startswith("- z") for line in text.split("\n"))
    assert "\u2028" not in text
