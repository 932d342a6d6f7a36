"""How wide a text is, and where it may be broken, whatever fonts the reader has.

A picture is laid out before anybody knows the fonts it will be shown in. Letters are therefore
given the widths of DejaVu Sans, one of the widest faces in use, and the signs of East Asian scripts
a full square (Unicode Standard Annex #11); what is shown is as wide or narrower.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_EM: Mapping[str, float] = MappingProxyType(
    {
        **dict.fromkeys("'ijlI|", 0.3),
        **dict.fromkeys(" .,:;/\\", 0.34),
        **dict.fromkeys("-!()[]ftr", 0.41),
        **dict.fromkeys('"*`csz?_', 0.55),
        **dict.fromkeys("aekvxy", 0.62),
        **dict.fromkeys("ACBDGHKNOQRUVXYZ&", 0.78),
        **dict.fromkeys("+=<>~w", 0.84),
        **dict.fromkeys("MWm@%", 1.0),
    }
)
_OTHERWISE = 0.65
_HEAVIER = 1.1
"""How much wider bold letters are."""

_NEVER_FIRST = frozenset(
    "、。，．,.:;!?！？）」』】〕〉》’”)]}ー・々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ…%％~〜"
)
_NEVER_LAST = frozenset("（「『【〔〈《‘“([{")
_ELLIPSIS = "…"


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Measure a line.

    Args:
        text: what is written.
        size: of the letters, in pixels.
        bold: whether they are heavy.

    >>> width("東京", 16), round(width("Tokyo", 16), 1)
    (32, 51.0)
    """
    return sum(_em(sign) for sign in text) * size * (_HEAVIER if bold else 1)


def _em(sign: str) -> float:
    if sign in _EM:
        return _EM[sign]
    if unicodedata.combining(sign):
        return 0
    return _OTHERWISE if unicodedata.east_asian_width(sign) in {"N", "Na", "H"} else 1


def wrapped(
    text: str, room: float, size: float, *, bold: bool = False, most: int = 6
) -> tuple[str, ...]:
    """Break a text into lines that fit, all about as long.

    Words stay whole where they can, Korean ones too; Chinese characters and kana are parted
    anywhere but before a closing and after an opening mark (JIS X 4051). What needs more lines than
    are allowed ends in an ellipsis.

    Args:
        text: what is written; its white space counts as single spaces.
        room: how wide a line may be.
        size: of the letters, in pixels.
        bold: whether they are heavy.
        most: the most lines there may be.

    >>> wrapped("Digital transformation of the city", 170, 16)
    ('Digital', 'transformation', 'of the city')
    >>> wrapped("社会課題への技術による対応", 130, 16)
    ('社会課題への技', '術による対応')
    """
    pieces = _pieces(cleaned(text), room, size, bold)
    lines = _filled(pieces, room, size, bold)
    if len(lines) > most:
        return (*lines[: most - 1], _cut(lines[most - 1], room, size, bold))
    narrow, wide = 0.0, room
    while wide - narrow > 1:
        middle = (narrow + wide) / 2
        tried = _filled(pieces, middle, size, bold)
        fits = len(tried) == len(lines) and all(
            width(line, size, bold=bold) <= middle for line in tried
        )
        narrow, wide = (narrow, middle) if fits else (middle, wide)
    return _filled(pieces, wide, size, bold)


def cleaned(text: str) -> str:
    r"""Take from a text what is no sign to be seen, and what XML 1.0 does not allow.

    >>> cleaned(" a\tb\x00c ")
    'a b c'
    """
    shown = "".join(" " if unicodedata.category(sign) in _UNSEEN else sign for sign in text)
    return " ".join(unicodedata.normalize("NFC", shown).split())


_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Cs", "Zl", "Zp"})


def _pieces(text: str, room: float, size: float, bold: bool) -> tuple[str, ...]:  # noqa: FBT001
    """Part a text where a line may end; pieces that are too long are parted between any signs."""
    pieces = [""]
    for before, sign in pairwise(f" {text}"):
        if _may_part(before, sign) and pieces[-1]:
            pieces.append("")
        pieces[-1] += sign
    return tuple(
        part
        for piece in pieces
        for part in ([piece] if width(piece.rstrip(), size, bold=bold) <= room else piece)
    )


def _may_part(before: str, sign: str) -> bool:
    if sign in _NEVER_FIRST or before in _NEVER_LAST or sign == " ":
        return False
    return before in " -/–" or _is_ideographic(before) or _is_ideographic(sign)


def _is_ideographic(sign: str) -> bool:
    """Say whether lines may be broken around a sign: kana and Chinese characters, not Hangul."""
    wide = unicodedata.east_asian_width(sign) in {"W", "F"}
    return wide and not unicodedata.name(sign, "").startswith("HANGUL")


def _filled(pieces: tuple[str, ...], room: float, size: float, bold: bool) -> tuple[str, ...]:  # noqa: FBT001
    lines = [""]
    for piece in pieces:
        if lines[-1] and width((lines[-1] + piece).rstrip(), size, bold=bold) > room:
            lines.append("")
        lines[-1] += piece
    return tuple(line.strip() for line in lines)


def _cut(line: str, room: float, size: float, bold: bool) -> str:  # noqa: FBT001
    while line and width(line + _ELLIPSIS, size, bold=bold) > room:
        line = line[:-1]
    return line.rstrip() + _ELLIPSIS
