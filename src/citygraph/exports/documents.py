"""Data documents: what whoever dereferences an IRI gets, the same from a server and from files.

The document about a thing stands at the thing's IRI with a suffix. It tells what is known of the
thing (`surroundings`), and of itself what a crawler needs: what it is about, of which datasets it
is a part (VoID, section 6.1), under which licence, and where its other formats are.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from citygraph import formats
from citygraph.exports.description import DATASET
from citygraph.exports.licences import CC0, licence_of
from citygraph.exports.parts import Selection
from citygraph.exports.registry import FILES
from citygraph.exports.surroundings import MOST, surroundings
from citygraph.graph.written import read_written
from citygraph.vocabulary import PREFIXES, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyoxigraph as ox

    from citygraph.exports.parts import Exportable
    from citygraph.exports.surroundings import Surroundings

DOCUMENTS: Mapping[str, formats.Format] = MappingProxyType(
    {name: formats.GRAPHS[name] for name in ("turtle", "jsonld", "nt", "rdfxml")}
)
"""The formats of documents, the preferred one first."""

_SHORTENED: Mapping[str, str] = MappingProxyType(
    {
        "en": "Of what others say of it, only the first %d statements are told here.",
        "ja": "ほかのものからこれを指す記述は、はじめの%d件だけを収めています。",
        "ko": "다른 것이 이것을 가리키는 진술은 처음 %d건만 실었습니다.",
    }
)


class Document(NamedTuple):
    """A document that is about to be written.

    Attributes:
        pieces: its bytes, piece by piece.
        licences: the IRIs of the licences of what it tells; none where they are not known.
    """

    pieces: Iterator[bytes]
    licences: tuple[str, ...]


def thing_document(store: Exportable, iri: str, form: str) -> Document | None:
    """Write the document about a thing; the same graph gives the same bytes.

    Args:
        store: where to look.
        iri: the thing.
        form: a name in `DOCUMENTS`.

    Returns:
        `None` if nothing is said about the thing.

    Raises:
        ValueError: it is no absolute IRI.
        InputError: the syntax cannot carry something that is said.

    >>> from citygraph.graph import CityGraph
    >>> robots = "https://w3id.org/citygraph/voc/robots"
    >>> document = thing_document(CityGraph.load(), robots, "turtle")
    >>> "cgv:robots.ttl a foaf:Document" in b"".join(document.pieces).decode()
    True
    """
    told = surroundings(store, iri)
    return None if told is None else _told(store, told, form, _licences(store, *told.graphs))


def thing_documents(store: Exportable, iri: str) -> Mapping[str, Document]:
    """Give the document about a thing in every format, with one look at what is known of it.

    Returns:
        The documents by their names in `DOCUMENTS`; none if nothing is said about the thing.

    Raises:
        ValueError: it is no absolute IRI.

    >>> from citygraph.graph import CityGraph
    >>> robots = "https://w3id.org/citygraph/voc/robots"
    >>> list(thing_documents(CityGraph.load(), robots))
    ['turtle', 'jsonld', 'nt', 'rdfxml']
    """
    told = surroundings(store, iri)
    if told is None:
        return {}
    licences = _licences(store, *told.graphs)
    return {form: _told(store, told, form, licences) for form in DOCUMENTS}


def graph_document(store: Exportable, iri: str, form: str) -> Document | None:
    """Write a named graph as a whole: the document that its IRI names.

    Returns:
        `None` if the store has no such graph.

    Raises:
        InputError: the syntax cannot carry something that the graph says.
        RemoteError: the store failed.
    """
    if iri not in {*store.graphs, *store.unquestioned}:
        return None
    written = FILES[form](Selection(store, {"document": (iri,)}))
    return Document(written, _licences(store, iri))


def dataset_document(store: Exportable, form: str) -> Document | None:
    """Write the description of the data in VoID and DCAT.

    Returns:
        `None` if the data are not those that it describes.
    """
    if not store.home.bundled:
        return None
    told = tuple(read_written(store.home.description))
    return Document(FILES[form](Selection(store, {"document": (DATASET,)}, told)), (CC0,))


def _told(store: Exportable, told: Surroundings, form: str, licences: tuple[str, ...]) -> Document:
    about = tuple(_about_itself(told, form, licences))
    selection = Selection(store, {"document": (told.iri,)}, (*told.triples, *about))
    return Document(FILES[form](selection), licences)


def _licences(store: Exportable, *graphs: str) -> tuple[str, ...]:
    found = {licence_of(graph, store.home) for graph in graphs}
    return tuple(sorted(each for each in found if each))


def _about_itself(told: Surroundings, form: str, licences: Iterable[str]) -> Iterator[ox.Triple]:
    import pyoxigraph as ox

    itself = ox.NamedNode(told.iri + DOCUMENTS[form].suffixes[0])

    def say(name: str, value: str | ox.Literal) -> ox.Triple:
        said = ox.NamedNode(value) if isinstance(value, str) else value
        return ox.Triple(itself, ox.NamedNode(expand(name)), said)

    yield say("rdf:type", PREFIXES["foaf"] + "Document")
    yield say("foaf:primaryTopic", told.iri)
    for graph in told.graphs:
        yield say("void:inDataset", graph)
    for licence in licences:
        yield say("dcterms:license", licence)
    for other in DOCUMENTS.values():
        if other.name != form:
            yield say("dcterms:hasFormat", told.iri + other.suffixes[0])
    if not told.whole:
        for language, words in _SHORTENED.items():
            yield say("rdfs:comment", ox.Literal(words % MOST, language=language))
