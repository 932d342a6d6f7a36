"""Prefixes, CURIEs and languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.errors import InputError, UnknownNameError
from citygraph.vocabulary import LANGUAGES, PREFIXES, city_prefixes, compact, expand, graph_iri

LOCAL = st.from_regex(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?", fullmatch=True)


@given(st.sampled_from(sorted(PREFIXES)), LOCAL)
def test_a_curie_comes_back_from_its_iri(prefix: str, local: str) -> None:
    iri = expand(f"{prefix}:{local}")
    assert iri == PREFIXES[prefix] + local
    assert expand(compact(iri)) == iri


@given(st.text())
def test_whatever_is_shortened_expands_to_what_it_was(text: str) -> None:
    for space in PREFIXES.values():
        short = compact(space + text)
        assert short == space + text or expand(short) == space + text


@given(st.text())
def test_any_text_expands_or_is_refused(text: str) -> None:
    try:
        iri = expand(text)
    except InputError:
        return
    assert ":" in iri


def test_the_longest_namespace_wins() -> None:
    assert compact("https://w3id.org/citygraph/id/tokyo/x") == "tokyo:x"
    assert compact("https://w3id.org/citygraph/id/japan") == "id:japan"


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("cg:City", "https://w3id.org/citygraph/ns#City"),
        ("<urn:x>", "urn:x"),
        ("urn:x:y", "urn:x:y"),
        ("http://example.org/a", "http://example.org/a"),
        ("<cg:City>", "cg:City"),
    ],
)
def test_expand(name: str, iri: str) -> None:
    assert expand(name) == iri


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nope:x", "unknown prefix 'nope:' in 'nope:x': use one of cg, cgv, dcat, "),
        ("City", "'City' is neither a CURIE such as cg:City nor an absolute IRI "),
        ("cg:a b", "'cg:a b' is no IRI: it contains ' '"),
        ("<http://x/{y}>", "'<http://x/{y}>' is no IRI: it contains '{'"),
        ("", "'' is neither a CURIE"),
    ],
)
def test_what_does_not_expand(name: str, message: str) -> None:
    with pytest.raises(InputError) as raised:
        expand(name)
    assert str(raised.value).startswith(message)
    assert isinstance(raised.value, UnknownNameError) == name.startswith("nope")


def test_a_city_adds_its_stem_but_never_takes_a_prefix_of_ours() -> None:
    prefixes = city_prefixes(("osaka", "cg", "odd name", "osaka.evidence"))
    assert prefixes["osaka"] == "https://w3id.org/citygraph/id/osaka/"
    assert prefixes["cg"] == PREFIXES["cg"]
    assert "odd name" not in prefixes
    assert "osaka.evidence" not in prefixes


def test_what_a_file_declares_wins_over_its_stem_but_not_over_us() -> None:
    prefixes = city_prefixes(("osaka",), {"osaka": "http://osaka/", "cg": "http://cg/"})
    assert (prefixes["osaka"], prefixes["cg"]) == ("http://osaka/", PREFIXES["cg"])


def test_graphs_are_named_by_stem() -> None:
    assert graph_iri("tokyo.evidence") == "https://w3id.org/citygraph/graph/tokyo.evidence"
    assert graph_iri("大阪") == "https://w3id.org/citygraph/graph/大阪"
    assert graph_iri("a/\udcff") == "https://w3id.org/citygraph/graph/a%2F%FF"


def test_english_is_the_default_language() -> None:
    assert LANGUAGES == ("en", "ja", "ko")
