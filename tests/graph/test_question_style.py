"""How the questions are written: headers in three languages, and queries all in one hand."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery

from citygraph.home import open_home
from citygraph.questions import names, prepare, read_file
from citygraph.vocabulary import PREFIXES

EVERY = names(open_home().queries)
FILES = {name: path for name, path in EVERY.items() if not name.startswith("federated/")}
TEXTS = ("summary", "description")
FAULT_TEXTS = ("problem", "solution")
"""The keys that come in three languages, of the questions and of those that must find nothing."""

KEYWORDS = re.compile(
    "AS|ASK|BIND|BOUND|BY|COALESCE|CONCAT|CONSTRUCT|COUNT|DISTINCT|EXISTS|FILTER|FLOOR|GROUP|HAVING|IF|IN|"
    "LANG|MAX|MINUS|NOT|OPTIONAL|ORDER|PREFIX|REGEX|ROUND|SELECT|STR|STRLANG|STRLEN|STRSTARTS|SUBSTR|UNION|"
    "VALUES|WHERE",
    re.IGNORECASE,
)
LONGEST_LINE = 100

LANGUAGES = ("", "-ja", "-ko")
ENGLISH = re.compile(r"[A-Z][\x20-\x7e]+")
JAPANESE = re.compile("[\u3041-\u30ff]")
KOREAN = re.compile("[\uac00-\ud7a3]")

each_file = pytest.mark.parametrize("name", FILES)


def text_of(name: str) -> str:
    return FILES[name].read_text(encoding="utf-8")


def header(name: str) -> list[tuple[str, str]]:
    """Give the keys and values of a header in their order."""
    lines = [line for line in text_of(name).splitlines() if line.startswith("#+ ")]
    return [(key, value) for key, _, value in (line[3:].partition(": ") for line in lines)]


def body(name: str) -> str:
    """Give the query behind the header."""
    lines = text_of(name).splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("#+"))


def bare(name: str) -> str:
    """Give the query without comments, texts and addresses."""
    code = re.sub(r'"(?:[^"\\]|\\.)*"', '""', body(name))
    code = re.sub(r"<[^>\s]*>", "<>", code)
    return re.sub(r"(?m)(?:^|\s)#.*$", "", code)


def form(name: str) -> str:
    found = re.search(r"(?m)^(SELECT|ASK|CONSTRUCT)\b", body(name))
    assert found is not None
    return found[1]


def columns(name: str) -> list[str]:
    """Give the variables that a SELECT projects, in their order."""
    found = ox.Store().query(text_of(name))
    assert isinstance(found, ox.QuerySolutions)
    return [variable.value for variable in found.variables]


SELECTING = [name for name in FILES if form(name) == "SELECT"]


# --- files and headers -------------------------------------------------------------------------


def test_all_forms_are_shown() -> None:
    assert {form(name) for name in FILES} == {"ASK", "CONSTRUCT", "SELECT"}


@each_file
def test_the_file_is_named_after_its_question(name: str) -> None:
    folder, _, stem = name.rpartition("/")
    assert folder in {"", "quality"}
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", stem)


@each_file
def test_the_header_has_every_key_once_and_in_order(name: str) -> None:
    fault = name.startswith("quality/")
    expected = [f"{key}{lang}" for key in (FAULT_TEXTS if fault else TEXTS) for lang in LANGUAGES]
    expected += ["tags", "inference"] if fault else ["competency", "tags", "inference"]
    parameters = len(read_file(FILES[name]).parameters)
    expected[-1:-1] = ["param"] * parameters
    assert [key for key, _ in header(name)] == expected


@each_file
def test_the_header_speaks_three_languages(name: str) -> None:
    for key, value in header(name):
        if key.endswith("-ja"):
            assert JAPANESE.search(value)
            assert not KOREAN.search(value)
        elif key.endswith("-ko"):
            assert KOREAN.search(value)
            assert not JAPANESE.search(value)
        elif key in {*TEXTS, *FAULT_TEXTS}:
            assert ENGLISH.fullmatch(value)


@each_file
def test_a_description_is_made_of_sentences_and_a_summary_is_none(name: str) -> None:
    for key, value in header(name):
        if key.startswith("description"):
            assert value.endswith((".", "。"))
        elif key.startswith(("summary", *FAULT_TEXTS)):
            assert not value.endswith((".", "。"))


@each_file
def test_tags_are_sorted_words(name: str) -> None:
    tags = dict(header(name))["tags"].split(", ")
    assert tags == sorted(set(tags))
    assert all(re.fullmatch(r"[a-z]+( [a-z]+)*", tag) for tag in tags)


def test_each_question_answers_a_competency_question_of_its_own() -> None:
    asked = [name for name in FILES if not name.startswith("quality/")]
    numbers = sorted(dict(header(name))["competency"] for name in asked)
    assert numbers == [f"CQ-{number:02}" for number in range(1, len(asked) + 1)]


def test_no_two_questions_have_the_same_summary() -> None:
    questions = [read_file(path) for path in FILES.values()]
    for lang in ("en", "ja", "ko"):
        assert len({question.summary(lang) for question in questions}) == len(questions)


@each_file
def test_the_language_is_the_last_parameter_and_named_alike(name: str) -> None:
    parameters = read_file(FILES[name]).parameters
    speaking = [each for each in parameters if each.type == "lang"]
    assert speaking == list(parameters[-1:] if "?lang" in bare(name) else ())
    assert {(each.name, each.default) for each in speaking} <= {("lang", "en")}
    assert all(each.description for each in parameters)


# --- queries -----------------------------------------------------------------------------------


@each_file
def test_both_engines_read_it_with_and_without_its_values(name: str) -> None:
    question = read_file(FILES[name])
    for text in (question.text, prepare(question, lang="ja").text):
        ox.Store().query(text)
        prepareQuery(text)


@each_file
def test_prefixes_are_the_known_ones_sorted_and_used(name: str) -> None:
    declared = re.findall(r"(?m)^PREFIX (\w+): <(\S+)>$", body(name))
    used = set(re.findall(r"(?<![\w?:])(\w+):(?=[\w-])", re.sub(r"(?m)^PREFIX.*$", "", bare(name))))
    assert [prefix for prefix, _ in declared] == sorted(used)
    assert all(PREFIXES[prefix] == space for prefix, space in declared)


@each_file
def test_keywords_are_in_capitals(name: str) -> None:
    words = set(re.findall(r"(?<![\w?:/$-])[A-Za-z]+(?![\w:-])", bare(name)))
    known = {word for word in words if KEYWORDS.fullmatch(word)}
    assert known == {word.upper() for word in known}
    assert words - known <= {"a", "isIRI", "true", "false"}


@each_file
def test_lines_are_short_and_indented_by_two(name: str) -> None:
    text = text_of(name)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\n\n\n" not in text
    assert "\t" not in text
    for line in body(name).splitlines():
        assert line == line.rstrip()
        assert len(line) <= LONGEST_LINE
        assert (len(line) - len(line.lstrip(" "))) % 2 == 0


@each_file
def test_braces_indent_what_they_hold(name: str) -> None:
    depth = 0
    for line in filter(str.strip, bare(name).splitlines()):
        code = line.strip()
        closing = len(code) - len(code.lstrip("})"))
        assert line.index(code) // 2 >= depth - closing
        depth += len(re.findall(r"[{(]", code)) - len(re.findall(r"[})]", code))
    assert depth == 0


@each_file
def test_variables_are_whole_words(name: str) -> None:
    variables = set(re.findall(r"\?(\w+)", bare(name)))
    assert variables
    assert all(re.fullmatch(r"[a-z]{2,}([A-Z][a-z]+)*", each) for each in variables)


@pytest.mark.parametrize("name", SELECTING)
def test_rows_are_ordered_by_all_columns(name: str) -> None:
    order = bare(name).rpartition("ORDER BY")[2]
    assert sorted(re.findall(r"\?(\w+)", order)) == sorted(columns(name))
    assert bare(name).count("ORDER BY") == 1


@pytest.mark.parametrize("name", SELECTING)
def test_rows_are_distinct_or_counted(name: str) -> None:
    assert re.search(r"(?m)^SELECT DISTINCT\b", bare(name)) or "GROUP BY" in bare(name)


@pytest.mark.parametrize("name", [name for name in SELECTING if "/" not in name])
def test_a_label_stands_beside_what_it_names(name: str) -> None:
    shown = columns(name)
    for place, column in enumerate(shown):
        if column.endswith("Label"):
            assert shown[place - 1] == column.removesuffix("Label")


@each_file
def test_parameters_are_shown_in_the_answer(name: str) -> None:
    chosen = [each.name for each in read_file(FILES[name]).parameters if each.type != "lang"]
    if form(name) == "SELECT":
        assert set(chosen) <= set(columns(name))
    elif form(name) == "CONSTRUCT":
        template = bare(name).partition("WHERE")[0]
        assert all(f"?{each} " in template for each in chosen)


@each_file
def test_absence_is_asked_for_in_the_way_that_every_engine_does_fast(name: str) -> None:
    assert "NOT EXISTS" not in bare(name)


@each_file
def test_labels_are_chosen_by_the_language_asked_for(name: str) -> None:
    # In an OPTIONAL of their own, so that a missing label never hides a row.
    code = re.sub(r"VALUES \?\w+ \{[^}]*\}", "", bare(name))
    for filtered in re.finditer(r"FILTER\(LANG\((\?\w+)\) = \?lang\)", code):
        before = code[: filtered.start()]
        assert before.rfind("OPTIONAL {") > before.rfind("}")


def test_comments_say_why() -> None:
    comments = [
        line.strip()
        for path in FILES.values()
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip().startswith("#") and not line.startswith("#+")
    ]
    assert len(comments) > len(FILES) / 2
    assert all(re.match(r"# \S", comment) for comment in comments)


def test_no_file_beside_the_questions_is_overlooked() -> None:
    folder = open_home().queries
    found = {path for path in folder.rglob("*") if path.is_file() and path.name != "LICENSE"}
    assert found == set(map(Path, EVERY.values()))
