"""What a site is made from, what it consists of, and what is told of a build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

from citygraph.home import Home

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citygraph.frontend import Parts
    from citygraph.graph import CityGraph
    from citygraph.pages import Pages


class Blueprint(NamedTuple):
    """What a site is made from; a process can be told of it in JSON.

    Attributes:
        home: where the domain files are.
        parts: the folder of the front-end parts; `None` for pages without them.
        address: where the site will be, with a slash at the end; empty if it may be anywhere.
    """

    home: Home
    parts: Path | None = None
    address: str = ""

    def telling(self) -> list[Any]:
        """Give what JSON can hold, to tell another process.

        >>> import json
        >>> from citygraph.home import open_home
        >>> blueprint = Blueprint(open_home(), Path("parts"), "https://example.org/cities/")
        >>> Blueprint.told(json.loads(json.dumps(blueprint.telling()))) == blueprint
        True
        """
        root, data, folders, bundled = self.home
        home = [str(root), [*map(str, data)], [*map(str, folders)], bundled]
        return [home, None if self.parts is None else str(self.parts), self.address]

    @classmethod
    def told(cls, fields: list[Any]) -> Blueprint:
        """Make it again of what JSON made of it."""
        (root, data, folders, bundled), parts, address = fields
        home = Home(Path(root), tuple(map(Path, data)), tuple(map(Path, folders)), bundled)
        return cls(home, None if parts is None else Path(parts), address)


class Ground(NamedTuple):
    """What every file is made from.

    Attributes:
        graph: the facts.
        pages: the pages made of them.
        parts: the front-end parts; `None` if the site has none.
        address: where the site will be; empty if it may be anywhere.
    """

    graph: CityGraph
    pages: Pages
    parts: Parts | None
    address: str


class File(NamedTuple):
    """One file of the site.

    Attributes:
        path: its path from the root, as `/en/index.html`.
        pieces: its bytes, piece by piece.
    """

    path: str
    pieces: Iterable[bytes]


class Note(NamedTuple):
    """Something that whoever builds should know, though all is well.

    Attributes:
        words: what is said.
    """

    words: str


Made: TypeAlias = "File | Note"


class Kind(Protocol):
    """One kind of file. A kind stands in the list in `citygraph.site.kinds`, and nowhere else."""

    @property
    def name(self) -> str:
        """What the report calls it."""
        ...

    def subjects(self, ground: Ground) -> Iterable[str]:
        """List what files of this kind are about, each once."""
        ...

    def paths(self, subject: str) -> Iterable[str]:
        """List the paths that the files about a subject can have, whether or not all are made."""
        ...

    def make(self, ground: Ground, subject: str) -> Iterator[Made]:
        """Make the files about a subject."""
        ...


class Kept(NamedTuple):
    """A file of the site as it is on the disk.

    Attributes:
        path: its path from the root.
        digest: the SHA-256 of its bytes, in hexadecimal digits.
        size: how many they are.
        written: whether this build wrote it.
    """

    path: str
    digest: str
    size: int
    written: bool


class Broken(NamedTuple):
    """A link that leads nowhere.

    Attributes:
        file: the path of the file that has it.
        line: the line of the file, from 1.
        link: the link as it is written there.
        problem: what is wrong: a name in `[problems]`.
    """

    file: str
    line: int
    link: str
    problem: str


class Tally(NamedTuple):
    """What became of the files of one kind.

    Attributes:
        kind: the name of the kind.
        files: how many there are.
        written: how many of them this build wrote.
        unchanged: how many were right as they were.
        removed: how many are no longer made, and gone.
        size: the bytes of all that there are.
    """

    kind: str
    files: int
    written: int
    unchanged: int
    removed: int
    size: int


class Report(NamedTuple):
    """What a build or a check came to.

    Attributes:
        folder: where the site is.
        tallies: what became of the files, kind by kind.
        pages: how many pages were looked at for links; 0 where none had to be, as nothing changed
            since all links were found to be right.
        broken: the links that lead nowhere, in the order of files and lines.
        notes: what else should be known.
        idle: whether nothing had to be made at all.
    """

    folder: Path
    tallies: tuple[Tally, ...]
    pages: int
    broken: tuple[Broken, ...]
    notes: tuple[str, ...] = ()
    idle: bool = False

    @property
    def total(self) -> Tally:
        """All kinds together."""
        files, written, unchanged, removed, size = (
            sum(numbers) for numbers in zip(*(each[1:] for each in self.tallies), strict=True)
        )
        return Tally("total", files, written, unchanged, removed, size)
