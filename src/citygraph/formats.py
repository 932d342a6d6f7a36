"""Every format that is read or written: name, media type and file suffixes, written once.

Eight groups, each a mapping from the name that `--format` takes: `ANSWERS` for the rows of SELECT
and ASK, `GRAPHS` for the triples of CONSTRUCT and DESCRIBE and for data files, `EXPORTS` for what
leaves as a whole, `REPORTS` for everything else the tool says about the graph, `PICTURES` for what
is drawn of a city, `PAGES` for what is looked at in a browser, `ASSETS` for what pages need beside
themselves, `MESSAGES` for what else clients and servers tell each other.
"""

from __future__ import annotations

from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from os import PathLike

    from pyoxigraph import RdfFormat


class Format(NamedTuple):
    """One format.

    Attributes:
        name: what `--format` calls it.
        media_type: as registered with IANA, without parameters.
        suffixes: of file names, the usual one first; empty if no file is recognised by it.
        title: what people call it.
    """

    name: str
    media_type: str
    suffixes: tuple[str, ...]
    title: str


def _by_name(*formats: Format) -> Mapping[str, Format]:
    return MappingProxyType({each.name: each for each in formats})


_TABLE = Format("table", "text/plain", (".txt",), "table for the terminal")
_CSV = Format("csv", "text/csv", (".csv",), "CSV")
_MARKDOWN = Format("md", "text/markdown", (".md",), "Markdown table")
_TURTLE = Format("turtle", "text/turtle", (".ttl",), "Turtle")
_JSON = Format("json", "application/json", (".json",), "JSON")

ANSWERS = _by_name(
    _TABLE,
    _CSV,
    Format("tsv", "text/tab-separated-values", (".tsv",), "SPARQL 1.1 TSV"),
    Format("json", "application/sparql-results+json", (".srj", ".json"), "SPARQL 1.1 JSON"),
    Format("xml", "application/sparql-results+xml", (".srx", ".xml"), "SPARQL 1.1 XML"),
    _MARKDOWN,
)
"""Rows of SELECT and the truth of ASK."""

GRAPHS = _by_name(
    _TURTLE,
    Format("trig", "application/trig", (".trig",), "TriG"),
    Format("nt", "application/n-triples", (".nt",), "N-Triples"),
    Format("nq", "application/n-quads", (".nq",), "N-Quads"),
    Format("jsonld", "application/ld+json", (".jsonld",), "JSON-LD"),
    Format("rdfxml", "application/rdf+xml", (".rdf", ".owl"), "RDF/XML"),
)
"""Triples: what CONSTRUCT and DESCRIBE give, and what data files hold."""

REPORTS = _by_name(
    _TABLE,
    Format("text", "text/plain", (".txt",), "text for people"),
    _CSV,
    _JSON,
    _MARKDOWN,
    _TURTLE,
    Format("sarif", "application/sarif+json", (".sarif",), "SARIF 2.1.0"),
    Format("junit", "application/xml", (".xml",), "JUnit XML"),
    Format("github", "text/plain", (), "GitHub annotations"),
)
"""What the tool says about the graph: lists, pages about a thing, findings."""

EXPORTS = _by_name(
    *GRAPHS.values(),
    Format("rdf12", "text/turtle", (), "RDF 1.2 Turtle with reifiers"),
    Format("csv", "text/csv", (), "CSV tables with CSVW metadata"),
    Format("parquet", "application/vnd.apache.parquet", (), "Parquet tables"),
    Format("neo4j", "text/csv", (), "property graph for Neo4j"),
    Format("neptune", "text/csv", (), "property graph for Amazon Neptune"),
)
"""What the graph can be taken away as: one file of RDF, or a folder of tables."""

PICTURES = _by_name(
    Format("svg", "image/svg+xml", (".svg",), "SVG"),
    Format("png", "image/png", (".png",), "PNG"),
    Format("mermaid", "text/vnd.mermaid", (".mmd", ".mermaid"), "Mermaid flowchart"),
    Format("dot", "text/vnd.graphviz", (".dot", ".gv"), "Graphviz DOT"),
)
"""What is drawn of a city, and the same as text that other tools draw."""

PAGES = _by_name(Format("html", "text/html", (".html",), "HTML page"))
"""What a browser shows."""

ASSETS = _by_name(
    Format("css", "text/css", (".css",), "style sheet"),
    Format("js", "text/javascript", (".js",), "script"),
    Format("wasm", "application/wasm", (".wasm",), "WebAssembly"),
    PICTURES["svg"],
    Format("text", "text/plain", (".txt",), "text"),
)
"""What pages need beside themselves."""

MESSAGES = _by_name(
    _JSON,
    Format("problem", "application/problem+json", (), "problem document"),
    Format("form", "application/x-www-form-urlencoded", (), "form"),
    Format("query", "application/sparql-query", (".rq",), "SPARQL query"),
    Format("update", "application/sparql-update", (".ru",), "SPARQL update"),
)
"""What goes between a client and a server besides answers, triples and pages."""

PACKED = ".gz"
"""What the name of a gzip file ends in, behind the suffix that names its format."""

DATASETS = frozenset({"trig", "nq"})
"""The formats of `GRAPHS` in which triples are written with the graph they are in."""

_MAY_NAME_GRAPHS = DATASETS | {"jsonld"}


def may_name_graphs(path: str | PathLike[str]) -> bool:
    """Say whether a file of this kind may hold several named graphs.

    Raises:
        InputError: no format has this suffix.

    >>> may_name_graphs("all.nq"), may_name_graphs("tokyo.ttl")
    (True, False)
    """
    return of_file(path).name in _MAY_NAME_GRAPHS


def data_suffixes() -> tuple[str, ...]:
    """List the suffixes of the files that can be loaded as data.

    >>> data_suffixes()
    ('.ttl', '.trig', '.nt', '.nq', '.jsonld', '.rdf', '.owl')
    """
    return tuple(suffix for each in GRAPHS.values() for suffix in each.suffixes)


def of_file(path: str | PathLike[str], among: Iterable[Format] = GRAPHS.values()) -> Format:
    """Recognise a file's format by its suffix, whatever the case, and whether it is packed or not.

    Raises:
        InputError: no format has this suffix.

    >>> of_file("data/osaka.TTL").name, of_file("dump.nq.gz").name
    ('turtle', 'nq')
    """
    known = tuple(among)
    name = unpacked(path).lower()
    for each in known:
        if name.endswith(each.suffixes or ("\0",)):
            return each
    suffixes = ", ".join(suffix for each in known for suffix in each.suffixes)
    raise InputError(f"{path}: unknown kind of file; expected one of {suffixes}")


def is_packed(path: str | PathLike[str]) -> bool:
    """Say whether a file is packed by gzip, by its name.

    >>> is_packed("dump.nq.GZ"), is_packed("dump.nq")
    (True, False)
    """
    return str(path).lower().endswith(PACKED)


def unpacked(path: str | PathLike[str]) -> str:
    """Give a file's name as it would be if it were not packed.

    >>> unpacked("data/dump.nq.gz")
    'data/dump.nq'
    """
    return str(path)[: -len(PACKED)] if is_packed(path) else str(path)


def stem(path: str | PathLike[str]) -> str:
    """Give what names the graph of a file: its name without folder and suffixes.

    >>> stem("data/osaka.ttl"), stem("data/tokyo.evidence.ttl.gz")
    ('osaka', 'tokyo.evidence')
    """
    return PurePath(unpacked(path)).stem


def oxigraph(form: Format) -> RdfFormat:
    """Find the engine's reader and writer of a format of `GRAPHS`.

    >>> oxigraph(GRAPHS["turtle"])
    <RdfFormat Turtle>
    """
    from pyoxigraph import RdfFormat

    found = RdfFormat.from_media_type(form.media_type)
    if found is None:
        raise InputError(f"{form.title} is no RDF format")
    return found
