"""The byte order mark that some editors put in front of UTF-8, and that no RDF syntax knows."""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def without_mark(path: Path) -> bytes | None:
    """Read what follows a file's byte order mark; `None` if it has none, and is not read whole."""
    with path.open("rb") as file:
        return file.read() if file.read(len(BOM_UTF8)) == BOM_UTF8 else None
