"""Every picture in a real browser: no word runs into another or out of the picture."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page, sync_playwright

from citygraph.pictures import kinds
from tests.drawn_cities import CITIES, drawn

CHROMIUM = Path("/usr/bin/chromium")
TEXTS = """
() => [...document.querySelectorAll("svg text")].map(text => {
  const box = text.getBoundingClientRect();
  return {words: text.textContent, left: box.left, top: box.top, right: box.right,
          bottom: box.bottom};
})"""
BOXES = """
() => [...document.querySelectorAll("svg .mark-rect path")].map(path => {
  const box = path.getBoundingClientRect();
  return {words: path.getAttribute("fill"), left: box.left, top: box.top, right: box.right,
          bottom: box.bottom};
})"""
SLACK = 1.5
"""Pixels: lines of type have some room above and below that touches without harm."""


class Place(NamedTuple):
    """What is where on the page."""

    words: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Place") -> bool:
        return (
            self.left < other.right - SLACK
            and other.left < self.right - SLACK
            and self.top < other.bottom - SLACK
            and other.top < self.bottom - SLACK
        )


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page of a browser that shows one picture at a time."""
    if not CHROMIUM.exists():
        pytest.skip("needs a browser: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            yield browser.new_page()
        finally:
            browser.close()


def places(page: Page, script: str) -> list[Place]:
    found: list[dict[str, Any]] = page.evaluate(script)
    return [Place(**each) for each in found]


@pytest.mark.parametrize("language", ["en", "ja", "ko"])
@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("city", CITIES)
def test_no_words_overlap_or_leave_the_picture(
    page: Page, city: str, kind: str, language: str
) -> None:
    picture = drawn(kind, city, language)
    page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{picture.svg}")
    texts = places(page, TEXTS)
    (whole,) = places(page, TEXTS.replace("svg text", "svg"))
    assert len(texts) >= 4
    assert [
        text.words
        for text in texts
        if text.left < 0 or text.top < 0 or text.right > whole.right or text.bottom > whole.bottom
    ] == []
    assert [(a.words, b.words) for a, b in combinations(texts, 2) if a.overlaps(b)] == []


@pytest.mark.parametrize("language", ["en", "ja", "ko"])
@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("city", CITIES)
def test_words_that_begin_in_a_box_end_in_it(
    page: Page, city: str, kind: str, language: str
) -> None:
    picture = drawn(kind, city, language)
    page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{picture.svg}")
    boxes, texts = places(page, BOXES), places(page, TEXTS)
    assert boxes
    spilled = []
    for text in texts:
        middle = (text.top + text.bottom) / 2
        around = [
            box
            for box in boxes
            if box.left <= text.left + SLACK < box.right and box.top <= middle < box.bottom
        ]
        if around:
            box = min(around, key=lambda each: each.right - each.left)
            if (
                text.right > box.right + SLACK
                or text.top < box.top - SLACK
                or text.bottom > box.bottom + SLACK
            ):
                spilled.append((text.words, box))
    assert spilled == []
