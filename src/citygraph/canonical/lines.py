"""The canonical N-Triples or N-Quads line of one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyoxigraph as ox


def line(triple: ox.Triple, graph: ox.NamedNode | None = None) -> bytes:
    r"""Write a triple as a line of canonical N-Triples, or of canonical N-Quads in a named graph.

    That is the one way in which a triple can be written (RDF 1.2 N-Triples §3, RDF 1.2 N-Quads §4,
    RDFC-1.0 §5): single spaces between terms; in literals `\b \t \n \f \r \" \\`; the other
    characters below U+0020, U+007F, U+FFFE and U+FFFF as `\u` with four upper-case digits;
    everything else as it is, in UTF-8; no datatype where it is `xsd:string`. Language tags, which
    differ in nothing but case, are written in lower case.

    Args:
        triple: what is written; a blank node keeps the name it has here.
        graph: the named graph in which it stands, for N-Quads.

    >>> from pyoxigraph import Literal, NamedNode, Triple
    >>> tokyo, name = NamedNode("https://example.org/tokyo"), NamedNode("https://example.org/name")
    >>> line(Triple(tokyo, name, Literal("東\t京", language="ja"))).decode()
    '<https://example.org/tokyo> <https://example.org/name> "東\\t京"@ja .\n'
    """
    if graph is None:
        return f"{triple} .\n".encode()
    return f"{triple} {graph} .\n".encode()
