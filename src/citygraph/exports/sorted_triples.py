"""The triples of an export sorted by subject, each once, as often as a writer wants to read them.

A table cannot be begun before its columns are known, so every table writer reads the triples more
than once. They are sorted on disk and read from there: memory does not grow with the graph.
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from citygraph import canonical
from citygraph.errors import CitygraphError, FaultError, InputError
from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pyoxigraph as ox

    from citygraph.answers.model import Term
    from citygraph.exports.parts import Selection

GENID = "https://w3id.org/.well-known/genid/citygraph-"
"""What the IRI that stands for a blank node begins with (RDF 1.1 Concepts, section 3.5)."""

TYPE = PREFIXES["rdf"] + "type"
IRI = ""
"""The kind of a value that is an IRI; the other kinds are datatypes and `@` with a language."""


class Key(NamedTuple):
    """A property and one kind of its values, which together make a column.

    Attributes:
        predicate: the IRI of the property.
        kind: `IRI`, the IRI of a datatype, or `@` and a language tag.
    """

    predicate: str
    kind: str

    @property
    def language(self) -> str | None:
        """The language of the values, if they have one."""
        return self.kind[1:] if self.kind.startswith("@") else None


Values: TypeAlias = dict[Key, list[str]]


class Subject(NamedTuple):
    """All that is said of one thing.

    Attributes:
        iri: the thing.
        types: its classes, sorted.
        values: what else is said of it, by property and kind, each list sorted.
    """

    iri: str
    types: tuple[str, ...]
    values: Mapping[Key, list[str]]


class SortedTriples(NamedTuple):
    """Triples on disk.

    Attributes:
        path: a file of N-Triples, sorted, without duplicates.
        blank: the number of triples in which an IRI stands for a blank node.
    """

    path: Path
    blank: int

    def triples(self) -> Iterator[ox.Triple]:
        """Read the triples, sorted by their lines."""
        import pyoxigraph as ox

        read = ox.parse(path=self.path, format=ox.RdfFormat.N_TRIPLES)
        return (quad.triple for quad in read)

    def subjects(self) -> Iterator[Subject]:
        """Read the triples thing by thing."""
        for subject, triples in groupby(self.triples(), key=lambda triple: triple.subject):
            types: list[str] = []
            values: Values = {}
            for triple in triples:
                key, text = keyed(triple)
                if key == (TYPE, IRI):
                    types.append(text)
                else:
                    values.setdefault(key, []).append(text)
            for each in (types, *values.values()):
                each.sort()
            yield Subject(subject.value, tuple(types), values)


@contextmanager
def sorted_triples(selection: Selection) -> Iterator[SortedTriples]:
    """Sort what is exported, on disk, for as long as the block runs.

    A blank node is replaced by an IRI that begins with `GENID`: tables name things by IRIs.

    Raises:
        InputError: there is no triple; or one is about a triple, or a text has a direction, which
            tables cannot say.
        FaultError: the disk with the temporary files is full.
    """
    from pathlib import Path
    from tempfile import TemporaryDirectory

    blank = 0

    def lines() -> Iterator[bytes]:
        nonlocal blank
        for graph in selection.iris:
            for triple in selection.triples(graph):
                named = _without_blank(triple)
                blank += named is not triple
                yield canonical.line(named)

    with TemporaryDirectory(prefix="citygraph-") as folder:
        path = Path(folder, "sorted.nt")
        try:
            with path.open("wb") as file:
                file.writelines(canonical.sorted_lines(lines()))
        except CitygraphError:  # some of ours are OSErrors too: timeouts
            raise
        except OSError as error:
            raise FaultError(
                f"temporary files cannot be written: {error.strerror or error}; make room, or name "
                "another folder in the environment variable TMPDIR"
            ) from error
        if not path.stat().st_size:
            raise InputError("nothing to export: the chosen graphs hold no triple")
        yield SortedTriples(path, blank)


def keyed(triple: ox.Triple) -> tuple[Key, str]:
    """Give the column of a triple, and the text of its value."""
    import pyoxigraph as ox

    value = triple.object
    if isinstance(value, ox.Literal):
        kind = f"@{value.language}" if value.language else value.datatype.value
    else:
        kind = IRI
    return Key(triple.predicate.value, kind), value.value  # type: ignore[union-attr]


def _without_blank(triple: ox.Triple) -> ox.Triple:
    import pyoxigraph as ox

    subject, value = triple.subject, triple.object
    directed = isinstance(value, ox.Literal) and value.direction is not None
    if directed or isinstance(value, ox.Triple):
        what = "a text with a direction" if directed else "a triple about a triple"
        raise InputError(
            f"{subject} {triple.predicate}: {what} (RDF 1.2) fits no table and no property graph; "
            "export it as  nt  or  turtle"
        )
    if not (isinstance(subject, ox.BlankNode) or isinstance(value, ox.BlankNode)):
        return triple
    return ox.Triple(_named(subject), triple.predicate, _named(value))  # type: ignore[arg-type]


def _named(term: Term) -> Term:
    import pyoxigraph as ox

    return ox.NamedNode(GENID + term.value) if isinstance(term, ox.BlankNode) else term
