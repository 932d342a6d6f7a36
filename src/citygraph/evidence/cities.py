"""The files of each city that belong together: facts, tables, evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.graph.written import read_written
from citygraph.vocabulary import city_prefixes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pyoxigraph import Triple

    from citygraph.home import Home

EVIDENCE = ".evidence"
"""What the stem of a city's file of claims ends in."""

SOURCES = "sources"
"""The stem of the file that describes the sources, for all cities of a folder."""


class City(NamedTuple):
    """The files of one city.

    Attributes:
        facts: `<city>.ttl`, whose stem names the city.
    """

    facts: Path

    @property
    def name(self) -> str:
        """The city's name in file names and in the names of its things."""
        return self.facts.stem

    @property
    def statements(self) -> Path:
        """The table of statements, kept by hand."""
        return self.facts.with_name(f"{self.name}.statements.tsv")

    @property
    def disagreements(self) -> Path:
        """The table of disagreements, kept by hand; it may be missing."""
        return self.facts.with_name(f"{self.name}.disagreements.tsv")

    @property
    def evidence(self) -> Path:
        """The claims, which are generated."""
        return self.facts.with_name(f"{self.name}{EVIDENCE}.ttl")


class Facts(NamedTuple):
    """The facts of a home: every triple of its data files but the evidence.

    Attributes:
        files: the file of each triple; the first one, if several hold it.
        prefixes: those that the cities' tables may use.
    """

    files: Mapping[Triple, Path]
    prefixes: Mapping[str, str]


def cities(home: Home) -> tuple[City, ...]:
    """Find the cities of a home that keep a table of statements or have a file of claims."""
    every = (City(path) for path in home.data if not is_evidence(path))
    return tuple(city for city in every if city.statements.is_file() or city.evidence in home.data)


def is_evidence(path: Path) -> bool:
    """Say whether a file is one of claims.

    >>> from pathlib import Path
    >>> is_evidence(Path("data/tokyo.evidence.ttl")), is_evidence(Path("data/tokyo.ttl"))
    (True, False)
    """
    return path.stem.endswith(EVIDENCE)


def read_facts(home: Home) -> Facts:
    """Read the facts of a home, as they are written.

    Raises:
        DataFileError: a file cannot be read or does not parse.
    """
    files: dict[Triple, Path] = {}
    paths = [path for path in home.data if not is_evidence(path)]
    for path in paths:
        for triple in read_written(path):
            files.setdefault(triple, path)
    return Facts(files, city_prefixes(tuple(path.stem for path in paths)))
