"""What a process works with: it makes files, and reads the links of those that are made."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citygraph.site.kinds import KINDS
from citygraph.site.model import Blueprint, File, Ground
from citygraph.site.reading import read_links
from citygraph.site.writing import LeftOutError, place, put

if TYPE_CHECKING:
    from citygraph.site.crew import Answer, Task
    from citygraph.site.model import Made

READ = "read"
"""The task of reading the links of a file; the others are called as the kinds are."""


def open_ground(blueprint: Blueprint) -> Ground:
    """Load the graph, and prepare its pages.

    Raises:
        DataFileError: a file cannot be used.
        MissingExtraError: what fills pages is not installed.
    """
    from citygraph.frontend import Parts
    from citygraph.graph import CityGraph
    from citygraph.pages import Offers, Pages

    graph = CityGraph.load(home=blueprint.home)
    parts = None if blueprint.parts is None else Parts(blueprint.parts)
    offers = Offers(live=False, editor=parts is not None, engine=parts is not None)
    return Ground(graph, Pages(graph, graph.home, offers), parts, blueprint.address)


class Workshop:
    """What is needed for the tasks of a site; the graph is loaded when a file is to be made.

    Args:
        folder: where the site is.
        blueprint: what it is made from; `None` if files are only read.
        ground: the graph, if it has been loaded before.
    """

    def __init__(
        self, folder: Path, blueprint: Blueprint | None = None, ground: Ground | None = None
    ) -> None:
        self.folder = folder
        self.blueprint = blueprint
        if ground is not None:
            self.ground = ground

    @cached_property
    def ground(self) -> Ground:
        """The graph and its pages."""
        if self.blueprint is None:
            raise RuntimeError("a workshop without a blueprint makes nothing")
        return open_ground(self.blueprint)

    def telling(self) -> Answer:
        """Give what JSON can hold, to tell another process."""
        return [str(self.folder), None if self.blueprint is None else self.blueprint.telling()]

    @classmethod
    def told(cls, fields: list[Any]) -> Workshop:
        """Make it again of what JSON made of it."""
        folder, blueprint = fields
        return cls(Path(folder), None if blueprint is None else Blueprint.told(blueprint))

    def answer(self, task: Task) -> Answer:
        """Do a task, and give what JSON can hold of what came of it.

        To make files gives `[[kind, path, digest, size, written], …]`, with a note as `[words]`;
        to read a file gives its path and what `read_links` finds.

        Raises:
            CitygraphError: it cannot be done.
        """
        name, subject = task
        if name == READ:
            return [subject, *read_links(subject, place(self.folder, subject).read_bytes())]
        kind = next(each for each in KINDS if each.name == name)
        return [self._answered(kind.name, each) for each in kind.make(self.ground, subject)]

    def _answered(self, kind: str, made: Made) -> Answer:
        if not isinstance(made, File):
            return [made.words]
        try:
            return [kind, *put(self.folder, made)]
        except LeftOutError as error:
            return [str(error)]
