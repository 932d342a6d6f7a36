"""The graphs of a remote store that a request names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Dataset(NamedTuple):
    """What is asked, as SPARQL 1.1 Protocol, section 2.1.4, names it.

    Attributes:
        default: the graphs whose union is the default graph.
        named: the graphs that can be asked by name.
    """

    default: Sequence[str] = ()
    named: Sequence[str] = ()
