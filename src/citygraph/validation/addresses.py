"""The addresses of files in reports for machines: the same from any working directory.

A continuous integration shows a finding at its line only if the file is named from the top of the
repository. So a user's file is named from the nearest folder above it that holds `.git`; where
there is none, from the deepest folder that holds all files of the user's.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


def addresses(paths: Collection[Path]) -> dict[Path, str]:
    """Give each of the user's files its address, with slashes.

    >>> addresses([Path("/nowhere/a/x.ttl"), Path("/nowhere/b/y.ttl")])[Path("/nowhere/b/y.ttl")]
    'b/y.ttl'
    """
    whole = {path: path.parent.resolve() / path.name for path in paths}
    if not whole:
        return {}
    common = Path(os.path.commonpath([each.parent for each in whole.values()]))
    return {
        path: each.relative_to(_repository(each) or common).as_posix()
        for path, each in whole.items()
    }


def _repository(path: Path) -> Path | None:
    return next((folder for folder in path.parents if (folder / ".git").exists()), None)
