"""What is in the SVG of every picture: words for those who do not see it, and nothing that runs."""

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from citygraph.pictures import Picture, kinds
from tests.documents import ROOT
from tests.drawn_cities import CITIES, drawn
from tests.goldens_option import Goldens

SVG, XML = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/XML/1998/namespace}"
LANGUAGES = ("en", "ja", "ko")
DRAWN = {"svg", "title", "desc", "g", "rect", "path", "text", "tspan"}
each_picture = pytest.mark.parametrize(
    "picture",
    [
        pytest.param((kind, city, language), id=f"{city}-{kind}-{language}")
        for city in CITIES
        for kind in kinds()
        for language in LANGUAGES
    ],
)
Asked = tuple[str, str, str]


def parsed(picture: Picture) -> ET.Element:
    return ET.fromstring(picture.svg)  # noqa: S314 - our own text


@each_picture
def test_a_picture_is_an_image_with_a_title_and_a_description_in_its_language(
    picture: Asked,
) -> None:
    made = drawn(*picture)
    root = parsed(made)
    title, description = root[0], root[1]
    assert (root.get("role"), root.get("lang"), root.get(f"{XML}lang")) == (
        "img",
        made.language,
        made.language,
    )
    assert (title.tag, title.text) == (f"{SVG}title", made.title)
    assert (description.tag, description.text) == (f"{SVG}desc", made.description)
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


@each_picture
def test_nothing_in_a_picture_runs_or_leads_out_of_it(picture: Asked) -> None:
    root = parsed(drawn(*picture))
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= DRAWN
    attributes = {(name, value) for each in root.iter() for name, value in each.attrib.items()}
    assert not [name for name, _ in attributes if name.startswith("on") or "href" in name]
    assert not [value for _, value in attributes if "url(" in value or "://" in value]


@each_picture
def test_all_words_of_a_picture_are_big_enough_where_it_is_shown_600_pixels_wide(
    picture: Asked,
) -> None:
    root = parsed(drawn(*picture))
    wide = float(root.get("width") or 0)
    sizes = {float((each.get("font-size") or "0px")[:-2]) for each in root.iter(f"{SVG}text")}
    assert min(sizes) * 600 / wide >= 10


def words(picture: Picture) -> str:
    """All that is written in a picture, without the breaks of lines."""
    texts = ("".join(each.itertext()) for each in parsed(picture).iter(f"{SVG}text"))
    return "\n".join(text.replace(" ", "") for text in texts)


def test_markup_in_labels_is_shown_as_it_is_written() -> None:
    made = drawn("strategy", "knot")
    assert "<script>alert(\"x\")</script>&'quotes']]>\\#quot;%%{init}%%-->|{{a}}`b`" in words(made)
    assert "<script" not in made.svg


@pytest.mark.parametrize("kind", kinds())
def test_the_description_in_words_says_all_that_is_written(kind: str) -> None:
    made = drawn(kind, "tokyo", "ko")
    said = "\n".join(detail.text for detail in made.details).replace(" ", "")
    shown = words(made).split("\n")
    things = [text for text in shown if len(text) > 8 and "·" not in text and ":" not in text]
    assert len(things) > 3
    assert [text for text in things if text not in said and text not in _explanations(made)] == []


def _explanations(picture: Picture) -> str:
    """What explains how to read a picture, which who hears it need not know."""
    from citygraph.pictures.wording import word

    names = {
        "strategy": ("numbers",),
        "timeline": ("day", "span"),
        "budget": ("scale",),
        "map-of-goals": ("note",),
    }
    texts = [word(picture.kind, name, picture.language) for name in names[picture.kind]]
    return "\n".join((picture.title, *texts)).replace(" ", "")


@pytest.mark.parametrize("city", CITIES)
def test_depths_in_the_description_grow_one_by_one(city: str) -> None:
    for kind in kinds():
        depths = [detail.depth for detail in drawn(kind, city).details]
        assert depths[0] == 0
        assert all(after <= before + 1 for before, after in pairwise(depths))


def test_every_language_has_its_own_fonts_first() -> None:
    found = {
        language: parsed(drawn("budget", "tokyo", language)).find(f".//{SVG}text")
        for language in LANGUAGES
    }
    families = {
        language: (text.get("font-family") or "").split(", ")
        for language, text in found.items()
        if text is not None
    }
    assert {language: each[0] for language, each in families.items()} == {
        "en": "'Noto Sans'",
        "ja": "'Noto Sans CJK JP'",
        "ko": "'Noto Sans CJK KR'",
    }
    assert {each[-1] for each in families.values()} == {"sans-serif"}


SHOWN = sorted((ROOT / "docs" / "pictures").glob("*.svg"))


def test_the_documents_show_a_picture_of_each_kind() -> None:
    page = (ROOT / "docs" / "how-to" / "draw.md").read_text(encoding="utf-8")
    assert sorted(path.name.split(".")[0].removeprefix("tokyo-") for path in SHOWN) == sorted(
        kinds()
    )
    assert all(f"](../pictures/{path.name})" in page for path in SHOWN)


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.name)
def test_the_pictures_in_the_documents_are_as_they_are_drawn(path: Path, goldens: Goldens) -> None:
    name, language, _ = path.name.split(".")
    city, _, kind = name.partition("-")
    goldens.check(path, drawn(kind, city, language).svg)


DRAW_ALL = """
import hashlib
from citygraph.pictures import kinds
from tests.drawn_cities import drawn
texts = (drawn(kind, "knot", "ja") for kind in kinds())
print(hashlib.sha256("".join(each.svg + str(each.texts) for each in texts).encode()).hexdigest())
"""


def test_the_same_facts_give_the_same_bytes_in_every_process() -> None:
    found = {
        subprocess.run(
            [sys.executable, "-c", DRAW_ALL],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1
