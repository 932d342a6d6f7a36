"""PNG: drawn by the fonts of this machine, and never with boxes in the place of letters."""

import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from citygraph.errors import FaultError, InputError, MissingExtraError
from citygraph.pictures import rendering
from tests.drawn_cities import drawn

LATIN_ONLY = "<fontconfig><dir>{folder}</dir></fontconfig>"
DRAW = """
from citygraph.errors import FaultError
from tests.drawn_cities import drawn
for language in ("en", "ja", "ko"):
    try:
        print(language, len(drawn("budget", "tokyo", language).png()) > 1000)
    except FaultError as error:
        print(language, error)
"""


def size(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("language", ["en", "ja", "ko"])
@pytest.mark.parametrize(("asked", "width"), [((), 1920), ((1200,), 1200), ((600,), 600)])
def test_a_png_is_as_wide_as_it_was_asked_for(
    language: str, asked: tuple[int, ...], width: int
) -> None:
    assert size(drawn("budget", "tokyo", language).png(*asked))[0] == width


def test_it_is_as_high_as_the_picture_is() -> None:
    picture = drawn("budget", "tokyo")
    height = int(picture.svg.partition('height="')[2].partition('"')[0])
    assert size(picture.png(1920)) == (1920, 2 * height)


def test_the_same_picture_gives_the_same_bytes() -> None:
    picture = drawn("strategy", "tokyo", "ja")
    assert picture.png(600) == picture.png(600)


def chunks(png: bytes) -> list[tuple[bytes, bytes]]:
    """Read the chunks of a PNG, of which each must be as long and as whole as it says."""
    found, at = [], 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        data, rest = png[at + 8 : at + 8 + length], png[at + 8 + length : at + 12 + length]
        assert struct.unpack(">I", rest)[0] == zlib.crc32(kind + data)
        found.append((kind, data))
        at += length + 12
    assert found[-1] == (b"IEND", b"")
    return found


def test_the_packed_file_is_far_smaller_and_has_the_same_pixels() -> None:
    from vl_convert import svg_to_png

    picture = drawn("strategy", "tokyo")
    plain, packed = svg_to_png(picture.svg, scale=1), picture.png(960)
    assert len(packed) < len(plain) / 2
    pixels = []
    for each in (plain, packed):
        streams = [data for kind, data in chunks(each) if kind == b"IDAT"]
        pixels.append(zlib.decompress(b"".join(streams)))
    assert pixels[0] == pixels[1]
    assert [data for kind, data in chunks(plain) if kind == b"IHDR"] == [
        data for kind, data in chunks(packed) if kind == b"IHDR"
    ]


@pytest.mark.parametrize("width", [0, -5, 99, 10_001])
def test_a_width_out_of_bounds_is_refused(width: int) -> None:
    with pytest.raises(InputError, match=rf"^width {width}: expected 100 to 10000 pixels$"):
        drawn("budget", "tokyo").png(width)


def test_a_machine_without_the_fonts_draws_english_and_says_what_to_install_for_the_others(
    tmp_path: Path,
) -> None:
    (tmp_path / "none").mkdir()
    config = tmp_path / "fonts.conf"
    config.write_text(LATIN_ONLY.format(folder=tmp_path / "none"), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-c", DRAW],
        env={**os.environ, "FONTCONFIG_FILE": str(config)},
        capture_output=True,
        text=True,
        check=True,
    )
    english, japanese, korean = run.stdout.splitlines()
    assert english == "en True"
    for line in (japanese, korean):
        assert line[3:].startswith("no font of this machine has ")
        assert int(line.split()[7]) > 20
        assert line.endswith(
            "install fonts that do, on Debian and Ubuntu with  apt-get install fonts-noto-cjk ; "
            "as SVG it is drawn by the reader's fonts"
        )


def test_a_sign_that_no_font_has_is_named() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><text>a東\ue000&amp;\u00e9</text></svg>'
    assert rendering.missing_signs(svg) == ("\ue000",)
    with pytest.raises(FaultError, match="has 1 of the signs of this picture, such as \ue000: "):
        rendering.png(svg, 600)


def test_a_picture_that_asks_for_something_outside_is_not_drawn() -> None:
    from vl_convert import vega_to_svg

    outside = {"data": [{"name": "x", "url": "http://127.0.0.1:9/x.json"}]}
    with pytest.raises(ValueError, match="External data url not allowed"):
        vega_to_svg(outside, allowed_base_urls=[])


def test_without_what_draws_the_message_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    picture = drawn("budget", "tokyo")
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    message = (
        r"^pictures need vl-convert-python, which is not installed: "
        r"install it with  pip install 'citygraph\[pictures\]'$"
    )
    with pytest.raises(MissingExtraError, match=message):
        _ = picture.svg
    with pytest.raises(MissingExtraError, match=message):
        picture.png()
