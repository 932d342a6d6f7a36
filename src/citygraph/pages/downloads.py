"""The page of what can be taken away: all data as files, each graph, and their description."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, cast

from citygraph import formats
from citygraph.exports.dumps import DUMPS
from citygraph.exports.licences import CC0, CC_BY, licence_of
from citygraph.pages.addresses import local_path
from citygraph.pages.frame import DATA_FORMATS, Alternate
from citygraph.pages.model import Content
from citygraph.pages.values import NO_LANGUAGE, Shown, linked, number
from citygraph.pages.words import say
from citygraph.things.labels import rows
from citygraph.vocabulary import ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

    from citygraph.pages.model import Ground, Request

LOCAL = "downloads"
_DCAT, _DCTERMS, _OWL = PREFIXES["dcat"], PREFIXES["dcterms"], PREFIXES["owl"]
_SIZES = f"SELECT ?file ?size WHERE {{ ?d <{_DCAT}downloadURL> ?file ; <{_DCAT}byteSize> ?size }}"
_TITLES = f"""
SELECT ?graph ?title WHERE {{
  ?graph a <{_DCAT}Dataset> ; <{_DCTERMS}title> ?title . FILTER(LANG(?title) = "%s")
}}"""
_COUNTS = """
SELECT ?graph (COUNT(*) AS ?count) WHERE { GRAPH ?graph { ?s ?p ?o } }
GROUP BY ?graph ORDER BY ?graph"""
_VERSION = f"""
SELECT ?version ?created WHERE {{
  <{ONTOLOGY.removesuffix("#")}> <{_OWL}versionInfo> ?version ; <{_DCTERMS}created> ?created .
}}"""
_LICENCES: Mapping[str, str] = MappingProxyType({CC0: "CC0 1.0", CC_BY: "CC BY 4.0"})
_KILO = 1000


class File(NamedTuple):
    """A file with all data.

    Attributes:
        name: the file's name.
        title: what people call its format.
        kind: its media type.
        href: the link to it.
        size: how large it is; empty if that is not known.
    """

    name: str
    title: str
    kind: str
    href: str
    size: str


class Part(NamedTuple):
    """One named graph.

    Attributes:
        name: what it is called, leading to its page.
        triples: how many triples it holds.
        licence: under which terms, leading to them; `None` where nothing is known of that.
        forms: the links to it in each format.
    """

    name: Shown
    triples: str
    licence: Shown | None
    forms: tuple[Alternate, ...]


class DownloadsPage:
    """The downloads in each language."""

    menu: tuple[tuple[str, str], ...] = (("downloads", LOCAL),)

    def covers(self, local: str) -> bool:
        """Say whether it is the page of downloads."""
        return local == LOCAL

    def paths(self, ground: Ground) -> Iterable[str]:  # noqa: ARG002 - there always is one
        """List it."""
        return (LOCAL,)

    def content(self, request: Request) -> Content:
        """Fill it, with two queries; sizes and titles are those of the description of the data."""
        described = _described(request.ground)
        return Content(
            "downloads.html",
            say("downloads.title", request.lang),
            {
                "files": _files(request, described),
                "graphs": _graphs(request, described),
                "description": request.links("/void.ttl") if described is not None else "",
                "ontology": request.links("/ns.ttl"),
                "citation": _citation(request),
                "licences": [linked(Shown(n), i, request.links) for i, n in _LICENCES.items()],
            },
            say("downloads.lede", request.lang),
            styles=("/assets/questions.css",),
        )


def size(count: int) -> str:
    """Say how large a file is, in powers of ten.

    >>> size(635512), size(2235850), size(12)
    ('636 kB', '2.2 MB', '12 B')
    """
    if count < _KILO:
        return f"{count} B"
    if count < _KILO**2:
        return f"{count / _KILO:.0f} kB"
    return f"{count / _KILO**2:.1f} MB"


def _described(ground: Ground) -> Store | None:
    """Read the description of the bundled data; of a user's own there is none."""
    path: Path = ground.home.description
    if not ground.home.bundled or not path.is_file():
        return None
    from pyoxigraph import RdfFormat, Store

    engine = Store()
    engine.load(path=str(path), format=RdfFormat.TURTLE)
    return engine


def _files(request: Request, described: Store | None) -> tuple[File, ...]:
    sizes: dict[str, int] = {}
    if described is not None:
        for row in cast("QuerySolutions", described.query(_SIZES)):
            sizes[row["file"].value.rpartition("/")[2]] = int(row["size"].value)
    return tuple(
        File(
            name,
            form.title,
            form.media_type,
            request.links(f"/dumps/{name}"),
            size(sizes[name]) if name in sizes else "",
        )
        for name, form in DUMPS.items()
    )


def _graphs(request: Request, described: Store | None) -> tuple[Part, ...]:
    titles: dict[str, str] = {}
    if described is not None:
        for row in cast("QuerySolutions", described.query(_TITLES % request.lang)):
            titles[row["graph"].value] = row["title"].value
    counted = cast("tuple[tuple[NamedNode, Literal], ...]", _counts(request))
    return tuple(
        _part(request, graph.value, count.value, titles)
        for graph, count in counted
        if graph.value in request.ground.store.graphs
    )


def _counts(request: Request) -> tuple[tuple[object, ...], ...]:
    return rows(request.ground.store, _COUNTS)


def _part(request: Request, graph: str, count: str, titles: Mapping[str, str]) -> Part:
    local, licence = local_path(graph), licence_of(graph, request.ground.home)
    known = titles.get(graph)
    name = Shown(known) if known else Shown(local or graph, NO_LANGUAGE)
    terms = None if licence is None else linked(Shown(_LICENCES[licence]), licence, request.links)
    forms = (formats.GRAPHS[each] for each in DATA_FORMATS)
    return Part(
        linked(name, graph, request.links),
        number(count),
        terms,
        tuple(
            Alternate(form.title, form.media_type, request.links(f"/{local}{form.suffixes[0]}"))
            for form in forms
            if local is not None
        ),
    )


def _citation(request: Request) -> str:
    """Say how the project is cited: by its version and year, as the ontology has them."""
    found = rows(request.ground.store, _VERSION)
    if not found:
        return ""
    version, created = cast("tuple[Literal, Literal]", found[0])
    address = ONTOLOGY.removesuffix("/ns#")
    return f"The citygraph project ({created.value[:4]}). citygraph {version.value}. {address}"
