"""The engines that check, and which one is left with what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.errors import InputError
from citygraph.validation import pyshacl_engine
from citygraph.validation.evaluation import Evaluation
from citygraph.validation.shapes import NeedsPyshaclError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.validation.checks import Hit
    from citygraph.validation.shapes import Constraint, Shapes
    from citygraph.validation.terms import Node
    from citygraph.validation.triples import Triples

ENGINES = ("citygraph", "pyshacl")
"""What can check: our own engine, which leaves to pySHACL what it does not know, and pySHACL."""


def refuse_unknown(engine: str) -> None:
    """Refuse a name that no engine has.

    Raises:
        InputError: there is no such engine.
    """
    if engine not in ENGINES:
        raise InputError(f"no engine '{engine}': expected one of {', '.join(ENGINES)}")


def check(
    data: Triples,
    shape_triples: Triples,
    shapes: Shapes,
    focus: Mapping[Node, Iterable[Node]],
    engine: str,
) -> tuple[list[tuple[Constraint, Hit]], str]:
    """Find what breaks the shapes, and say which engine found it and why."""
    why = ""
    if engine == "citygraph":
        try:
            return list(Evaluation(data, shapes).hits(focus)), engine
        except NeedsPyshaclError as error:
            why = f", because {error}"
    return list(pyshacl_engine.hits(data, shape_triples, shapes)), f"pyshacl{why}"
