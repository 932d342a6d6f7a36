"""Odd literals and small graphs of them, for tests that generate their cases."""

import pyoxigraph as ox
from hypothesis import strategies as st

from citygraph.vocabulary import PREFIXES
from tests.exported import EXAMPLE, TYPE, thing

_XSD = PREFIXES["xsd"]
_ODD = (
    *("|", "<1>", "a|b<1>c", "<1", "1>", ";", "\\;", "\\", "a;b", '"', '""', ",", "\r", "\n"),
    *("\r\n", "a\r\nb", "\t", " ", " a", "a ", "  ", "=1+1", "-1", "@x", "", "null", "NaN"),
    *(
        "東京都",
        "スマート東京",
        "서울특별시",
        "👩‍👩‍👧",
        "e\u0301",
        "\u2028",
        "\u0085",
        "\ufeff",
        "{+id}",
        "%41",
    ),
)
_NUMBERS = (
    "1",
    "007",
    "+5",
    "-0",
    "0",
    "1.50",
    "1.5",
    ".5",
    "5.",
    "many",
    "",
    " 1",
    "1e3",
    "1.0E3",
)
_TIMES = (
    *("2020-02-07", "2020-02-30", "2020-02-07Z", "12020-01-01", "2020-02-07T08:00:00"),
    *("2020-02-07T08:00:00Z", "2020-02-07T08:00:00.5Z", "2020-02-07T08:00:00+09:00", "soon"),
)
_DATATYPES = tuple(
    _XSD + name
    for name in ("integer", "decimal", "double", "boolean", "date", "dateTime", "anyURI")
)
_ALPHABET = st.characters(exclude_categories=["Cs"], exclude_characters=[*map(chr, range(32))])

texts = st.sampled_from(_ODD) | st.text(_ALPHABET, max_size=8)
"""Texts without control characters other than tab and line ends."""

lexical = st.sampled_from((*_NUMBERS, *_TIMES, "true", "1", "yes"))
literals = st.one_of(
    texts.map(ox.Literal),
    st.builds(
        lambda text, lang: ox.Literal(text, language=lang),
        texts,
        st.sampled_from(("en", "ja", "ko", "zh-hant")),
    ),
    st.builds(
        lambda text, datatype: ox.Literal(text, datatype=ox.NamedNode(datatype)),
        lexical | texts,
        st.sampled_from((*_DATATYPES, EXAMPLE + "shoe-size")),
    ),
    st.builds(
        lambda number: ox.Literal(str(number), datatype=ox.NamedNode(_XSD + "integer")),
        st.integers(),
    ),
)

_things = st.sampled_from(["a", "A", "b", "c", "x/y", "q?a=1&b=2#f", "it's", "(1,2;3)"]).map(thing)
_statement = st.builds(
    ox.Triple,
    _things,
    st.sampled_from(["p", "P", "id", "class", "p_en", "claims", "日本"]).map(thing),
    literals | _things,
)
_typing = st.builds(
    lambda subject, kind: ox.Triple(subject, TYPE, kind),
    _things,
    st.sampled_from(["City", "city", "links", "Resource"]).map(thing),
)
graphs = st.lists(_statement | _typing, min_size=1, max_size=14)
"""Triples about a few things, so that properties have several values and names collide."""
