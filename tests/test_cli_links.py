"""`citygraph link check` and `export` on the command line; all items are made up."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from citygraph.home import find_root
from citygraph.linking.mappings import read_mappings
from tests.command import Run
from tests.proposed_links import TOKYO
from tests.servers import Server, serve_oxigraph
from tests.wikibase_slices import FOLDER, Slice

SCHEMA = json.loads(
    (Path(__file__).parents[1] / "docs" / "schemas" / "link-check.json").read_text("utf-8")
)
TABLE = find_root() / "mappings" / "tokyo.sssom.tsv"


@pytest.fixture(scope="module")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give a server that plays Wikidata."""
    with serve_oxigraph(tmp_path_factory.mktemp("links"), union=True) as running:
        running.put("urn:slice", Slice(FOLDER / "tokyo").turtle())
        yield running


@pytest.fixture(autouse=True)
def contact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITYGRAPH_CONTACT", "tests@example.org")


# --- check -------------------------------------------------------------------------------------


def test_the_links_of_the_project_hold(run: Run) -> None:
    done = run("link", "check")
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("nothing found in ")
    assert done.err.count("\n") == 1


def test_findings_name_the_row_and_what_to_do(run: Run, table: Path) -> None:
    text = table.read_text(encoding="utf-8").replace("\tTokyo\t", "\tTōkyō\t")
    table.write_text(text, encoding="utf-8")
    row = next(each for each in read_mappings(table).links if each.subject == TOKYO)
    done = run("link", "check", "--table", str(table))
    assert done.code == 1
    assert done.out.startswith(f"{table}:{row.line}: subject_label is “Tōkyō”")
    assert "[label-differs]" in done.out
    assert done.err == "1 finding in 3 rows\n"
    done = run("link", "check", "--table", str(table), "-f", "json", "--lang", "ko", "--quiet")
    document = json.loads(done.out)
    jsonschema.validate(document, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert (done.code, done.err, document["language"]) == (1, "", "ko")
    assert [each["finding"] for each in document["findings"]] == ["label-differs"]


def test_a_table_that_is_not_written_as_it_has_to_be_is_an_error(run: Run, table: Path) -> None:
    text = table.read_text(encoding="utf-8").replace("skos:closeMatch", "owl:sameAs", 1)
    table.write_text(text, encoding="utf-8")
    done = run("link", "check", "--table", str(table))
    assert done.code == 2
    assert f"citygraph: {table}:" in done.err
    assert "owl:sameAs" in done.err


def test_stale_triples_are_found(run: Run, tmp_path: Path) -> None:
    for folder in ("data", "mappings"):
        shutil.copytree(find_root() / folder, tmp_path / folder)
    (tmp_path / "data" / "tokyo.links.ttl").write_text("", encoding="utf-8")
    done = run("link", "check", "--data", str(tmp_path / "data"))
    assert done.code == 1
    assert "[links-stale]" in done.out


def test_without_a_table_there_is_nothing_to_check(run: Run, osaka: str) -> None:
    done = run("link", "check", "--data", osaka)
    assert done.code == 2
    assert "so there are no links" in done.err


def test_items_are_asked_about_where_it_is_said(run: Run, stand_in: Server, tmp_path: Path) -> None:
    words = ("link", "check", "--sparql", stand_in.query_url, "--cache", str(tmp_path / "cache"))
    done = run(*words, "-f", "json")
    document = json.loads(done.out)
    jsonschema.validate(document, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert document["endpoint"] == stand_in.query_url
    assert document["notAsked"] == 0
    assert document["items"] >= 20
    assert done.code == (1 if document["findings"] else 0)
    assert "requests: " in done.err
    again = run(*words, "-f", "json", "--offline")
    assert json.loads(again.out)["findings"] == document["findings"]
    assert "requests: 0 of" in again.err


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_key_in_the_address_is_never_shown(
    run: Run, stand_in: Server, tmp_path: Path, form: str
) -> None:
    cache = tmp_path / "cache"
    url = f"{stand_in.query_url}?key=secret"
    done = run("link", "check", "--sparql", url, "--cache", str(cache), "-f", form, "--budget", "2")
    assert "requests: 2 of 2 allowed; answers from the cache: 0" in done.err
    assert stand_in.query_url in done.out + done.err
    kept = "".join(each.read_text(encoding="utf-8") for each in cache.glob("answers/*/*.json"))
    assert kept
    assert "secret" not in done.out + done.err + kept


def test_what_could_not_be_asked_is_told_by_the_exit_code(
    run: Run, stand_in: Server, tmp_path: Path
) -> None:
    done = run(
        *("link", "check", "--sparql", stand_in.query_url, "--budget", "1"),
        *("--cache", str(tmp_path / "cache"), "--lang", "ja"),
    )
    assert done.code == 3
    assert "[not-asked]" in done.out
    assert "照会できず" in done.err


def test_nobody_there_is_a_remote_failure(run: Run, tmp_path: Path) -> None:
    done = run(
        *("link", "check", "--sparql", "http://127.0.0.1:9/", "--cache", str(tmp_path / "c"))
    )
    assert done.code == 3


def test_another_collection_is_asked_as_its_file_says(
    run: Run, stand_in: Server, tmp_path: Path
) -> None:
    config = tmp_path / "other.toml"
    text = (find_root() / "mappings" / "wikidata.toml").read_text(encoding="utf-8")
    address = stand_in.query_url
    config.write_text(text.replace("https://query.wikidata.org/sparql", address), encoding="utf-8")
    done = run(
        *("link", "check", "--online", "--wikibase", str(config), "--cache", str(tmp_path / "c")),
        *("-f", "json"),
    )
    assert json.loads(done.out)["endpoint"] == address
    config.write_text(text.replace('sparql = "https', 'title = "https', 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--budget", "many", "--online"], "--budget many: expected"),
        (["--budget", "0", "--online"], "--budget 0: expected"),
        (["--budget", "5"], "--budget is for asking about items"),
        (["--refresh"], "--refresh is for asking about items"),
        (["--cache", "x"], "--cache is for asking about items"),
        (["-f", "csv"], "--format csv: expected one of text, json"),
        (["--reconcile", "x"], "--reconcile is an option of  citygraph link propose"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    run: Run, words: list[str], complaint: str
) -> None:
    done = run("link", "check", *words)
    assert done.code == 2
    assert complaint in done.err


def test_nobody_is_asked_without_a_contact(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("CITYGRAPH_CONTACT")
    done = run("link", "check", "--online", "--cache", str(tmp_path / "cache"))
    assert done.code == 2
    assert "CITYGRAPH_CONTACT" in done.err


# --- export ------------------------------------------------------------------------------------


def test_links_are_taken_away_in_each_form(run: Run, tmp_path: Path) -> None:
    linkset = run("link", "export", "-f", "linkset")
    assert (linkset.code, linkset.err) == (0, "")
    assert "<http://rdfs.org/ns/void#Linkset>" in linkset.out
    refine = run("link", "export", "-f", "openrefine", "--table", str(TABLE))
    assert refine.out.startswith("id,label_en,label_ja,label_ko,item,")
    target = tmp_path / "statements.txt"
    words = ("link", "export", "-f", "quickstatements", "--retrieved", "2026-11-22")
    done = run(*words, "-o", str(target))
    assert done.code == 0
    lines = target.read_text(encoding="utf-8").splitlines()
    assert done.err.startswith(f"{len(lines)} statements; look through them")
    assert all("\tS813\t+2026-11-22T00:00:00Z/11" in line for line in lines)
    assert any(line.startswith("Q1490\tP1082\t") for line in lines)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([], "link export needs one of quickstatements, openrefine, linkset"),
        (["-f", "csv"], "--format csv: link export needs one of"),
        (["-f", "quickstatements"], "--retrieved 2026-11-22"),
        (["-f", "quickstatements", "--retrieved", "today"], "'today' is no day"),
        (["-f", "quickstatements", "--retrieved", "2999-01-01"], "this day is yet to come"),
        (["-f", "linkset", "--retrieved", "2026-11-22"], "is for -f quickstatements"),
    ],
)
def test_what_export_needs_is_said(run: Run, words: list[str], complaint: str) -> None:
    done = run("link", "export", *words)
    assert (done.code, done.out) == (2, "")
    assert complaint in done.err
