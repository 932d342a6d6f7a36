"""The colours: dark enough to read, and told apart by those who see fewer of them.

Contrast after WCAG 2.2; what people with two kinds of cones see after Machado, Oliveira and
Fernandes (2009), severity 1; the distance of colours as CIE 1976.
"""

from itertools import combinations
from math import sqrt

import pytest

from citygraph.pictures import palette

ON_PAPER = {"ink": palette.INK, "quiet": palette.QUIET, **palette.KINDS}
NORMAL = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
SIGHTS = {
    "all cones": NORMAL,
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
Triple = tuple[float, float, float]


def linear(colour: str) -> Triple:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _linear(red), _linear(green), _linear(blue)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def seen(colour: str, sight: tuple[Triple, ...]) -> Triple:
    """Give the CIELAB coordinates of a colour as somebody sees it."""
    parts = linear(colour)
    red, green, blue = (
        min(max(sum(a * b for a, b in zip(row, parts, strict=True)), 0), 1) for row in sight
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (
        each ** (1 / 3) if each > 0.008856 else 7.787 * each + 16 / 116 for each in (x, y, z)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def distance(one: str, other: str, sight: tuple[Triple, ...]) -> float:
    pairs = zip(seen(one, sight), seen(other, sight), strict=True)
    return sqrt(sum((a - b) ** 2 for a, b in pairs))


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", ON_PAPER)
@pytest.mark.parametrize("ground", [palette.PAPER, palette.SHADE])
def test_words_can_be_read_on_paper_and_on_shade(name: str, ground: str) -> None:
    assert contrast(ON_PAPER[name], ground) >= 4.5


@pytest.mark.parametrize("colour", [*palette.KINDS.values(), *palette.SERIES])
def test_white_words_can_be_read_on_every_colour(colour: str) -> None:
    assert contrast(palette.PAPER, colour) >= 4.5


def test_edges_and_lines_can_be_seen() -> None:
    assert contrast(palette.LINE, palette.PAPER) >= 3
    assert all(contrast(colour, palette.PAPER) >= 3 for colour in palette.SERIES)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize(
    "colours",
    [
        pytest.param(palette.SERIES[:4], id="the first four of a series"),
        pytest.param((palette.KINDS["goal"], palette.KINDS["strategy"]), id="day and span"),
        pytest.param((palette.KINDS["vision"], palette.KINDS["goal"]), id="vision and goal"),
    ],
)
def test_colours_that_stand_for_different_things_are_told_apart(
    colours: tuple[str, ...], sight: str
) -> None:
    near = {pair: distance(*pair, SIGHTS[sight]) for pair in combinations(colours, 2)}
    assert min(near.values()) > 15, near
