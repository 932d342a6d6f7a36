"""What the workers work with, and how it is opened from what the command line named."""

from __future__ import annotations

import hashlib
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from citygraph.endpoint import Credentials
from citygraph.service.exchanges import About
from citygraph.service.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.graph import CityGraph, Store
    from citygraph.home import Home


class Workshop(NamedTuple):
    """What jobs work with.

    Attributes:
        store: the graph, embedded or remote.
        home: where questions, ontology and shapes are.
        limits: what a job may use.
        about: what is served, in short.
    """

    store: Store
    home: Home
    limits: Limits
    about: About


class Opening(NamedTuple):
    """What is to be served; a process can be told of it in JSON.

    Attributes:
        data: files and folders instead of the bundled data.
        files: a file and the IRI of the graph that it becomes, each.
        endpoint: the address of a remote store that has the graph, instead of all these.
        credentials: what is shown to it.
        graphs: the graphs of the remote store to be asked, if not all of the project.
        limits: what a job may use.
    """

    data: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    endpoint: str | None = None
    credentials: Credentials | None = None
    graphs: tuple[str, ...] = ()
    limits: Limits = Limits()

    @classmethod
    def told(cls, fields: list[Any]) -> Opening:
        """Make it again of what JSON made of it.

        >>> import json
        >>> opening = Opening(files=(("a.ttl", "https://example.org/a"),))
        >>> Opening.told(json.loads(json.dumps(opening.telling()))) == opening
        True
        """
        data, files, endpoint, shown, graphs, limits = fields
        pairs = tuple((path, iri) for path, iri in files)
        credentials = Credentials(*shown) if shown else None
        return cls(tuple(data), pairs, endpoint, credentials, tuple(graphs), Limits(*limits))

    def telling(self) -> list[Any]:
        """Give what JSON can hold, to tell another process."""
        fields: list[Any] = list(self)
        if self.credentials:
            fields[3] = astuple(self.credentials)
        return fields


def open_workshop(opening: Opening) -> Workshop:
    """Load what is to be served, or find out what a remote store has.

    Raises:
        InputError: a file or an address cannot be used.
        RemoteError: the remote store failed.

    >>> workshop = open_workshop(Opening())
    >>> workshop.about.triples == len(workshop.store)
    True
    """
    from importlib.metadata import version

    from citygraph.home import open_home

    own = version("citygraph")
    home = open_home(*opening.data)
    if opening.endpoint is not None:
        store = _remote(opening, home)
        about = About(own, tuple(store.graphs), None, "")
        return Workshop(store, home, opening.limits, about)
    graph = _embedded(opening, home)
    graph.evaluate("ASK {}", graph.graphs, graph.graphs)  # makes the union that all workers share
    about = About(own, graph.graphs, len(graph), _digest(home, graph, own))
    return Workshop(graph, home, opening.limits, about)


def _remote(opening: Opening, home: Home) -> Store:
    from citygraph.endpoint import RemoteGraph

    return RemoteGraph.open(
        opening.endpoint or "",
        home=home,
        credentials=opening.credentials,
        graphs=opening.graphs or None,
        timeout=opening.limits.seconds,
        cap=opening.limits.size,
    )


def _embedded(opening: Opening, home: Home) -> CityGraph:
    import pyoxigraph as ox

    from citygraph.errors import DataFileError
    from citygraph.graph import CityGraph
    from citygraph.graph.loading import load_file

    if not opening.files:
        return CityGraph.load(home=home)
    bundled = CityGraph.load(home=home) if opening.data else None
    engine = bundled.engine if bundled else ox.Store()
    files = dict(bundled.files) if bundled else {}
    for name, iri in opening.files:
        if iri in files:
            raise DataFileError(
                f"{name} and {files[iri]} would both become the graph <{iri}>: give each an IRI "
                "of its own with  --graph FILE=IRI"
            )
        files[iri] = Path(name)
        load_file(engine, files[iri], iri)
    return CityGraph(home, files, engine)


def _digest(home: Home, graph: CityGraph, version: str) -> str:
    """Sum up everything that an answer depends on besides the request."""
    digest = hashlib.sha256(version.encode())
    questions = sorted(home.queries.rglob("*.rq"))
    for name, path in _named(questions, graph):
        digest.update(name.encode(errors="surrogateescape"))
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _named(questions: Iterable[Path], graph: CityGraph) -> Iterable[tuple[str, Path]]:
    yield from ((path.name, path) for path in questions)
    yield from graph.files.items()
    yield from graph.home.unquestioned.items()
