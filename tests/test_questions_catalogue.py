"""The catalogue of questions, and the list of them."""

import json
from pathlib import Path

import pytest

from citygraph.errors import InputError, UnknownNameError
from citygraph.home import Home
from citygraph.questions import (
    catalogue,
    find_question,
    names,
    read_file,
    read_question,
)
from citygraph.questions.listing import write_listing

XSD = "http://www.w3.org/2001/XMLSchema#"


def test_questions_are_listed_by_name_with_folders_last(small_home: Home) -> None:
    assert list(names(small_home.queries)) == [
        "cities",
        "goals-of-city",
        "quality/city-without-label",
    ]


def test_what_a_question_says_of_itself(small_home: Home) -> None:
    cities, goals, quality = catalogue(small_home.queries)
    assert cities.summary() == "Which cities there are"
    assert cities.summary("ja") == "どの都市があるか"
    assert cities.summary("ko") == "Which cities there are"
    assert cities.description("ja") == "All cities with their labels."
    assert (cities.competency, cities.tags, cities.inference) == (
        "CQ-01",
        ("cities", "labels"),
        "domain",
    )
    assert goals.tags == ()
    assert quality.summary() == "A city without a label"
    assert quality.inference == "asserted"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("citis", "did you mean cities?"),
        ("goals", "did you mean goals-of-city?"),
        ("zzzz", "none has a name like it;"),
        ("../queries/cities", "did you mean "),
        ("", "none has a name like it;"),
    ],
)
def test_an_unknown_question_suggests_near_names(small_home: Home, name: str, hint: str) -> None:
    with pytest.raises(UnknownNameError) as raised:
        find_question(small_home.queries, name)
    assert str(raised.value).startswith(f"unknown question '{name}': {hint}")


def test_a_question_in_a_folder_is_found(small_home: Home) -> None:
    assert find_question(small_home.queries, "quality/city-without-label").name


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "none.rq"
    with pytest.raises(InputError, match=r"none\.rq: cannot be read: No such file or directory; "):
        read_file(path)


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "latin.rq"
    path.write_bytes("ASK {\n ?s ?p 'é' }".encode("latin-1"))
    with pytest.raises(InputError) as raised:
        read_file(path)
    assert str(raised.value) == f"{path}:2: not UTF-8; save the query as UTF-8"


def test_a_byte_order_mark_is_no_part_of_a_query(tmp_path: Path) -> None:
    path = tmp_path / "marked.rq"
    path.write_bytes(b"\xef\xbb\xbfASK {}")
    assert read_file(path).text == "ASK {}"


@pytest.mark.parametrize("form", ["table", "csv", "md"])
def test_the_list_names_each_question_and_its_parameters(small_home: Home, form: str) -> None:
    text = write_listing(catalogue(small_home.queries), form, lang="ja")
    assert "どの都市があるか" in text
    assert "city=IRI, since=1800" in text
    assert "lang" not in text


def test_the_list_as_json(small_home: Home) -> None:
    listed = json.loads(write_listing(catalogue(small_home.queries), "json"))
    assert [each["name"] for each in listed] == list(names(small_home.queries))
    assert listed[1]["parameters"][0] == {
        "name": "city",
        "type": "iri",
        "required": True,
        "default": None,
        "description": "The city",
    }


def test_a_text_with_half_a_character_is_no_query() -> None:
    with pytest.raises(InputError, match=r"^query: '\\udcff' is no character$"):
        read_question("ASK { ?s ?p '\udcff' }")
