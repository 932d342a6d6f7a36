"""The licence of each named graph of this project, as `docs/decisions/licences.md` has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.vocabulary import graph_iri

if TYPE_CHECKING:
    from citygraph.home import Home

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
"""The licence of data and links."""
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
"""The licence of the ontology, its schemes, the alignments and the shapes."""


def licence_of(graph: str, home: Home) -> str | None:
    """Give the licence of a named graph; `None` for a user's own data, of which nothing is known.

    >>> from citygraph.home import open_home
    >>> licence_of("https://w3id.org/citygraph/graph/tokyo", open_home())
    'https://creativecommons.org/publicdomain/zero/1.0/'
    >>> licence_of("https://w3id.org/citygraph/graph/osaka", open_home())
    """
    words = (*home.ontology, home.alignments, *home.shapes)
    if graph in {graph_iri(path.stem) for path in words}:
        return CC_BY
    own = home.data if home.bundled else ()
    return CC0 if graph in {graph_iri(path.stem) for path in own} else None
