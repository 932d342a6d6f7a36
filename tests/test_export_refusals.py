"""What a syntax cannot carry is refused by name, and nothing is written."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.errors import InputError
from citygraph.vocabulary import PREFIXES
from tests.command import Run
from tests.rdf_graphs import ODD, by_oxigraph, by_rdflib, canonical, exported, texts

NAME = ox.NamedNode(PREFIXES["cg"] + "officialName")
THING = ox.NamedNode(PREFIXES["tokyo"] + "tokyo")
TRIPLE = ox.Triple(THING, NAME, ox.Literal("Tokyo"))
XML = {"\t", "\n", "\r"}


def refusal(form: str, triple: ox.Triple) -> str:
    with pytest.raises(InputError) as raised:
        exported(form, [triple])
    return str(raised.value)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x07b", 'U+0007: cg:officialName of tokyo:tokyo is "a\\u0007b"'),
        ("\x00", 'U+0000: cg:officialName of tokyo:tokyo is "\\u0000"'),
        ("\ufffe", 'U+FFFE: cg:officialName of tokyo:tokyo is "\\uFFFE"'),
        ("長" * 100 + "\x1b", f'U+001B: cg:officialName of tokyo:tokyo is "{"長" * 59}…'),
    ],
)
def test_xml_has_no_such_character(text: str, shown: str) -> None:
    assert refusal("rdfxml", ox.Triple(THING, NAME, ox.Literal(text))) == (
        f"RDF/XML cannot carry the character {shown}; choose another format, such as turtle or nt"
    )


@given(text=texts)
def test_a_text_is_refused_by_xml_if_and_only_if_xml_has_no_such_character(text: str) -> None:
    triple = ox.Triple(THING, NAME, ox.Literal(text))
    if all(each in XML or (each >= " " and each not in "\ufffe\uffff") for each in text):
        assert by_rdflib(exported("rdfxml", [triple]), "rdfxml") == canonical([triple])
    else:
        assert "RDF/XML cannot carry the character U+" in refusal("rdfxml", triple)


@pytest.mark.parametrize("end", ["1", "a/", "a#", "a(b)", "-", "a?b=1", "%20", "a%27"])
def test_a_predicate_needs_a_local_name(end: str) -> None:
    predicate = ox.NamedNode(ODD + end)
    assert refusal("rdfxml", ox.Triple(THING, predicate, THING)) == (
        f"RDF/XML cannot carry a predicate without a local name: <{ODD}{end}> of tokyo:tokyo is "
        "tokyo:tokyo; choose another format, such as turtle or nt"
    )


@pytest.mark.parametrize("end", ["a", "1a", "a(b", "a%2Fb", "7-x.1", "/ー都", "ータ", "𠮷"])
def test_a_predicate_is_split_before_the_longest_end_that_is_a_name(end: str) -> None:
    triple = ox.Triple(THING, ox.NamedNode(ODD + end), ox.Literal("x"))
    written = exported("rdfxml", [triple])
    assert by_oxigraph(written, "rdfxml") == canonical([triple])
    if end != "𠮷":  # a name by the fifth edition of XML only, and rdflib's parser is older
        assert by_rdflib(written, "rdfxml") == canonical([triple])


@pytest.mark.parametrize("name", ["li", "Description", "about", "RDF", "nodeID"])
def test_words_of_the_syntax_are_no_predicates(name: str) -> None:
    predicate = ox.NamedNode(PREFIXES["rdf"] + name)
    assert f"a predicate that is a word of its own syntax: rdf:{name} of" in refusal(
        "rdfxml", ox.Triple(THING, predicate, THING)
    )


def test_a_namespace_of_xml_itself_cannot_be_declared() -> None:
    predicate = ox.NamedNode("http://www.w3.org/2000/xmlns/a")
    assert "a predicate without a local name" in refusal(
        "rdfxml", ox.Triple(THING, predicate, THING)
    )


@pytest.mark.parametrize("form", ["jsonld", "rdfxml"])
def test_what_only_rdf_12_knows_is_refused(form: str) -> None:
    title = {"jsonld": "JSON-LD", "rdfxml": "RDF/XML"}[form]
    about = refusal(form, ox.Triple(THING, NAME, TRIPLE))
    assert about.startswith(f"{title} cannot carry a triple as a value: cg:officialName of tokyo:")
    text = ox.Literal("x", language="ar", direction=ox.BaseDirection.RTL)
    directed = refusal(form, ox.Triple(THING, NAME, text))
    assert directed.startswith(f"{title} cannot carry the direction of a text: cg:officialName of")


@pytest.mark.parametrize("form", ["turtle", "nt", "rdf12"])
def test_what_only_rdf_12_knows_is_written_as_it_has_it(form: str) -> None:
    text = ox.Literal("x", language="ar", direction=ox.BaseDirection.RTL)
    graph = [ox.Triple(THING, NAME, TRIPLE), ox.Triple(THING, NAME, text)]
    assert by_oxigraph(exported(form, graph), form) == canonical(graph)


@pytest.mark.parametrize("form", ["jsonld", "rdfxml", "turtle"])
def test_a_blank_node_in_a_triple_term_is_refused(form: str) -> None:
    inner = ox.Triple(ox.BlankNode("a"), NAME, THING)
    assert "blank node in a triple term" in refusal(form, ox.Triple(THING, NAME, inner))


@pytest.mark.parametrize("target", ["stdout", "new file", "old file"])
def test_nothing_is_written(target: str, run: Run, tmp_path: Path) -> None:
    path, data = tmp_path / "x.rdf", tmp_path / "bell.nt"
    data.write_text('<urn:s> <urn:p> "\\u0007" .\n', encoding="utf-8")
    if target == "old file":
        path.write_text("old", encoding="utf-8")
    words = [] if target == "stdout" else ["-o", str(path)]
    done = run("export", "-f", "rdfxml", "--part", "facts", "--data", str(data), *words)
    assert (done.code, done.out) == (2, "")
    assert "cannot carry the character U+0007: <urn:p> of <urn:s>" in done.err
    left = {"stdout": [data], "new file": [data], "old file": [data, path]}[target]
    assert sorted(tmp_path.iterdir()) == left
    assert target != "old file" or path.read_text(encoding="utf-8") == "old"


@given(name=st.sampled_from(["time", "inCity", "cg", "http", "urn"]), form=st.just("jsonld"))
def test_an_iri_is_never_taken_for_a_short_name(name: str, form: str) -> None:
    own = ox.NamedNode(f"{name}:x")
    usual = ox.NamedNode(PREFIXES["cg"] + "inCity")
    graph = [ox.Triple(own, usual, own), ox.Triple(THING, own, ox.Literal("x", datatype=own))]
    written = exported(form, graph, prefixes={**PREFIXES, "http": ODD, "urn": ODD})
    assert by_oxigraph(written, form) == canonical(graph)
    assert by_rdflib(written, form) == canonical(graph)
