"""`citygraph draw`: pictures as files and on stdout, of any city, from any store."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from citygraph.pictures import kinds, map_of_goals, timeline
from citygraph.things.labels import rows
from citygraph.vocabulary import LANGUAGES
from tests.command import Run, process
from tests.counted_store import Counted
from tests.documents import ROOT
from tests.drawn_cities import CITIES, TOKYO, drawn, graph, loaded
from tests.many_cities import city_name, every_graph, write_dataset
from tests.terminal import at_a_terminal

if TYPE_CHECKING:
    from tests.servers import Server

SCHEMA = json.loads((ROOT / "docs" / "schemas" / "picture.json").read_text("utf-8"))
OSAKA_FILE = str(ROOT / "tests" / "graph" / "second-city" / "osaka.ttl")


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_usual_format_is_svg_on_stdout(run: Run, kind: str, language: str) -> None:
    done = run("draw", kind, "tokyo", "--lang", language)
    assert (done.code, done.err) == (0, "")
    assert done.out == drawn(kind, "tokyo", language).svg


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.svg", b"<svg "),
        ("a.png", b"\x89PNG"),
        ("a.mmd", b"---\ntitle:"),
        ("a.dot", b"digraph "),
        ("a.gv", b"digraph "),
        ("a.json", b"{\n"),
        ("a.txt", b"The strategies of Tokyo\n\n- Strategy: Smart Tokyo"),
        ("a", b"<svg "),
    ],
)
def test_the_suffix_of_the_file_names_the_format(
    run: Run, tmp_path: Path, name: str, begins: bytes
) -> None:
    path = tmp_path / name
    assert run("draw", "strategy", "tokyo", "-o", str(path)) == (0, "", "")
    assert path.read_bytes().startswith(begins)


def test_a_png_has_the_width_that_was_asked_for(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    assert run("draw", "budget", "tokyo", "-o", str(path), "--width", "700").code == 0
    assert path.read_bytes() == drawn("budget", "tokyo").png(700)


def test_a_png_goes_into_a_pipe() -> None:
    done = process("draw", "budget", "tokyo", "-f", "png", "--lang", "ko")
    assert (done.returncode, done.stdout[:8]) == (0, b"\x89PNG\r\n\x1a\n")


def test_a_png_is_not_thrown_at_a_terminal(tmp_path: Path) -> None:
    code, shown = at_a_terminal("citygraph draw budget tokyo -f png", tmp_path)
    assert code == 2
    assert "a PNG is no text for a terminal: name a file with  --output PATH" in shown


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("city", CITIES)
def test_json_meets_its_schema(kind: str, city: str) -> None:
    from citygraph.pictures.writing import write_picture

    picture = drawn(kind, city, "ja")
    document = json.loads(write_picture(picture, "json"))
    jsonschema.validate(document, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert (document["kind"], document["city"], document["title"]) == (
        kind,
        CITIES[city],
        picture.title,
    )
    assert len(document["details"]) == len(picture.details)
    assert [each.get("iri", "") for each in document["details"]] == [
        each.iri for each in picture.details
    ]


def test_each_thing_that_a_picture_shows_leads_to_its_facts(run: Run) -> None:
    known = {str(thing) for (thing,) in rows(graph("tokyo"), "SELECT DISTINCT ?s { ?s ?p ?o }")}
    for kind in kinds():
        lines = json.loads(run("draw", kind, "tokyo", "-f", "json").out)["details"]
        iris = {line["iri"] for line in lines if "iri" in line}
        assert len(iris) > 4
        assert {f"<{iri}>" for iri in iris} - known == set()


def test_a_dash_for_the_file_is_stdout(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("draw", "budget", "tokyo", "-o", "-") == run("draw", "budget", "tokyo")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    [
        "tokyo",
        "Tokyo",
        "東京",
        "도쿄",
        "tokyo:tokyo",
        TOKYO,
        f"<{TOKYO}>",
        "Tokyo Metropolis",
        " tokyo ",
    ],
)
def test_a_city_is_found_by_any_of_its_names(run: Run, name: str) -> None:
    assert run("draw", "budget", name) == run("draw", "budget", "tokyo")


def test_files_of_ones_own_are_drawn_instead_of_the_bundled_data(run: Run) -> None:
    done = run("draw", "budget", "大阪", "--data", OSAKA_FILE, "-f", "text", "--lang", "ja")
    assert (
        done.out
        == "大阪の予算\n\n- 浸水監視\n  - id:fy-jp-2020：7,000万円\n\n出典の記録はありません。\n"
    )


# --- what cannot be drawn ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("panorama", "tokyo"),
            "'panorama' is no picture: expected one of strategy, timeline, budget, map-of-goals",
        ),
        (("budget", "nowhere"), "'nowhere' is no city: expected one of tokyo:tokyo"),
        (("budget", "tokyo:goal-safe-city"), "'tokyo:goal-safe-city' is no city: expected one of "),
        (("budget", ""), "nothing is named: give a CURIE, an IRI, or a label"),
        (
            ("budget", "tokyo", "-f", "pdf"),
            "--format pdf: expected one of svg, png, mermaid, dot, ",
        ),
        (
            ("budget", "tokyo", "-f", "dot"),
            "budget cannot be written as dot; only strategy is also a text, as mermaid or dot",
        ),
        (
            ("budget", "tokyo", "-o", "a.pdf"),
            "--output a.pdf: no format that fits is known by .pdf",
        ),
        (
            ("budget", "tokyo", "--width", "700"),
            "--width is for png; svg has no pixels: leave it out",
        ),
        (
            ("budget", "tokyo", "-f", "png", "--width", "wide"),
            "--width wide: expected a number of pixels, such as 1200",
        ),
        (
            ("budget", "tokyo", "-f", "png", "--width", "99"),
            "width 99: expected 100 to 10000 pixels",
        ),
        (
            ("budget", "tokyo", "-f", "png", "--width", "7", "--width", "8"),
            "--width 8: given twice",
        ),
    ],
)
def test_wrong_usage_says_what_is_right_and_draws_nothing(
    run: Run, words: tuple[str, ...], message: str
) -> None:
    done = run("draw", *words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"citygraph: {message}")


def test_a_misspelt_city_is_guessed_among_many(run: Run, tmp_path: Path) -> None:
    dataset = write_dataset(tmp_path / "towns.nq", every_graph(12).items())
    done = run("draw", "budget", "town-7", "--data", str(dataset))
    assert done.code == 2
    assert done.err.startswith("citygraph: 'town-7' is no city: expected one of ")
    assert "town-07" in done.err
    assert done.err.endswith(" and 2 more\n")


@pytest.mark.parametrize(
    ("kind", "lacks"),
    [
        ("strategy", "no strategy is stated of it (cg:Strategy with cg:inCity)"),
        ("timeline", timeline.NOTHING),
        (
            "budget",
            "no budget of it is stated (cg:BudgetAllocation with cg:budgetFor and cg:amount)",
        ),
        ("map-of-goals", map_of_goals.NOTHING),
    ],
)
def test_a_city_without_such_facts_has_no_such_picture(
    run: Run, tmp_path: Path, kind: str, lacks: str
) -> None:
    loaded(tmp_path, "town:town a cg:City .")
    path = tmp_path / "a.svg"
    data = str(tmp_path / "town.ttl")
    done = run("draw", kind, "town", "--data", data, "-o", str(path))
    message = f"town:town has nothing for the picture {kind}: {lacks}; nothing is drawn"
    assert done == (2, "", f"citygraph: {message}\n")
    assert not path.exists()


def test_without_what_draws_the_message_says_how_to_install_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    done = run("draw", "budget", "tokyo")
    assert (done.code, done.out) == (4, "")
    assert done.err == (
        "citygraph: pictures need vl-convert-python, which is not installed: "
        "install it with  pip install 'citygraph[pictures]'\n"
    )
    for form in ("text", "json", "mermaid", "dot"):
        done = run("draw", "strategy", "tokyo", "-f", form)
        assert (done.code, done.err) == (0, "")
        assert "Smart Tokyo Implementation Strategy" in done.out


# --- from any store ------------------------------------------------------------------------------


@pytest.mark.parametrize("store", ["oxigraph", "virtuoso"])
def test_a_remote_store_gives_the_same_pictures(
    run: Run, request: pytest.FixtureRequest, store: str
) -> None:
    server: Server = request.getfixturevalue(f"loaded_{store}")
    for kind in kinds():
        there = run("draw", kind, "tokyo", "--lang", "ja", "--endpoint", server.query_url)
        assert there == run("draw", kind, "tokyo", "--lang", "ja")


def test_one_city_of_many_is_drawn_as_if_it_were_alone(run: Run, tmp_path: Path) -> None:
    dataset = str(write_dataset(tmp_path / "towns.nq", every_graph(5).items()))
    lent = city_name(4)  # a goal of the next city, which this one pursues too
    for kind in kinds():
        among = run("draw", kind, f"{city_name(3)}:tokyo", "--data", dataset, "-f", "text")
        alone = run("draw", kind, "tokyo", "-f", "text")
        assert (among.code, alone.code) == (0, 0)
        shown = [line for line in among.out.splitlines() if lent not in line]
        missing = {"    - no connection is known", "  - no connection is known"}
        assert set(shown) - missing == set(alone.out.splitlines()) - missing


def test_a_name_that_several_cities_have_is_refused(run: Run, tmp_path: Path) -> None:
    dataset = str(write_dataset(tmp_path / "towns.nq", every_graph(2).items()))
    assert run("draw", "budget", "Tokyo", "--data", dataset) == (
        2,
        "",
        "citygraph: 'Tokyo' fits 2 things: town-00:tokyo, town-01:tokyo; name one of them\n",
    )


@pytest.mark.parametrize(
    ("kind", "most"), [("strategy", 15), ("timeline", 19), ("budget", 21), ("map-of-goals", 22)]
)
def test_a_picture_costs_as_many_queries_however_much_it_shows(kind: str, most: int) -> None:
    from citygraph.pictures import draw

    counts = []
    for names in (("tokyo",), ("tokyo", "osaka", "knot")):
        store = Counted(graph(*names))
        draw(store, kind, TOKYO)
        counts.append(store.count)
    assert counts[0] == counts[1] <= most
