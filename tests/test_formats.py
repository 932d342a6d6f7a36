"""The registry of formats."""

from collections.abc import Mapping

import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat

from citygraph import formats
from citygraph.errors import InputError


@pytest.mark.parametrize(
    "group", [formats.ANSWERS, formats.GRAPHS, formats.REPORTS, formats.PAGES, formats.PICTURES]
)
def test_formats_are_found_by_their_names(group: Mapping[str, formats.Format]) -> None:
    assert group
    assert all(name == each.name for name, each in group.items())


@pytest.mark.parametrize("group", [formats.ANSWERS, formats.GRAPHS, formats.PICTURES])
def test_a_suffix_means_one_format(group: Mapping[str, formats.Format]) -> None:
    suffixes = [suffix for each in group.values() for suffix in each.suffixes]
    assert len(suffixes) == len(set(suffixes))
    media_types = [each.media_type for each in group.values()]
    assert len(media_types) == len(set(media_types))


@pytest.mark.parametrize("form", formats.GRAPHS.values(), ids=lambda form: form.name)
def test_the_engine_knows_every_rdf_format_by_the_same_suffix(form: formats.Format) -> None:
    engine = formats.oxigraph(form)
    assert engine.media_type == form.media_type
    assert RdfFormat.from_extension(form.suffixes[0][1:]) == engine


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "xml"])
def test_the_engine_knows_the_result_formats(name: str) -> None:
    form = formats.ANSWERS[name]
    engine = QueryResultsFormat.from_media_type(form.media_type)
    assert engine is not None
    assert engine.media_type.removesuffix("; charset=utf-8") == form.media_type


def test_a_format_that_is_no_rdf_is_refused() -> None:
    with pytest.raises(InputError, match=r"^CSV is no RDF format$"):
        formats.oxigraph(formats.ANSWERS["csv"])


@pytest.mark.parametrize(
    ("path", "name"),
    [("a.ttl", "turtle"), ("a.b.TTL", "turtle"), ("x.owl", "rdfxml"), ("x.rdf", "rdfxml")],
)
def test_files_are_known_by_suffix(path: str, name: str) -> None:
    assert formats.of_file(path).name == name


def test_an_unknown_suffix_names_the_known_ones() -> None:
    with pytest.raises(InputError) as raised:
        formats.of_file("facts.docx")
    assert str(raised.value) == (
        "facts.docx: unknown kind of file; expected one of "
        ".ttl, .trig, .nt, .nq, .jsonld, .rdf, .owl"
    )


def test_data_files_hold_one_graph_or_several() -> None:
    kinds = {suffix: formats.may_name_graphs(f"x{suffix}") for suffix in formats.data_suffixes()}
    assert [suffix for suffix, several in kinds.items() if several] == [".trig", ".nq", ".jsonld"]
    assert [suffix for suffix, several in kinds.items() if not several] == [
        *(".ttl", ".nt", ".rdf", ".owl")
    ]
