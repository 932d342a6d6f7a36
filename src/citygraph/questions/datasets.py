"""The graphs that a query names itself, behind FROM and FROM NAMED.

See SPARQL 1.1 Query, section 13.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.errors import InputError
from citygraph.questions.outline import outline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citygraph.graph import Store


def named_dataset(
    text: str, base: str | None = None
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Read which graphs a query makes its default graph, and which it has by name.

    Args:
        text: a complete query, its prefixes declared.
        base: what relative IRIs are relative to, where the query does not say.

    Returns:
        The graphs behind FROM and those behind FROM NAMED; `None` if there is neither.

    Raises:
        SyntaxError: one of them is no IRI, or what stands before the query does not parse.

    >>> named_dataset("BASE <urn:x:> SELECT * FROM <urn:a> FROM NAMED <urn:b> { ?s ?p ?o }")
    (('urn:a',), ('urn:b',))
    >>> named_dataset("ASK { ?s ?p ?o }") is None
    True
    """
    found = outline(text)
    if not found.dataset:
        return None
    iris = _resolved(text[: found.begin], [each.text for each in found.dataset], base)
    named = dict(zip(found.dataset, iris, strict=True))
    return (
        tuple(iri for token, iri in named.items() if token not in found.by_name),
        tuple(iri for token, iri in named.items() if token in found.by_name),
    )


def check_dataset(dataset: tuple[Sequence[str], Sequence[str]], store: Store) -> None:
    """Make sure that the graphs are there that a query names itself.

    Raises:
        InputError: one is not.
    """
    for iri in (*dataset[0], *dataset[1]):
        if iri not in store.graphs:
            known = ", ".join(f"<{each}>" for each in store.graphs)
            raise InputError(
                f"FROM names the graph <{iri}>, which is not loaded; these are: {known}"
            )


def _resolved(prologue: str, written: list[str], base: str | None) -> list[str]:
    """Resolve IRIs as a query has them: what declares its prefixes and base is Turtle too."""
    import pyoxigraph as ox

    lines = "".join(f"\n<urn:{place}> <urn:is> {each} ." for place, each in enumerate(written))
    read = ox.parse(prologue + lines, format=ox.RdfFormat.TURTLE, base_iri=base)
    return [str(quad.object)[1:-1] for quad in read]
