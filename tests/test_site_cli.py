"""The command line of sites: what it says, in which format, and how it ends."""

import csv
import io
import json
import os
import shutil
from pathlib import Path

import jsonschema
import pytest

from citygraph.errors import RemoteError
from citygraph.frontend import FOLDER, LICENCES, parts_needed
from citygraph.home import Home
from tests.command import Run
from tests.site_city import SmallSite

SCHEMA = Path(__file__).parents[1] / "docs" / "schemas" / "site.json"
KINDS = ["pictures", "dumps", "answers", "pages", "data", "search", "entrance", "assets", "total"]
UNKNOWN = "ns.html#unknown"


@pytest.fixture
def site(small_site: SmallSite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SmallSite:
    """A small home in place of the bundled one, and no front-end parts."""

    def opened(*data: str) -> Home:
        assert data == ()
        return small_site.home

    monkeypatch.setattr("citygraph.home.open_home", opened)
    monkeypatch.setenv(FOLDER, str(tmp_path / "no-parts"))
    return small_site


def break_link(site: SmallSite) -> None:
    text = (site.root / "data/osaka.ttl").read_text("utf-8")
    site.change("data/osaka.ttl", text.replace("cg:foundedIn", "cg:unknown"))


def test_a_table_tells_what_became_of_the_files(site: SmallSite, run: Run) -> None:
    done = run("site", str(site.folder), "--plain", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert (done.code, [row["kind"] for row in rows]) == (0, KINDS)
    total = rows[-1]
    assert total["written"] == total["count"] == str(len(site.files()) - 1)
    pages = sum(name.endswith((".html", ".css", ".svg", "x.json")) for name in site.files())
    assert done.err == f"all links of {pages} files lead somewhere\n"
    again = run("site", str(site.folder), "--plain", "-f", "csv")
    assert (again.code, again.err) == (0, "nothing to do: the site is as it should be\n")
    assert list(csv.DictReader(io.StringIO(again.out)))[-1]["written"] == "0"


def test_json_fits_its_schema_with_and_without_findings(site: SmallSite, run: Run) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    fine = run("site", str(site.folder), "--plain", "-f", "json")
    break_link(site)
    broken = run("site", str(site.folder), "--plain", "-f", "json", "--lang", "ko")
    checked = run("site", str(site.folder), "--check", "-f", "json", "--lang", "ko")
    assert [each.code for each in (fine, broken, checked)] == [0, 1, 1]
    for each in (fine, broken, checked):
        jsonschema.validate(json.loads(each.out), schema)
    found = json.loads(broken.out)["broken"]
    assert found == json.loads(checked.out)["broken"]
    assert {(each["link"].rpartition("/")[2], each["problem"]) for each in found} == {
        (UNKNOWN, "no-place")
    }
    assert {each["message"] for each in found} == {"그 파일에 그런 자리가 없습니다"}
    numbers = json.loads(checked.out)
    assert (numbers["total"]["written"], numbers["total"]["files"]) == (0, len(site.files()) - 1)


def test_a_link_that_leads_nowhere_is_told_of_and_ends_with_one(site: SmallSite, run: Run) -> None:
    break_link(site)
    built = run("site", str(site.folder), "--plain", "-f", "csv")
    checked = run("site", str(site.folder), "--check", "-f", "csv")
    assert (built.code, checked.code) == (1, 1)
    rows = list(csv.DictReader(io.StringIO(checked.out)))
    assert {row["file"] for row in rows} == {
        f"{lang}/id/osaka/osaka.html" for lang in ("en", "ja", "ko")
    }
    assert list(rows[0]) == ["file", "line", "link", "problem"]
    told = [f"{row['file']}:{row['line']}: {row['link']}: {row['problem']}" for row in rows]
    assert built.err.splitlines() == [*told, "links that lead nowhere: 3"]
    assert checked.err == "links that lead nowhere: 3\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--plain",), "--plain is for building; --check looks at what is there: leave it out"),
        (
            ("--base-url", "https://a.org/"),
            "--base-url is for building; --check looks at what is there: leave it out",
        ),
        (
            ("--data", "a.ttl"),
            "--data is for building; --check looks at what is there: leave it out",
        ),
        (("--workers", "0"), "--workers 0: expected a number from 1 on"),
        (("-f", "svg"), "--format svg: expected one of table, csv, json, md"),
    ],
)
def test_options_that_would_be_passed_over_are_refused(
    run: Run, tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    done = run("site", str(tmp_path), "--check", *words)
    assert (done.code, done.out, done.err) == (2, "", f"citygraph: {message}\n")


def test_a_file_of_others_in_the_way_ends_with_two(site: SmallSite, run: Run) -> None:
    site.folder.mkdir()
    site.path("index.html").write_text("mine", encoding="utf-8")
    done = run("site", str(site.folder), "--plain")
    assert (done.code, done.out) == (2, "")
    assert "index.html: is not of this site and would be overwritten" in done.err
    assert site.files() == {"index.html": b"mine"}


def test_what_is_no_address_is_refused_before_anything_is_made(site: SmallSite, run: Run) -> None:
    done = run("site", str(site.folder), "--base-url", "here")
    assert done.code == 2
    assert not site.folder.exists()


# --- the parts of others ------------------------------------------------------------------------


def without_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setenv("PATH", str(empty))


def test_without_node_it_is_said_what_is_missing_and_the_pages_are_made(
    site: SmallSite, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run("site", str(site.folder), "--plain")
    plain = site.files()
    shutil.rmtree(site.folder)
    without_programs(monkeypatch, tmp_path)
    done = run("site", str(site.folder))
    assert done.code == 0
    assert done.err.splitlines()[0] == (
        "node is not installed: install Node.js 20 or newer with npm, for the editor and the "
        "engine that answers in the browser; the site is made without them"
    )
    assert site.files() == plain


def test_with_plain_nobody_looks_for_node(
    site: SmallSite, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("citygraph.frontend.find_parts")
    assert run("site", str(site.folder), "--plain").code == 0


def test_parts_that_are_there_are_part_of_the_site(
    site: SmallSite, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "parts"
    names = [*(part.name for part in parts_needed()), LICENCES]
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"the content of {name}", encoding="utf-8")
    monkeypatch.setenv(FOLDER, str(folder))
    done = run("site", str(site.folder))
    assert done.code == 0, done.err
    for name in names:
        assert site.text(f"assets/npm/{name}") == f"the content of {name}"
    assert f"assets/npm/{parts_needed()[0].name}" in site.text("en/sparql.html")
    plain = run("site", str(site.folder), "--plain", "-f", "json")
    assert not site.path("assets/npm").exists()
    removed = {each["kind"]: each["removed"] for each in json.loads(plain.out)["kinds"]}
    assert removed["assets"] == len(names)


def test_where_npm_fails_the_message_names_the_way_without(
    site: SmallSite, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, line in (("node", "echo v20.1.0"), ("npm", "echo 'no network' >&2; exit 1")):
        (programs / name).write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    done = run("site", str(site.folder))
    assert (done.code, done.out) == (RemoteError.exit_code, "")
    assert done.err == (
        "fetching the editor and the engine with npm; this may take a minute\n"
        "citygraph: npm could not fetch the front-end parts: no network; to build the site without "
        "these parts, add  --plain\n"
    )
    assert not site.folder.exists()
