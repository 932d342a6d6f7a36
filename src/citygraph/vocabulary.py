"""The words shared by everything here: namespaces, prefixes and languages, each written once."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from citygraph.errors import InputError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

ONTOLOGY = "https://w3id.org/citygraph/ns#"
VOCABULARY = "https://w3id.org/citygraph/voc/"
THINGS = "https://w3id.org/citygraph/id/"
SHAPES = "https://w3id.org/citygraph/shapes/"
GRAPHS = "https://w3id.org/citygraph/graph/"

LANGUAGES = ("en", "ja", "ko")
"""The languages of every label, question and message; the first one is the default."""

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "cg": ONTOLOGY,
        "cgv": VOCABULARY,
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "id": THINGS,
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "qudt": "http://qudt.org/schema/qudt/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "sh": "http://www.w3.org/ns/shacl#",
        "shapes": SHAPES,
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "sosa": "http://www.w3.org/ns/sosa/",
        "sources": THINGS + "sources/",
        "time": "http://www.w3.org/2006/time#",
        "tokyo": THINGS + "tokyo/",
        "unit": "http://qudt.org/vocab/unit/",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "void": "http://rdfs.org/ns/void#",
        "wd": "http://www.wikidata.org/entity/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
"""The prefixes a query may use without declaring them; a city's own file adds its own."""

_LOCAL_NAME = re.compile(r"[\w](?:[\w.\-]*[\w\-])?")
_NOT_IN_IRIS = re.compile(r"""[\x00-\x20<>"{}|^`\\]""")
_NOT_IN_SEGMENTS = re.compile(r"[^\w.~\-]")
_STEM = re.compile(r"\w(?:[\w\-]*\w)?")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")


def graph_iri(stem: str) -> str:
    """Name the graph that holds the file with this stem.

    >>> graph_iri("tokyo.evidence")
    'https://w3id.org/citygraph/graph/tokyo.evidence'
    >>> graph_iri("my city")
    'https://w3id.org/citygraph/graph/my%20city'
    """
    return GRAPHS + _NOT_IN_SEGMENTS.sub(_encoded, stem)


def graph_stem(iri: str) -> str | None:
    """Give the stem in a graph's name, or `None` if it is not named after a file.

    >>> graph_stem("https://w3id.org/citygraph/graph/tokyo.evidence")
    'tokyo.evidence'
    >>> graph_stem("https://w3id.org/citygraph/graph/my%20city")
    'my city'
    >>> graph_stem("https://example.org/graph")
    """
    from urllib.parse import unquote

    stem = unquote(iri.removeprefix(GRAPHS), errors="surrogateescape")
    return stem if iri != GRAPHS and graph_iri(stem) == iri else None


def city_prefixes(
    stems: tuple[str, ...], declared: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """Add to the project's prefixes, which always win, those of the data files.

    Args:
        stems: the stem of each file, which is the prefix of its city; one with a dot, such as
            `tokyo.evidence`, belongs to a file beside a city and is none.
        declared: the prefixes that the files declare, which win over stems.

    >>> city_prefixes(("osaka",))["osaka"]
    'https://w3id.org/citygraph/id/osaka/'
    """
    own = {stem: f"{THINGS}{stem}/" for stem in stems if _STEM.fullmatch(stem)}
    return {**own, **declared, **PREFIXES}


def expand(name: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Turn a CURIE, an IRI or an IRI in angle brackets into an absolute IRI.

    A known prefix wins over a scheme of the same name; `http:` and the like are no prefixes.

    Raises:
        UnknownNameError: the prefix is not known.
        InputError: the text is neither a CURIE nor an absolute IRI.

    >>> expand("cg:City")
    'https://w3id.org/citygraph/ns#City'
    >>> expand("<https://example.org/x>")
    'https://example.org/x'
    """
    bracketed = name.startswith("<") and name.endswith(">")
    bare = name[1:-1] if bracketed else name
    prefix, colon, local = bare.partition(":")
    if colon and not bracketed and prefix in prefixes and not local.startswith("//"):
        iri = prefixes[prefix] + local
    elif _ABSOLUTE.match(bare) and (bracketed or local.startswith("//") or prefix == "urn"):
        iri = bare
    elif colon and re.fullmatch(r"[\w.\-]*", prefix):
        known = ", ".join(sorted(prefixes))
        raise UnknownNameError(
            f"unknown prefix '{prefix}:' in '{name}': use one of {known}, "
            "or write the IRI in full, in angle brackets",
            "unknown-prefix",
            prefix=prefix,
            value=name,
            known=known,
        )
    else:
        raise InputError(
            f"'{name}' is neither a CURIE such as cg:City nor an absolute IRI "
            "such as <https://example.org/thing>",
            "no-iri",
            value=name,
        )
    if fault := _NOT_IN_IRIS.search(iri):
        sign = repr(fault[0])
        raise InputError(
            f"'{name}' is no IRI: it contains {sign}", "sign-in-iri", value=name, sign=sign
        )
    return iri


def compact(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Shorten an IRI to a CURIE where a prefix fits, else return it unchanged.

    The longest namespace wins, and what comes out expands to what went in.

    >>> compact("https://w3id.org/citygraph/id/tokyo/goal-safe-city")
    'tokyo:goal-safe-city'
    >>> compact("https://example.org/x")
    'https://example.org/x'
    """
    fitting = [(len(space), name) for name, space in prefixes.items() if iri.startswith(space)]
    for length, name in sorted(fitting, reverse=True):
        if _LOCAL_NAME.fullmatch(iri[length:]):
            return f"{name}:{iri[length:]}"
    return iri


def _encoded(found: re.Match[str]) -> str:
    from urllib.parse import quote

    return quote(found[0], safe="", errors="surrogateescape")
