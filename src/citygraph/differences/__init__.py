"""What changed between two graphs: things, their properties, terms, shapes and evidence.

Only triples count: the order of a file, its prefixes, the graphs its triples are spread over and
the names of blank nodes make no difference.
"""

from citygraph.differences.comparing import compare
from citygraph.differences.model import (
    ClaimChange,
    Compared,
    Difference,
    LeftOut,
    Pair,
    PropertyChange,
    Reason,
    Rename,
    SourceChange,
    ThingChange,
    Value,
)
from citygraph.differences.sides import BUNDLED, Files, Remote, Side, open_side

__all__ = [
    "BUNDLED",
    "ClaimChange",
    "Compared",
    "Difference",
    "Files",
    "LeftOut",
    "Pair",
    "PropertyChange",
    "Reason",
    "Remote",
    "Rename",
    "Side",
    "SourceChange",
    "ThingChange",
    "Value",
    "compare",
    "open_side",
]
