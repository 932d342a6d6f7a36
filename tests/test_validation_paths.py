"""Property paths: followed both ways, and written as SPARQL writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode

from citygraph.validation.path_reading import read_path
from citygraph.validation.terms import sh
from tests.shacl import EX, triples

if TYPE_CHECKING:
    from pathlib import Path

DATA = "ex:a ex:p ex:b . ex:b ex:p ex:c ; ex:q ex:d . ex:c ex:p ex:a ; ex:q ex:e ."


@pytest.mark.parametrize(
    ("turtle", "written", "reached"),
    [
        ("ex:p", "p", "b"),
        ("[ sh:inversePath ex:p ]", "^p", "c"),
        ("( ex:p ex:q )", "p/q", "d"),
        ("[ sh:alternativePath ( ex:p ex:q ) ]", "p|q", "b"),
        ("[ sh:zeroOrMorePath ex:p ]", "p*", "abc"),
        ("[ sh:oneOrMorePath ex:p ]", "p+", "abc"),
        ("[ sh:zeroOrOnePath ex:p ]", "p?", "ab"),
        ("( [ sh:oneOrMorePath ex:p ] ex:q )", "p+/q", "de"),
        ("( ex:p [ sh:alternativePath ( ex:p ex:q ) ] )", "p/(p|q)", "cd"),
        ("[ sh:alternativePath ( ( ex:p ex:p ) [ sh:inversePath ex:p ] ) ]", "p/p|^p", "c"),
        ("[ sh:zeroOrMorePath [ sh:inversePath ex:p ] ]", "(^p)*", "abc"),
        ("[ sh:inversePath [ sh:inversePath ex:p ] ]", "^(^p)", "b"),
        ("[ sh:inversePath ( ex:p ex:p ) ]", "^(p/p)", "b"),
        ("[ sh:inversePath [ sh:oneOrMorePath ex:p ] ]", "^p+", "abc"),
        ("[ sh:oneOrMorePath ( ex:p ex:p ) ]", "(p/p)+", "abc"),
        ("( ( ex:p ex:p ) ex:q )", "(p/p)/q", "e"),
    ],
)
def test_path(turtle: str, written: str, reached: str, tmp_path: Path) -> None:
    shapes = triples(f"ex:s sh:path {turtle} .", tmp_path)
    (node,) = shapes.objects(NamedNode(EX + "s"), sh("path"))
    path = read_path(shapes, node)
    assert str(path).replace(f"<{EX}", "").replace(">", "") == written
    data = triples(DATA, tmp_path)
    found = [str(each) for each in path.follow(data, NamedNode(EX + "a"))]
    assert sorted(found) == [f"<{EX}{letter}>" for letter in reached]
