"""The triples of a file as they are written, which a store that rewrites literals loses."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from citygraph import formats
from citygraph.graph.contents import opened
from citygraph.graph.loading import malformed
from citygraph.vocabulary import graph_iri

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    import pyoxigraph as ox

    from citygraph.answers.model import Term


def blank_start(path: Path) -> str:
    """Say what the names of a file's blank nodes begin with: it is made from the file's stem.

    >>> from pathlib import Path
    >>> blank_start(Path("data/osaka.ttl"))
    'bbc6910'
    """
    return "b" + sha256(formats.stem(path).encode(errors="surrogateescape")).hexdigest()[:6]


def read_written(
    path: Path, blank: str | None = None, graphs: Collection[str] | None = None
) -> Iterator[ox.Triple]:
    """Read the triples of one file, one by one, in the order of the file.

    Blank nodes get names of their own, counted in the order in which they are met: the same file
    gives the same names in every run, and two files of one graph never share one.

    Args:
        path: an RDF file.
        blank: what the names of its blank nodes begin with, if not what `blank_start` says.
        graphs: of a file that names graphs itself, the IRIs of those to read; all if not given.

    Raises:
        DataFileError: the file cannot be read or does not parse.

    >>> from citygraph.home import open_home
    >>> sum(1 for _ in read_written(open_home().ontology[0])) > 500
    True
    """
    return (triple for _, triple in read_quads(path, blank, graphs))


def read_quads(
    path: Path, blank: str | None = None, graphs: Collection[str] | None = None
) -> Iterator[tuple[str, ox.Triple]]:
    """Read the triples of one file with the name of the graph that each is in.

    What is in no graph of its own is in the graph of the file's stem; a graph without an IRI has
    the name of a blank node. For the rest see `read_written`.

    Raises:
        DataFileError: the file cannot be read or does not parse.
    """
    import pyoxigraph as ox

    start = blank or blank_start(path)
    names: dict[str, ox.BlankNode] = {}

    def own(term: Term) -> Term:
        if isinstance(term, ox.BlankNode):
            return names.setdefault(term.value, ox.BlankNode(f"{start}n{len(names) + 1}"))
        if isinstance(term, ox.Triple):
            return renamed(term)
        return term

    def renamed(triple: ox.Triple) -> ox.Triple:
        subject, value = own(triple.subject), own(triple.object)
        return ox.Triple(subject, triple.predicate, value)  # type: ignore[arg-type]

    plain = (ox.NamedNode, ox.Literal)
    stem = graph_iri(formats.stem(path))
    for quad in parsed(path):
        as_it_is = isinstance(quad.subject, plain) and isinstance(quad.object, plain)
        triple = quad.triple if as_it_is else renamed(quad.triple)
        graph = quad.graph_name
        name = stem if isinstance(graph, ox.DefaultGraph) else str(own(graph)).strip("<>")
        if graphs is None or name in graphs:
            yield name, triple


def parsed(path: Path) -> Iterator[ox.Quad]:
    """Read the triples of one file with their graphs, as the parser names them, one by one.

    Raises:
        DataFileError: the file cannot be read, is not whole or does not parse.
    """
    import pyoxigraph as ox

    form = formats.oxigraph(formats.of_file(path))
    with opened(path) as content:
        try:
            yield from (
                ox.parse(path=path, format=form)
                if content is None
                else ox.parse(content, format=form)
            )
        except SyntaxError as error:
            raise malformed(path, error) from error
