"""The kinds of files that a site consists of: the one list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.errors import InputError
from citygraph.site.answers import Answers
from citygraph.site.data import Data
from citygraph.site.entrance import Entrance
from citygraph.site.pages import Assets, Dumps, PageFiles, SearchIndexes
from citygraph.site.pictures import Pictures

if TYPE_CHECKING:
    from citygraph.site.model import Ground, Kind

KINDS: tuple[Kind, ...] = (
    Pictures(),
    Dumps(),
    Answers(),
    PageFiles(),
    Data(),
    SearchIndexes(),
    Entrance(),
    Assets(),
)
"""All kinds, those whose files take longest first, so that no process is left alone with them."""


def planned(ground: Ground) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """Plan a site: what has to be done, and the kind of each file that may come of it.

    Raises:
        InputError: two things would have the same file, or one a file where another has a folder.
    """
    tasks, files = [], dict[str, str]()
    for kind in KINDS:
        for subject in kind.subjects(ground):
            tasks.append((kind.name, subject))
            for path in kind.paths(subject):
                if path in files:
                    raise InputError(
                        f"two things would have the file {path}; rename one of them in the data"
                    )
                files[path] = kind.name
    for path in files:
        parent = path.rpartition("/")[0]
        while parent:
            if parent in files:
                raise InputError(
                    f"{parent} would be a file, and a folder for {path}; rename one of the things "
                    "that they belong to in the data"
                )
            parent = parent.rpartition("/")[0]
    return tasks, files
