"""Lines that fit a terminal: words stay whole, Japanese breaks where Japanese may break.

A wide character takes two columns. Between Japanese characters a line may break anywhere, but not
before a closing mark or a small kana and not behind an opening one (JIS X 4051, in brief); Korean
breaks at its spaces. What is longer than a line is broken where it must be: nothing is cut off.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOT_FIRST = (
    "、。，．・：；？！）」』】〕〉》｝ゝゞーァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎ々…％件"
)
_NOT_LAST = "（「『【〔〈《｛"
_FREE = r"\u3001-\u303f\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uffee"
_PIECE = re.compile(
    rf"\s+|[{_NOT_LAST}]*+(?:[{_FREE}](?<![{_NOT_LAST}])|[^\s{_FREE}]++)[{_NOT_FIRST}]*+|\S"
)


def columns(text: str) -> int:
    """Count the columns that a text takes on a terminal.

    >>> columns("Tokyo 東京")
    10
    """
    return sum(map(_columns, text))


def wrapped(text: str, width: int | None, indent: str = "") -> str:
    """Break a line so that each part fits, the later parts indented; without a width, nowhere.

    >>> print(wrapped("期待: 値が三つ以上あること。", 14, "  "))
    期待: 値が三つ
      以上あるこ
      と。
    """
    if width is None:
        return text
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, max(2, width - columns(indent))):
        if line.strip() and columns(line) + columns(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = indent + piece.lstrip()
        else:
            line += piece
    return "\n".join((*lines, line.rstrip()))


def _pieces(text: str, most: int) -> Iterator[str]:
    """Cut a text where a line may break, and where a piece is longer than a line."""
    for found in _PIECE.finditer(text):
        piece = ""
        for each in found[0]:
            if columns(piece + each) > most:
                yield piece
                piece = ""
            piece += each
        yield piece


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Cf", "Me", "Mn"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
