"""A reader's copy of a pinned text: verified as a whole and passage by passage, and shown."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import jsonschema
import pytest

from citygraph.errors import InputError
from citygraph.graph import CityGraph
from citygraph.tracing import trace, verify
from citygraph.tracing.writing import write_trace
from tests.command import Run
from tests.evidence_city import TEXT, Folder, at
from tests.terminal import at_a_terminal

SCHEMA = Path(__file__).resolve().parent.parent / "docs" / "schemas" / "trace.json"


@pytest.fixture
def graph(traced: Folder) -> CityGraph:
    return CityGraph.load(traced.path)


def changed(words: str, other: str) -> Callable[[str], bytes]:
    def change(text: str) -> bytes:
        assert text.count(words) == 1
        return text.replace(words, other).encode()

    return change


def test_a_true_copy_is_verified(traced: Folder, graph: CityGraph) -> None:
    found = verify(graph, traced.text)
    assert found.verified
    assert (found.passages, found.looked_up, found.wrong) == (5, True, ())
    assert (found.bytes, found.sha256) == (len(TEXT.encode()), found.text.sha256)


@pytest.mark.parametrize(
    ("words", "other", "hit"),
    [
        ("21", "22", [(at("21"), ("S1",))]),
        ("3 parks", "4 parks", [(at("3 parks"), ("S2",))]),
        ("bridges", "Bridges", []),  # no claim points there, yet it is another text
    ],
)
def test_one_other_character_is_found(
    traced: Folder, graph: CityGraph, words: str, other: str, hit: list[tuple[str, tuple[str, ...]]]
) -> None:
    traced.text.write_bytes(changed(words, other)(TEXT))
    found = verify(graph, traced.text)
    assert not found.verified
    assert [(str(each.span.stretch), each.rows) for each in found.wrong] == hit
    assert [each.kind for each in found.complaints] == ["text-other"]


@pytest.mark.parametrize(
    ("fault", "spoil"),
    [
        ("bom", lambda text: b"\xef\xbb\xbf" + text.encode()),
        ("crlf", lambda text: text.replace("\n", "\r\n").encode()),
        ("decomposed", lambda text: unicodedata.normalize("NFD", text).encode()),
    ],
)
def test_what_shifts_the_offsets_is_named_and_nothing_is_looked_up(
    run: Run, traced: Folder, fault: str, spoil: Callable[[str], bytes]
) -> None:
    traced.text.write_bytes(spoil(TEXT))
    words = ("trace", "--data", str(traced.path), "--source", str(traced.text))
    done = run(*words, "-f", "table")
    assert done.code == 1
    assert "⟦" not in done.out
    assert "the passages were not looked up" in done.err
    document = json.loads(run(*words, "-f", "json").out)["verification"]
    assert (document["faults"], document["lookedUp"]) == ([fault], False)


@pytest.mark.parametrize(
    ("lang", "spoilt", "expected"),
    [
        ("en", "22", r"expected SHA-256 \w{64}; found SHA-256 \w{64}"),
        ("ja", "22", r"期待：SHA-256 \w{64}。実際：SHA-256 \w{64}"),
        ("ko", "22", r"기대: SHA-256 \w{64}\. 실제: SHA-256 \w{64}"),
        (
            "en",
            "2é",
            r"expected {bytes} bytes, SHA-256 \w+; found {found_bytes} bytes, SHA-256 \w+",
        ),
        (
            "en",
            "211",
            (
                r"expected {chars} code points, {bytes} bytes, SHA-256 \w+; "
                r"found {found_chars} code points, {found_bytes} bytes, SHA-256 \w+"
            ),
        ),
        (
            "ja",
            "211",
            (
                r"期待：{chars}符号位置、{bytes}バイト、SHA-256 \w+。"
                r"実際：{found_chars}符号位置、{found_bytes}バイト、SHA-256 \w+"
            ),
        ),
    ],
)
def test_of_another_text_only_what_differs_is_compared(
    run: Run, traced: Folder, lang: str, spoilt: str, expected: str
) -> None:
    copy = TEXT.replace("21", spoilt)
    traced.text.write_bytes(copy.encode())
    sizes = {
        "{chars}": len(TEXT),
        "{bytes}": len(TEXT.encode()),
        "{found_chars}": len(copy),
        "{found_bytes}": len(copy.encode()),
    }
    for place, size in sizes.items():
        expected = expected.replace(place, str(size))
    words = ("--data", str(traced.path), "--source", str(traced.text), "--lang", lang)
    done = run("trace", *words)
    assert any(re.fullmatch(expected, line) for line in done.err.splitlines()), done.err
    assert re.search(r"code points, the text|(\d+) code points.* found \1", done.err) is None


def test_a_shifted_text_is_no_other_one(run: Run, traced: Folder) -> None:
    traced.text.write_bytes(f"X{TEXT}".encode())
    done = run("trace", "--data", str(traced.path), "--source", str(traced.text))
    assert done.code == 1
    assert "another text" not in done.err
    assert "5 of those that differ are as recorded if offsets are shifted by +1\n" in done.err
    assert sum(line.startswith("span ") for line in done.err.splitlines()) == 5


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        (f"X{TEXT}", {"by": 1, "passages": 5}),
        (TEXT[1:], {"by": -1, "passages": 4}),
        (TEXT.replace("21", "22"), None),  # as long as the text
        (f"{TEXT} More.", None),  # longer, but only behind the last passage
        ("Kobe.", None),
    ],
)
def test_the_shift_that_makes_the_rest_agree_is_told_to_programs(
    run: Run, traced: Folder, copy: str, expected: object
) -> None:
    traced.text.write_bytes(copy.encode())
    words = ("--data", str(traced.path), "--source", str(traced.text), "-f", "json")
    document = json.loads(run("trace", *words).out)
    jsonschema.validate(document, json.loads(SCHEMA.read_text("utf-8")))
    assert document["verification"]["shift"] == expected


def test_another_text_is_no_list_of_passages(run: Run, traced: Folder) -> None:
    traced.text.write_text("Kobe.")
    done = run("trace", "--data", str(traced.path), "--source", str(traced.text))
    assert done.code == 1
    assert "none of its 5 passages is there, so this is another text\n" in done.err
    assert "span" not in done.err


@pytest.mark.parametrize(
    ("lang", "between"), [("en", "one. Get"), ("ja", "異なる。固定"), ("ko", "다르다. 고정")]
)
def test_sentences_are_parted_as_their_language_does(
    run: Run, traced: Folder, lang: str, between: str
) -> None:
    traced.text.write_bytes(changed("21", "22")(TEXT))
    words = ("--data", str(traced.path), "--source", str(traced.text), "--lang", lang)
    whole, *_ = run("trace", "osaka:bridges", *words).err.splitlines()
    assert whole.startswith(f"{traced.text}")
    assert between in whole


@pytest.mark.parametrize(("lang", "word"), [("en", "span"), ("ja", "範囲"), ("ko", "구간")])
def test_a_wrong_span_is_named_with_its_row_and_claim(
    run: Run, traced: Folder, lang: str, word: str
) -> None:
    traced.text.write_bytes(changed("21", "22")(TEXT))
    words = ("--data", str(traced.path), "--source", str(traced.text), "--lang", lang)
    done = run("trace", "osaka:osaka", *words, "--quiet")
    assert done.code == 1
    (line,) = (each for each in done.err.splitlines() if "claim-" in each)
    assert line.startswith(f"{word} {at('21')}")
    assert re.search(r"S1(, |、)osaka:claim-[0-9a-f]{16}$", line)


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_of_a_right_text_the_record_is_blamed(run: Run, traced: Folder, lang: str) -> None:
    content = traced.city.evidence.read_text(encoding="utf-8")
    right = sha256(b"21").hexdigest()
    assert content.count(right) == 1
    traced.city.evidence.write_text(content.replace(right, 64 * "0"), encoding="utf-8")
    words = ("--data", str(traced.path), "--source", str(traced.text), "--lang", lang)
    done = run("trace", "osaka:bridges", *words)
    assert done.code == 1
    whole, span, counts, remedy = done.err.splitlines()
    sizes = (str(traced.text), str(len(TEXT)), sha256(TEXT.encode()).hexdigest())
    assert all(size in whole for size in sizes)
    assert at("21") in span
    assert "S1" in span
    assert "5" in counts
    assert f"citygraph claims --source {traced.text}" in remedy
    if lang == "en":
        assert re.fullmatch(
            rf"span {at('21')} \(line 1\) was recorded wrongly: S1, osaka:claim-[0-9a-f]{{16}}",
            span,
        )
        assert remedy == (
            "The copy is right and the record is wrong: "
            f"run  citygraph claims --source {traced.text}"
        )


def test_a_verified_copy_says_so_and_its_passages_are_shown(run: Run, traced: Folder) -> None:
    words = ("trace", "osaka:bridges", "--data", str(traced.path), "--source", str(traced.text))
    done = run(*words, "-f", "table")
    assert done.code == 0
    assert "⟦21⟧ bridges 🌉 in" in done.out
    assert f"S1 {at('21')}, line 1\n" in done.out
    assert "parks:" not in done.out
    assert "5 of 5 passages are as recorded\n" in done.err
    assert run(*words, "-f", "table", "--quiet").err == ""


def test_with_colours_a_passage_is_reversed(traced: Folder, graph: CityGraph) -> None:
    found = trace(graph, "https://w3id.org/citygraph/id/osaka/bridges")
    copy = verify(graph, traced.text)
    text = write_trace(found, "table", verification=copy, colour=True)
    assert "about \x1b[1;7m21\x1b[0m bridges" in text
    assert "⟦" not in text


def test_on_a_terminal_without_colours_a_passage_is_in_brackets(
    traced: Folder, tmp_path: Path
) -> None:
    command = f"citygraph trace osaka:bridges --data {traced.path} --source {traced.text}"
    code, shown = at_a_terminal(command, tmp_path)
    assert code == 0
    assert "about ⟦21⟧ bridges" in shown


@pytest.mark.parametrize("form", ["csv", "json", "md"])
def test_no_other_format_holds_a_word_of_the_source(run: Run, traced: Folder, form: str) -> None:
    words = ("--data", str(traced.path), "--source", str(traced.text), "-f", form)
    done = run("trace", *words)
    assert done.code == 0
    assert "bridges 🌉" not in done.out
    assert "5 of 5 passages" in done.err


def test_no_passage_is_written_to_a_file(run: Run, traced: Folder, tmp_path: Path) -> None:
    path = tmp_path / "trace.txt"
    words = ("--data", str(traced.path), "--source", str(traced.text), "-o", str(path))
    done = run("trace", *words)
    assert done.code == 0
    assert f"left out of {path}\n" in done.err
    assert "⟦" not in path.read_text(encoding="utf-8")
    assert "sources:almanac" in path.read_text(encoding="utf-8")


def test_a_wrong_copy_is_as_the_schema_says(run: Run, traced: Folder) -> None:
    traced.text.write_bytes(changed("21", "22")(TEXT))
    words = ("--data", str(traced.path), "--source", str(traced.text), "-f", "json")
    document = json.loads(run("trace", *words).out)
    jsonschema.validate(document, json.loads(SCHEMA.read_text("utf-8")))
    assert document["verification"]["verified"] is False
    (wrong,) = document["verification"]["wrong"]
    assert f"{wrong['start']}-{wrong['end']}" == at("21")


def test_without_a_copy_it_says_how_to_get_one(run: Run, traced: Folder) -> None:
    done = run("trace", "osaka:bridges", "--data", str(traced.path))
    assert done.code == 0
    assert "Take them from https://example.org/almanac and give your copy with --source" in done.err
    assert f"{len(TEXT.encode())} bytes, {len(TEXT)} code points, SHA-256 " in done.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["osaka:osaka", "--question", "strategic-goals"], "a thing and a question: trace one"),
        (["-p", "lang=ja"], "-p needs a question: give it with  --question NAME"),
        (["--source", "nowhere.txt"], "nowhere.txt: cannot be read: No such file"),
        (["osaka:nothing"], "nothing is said about osaka:nothing"),
        (["--question", "ASK {}"], "an ASK answers yes or no"),
        (["-f", "turtle"], "--format turtle: expected one of table, csv, json, md"),
    ],
)
def test_wrong_usage(run: Run, traced: Folder, words: list[str], message: str) -> None:
    done = run("trace", *words, "--data", str(traced.path))
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_a_graph_without_a_pinned_text_verifies_nothing(
    small_graph: CityGraph, tmp_path: Path
) -> None:
    (tmp_path / "page.txt").write_text("x")
    with pytest.raises(InputError, match="no text is pinned"):
        verify(small_graph, tmp_path / "page.txt")


def test_of_several_texts_the_nearest_is_meant(traced: Folder) -> None:
    sources = traced.path / "sources.ttl"
    written = sources.read_text("utf-8")
    block = written[written.index("sources:almanac-text") : written.index("sources:gazette")]
    another = block.replace("almanac", "aardvark").replace('textSha256 "', 'textSha256 "0')
    sources.write_text(written + another, encoding="utf-8")
    evidence = traced.city.evidence
    span = "sources:almanac-text-span-0-5"
    evidence.write_text(
        evidence.read_text("utf-8")
        + f"""
<urn:claim> a cg:Claim ; rdf:subject <urn:a> ; rdf:predicate <urn:b> ; rdf:object <urn:c> ;
    prov:wasDerivedFrom <urn:span> .
<urn:span> oa:hasSource sources:aardvark-text ; oa:hasSelector {span}-selector ;
    cg:textSha256 "{64 * "0"}" .
""",
        encoding="utf-8",
    )
    traced.text.write_bytes(changed("21", "22")(TEXT))
    found = verify(CityGraph.load(traced.path), traced.text)
    assert found.text.source.value.endswith("almanac")
    assert len(found.wrong) == 1


def test_a_fact_without_a_claim_has_a_whole_line_in_csv(run: Run, traced: Folder) -> None:
    traced.replace(traced.city.facts, "cg:statedCount 21 ", "cg:statedCount 21 , 22 ")
    done = run("trace", "osaka:bridges", "--data", str(traced.path), "-f", "csv", "--quiet")
    head, *lines = csv.reader(io.StringIO(done.out, newline=""))
    assert {len(line) for line in lines} == {len(head)}
    claims = {line[head.index("value")]: line[head.index("claim") :] for line in lines}
    assert claims["21"][0].startswith("https://w3id.org/citygraph/id/osaka/claim-")
    assert set(claims["22"]) == {""}
