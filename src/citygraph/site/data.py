"""The data documents: what whoever dereferences an IRI gets, beside the page of the thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.exports.documents import (
    DOCUMENTS,
    dataset_document,
    graph_document,
    thing_documents,
)
from citygraph.pages import local_path
from citygraph.pages.addresses import ROOT
from citygraph.site.model import File
from citygraph.things.labels import rows
from citygraph.vocabulary import GRAPHS, graph_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from citygraph.exports.documents import Document
    from citygraph.site.model import Ground

TERMS, DATASET = "ns", "void"
WELL_KNOWN = "/.well-known/void"
"""Where a crawler looks for the description of the data (VoID, section 7.2), as Turtle."""
_NAMED = f"""
SELECT DISTINCT ?thing WHERE {{
  {{ ?thing ?property ?value }} UNION {{ ?subject ?property ?thing }}
  FILTER(ISIRI(?thing) && STRSTARTS(STR(?thing), "{ROOT}"))
}}"""


class Data:
    """The documents about each thing, claim and graph, the ontology and the data as a whole."""

    name = "data"

    def subjects(self, ground: Ground) -> Iterable[str]:
        """List the local paths of all that is named."""
        graph = ground.graph
        named = {str(thing)[1:-1] for (thing,) in rows(graph, _NAMED)}
        locals_ = map(local_path, {*named, *graph.graphs, *graph.unquestioned})
        whole = (DATASET,) if graph.home.bundled else ()
        return (*sorted(filter(None, locals_)), TERMS, *whole)

    def paths(self, subject: str) -> Iterable[str]:
        """List the paths of the documents about a thing, one for each format."""
        described = (WELL_KNOWN,) if subject == DATASET else ()
        return (*(f"/{subject}{form.suffixes[0]}" for form in DOCUMENTS.values()), *described)

    def make(self, ground: Ground, subject: str) -> Iterator[File]:
        """Write the documents about a thing; none where nothing is said about it."""
        for form, document in _documents(ground, subject).items():
            path = f"/{subject}{DOCUMENTS[form].suffixes[0]}"
            if subject == DATASET and form == next(iter(DOCUMENTS)):
                content = tuple(document.pieces)
                yield from (File(each, content) for each in (path, WELL_KNOWN))
            else:
                yield File(path, document.pieces)


def _documents(ground: Ground, subject: str) -> Mapping[str, Document]:
    graph = ground.graph
    if subject == DATASET:
        return _written({form: dataset_document(graph, form) for form in DOCUMENTS})
    iri = graph_iri(graph.home.ontology[0].stem) if subject == TERMS else ROOT + subject
    if iri.startswith(GRAPHS) and iri in {*graph.graphs, *graph.unquestioned}:
        return _written({form: graph_document(graph, iri, form) for form in DOCUMENTS})
    return thing_documents(graph, iri)


def _written(found: Mapping[str, Document | None]) -> Mapping[str, Document]:
    return {form: document for form, document in found.items() if document is not None}
