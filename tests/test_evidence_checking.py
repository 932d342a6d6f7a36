"""The check of the evidence finds each fault, says where, and speaks three languages."""

import tomllib
from importlib.resources import files
from pathlib import Path
from string import Formatter
from unicodedata import normalize

import pytest

from citygraph.errors import DataFileError
from citygraph.evidence import Complaint, check_evidence
from citygraph.evidence.complaints import KINDS
from citygraph.evidence.terms import short
from citygraph.home import open_home
from citygraph.vocabulary import LANGUAGES
from tests.evidence_city import LINES, TEXT, Folder, at

JAPAN = "<https://w3id.org/citygraph/id/japan>"


def found(folder: Folder, source: Path | None = None) -> list[Complaint]:
    return list(check_evidence(folder.home, source))


def kinds(folder: Folder, source: Path | None = None) -> list[str]:
    return [complaint.kind for complaint in found(folder, source)]


def test_evidence_in_order_gives_no_complaint(traced: Folder) -> None:
    assert found(traced) == []
    assert found(traced, traced.text) == []


# --- facts and claims ----------------------------------------------------------------------------


def test_a_fact_without_a_claim_is_found(traced: Folder) -> None:
    traced.replace(traced.city.facts, "cg:statedCount 21", 'cg:officialName "Bridges"@en')
    missing, orphan = found(traced)
    assert (missing.kind, missing.file) == ("fact-without-claim", traced.city.facts)
    assert missing.messages["en"].startswith(
        'osaka:bridges cg:officialName "Bridges"@en: this fact'
    )
    assert missing.path is not None
    assert short(missing.path) == "cg:officialName"
    assert "osaka.statements.tsv" in missing.fixes["ko"]
    assert (orphan.kind, orphan.file, orphan.line) == (
        *("claim-without-fact", traced.city.statements),
        2 + list(LINES).index("bridges"),
    )


def test_a_fact_about_a_source_needs_a_claim_too(traced: Folder) -> None:
    path = traced.path / "sources.ttl"
    traced.replace(path, "schema:WebPage ;", 'schema:WebPage ;\n    cg:officialName "x"@en ;')
    first, second = found(traced)
    assert (first.kind, first.file) == ("fact-without-claim", path)
    assert (second.kind, second.file) == ("fact-without-claim", path)


def test_words_and_structure_need_no_claim(traced: Folder) -> None:
    traced.replace(traced.city.facts, "cg:statedCount 3", 'skos:altLabel "P"@en ; cg:statedCount 3')
    assert found(traced) == []


def test_a_claim_without_a_fact_is_found_unless_it_contradicts_one(traced: Folder) -> None:
    traced.city.disagreements.unlink()
    traced.rebuild()
    (complaint,) = found(traced)
    assert complaint.kind == "claim-without-fact"
    assert complaint.messages["en"].startswith("osaka:parks cg:statedCount ")
    assert complaint.line == 2 + list(LINES).index("other parks")


def test_a_disagreement_whose_fact_has_changed_sides_is_found(traced: Folder) -> None:
    traced.replace(traced.city.facts, "cg:statedCount 3", "cg:statedCount 4")
    first, second = found(traced)
    assert {first.kind, second.kind} == {"disagreement-against-graph"}
    assert (first.file, first.line) == (traced.city.disagreements, 2)
    assert "osaka:parks cg:statedCount 3" in first.messages["en"]
    assert "osaka:parks cg:statedCount 4" in second.messages["ko"]


def test_a_source_that_nobody_describes_is_found(traced: Folder) -> None:
    path = traced.path / "sources.ttl"
    described = path.read_text(encoding="utf-8")
    path.write_text(described[: described.index("sources:gazette a")], encoding="utf-8")
    complaints = found(traced)
    assert {each.kind for each in complaints} == {"claim-of-unknown-source"}
    assert len(complaints) == 2
    assert "sources:gazette" in complaints[0].messages["ja"]


# --- tables and the generated file ---------------------------------------------------------------


def test_a_line_without_a_claim_is_found(traced: Folder) -> None:
    new = ["S3", "osaka:osaka", "cg:inCountry", "id:japan", "stated", "", at("Ōsaka"), ""]
    traced.write_table(LINES | {"country": new})
    traced.replace(
        traced.city.facts,
        "a cg:City ;",
        "a cg:City ;\n    cg:inCountry <https://w3id.org/citygraph/id/japan> ;",
    )
    assert kinds(traced) == ["fact-without-claim", "line-without-claim", "stale-evidence"]
    line = found(traced)[1]
    assert (line.file, line.line) == (traced.city.statements, 2 + len(LINES))
    traced.rebuild()
    assert found(traced) == []


def test_a_new_span_asks_for_the_text(traced: Folder) -> None:
    traced.change_line("parks", "spans", at("opened 3 parks"))
    (complaint,) = found(traced)
    assert (complaint.kind, complaint.line) == ("span-without-digest", 5)
    assert "--source FILE" in complaint.fixes["en"]
    traced.rebuild(traced.text)
    assert found(traced, traced.text) == []


@pytest.mark.parametrize("change", ["\n", "# mine\n"])
def test_a_file_that_was_edited_is_stale(traced: Folder, change: str) -> None:
    with traced.city.evidence.open("a", encoding="utf-8") as file:
        file.write(change)
    (complaint,) = found(traced)
    assert (complaint.kind, complaint.file) == ("stale-evidence", traced.city.evidence)


def test_a_status_or_hedge_changed_in_the_table_makes_the_file_stale(traced: Folder) -> None:
    traced.change_line("bridges", "hedge", "cgv:broadly")
    assert kinds(traced) == ["stale-evidence"]


def test_a_claim_whose_line_is_gone_makes_the_file_stale(traced: Folder) -> None:
    traced.write_table({name: line for name, line in LINES.items() if name != "code"})
    assert kinds(traced) == ["stale-evidence"]


def test_a_missing_file_of_claims_is_found(traced: Folder) -> None:
    traced.city.evidence.unlink()
    every = kinds(traced)
    assert every.count("fact-without-claim") == 5
    assert every.count("line-without-claim") == len(LINES)
    assert every.count("span-without-digest") == 5


def test_a_broken_table_stops_the_check(traced: Folder) -> None:
    traced.change_line("parks", "status", "heard")
    with pytest.raises(DataFileError, match=r"osaka\.statements\.tsv:5: the status is 'heard'"):
        check_evidence(traced.home)


# --- spans and the text --------------------------------------------------------------------------


def test_a_span_outside_its_text_is_found(traced: Folder) -> None:
    traced.replace(traced.path / "sources.ttl", f"charCount {len(TEXT)}", "charCount 30")
    outside = [each for each in found(traced) if each.kind == "span-outside-text"]
    assert [each.line for each in outside] == [4, 5]
    assert "30 code points" in outside[0].messages["en"]


def test_a_span_spoilt_in_the_evidence_is_found_there(traced: Folder) -> None:
    start, end = at("3 parks").split("-")
    traced.replace(traced.city.evidence, f"oa:end {end} ", f"oa:end {end}0 ")
    (outside,) = (each for each in found(traced) if each.kind == "span-outside-text")
    assert (outside.file, outside.line) == (traced.city.evidence, None)
    assert f"span {start}-{end}0" in outside.messages["en"]


def test_a_changed_digest_is_found_with_the_text_alone(traced: Folder) -> None:
    content = traced.city.evidence.read_text(encoding="utf-8")
    place = content.index('textSha256 "') + len('textSha256 "')
    digit = "0" if content[place] != "0" else "1"
    changed = content[:place] + digit + content[place + 1 :]
    traced.city.evidence.write_text(changed, encoding="utf-8")
    assert kinds(traced) == []
    (complaint,) = found(traced, traced.text)
    assert complaint.kind == "wrong-digest"
    assert str(traced.text) in complaint.messages["ko"]


def test_one_changed_character_names_its_span(traced: Folder) -> None:
    traced.text.write_bytes(TEXT.replace("3 parks", "8 parks").encode())
    whole, span = found(traced, traced.text)
    assert whole.kind == "text-other"
    assert "sources:almanac-text: its digest is another one" in whole.messages["en"]
    assert (span.kind, at("3 parks") in span.messages["en"]) == ("wrong-digest", True)


def test_a_character_outside_every_span_is_noticed_too(traced: Folder) -> None:
    traced.text.write_bytes(TEXT.replace("café by", "cafe by").encode())
    assert kinds(traced, traced.text) == ["text-other"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xef\xbb\xbf" + TEXT.encode(), ["text-bom"]),
        (TEXT.replace("\n", "\r\n").encode(), ["text-crlf"]),
        (normalize("NFD", TEXT).encode(), ["text-decomposed"]),
        (TEXT.encode() + b"\n", ["text-final-newline"]),
        (b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode(), ["text-bom", "text-crlf"]),
    ],
)
def test_what_was_done_to_a_copy_is_said_and_no_span_is_blamed(
    traced: Folder, content: bytes, expected: list[str]
) -> None:
    traced.text.write_bytes(content)
    assert kinds(traced, traced.text) == expected


# --- what is checked -----------------------------------------------------------------------------


def test_a_graph_without_evidence_is_not_asked_for_any(traced: Folder) -> None:
    traced.city.evidence.unlink()
    traced.city.statements.unlink()
    assert found(traced) == []


def test_a_single_file_is_not_asked_for_evidence(traced: Folder) -> None:
    traced.change_line("bridges", "hedge", "cgv:broadly")
    assert check_evidence(open_home(traced.city.facts)) == ()
    named = (traced.city.facts, traced.path / "sources.ttl", traced.city.evidence)
    assert [each.kind for each in check_evidence(open_home(*named))] == ["stale-evidence"]


def test_claims_without_a_table_are_held_against_the_facts(traced: Folder) -> None:
    traced.city.statements.unlink()
    assert found(traced) == []
    traced.replace(traced.city.facts, "cg:statedCount 21", "cg:statedCount 22")
    missing, orphan = found(traced)
    assert (missing.kind, orphan.kind) == ("fact-without-claim", "claim-without-fact")
    assert (orphan.file, orphan.line) == (traced.city.evidence, None)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("rdf:predicate cg:inCity ;", ""),
        ("rdf:subject osaka:bridges ;", 'rdf:subject "the bridges" ;'),
        ("oa:start 0 .", "cg:rank 0 ."),
        ("oa:start 0 .", 'oa:start "first" .'),
        ("oa:start 0 .", "oa:start 0 , 1 ."),
        ("oa:hasSource sources:almanac-text ;", 'oa:hasSource "the almanac" ;'),
    ],
)
def test_what_is_no_whole_claim_or_span_is_left_to_the_shapes(
    traced: Folder, before: str, after: str
) -> None:
    traced.city.statements.unlink()
    content = traced.city.evidence.read_text(encoding="utf-8")
    assert before in content
    changed = content.replace(before, after, 1)
    traced.city.evidence.write_text(changed, encoding="utf-8")
    assert set(kinds(traced)) <= {"fact-without-claim", "claim-of-unknown-source"}


def test_a_table_without_spans_needs_its_file_too(traced: Folder) -> None:
    traced.write_table({name: LINES[name] for name in ("code", "other parks")})
    traced.city.disagreements.unlink()
    traced.city.evidence.unlink()
    assert set(kinds(traced)) == {"fact-without-claim", "line-without-claim", "stale-evidence"}


@pytest.mark.parametrize("stem", ["osaka", "sources", "osaka.evidence"])
def test_a_file_that_does_not_parse_stops_the_check(traced: Folder, stem: str) -> None:
    path = traced.path / f"{stem}.ttl"
    path.write_text("osaka:osaka a", encoding="utf-8")
    with pytest.raises(DataFileError, match=rf"{stem}\.ttl:1:1: this is no Turtle: "):
        check_evidence(traced.home)


def test_a_file_that_has_gone_stops_the_check(traced: Folder) -> None:
    home = traced.home
    traced.city.facts.unlink()
    with pytest.raises(DataFileError, match=r"osaka\.ttl: cannot be read: No such file"):
        check_evidence(home)


# --- words ---------------------------------------------------------------------------------------


def test_every_kind_has_its_words_in_every_language() -> None:
    source = files("citygraph.evidence").joinpath("complaints.toml").read_text("utf-8")
    words = tomllib.loads(source)
    assert set(words) == set(KINDS)
    for kind, texts in words.items():
        for name in ("message", "fix"):
            assert list(texts[name]) == list(LANGUAGES), (kind, name)
            places = [
                sorted({field for _, field, _, _ in Formatter().parse(text) if field})
                for text in texts[name].values()
            ]
            assert places[0] == places[1] == places[2], (kind, name)
            ends = [text[-1] for text in texts[name].values()]
            assert ends == [".", "。", "."], (kind, name)


def test_complaints_have_one_order(traced: Folder) -> None:
    traced.city.evidence.unlink()
    complaints = found(traced)
    assert complaints == sorted(complaints, key=lambda each: each.place)
    assert complaints == found(traced)
