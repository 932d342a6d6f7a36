"""A mapping table against our graph, against itself, and against the triples made of it."""

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from citygraph.errors import DataFileError
from citygraph.linking.check_report import summary, write_checked
from citygraph.linking.files import LinkedCity
from citygraph.linking.findings import Checked, Finding, Place, codes
from citygraph.linking.link import EXACT, Link
from citygraph.linking.table_checks import check_across, check_graph, check_rows
from citygraph.linking.triples import write_links
from citygraph.vocabulary import LANGUAGES, PREFIXES, city_prefixes

SCHEMA = json.loads(
    (Path(__file__).parents[1] / "docs" / "schemas" / "link-check.json").read_text("utf-8")
)
SKOS = PREFIXES["skos"]
OSAKA, BRIDGE = (PREFIXES["id"] + f"osaka/{name}" for name in ("osaka", "bridge"))
LABELS = {OSAKA: {"en": "Osaka", "ja": "大阪"}, BRIDGE: {"ja": "橋"}}


def row(line: int, **said: object) -> Link:
    usual = {
        "subject": OSAKA,
        "subject_label": "Osaka",
        "predicate": EXACT,
        "object": "http://www.wikidata.org/entity/Q90001",
        "object_label": "Osaka",
        "justification": "semapv:ManualMappingCuration",
        "date": date(2026, 11, 22),
        "state": "checked",
        "reviewer": "A",
        "path": Path("osaka.sssom.tsv"),
        "line": line,
    }
    return Link(**{**usual, **said})  # type: ignore[arg-type]


def found(*links: Link) -> list[tuple[str, int]]:
    return [(each.code, each.place.line) for each in check_rows(links, LABELS)]


def test_a_row_that_is_right_is_passed() -> None:
    assert found(row(9)) == []


def test_what_the_graph_does_not_know_is_found() -> None:
    assert found(row(9, subject="https://w3id.org/citygraph/id/osaka/gone")) == [
        ("unknown-thing", 9)
    ]


@pytest.mark.parametrize("label", ["osaka", "大阪", "Osaka City"])
def test_another_label_than_the_english_one_is_found(label: str) -> None:
    (finding,) = check_rows([row(9, subject_label=label)], LABELS)
    assert str(finding.place) == "osaka.sssom.tsv:9"
    assert finding.said == {"given": label, "known": "Osaka"}


def test_a_thing_without_an_english_label_matches_none() -> None:
    (finding,) = check_rows([row(9, subject=BRIDGE, subject_label="橋")], LABELS)
    assert finding.said["known"] == "–"


def test_a_close_match_that_is_ruled_out_contradicts_an_exact_one() -> None:
    ruled_out = row(4, negated=True, predicate=f"{SKOS}closeMatch")
    assert found(row(9), ruled_out) == [("contradicted", 9)]
    (finding,) = check_rows([row(9), ruled_out], LABELS)
    assert finding.said == {"other": "4"}


@pytest.mark.parametrize(
    ("predicate", "state"),
    [("broadMatch", "checked"), ("relatedMatch", "documented"), ("closeMatch", "checked")],
)
def test_what_is_not_the_same_may_still_be_near(predicate: str, state: str) -> None:
    not_the_same = row(4, negated=True)
    assert found(not_the_same, row(9, predicate=SKOS + predicate, state=state)) == []


def test_what_was_rejected_is_not_to_be_proposed_again() -> None:
    rejected = row(4, negated=True, state="rejected")
    proposed = row(9, predicate=f"{SKOS}closeMatch", state="proposed")
    assert found(rejected, proposed) == [("contradicted", 9)]
    other = row(9, predicate=f"{SKOS}closeMatch", state="proposed", object="http://example.org/2")
    assert found(rejected, other) == []


def city(folder: Path) -> LinkedCity:
    return LinkedCity(folder / "osaka.ttl", folder / "osaka.sssom.tsv")


def test_triples_as_they_are_made_are_passed(tmp_path: Path) -> None:
    links = [row(4), row(9, subject=BRIDGE, state="proposed", object="http://example.org/2")]
    made = write_links("osaka.sssom.tsv", links, city_prefixes(("osaka",)))
    city(tmp_path).links.write_text(made, encoding="utf-8")
    assert check_graph(city(tmp_path), links) == ()


def test_triples_of_another_state_of_the_table_are_found(tmp_path: Path) -> None:
    (finding,) = check_graph(city(tmp_path), [row(4)])
    assert finding.code == "links-stale"
    assert (finding.said["missing"], finding.said["extra"]) == ("1", "0")
    made = write_links("osaka.sssom.tsv", [row(4)], city_prefixes(("osaka",)))
    city(tmp_path).links.write_text(made, encoding="utf-8")
    (finding,) = check_graph(city(tmp_path), [row(4, object="http://example.org/2")])
    assert (finding.said["missing"], finding.said["extra"]) == ("1", "1")
    assert str(finding.place) == str(tmp_path / "osaka.sssom.tsv")


def test_triples_that_were_written_by_hand_are_found(tmp_path: Path) -> None:
    city(tmp_path).links.write_text(
        f"<{OSAKA}> <{EXACT}> <http://www.wikidata.org/entity/Q90001> .", encoding="utf-8"
    )
    (finding,) = check_graph(city(tmp_path), [row(4)])
    assert finding.code == "links-by-hand"


def test_a_table_without_links_needs_no_triples(tmp_path: Path) -> None:
    assert check_graph(city(tmp_path), [row(4, state="proposed")]) == ()


def test_a_graph_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    city(tmp_path).links.write_text("no turtle", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"osaka\.links\.ttl: is no Turtle"):
        check_graph(city(tmp_path), [row(4)])
    city(tmp_path).links.unlink()
    city(tmp_path).links.mkdir()
    with pytest.raises(DataFileError, match="cannot be read"):
        check_graph(city(tmp_path), [row(4)])


SAID = (
    *("given", "known", "other", "file", "missing", "extra", "target", "steps", "reason", "seen"),
    *(
        "counted",
        "where",
        "now",
        "types",
        "ours",
        "theirs",
        "apart",
        "tolerance",
        "our_day",
        "name",
    ),
)


def test_a_cardinality_that_the_rows_do_not_give_is_found() -> None:
    other = {"object": "http://www.wikidata.org/entity/Q90002"}
    assert found(row(9, cardinality="1:1")) == []
    assert found(row(9, cardinality="1:n"), row(10, cardinality="1:n", **other)) == []
    assert found(row(9, cardinality="1:n")) == [("miscounted", 9)]
    both = (row(9, cardinality="n:1"), row(10, cardinality="n:n", subject=BRIDGE))
    assert ("miscounted", 10) in found(*both)
    assert ("miscounted", 9) not in found(*both)
    near = row(9, cardinality="1:n", predicate=f"{SKOS}closeMatch")
    assert found(near, row(10, cardinality="n:n", state="proposed")) == []


def test_two_tables_that_match_a_thing_differently_are_found() -> None:
    other = {"object": "http://www.wikidata.org/entity/Q90002", "path": Path("kobe.sssom.tsv")}
    (finding,) = check_across([row(9), row(4, **other)])
    assert (finding.code, str(finding.place)) == ("tables-differ", "kobe.sssom.tsv:4")
    assert finding.said == {
        "other": "http://www.wikidata.org/entity/Q90001",
        "where": "osaka.sssom.tsv:9",
    }
    fine: tuple[dict[str, object], ...] = (
        {"path": other["path"]},  # the same item
        {**other, "negated": True},
        {**other, "state": "unsure"},
        {**other, "predicate": f"{SKOS}closeMatch"},
        {**other, "object_source": "id:elsewhere"},
        {**other, "subject": BRIDGE},
    )
    for each in fine:
        assert check_across([row(9), row(4, **each)]) == (), each
    assert check_across([row(9, cardinality="1:n"), row(4, cardinality="n:n", **other)]) == ()
    assert check_across([row(9, cardinality="1:n"), row(4, **other)]) != ()


def test_what_was_recorded_is_told_in_every_language() -> None:
    checked = Checked((), 7, 5, "http://127.0.0.1/", elsewhere=2, recorded=(row(9),))
    for lang, words in (("en", "agree; documented"), ("ja", "一致"), ("ko", "일치")):
        (told,) = write_checked(checked, "text", lang=lang).splitlines()
        assert told.startswith("osaka.sssom.tsv:9: ")
        assert words in told
        assert "wd:Q90001" in told
        elsewhere, records = summary(checked, lang)[2:]
        assert "2" in elsewhere
        assert "1" in records
    document = json.loads(write_checked(checked, "json"))
    jsonschema.validate(document, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert document["elsewhere"] == 2
    assert [each["line"] for each in document["recorded"]] == [9]


def every_finding() -> tuple[Finding, ...]:
    said = dict.fromkeys(SAID, "y") | {f"value_{lang}": f"area-{lang}" for lang in LANGUAGES}
    return tuple(Finding(code, Place("a.tsv", 3), "urn:t", "urn:i", said) for code in codes())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_finding_has_its_words_in_every_language(lang: str) -> None:
    checked = Checked(every_finding(), 7, 5, "http://127.0.0.1/")
    text = write_checked(checked, "text", lang=lang)
    assert "{" not in text
    assert text.count("a.tsv:3: ") == len(codes())
    assert all(f"[{code}]" in text for code in codes())
    assert f"area-{lang}" in text
    document = json.loads(write_checked(checked, "json", lang=lang))
    jsonschema.validate(document, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert document["notAsked"] == 1
    assert [each["finding"] for each in document["findings"]] == list(codes())
    assert summary(checked, lang)[-1].count("1") >= 1
    assert len(summary(checked, lang)) == 3


def test_a_date_that_is_not_known_is_said_to_be_none() -> None:
    (finding,) = (each for each in every_finding() if each.code == "value-differs")
    assert "y here (y), y there (no date)" in finding.words("en")
    assert "日付なし" in finding.words("ja")


def test_nothing_found_is_said_in_a_line() -> None:
    assert summary(Checked((), 7)) == ("nothing found in 7 rows",)
    assert write_checked(Checked((), 7), "text") == ""
    document = json.loads(write_checked(Checked((), 7), "json"))
    jsonschema.validate(document, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert document["items"] is None
