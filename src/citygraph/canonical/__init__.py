"""One way to write a graph: sorted canonical lines, and the digest by which two graphs are equal.

A graph of any size is compared with another by sorting its lines on disk: memory does not grow with
it. Where the graph has no blank node the lines are RDFC-1.0's canonical N-Quads; where it has some,
these get RDFC-1.0's names first (`citygraph.canonical.naming`).
"""

from citygraph.canonical.digests import Digest, canonical_lines, digest, digest_of_lines
from citygraph.canonical.lines import line
from citygraph.canonical.sorting import MEMORY, sorted_lines

__all__ = [
    "MEMORY",
    "Digest",
    "canonical_lines",
    "digest",
    "digest_of_lines",
    "line",
    "sorted_lines",
]
