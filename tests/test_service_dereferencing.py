"""From paths to IRIs and back: whatever is asked for, only IRIs of ours come out."""

from urllib.parse import quote, unquote

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.service.caching import has, tag, tag_of
from citygraph.service.dereferencing import BASE, OFFERED, asked, iris, relative, uri
from citygraph.service.exchanges import About
from citygraph.vocabulary import graph_iri

ABOUT = About("1.0", (), 1, "0123")
segments = st.text(
    st.characters(exclude_characters="/", exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1
).filter(lambda text: text not in (".", "..") and len(quote(text)) < 200)
paths = st.lists(segments, min_size=1, max_size=4).map(lambda each: "id/" + "/".join(each))


@given(st.text())
def test_any_path_stands_for_iris_of_ours_or_for_nothing(local: str) -> None:
    for iri in iris(local):
        assert iri.startswith(BASE)
        assert not {".", "..", ""} & set(iri.removeprefix(BASE).split("/"))
        ox.NamedNode(iri)
        assert uri(iri).isascii()


@given(paths)
def test_an_iri_is_found_again_however_it_was_encoded(local: str) -> None:
    assert BASE + quote(local) in iris(local)
    assert BASE + quote(local) in iris(unquote(quote(local)))
    name = local.rpartition("/")[2]
    assert graph_iri(name) in iris(f"graph/{name}")


@given(paths, st.sampled_from(OFFERED))
def test_a_suffix_is_taken_off_once(local: str, form: object) -> None:
    suffix = form.suffixes[0]  # type: ignore[attr-defined]
    assert asked(f"/{local}{suffix}") == (local, form)


@given(st.integers(1, 6))
def test_a_relative_address_climbs_to_the_root(depth: int) -> None:
    path = "/" + "/".join("abcdef"[:depth])
    assert relative(path, "/en/index.html") == "../" * (depth - 1) + "en/index.html"


def test_a_tag_depends_on_every_part() -> None:
    tags = [
        tag(ABOUT, "a", "b"),
        tag(ABOUT, "ab"),
        tag(ABOUT, "a", "c"),
        tag(ABOUT._replace(digest="4567"), "a", "b"),
        tag_of(b"a"),
        tag_of(b"b"),
    ]
    assert len(set(tags)) == len(tags)
    assert tag(ABOUT._replace(digest=""), "a") == ""


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ('"x"', True),
        ('W/"x"', True),
        ('"a", "x"', True),
        ('"a","x","b"', True),
        ('"a, x"', False),
        ('"xx"', False),
        ("x", False),
        ('"x', False),
        ("*", False),
        ("", False),
        (None, False),
    ],
)
def test_tags_are_compared_whole(said: str | None, *, known: bool) -> None:
    assert has(said, '"x"') == known
    assert not has(said, "")
