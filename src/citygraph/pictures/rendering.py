"""From marks to SVG and PNG, on this machine alone: nothing is fetched while drawing."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr, unescape

from citygraph.errors import FaultError, MissingExtraError
from citygraph.pictures.canvas import WIDTH
from citygraph.pictures.measuring import cleaned
from citygraph.pictures.packing import repacked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from citygraph.pictures.canvas import Canvas

_LATIN = ("Noto Sans", "Helvetica Neue", "Arial", "Liberation Sans")
_EAST_ASIAN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ja": ("Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", "Yu Gothic", "Meiryo"),
        "ko": ("Noto Sans CJK KR", "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic"),
    }
)
_SHOWN = 5
"""How many missing signs are named."""

_WORDS = re.compile(r"<(?:text|tspan)[^>]*>([^<]+)")
_NEVER_DRAWN = "\U0010fffd"
"""A sign that no font has: what is drawn for it is what is drawn where a sign is missing."""


def fonts(language: str) -> str:
    """List the families in which a picture is shown, as CSS has it, the best first.

    Chinese characters are drawn as the language writes them. The families of the language come
    first, because what draws PNG takes the first that it finds for everything.

    >>> fonts("ko")[:18], fonts("ko")[-10:]
    ("'Noto Sans CJK KR'", 'sans-serif')
    """
    first = _EAST_ASIAN.get(language, ())
    others = (name for code, names in _EAST_ASIAN.items() if code != language for name in names)
    families = ", ".join(f"'{name}'" for name in (*first, *_LATIN, *others))
    return f"{families}, sans-serif"


def svg(canvas: Canvas, kind: str, language: str, title: str, description: str) -> str:
    """Draw marks as SVG that says what it shows, in which language, and loads nothing.

    Raises:
        MissingExtraError: what draws is not installed.
    """
    drawn: str = _drawing().vega_to_svg(canvas.specification(fonts(language)), allowed_base_urls=[])
    _, _, inside = drawn.partition(">")
    height = round(canvas.height)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" role="img" lang="{language}" xml:lang="{language}" '
        f"aria-labelledby={quoteattr(f'{kind}-title {kind}-description')}>"
        f'<title id="{kind}-title">{escape(cleaned(title))}</title>'
        f'<desc id="{kind}-description">{escape(cleaned(description))}</desc>'
    )
    return f"{head}{inside}\n"


def png(drawn: str, width: int) -> bytes:
    """Draw SVG as PNG with the fonts of this machine.

    Args:
        drawn: a picture in SVG.
        width: how many pixels wide it becomes.

    Raises:
        MissingExtraError: what draws is not installed.
        FaultError: no font of this machine has the signs that are to be drawn.
    """
    if missing := missing_signs(drawn):
        shown = " ".join(missing[:_SHOWN])
        raise FaultError(
            f"no font of this machine has {len(missing)} of the signs of this picture, such as "
            f"{shown}: install fonts that do, on Debian and Ubuntu with  apt-get install "
            "fonts-noto-cjk ; as SVG it is drawn by the reader's fonts"
        )
    return repacked(_drawing().svg_to_png(drawn, scale=width / WIDTH))


def missing_signs(drawn: str) -> tuple[str, ...]:
    """List the signs of a picture's words for which no font of this machine has a shape.

    The renderer does not say so; but it draws them all alike, as it draws what no font can have.
    """
    words = "".join(_WORDS.findall(drawn))
    signs = sorted({sign for sign in unescape(words) if not (sign.isascii() or sign.isspace())})
    nothing = _sample(_NEVER_DRAWN) if signs else b""
    return tuple(sign for sign in signs if _sample(sign) == nothing)


def _sample(sign: str) -> bytes:
    text = f'<text x="4" y="30" font-size="24" font-family="sans-serif">{sign}</text>'
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">{text}</svg>'
    sample: bytes = _drawing().svg_to_png(drawn)
    return sample


def _drawing() -> ModuleType:
    try:
        import vl_convert
    except ImportError as error:
        raise MissingExtraError(
            "pictures need vl-convert-python, which is not installed: "
            "install it with  pip install 'citygraph[pictures]'"
        ) from error
    return vl_convert
