"""What the pages say: in every language, with the same places, and nothing that nobody says."""

import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from citygraph.pages.kinds import KINDS
from citygraph.pages.words import say, section
from citygraph.vocabulary import LANGUAGES

PAGES = Path(__file__).resolve().parent.parent / "src" / "citygraph" / "pages"
WORDS = {
    f"{part}.{name}": words
    for part, entries in tomllib.loads((PAGES / "words.toml").read_text("utf-8")).items()
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


@pytest.mark.parametrize("name", WORDS)
def test_nothing_is_translated_that_no_page_says(name: str) -> None:
    word = name.partition(".")[2]
    begun = word.rpartition("-")[0]  # "follows-" ~ which
    ways = (name, word, f"{name.partition('.')[0]}.{begun}-")
    assert any(re.search(rf"""["']{re.escape(each)}["']""", SPOKEN) for each in ways)


def test_every_word_that_a_template_says_is_there() -> None:
    said = set(re.findall(r"""say\(["']([a-z-]+\.[a-z-]+)["'][,)]""", SPOKEN))
    assert len(said) > 60
    assert all(say(name, lang).strip() for name in said for lang in LANGUAGES)


def test_japanese_and_korean_are_written_in_their_scripts() -> None:
    same = {name for name, words in WORDS.items() if len(set(words.values())) == 1}
    assert same <= {"dates.months", "menu.sparql"}


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
