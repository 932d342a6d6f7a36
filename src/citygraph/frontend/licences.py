"""Whose work the front-end parts are, and under which terms: to be given along with them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_RULE = "-" * 72


def notices(modules: Path) -> str:
    """Write down every package that the parts were built from, with the text of its licence.

    Args:
        modules: the folder `node_modules` of a finished installation.
    """
    manifests = (
        path
        for pattern in ("*/package.json", "@*/*/package.json")
        for path in sorted(modules.glob(pattern))
    )
    return "\n".join(_notice(path) for path in manifests)


def _notice(manifest: Path) -> str:
    about = json.loads(manifest.read_text(encoding="utf-8"))
    author = about.get("author", "")
    by = author.get("name", "") if isinstance(author, dict) else author
    lines = [
        _RULE,
        f"{about['name']} {about['version']}",
        *([by] if by else []),
        f"licence: {about.get('license', 'see its text')}",
        "",
    ]
    texts = (
        path
        for path in sorted(manifest.parent.iterdir())
        if path.is_file() and path.name.lower().startswith(("licen", "notice", "copying"))
    )
    lines += [path.read_text(encoding="utf-8", errors="replace").rstrip() for path in texts]
    return "\n".join(lines).rstrip() + "\n"
