"""What the pages say: in every language, with the same places, and nothing that nobody says."""

import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from citygraph.home import open_home
from citygraph.pages.kinds import KINDS
from citygraph.pages.words import say, section
from citygraph.questions import catalogue
from citygraph.vocabulary import LANGUAGES

BY_DATA = ("columns.", "parameters.", "question-groups.", "faults.", "results")
"""What is said by the names of what questions ask and answer, of errors, and of parts of others."""
POLITE = {
    "ja": re.compile(r"(?:です|ます|ません|でした|ました|ください)。$"),
    "ko": re.compile(r"(?:니다|십시오)\.$"),
}
MOTTO = {
    ("frame.about", "ja", "都市戦略をリンクトデータで。"),
    ("frame.about", "ko", "링크드 데이터로 보는 도시 전략."),
}
PAGES = Path(__file__).resolve().parent.parent / "src" / "citygraph" / "pages"
WORDS = {
    f"{part}.{name}": words
    for file in sorted(PAGES.glob("*.toml"))
    for part, entries in tomllib.loads(file.read_text("utf-8")).items()
    for name, words in entries.items()
}
SPOKEN = "".join(
    path.read_text("utf-8")
    for kind in ("*.py", "templates/*", "assets/*.js")
    for path in sorted(PAGES.glob(kind))
)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("name", WORDS)
def test_everything_is_said_in_every_language_with_the_same_places(name: str) -> None:
    words = WORDS[name]
    assert set(words) == set(LANGUAGES)
    assert all(text.strip() for text in words.values())
    assert len({frozenset(places(text)) for text in words.values()}) == 1


@pytest.mark.parametrize("name", [name for name in WORDS if not name.startswith(BY_DATA)])
def test_nothing_is_translated_that_no_page_says(name: str) -> None:
    word = name.partition(".")[2]
    begun = word.rpartition("-")[0]  # "follows-" ~ which
    ways = (name, word, f"{name.partition('.')[0]}.{begun}-")
    assert any(re.search(rf"""["']{re.escape(each)}["']""", SPOKEN) for each in ways)


def test_every_heading_is_that_of_a_column_and_every_meaning_that_of_a_parameter() -> None:
    asked = catalogue(open_home().queries)
    columns = {name for each in asked for name in re.findall(r"\?(\w+)", each.text)}
    columns |= {"subject", "predicate", "object"}  # of an answer of triples
    assert set(section("columns", "en")) - columns == set()
    parameters = {f"{each.name}.{one.name}" for each in asked for one in each.parameters}
    assert set(section("parameters", "en")) <= parameters


def test_japanese_and_korean_speak_politely_in_sentences() -> None:
    """What ends with a full stop is a sentence; labels are nouns."""
    plain = {
        (name, lang, sentence)
        for name, words in WORDS.items()
        for lang, polite in POLITE.items()
        for sentence in re.split(r"(?<=。)|(?<=\.)\s+", words[lang])
        if sentence.endswith(("。", ".")) and not polite.search(sentence)
    }
    assert plain == MOTTO


def test_every_word_that_a_template_says_is_there() -> None:
    said = set(re.findall(r"""say\(["']([a-z-]+\.[a-z-]+)["'][,)]""", SPOKEN))
    assert len(said) > 60
    assert all(say(name, lang).strip() for name in said for lang in LANGUAGES)


def test_japanese_and_korean_are_written_in_their_scripts() -> None:
    same = {name for name, words in WORDS.items() if len(set(words.values())) == 1}
    assert same <= {"dates.months", "menu.editor"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whatever_the_menu_lists_is_told_of_on_the_front_page(lang: str) -> None:
    menu = [local for kind in KINDS for _, local in kind.menu if local != "index"]
    assert len(menu) >= 6
    assert all(say(f"ways.{local.split('/')[0]}", lang) for local in menu)


def test_unknown_words_are_a_fault() -> None:
    with pytest.raises(KeyError):
        say("frame.unheard", "en")


def test_a_section_is_given_whole() -> None:
    assert set(section("search", "ko")) == {
        name.partition(".")[2] for name in WORDS if name.startswith("search.")
    }
