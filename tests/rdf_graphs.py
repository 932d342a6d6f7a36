"""Graphs of every legal oddity, a store that holds them, and two parsers that read them back."""

import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import NoReturn

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import strategies as st

from citygraph import formats
from citygraph.exports import FILES, select
from citygraph.home import Home, open_home
from citygraph.vocabulary import PREFIXES, graph_iri

XSD = PREFIXES["xsd"]
ODD = "http://example.org/odd/"
GRAPH = graph_iri("odd")

RDFLIB_NAMES = {"turtle": "turtle", "nt": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
"""What rdflib calls the formats of one graph; it reads the others as datasets, or not at all."""

Graphs = st.SearchStrategy[list[ox.Triple]]


class Held:
    """A store of given triples, as every store is: it may give them in any order, and twice."""

    def __init__(
        self, graphs: Mapping[str, Iterable[ox.Triple]], prefixes: Mapping[str, str] = PREFIXES
    ) -> None:
        self._held = {iri: tuple(triples) for iri, triples in graphs.items()}
        self.prefixes = prefixes
        self.home: Home = open_home()
        self.forgets_values = False

    @property
    def unquestioned(self) -> tuple[str, ...]:
        return ()

    @property
    def graphs(self) -> tuple[str, ...]:
        return tuple(self._held)

    def triples(self, graph: str) -> Iterator[ox.Triple]:
        return iter(self._held.get(graph, ()))

    def query(self, *_: object, **__: object) -> NoReturn:
        raise AssertionError("an export reads triples and asks nothing")


def exported(
    form: str, *graphs: Iterable[ox.Triple], prefixes: Mapping[str, str] = PREFIXES
) -> bytes:
    """Export graphs named odd, odd1, odd2 … as bytes."""
    held = {f"{GRAPH}{place or ''}": own for place, own in enumerate(graphs)}
    return b"".join(FILES[form](select(Held(held, prefixes), "facts")))


def canonical(triples: Iterable[ox.Triple]) -> frozenset[str]:
    """Name the blank nodes of a graph by RDFC-1.0, so that graphs can be compared."""
    data = ox.Dataset(ox.Quad(each.subject, each.predicate, each.object) for each in triples)
    data.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(str(quad.triple) for quad in data)


def by_oxigraph(content: bytes, form: str) -> frozenset[str]:
    """Read a file of one graph with the parser of pyoxigraph."""
    media_type = formats.EXPORTS[form].media_type
    read = ox.parse(content, format=ox.RdfFormat.from_media_type(media_type))
    return canonical(quad.triple for quad in read)


def by_rdflib(content: bytes, form: str) -> frozenset[str]:
    """Read a file of one graph with the parser of rdflib, its literals as they are written."""
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's JSON-LD parser gives it
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        graph = rdflib.Graph().parse(data=content, format=RDFLIB_NAMES[form])
    return canonical(from_rdflib(graph))


def from_rdflib(graph: rdflib.Graph) -> list[ox.Triple]:
    """Take the triples of an rdflib graph."""
    return [_triple(*each) for each in graph]


def _triple(subject: object, predicate: object, value: object) -> ox.Triple:
    return ox.Triple(_term(subject), _term(predicate), _term(value))  # type: ignore[arg-type]


def _term(term: object) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(term)
    if isinstance(term, rdflib.Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        datatype = ox.NamedNode(term.datatype) if term.datatype else None
        return ox.Literal(str(term), datatype=datatype)
    return ox.NamedNode(str(term))


# --- strategies ----------------------------------------------------------------------------------

_LETTERS = "azAZ09_東京タワーひ서울시éßЖ"
_LEGAL = _LETTERS + "-.~!$&'()*+,;=:@/?𠮷😀·"
_SEGMENTS = st.text(_LEGAL, min_size=1, max_size=8).filter(lambda text: not text.startswith("."))
_ENCODED = st.sampled_from(["%41", "%E6%9D%B1", "%20x", "a%2Fb"])
_NAMES = st.text(_LETTERS, min_size=1, max_size=6)
_SPACES = st.sampled_from([ODD, f"{ODD}a#", PREFIXES["tokyo"], PREFIXES["cg"], "urn:example:"])

iris = st.builds(
    lambda space, local: ox.NamedNode(space + local), _SPACES, _SEGMENTS | _ENCODED | _NAMES
)
"""IRIs with every character that RFC 3987 allows, but no segment that says where it is (`..`)."""

xml_predicates = st.builds(
    lambda space, name: ox.NamedNode(space + name),
    _SPACES,
    st.text("azAZ_東京タワーひ서울시éßЖ", min_size=1, max_size=6).filter(
        lambda name: name.strip("ー")
    ),
)
"""Predicates that end in an XML name that parsers of every edition know: one made of `ー` alone is
known to the fifth edition only."""

blank_nodes = st.sampled_from([ox.BlankNode(name) for name in ("a", "0b", "c.d", "東")])

_CONTROLS = "\x00\x01\b\t\n\x0b\f\r\x1b\x1f\x7f\x85\xa0\u2028\u2029\ufeff\ufffd\ufffe\uffff"
_SCRIPTS = "東京都スマートな서울시 Tokyo 😀👩‍💻\U0010ffff"
_SYNTAX = "\"'\\<>&{}[]|^`@#.;,_:?/%$ "
texts = (
    st.text(_CONTROLS + _SCRIPTS + _SYNTAX, max_size=30)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
    | st.sampled_from(["\r\n", " ", "]]>", '"""', "a\\", "長い" * 5000, "\\u0041", "]]>\r\n<!--"])
)
"""Texts with control characters, non-characters, all three scripts, emoji and marks of syntax."""

xml_texts = st.text(
    _SCRIPTS + _SYNTAX + "\t\n\r\x7f\x85\xa0\u2028\u2029\ufffd", max_size=30
) | st.sampled_from(["\r\n", " ", "]]>", "長い" * 5000, "]]>\r\n<!--"])
"""Texts of the characters that XML 1.0 knows."""

_LANGUAGES = st.sampled_from(["en", "ja", "ko", "ja-Hani", "zh-Hant-TW", "en-x-private"])
_TYPED = st.sampled_from(
    [
        ("007", XSD + "integer"),
        ("-0", XSD + "integer"),
        ("+5", XSD + "integer"),
        ("9" * 30, XSD + "integer"),
        ("9007199254740992", XSD + "integer"),
        ("12.50", XSD + "decimal"),
        (".5", XSD + "decimal"),
        ("00.5", XSD + "decimal"),
        ("-0.0", XSD + "decimal"),
        ("0.0000001", XSD + "decimal"),
        ("5.", XSD + "decimal"),
        ("1e3", XSD + "double"),
        ("INF", XSD + "double"),
        ("NaN", XSD + "float"),
        ("1", XSD + "boolean"),
        ("true", XSD + "boolean"),
        ("2020-02-30", XSD + "date"),
        ("2020-02", XSD + "gYearMonth"),
        ("2020-02-07T00:00:00+09:00", XSD + "dateTime"),
        ("P1DT2H", XSD + "duration"),
        ("7", XSD + "nonNegativeInteger"),
        ("no number", XSD + "integer"),
        ("AAEC", XSD + "base64Binary"),
        ("https://example.org/ a", XSD + "anyURI"),
        ("{}", PREFIXES["rdf"] + "JSON"),
        ("x", ODD + "datatype"),
        ("x", ODD + "data(type)"),
    ]
)
typed_literals = _TYPED.map(lambda said: ox.Literal(said[0], datatype=ox.NamedNode(said[1])))
_USUAL = st.sampled_from(
    [ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(PREFIXES["skos"] + "prefLabel")]
)


def literals(words: st.SearchStrategy[str]) -> st.SearchStrategy[ox.Literal]:
    """Literals of these words, with and without a language, and typed ones."""
    return (
        words.map(ox.Literal)
        | st.builds(lambda text, tag: ox.Literal(text, language=tag), words, _LANGUAGES)
        | typed_literals
    )


def graphs(
    predicates: st.SearchStrategy[ox.NamedNode] = iris, words: st.SearchStrategy[str] = texts
) -> Graphs:
    """Graphs of a few triples, with types and labels among them, and some with blank nodes."""

    def of_nodes(nodes: st.SearchStrategy[ox.NamedNode | ox.BlankNode]) -> Graphs:
        values = nodes | literals(words)
        triples = st.builds(ox.Triple, nodes, predicates | _USUAL, values)
        return st.lists(triples, min_size=1, max_size=8)

    named = of_nodes(iris)  # most graphs: finding names for blank nodes takes a process each
    return named | named | named | of_nodes(iris | blank_nodes)
