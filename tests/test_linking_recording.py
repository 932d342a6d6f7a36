"""Rows that a check has found to hold become checked; all items are made up."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import jsonschema
import pytest

from citygraph.errors import InputError
from citygraph.evidence.rebuilding import PACKAGE
from citygraph.home import find_root
from citygraph.linking.findings import Checked, Finding, Place
from citygraph.linking.mappings import read_mappings
from citygraph.linking.recording import record_checked, refuse_package
from tests.command import Run
from tests.mapping_table import HEADER, line, table
from tests.servers import Server, serve_oxigraph
from tests.wikibase_rdf import turtle
from tests.wikibase_slices import FOLDER, Slice

SCHEMA = json.loads(
    (Path(__file__).parents[1] / "docs" / "schemas" / "link-check.json").read_text("utf-8")
)
TODAY = datetime.now(UTC).date().isoformat()
FIRST_ROW = HEADER.count("\n") + 2
FACTS = """\
@prefix cg: <https://w3id.org/citygraph/ns#> .
@prefix cgv: <https://w3id.org/citygraph/voc/> .
@prefix osaka: <https://w3id.org/citygraph/id/osaka/> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .

osaka:osaka a cg:City ; skos:prefLabel "Osaka"@en , "大阪"@ja , "오사카"@ko .
osaka:bay a cg:City ; skos:prefLabel "Bay"@en , "湾"@ja , "만"@ko .
osaka:hill a cg:City ; skos:prefLabel "Hill"@en , "丘"@ja , "언덕"@ko .
osaka:lake a cg:City ; skos:prefLabel "Lake"@en , "湖"@ja , "호수"@ko .
osaka:mill a cg:City ; skos:prefLabel "Mill"@en , "水車"@ja , "물레방아"@ko .
osaka:people a sosa:Observation ; sosa:hasFeatureOfInterest osaka:hill ;
    sosa:observedProperty cgv:population ; sosa:hasResult [ qudt:numericValue 2750000 ] .
"""
ITEMS: dict[str, dict[str, object]] = {
    "Q9401": {"label": {"en": "Osaka"}, "P31": "Q515"},
    "Q9402": {"label": {"en": "Bay of old"}, "P31": "Q515"},
    "Q9403": {"label": {"en": "Hill"}, "P31": "Q515", "P1082": 9},
    "Q9404": {"redirect": "Q9405"},
    "Q9405": {"label": {"en": "Lake"}, "P31": "Q515"},
    "Q9406": {"label": {"en": "Mill"}},
    "Q9407": {"label": {"en": "Not it"}, "P31": "Q5"},
}


def row(name: str, item: str, **said: str) -> str:
    label = name.capitalize()
    cells = {"subject_label": label, "object_label": label, **said}
    return line(subject_id=f"osaka:{name}", object_id=f"wd:{item}", **cells)


ROWS = (
    row("osaka", "Q9401"),  # agrees in all
    row("bay", "Q9402"),  # has another label
    row("hill", "Q9403"),  # has another value
    row("lake", "Q9404"),  # is redirected
    row("mill", "Q9406"),  # says nothing of its type
    row("osaka", "Q9407", predicate_modifier="Not"),  # is not it
    row("osaka", "Q9408", ext_review_state="unsure"),  # does not count
)
AGREED = FIRST_ROW


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve_oxigraph(tmp_path_factory.mktemp("wikibase"), union=True) as running:
        running.put("urn:slice", Slice(FOLDER / "tokyo").turtle() + b"\n" + turtle(ITEMS))
        yield running


@pytest.fixture(autouse=True)
def contact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITYGRAPH_CONTACT", "tests@example.org")


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """Give the mapping table of a city, written by a spreadsheet: with a mark and CRLF."""
    folder = tmp_path / "city"
    folder.mkdir()
    (folder / "osaka.ttl").write_text(FACTS, encoding="utf-8")
    path = folder / "osaka.sssom.tsv"
    path.write_bytes(b"\xef\xbb\xbf" + table(*ROWS).replace("\n", "\r\n").encode())
    return path


def words(city: Path, server: Server, *more: str) -> tuple[str, ...]:
    return (
        *("link", "check", "--data", str(city.parent), "--sparql", server.query_url),
        *("--cache", str(city.parents[1] / "cache"), "--record", "--reviewer", " Jane  Doe "),
        *more,
    )


def test_only_what_agrees_becomes_checked_and_no_other_byte_is_changed(
    run: Run, server: Server, city: Path
) -> None:
    assert run("link", "make", "--data", str(city.parent)).code == 0
    before = city.read_bytes()
    done = run(*words(city, server))
    assert done.code == 1  # others do not agree
    old = "Osaka\tsemapv:ManualMappingCuration\tThe Osaka team\t\t\t\t\t\t2026-11-22\t"
    new = f"Osaka\tsemapv:ManualMappingCuration\tThe Osaka team\tJane Doe\t\t\t\t\t{TODAY}\t"
    lines = before.split(b"\r\n")
    lines[AGREED - 1] = (
        lines[AGREED - 1].replace(old.encode(), new.encode()).replace(b"documented", b"checked")
    )
    assert city.read_bytes() == b"\r\n".join(lines) != before
    told = f"{city}:{AGREED}: osaka:osaka and wd:Q9401 agree; documented → checked"
    assert told in done.out.splitlines()
    assert "rows recorded as checked: 1\n" in done.err
    codes = {code for code in ("label-drifted", "value-differs", "redirected") if code in done.out}
    assert codes == {"label-drifted", "value-differs", "redirected"}
    links = {link.object.rpartition("/")[2]: link.state for link in read_mappings(city).links}
    assert links == {
        **dict.fromkeys(("Q9402", "Q9403", "Q9404", "Q9406", "Q9407"), "documented"),
        "Q9401": "checked",
        "Q9408": "unsure",
    }
    assert run("link", "make", "--stale", "--data", str(city.parent)).code == 0


def test_what_is_checked_already_is_not_recorded_again(
    run: Run, server: Server, city: Path
) -> None:
    run(*words(city, server))
    once = city.read_bytes()
    done = run(*words(city, server, "-f", "json"))
    document = json.loads(done.out)
    jsonschema.validate(document, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert document["recorded"] == []
    assert city.read_bytes() == once


def test_the_rows_that_were_recorded_stand_in_the_report(
    run: Run, server: Server, city: Path
) -> None:
    document = json.loads(run(*words(city, server, "-f", "json")).out)
    jsonschema.validate(document, SCHEMA, cls=jsonschema.Draft202012Validator)
    (recorded,) = document["recorded"]
    assert (recorded["file"], recorded["line"]) == (str(city), AGREED)


def test_nothing_is_recorded_if_an_item_could_not_be_asked_about(
    run: Run, server: Server, city: Path
) -> None:
    before = city.read_bytes()
    stopped = 0
    while (done := run(*words(city, server, "--budget", str(stopped + 1)))).code == 3:
        assert city.read_bytes() == before
        assert "not every item could be asked about" in done.err
        stopped += 1
        assert stopped < 60, "no budget was enough"
    assert (done.code, stopped > 3) == (1, True)
    assert city.read_bytes() != before


def test_nothing_is_recorded_of_what_our_own_graph_calls_otherwise(
    run: Run, server: Server, city: Path
) -> None:
    text = city.read_bytes().replace(b"\tOsaka\tskos", b"\tOosaka\tskos", 1)
    city.write_bytes(text)
    done = run(*words(city, server))
    assert "[label-differs]" in done.out
    assert city.read_bytes() == text


def test_kept_answers_are_not_enough_to_record(run: Run, server: Server, city: Path) -> None:
    """What is recorded bears the day of the check, so that the items are asked about anew."""
    first = run(*words(city, server)[:-3])
    again = run(*words(city, server))
    asked = [done.err.split("requests: ")[1].split(" ")[0] for done in (first, again)]
    assert asked[0] == asked[1] != "0"


def test_rows_that_lead_elsewhere_are_said_not_to_have_been_asked_about(
    run: Run, server: Server, city: Path
) -> None:
    header = HEADER.replace("#  wd", '#  other: "https://example.org/a/"\n#  wd')
    rows = (*ROWS, row("osaka", "Q1").replace("wd:Q1", "other:x").replace("exact", "close"))
    city.write_text(table(*rows, header=header), encoding="utf-8")
    done = run(*words(city, server))
    assert "rows that lead to other collections and were not asked about: 1\n" in done.err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--offline"], "--offline gives none; leave it out"),
        (["--reviewer", "  "], "a decision bears the name of who made it"),
    ],
)
def test_what_cannot_be_recorded_is_said_before_anybody_is_asked(
    run: Run, city: Path, server: Server, more: list[str], said: str
) -> None:
    before = city.read_bytes()
    done = run(*words(city, server, *more))
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert city.read_bytes() == before


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--reviewer", "A"], "--reviewer is for --record"),
        (["--record", "--reviewer", "A"], "--record is for asking about items; add  --online"),
        (["--record", "--online"], "a decision bears the name"),
    ],
)
def test_options_that_record_go_together(run: Run, more: list[str], said: str) -> None:
    done = run("link", "check", *more)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_where_no_endpoint_is_configured_one_has_to_be_named(
    run: Run, city: Path, tmp_path: Path
) -> None:
    config = tmp_path / "other.toml"
    text = (find_root() / "mappings" / "wikidata.toml").read_text(encoding="utf-8")
    config.write_text(text.replace("https://query.wikidata.org/sparql", ""), encoding="utf-8")
    done = run(
        *("link", "check", "--data", str(city.parent), "--online", "--wikibase", str(config)),
        *("--cache", str(tmp_path / "cache")),
    )
    assert (done.code, done.out) == (2, "")
    assert "no endpoint is configured; name one with  --sparql URL" in done.err


# --- without a server ----------------------------------------------------------------------------


def agreed(path: Path) -> Checked:
    return Checked((), 1, 1, "http://127.0.0.1/", agreed=read_mappings(path).links[:1])


def test_a_table_that_was_changed_meanwhile_is_left_alone(city: Path) -> None:
    checked = agreed(city)
    changed = city.read_bytes().replace(b"Both sources agree.", b"They do not.", 1)
    city.write_bytes(changed)
    with pytest.raises(InputError, match=rf":{FIRST_ROW}: was changed by somebody else since it"):
        record_checked(checked, "Jane", date(2026, 11, 23))
    assert city.read_bytes() == changed
    city.unlink()
    with pytest.raises(InputError, match="cannot be read"):
        record_checked(checked, "Jane", date(2026, 11, 23))


def test_line_ends_of_every_kind_stay(city: Path) -> None:
    text = table(*ROWS)
    for end in ("\n", "\r\n", "\r"):
        city.write_bytes(text.replace("\n", end).encode())
        checked = record_checked(agreed(city), "Jane", date(2026, 11, 23))
        assert [link.state for link in checked.recorded or ()] == ["checked"]
        written = city.read_bytes().decode()
        assert written.count(end) == text.count("\n")
        assert read_mappings(city).links[0].reviewer == "Jane"


def test_a_row_that_is_in_no_file_or_is_no_documented_one_is_not_recorded(city: Path) -> None:
    (link,) = agreed(city).agreed
    for other in (replace(link, path=None), replace(link, state="checked", reviewer="A")):
        checked = Checked((), 1, agreed=(other,))
        assert record_checked(checked, "Jane", date(2026, 11, 23)).recorded == ()


def test_nothing_is_recorded_of_a_check_that_is_not_complete(city: Path) -> None:
    before = city.read_bytes()
    missing = Finding("not-asked", Place(str(city), 99), item="urn:q")
    checked = agreed(city)._replace(findings=(missing,))
    assert record_checked(checked, "Jane", date(2026, 11, 23)).recorded == ()
    assert city.read_bytes() == before


def test_a_table_of_the_installed_package_is_refused() -> None:
    with pytest.raises(InputError, match="belongs to the installed package"):
        refuse_package([PACKAGE / "_home" / "mappings" / "tokyo.sssom.tsv"])
