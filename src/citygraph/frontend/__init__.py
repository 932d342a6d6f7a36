"""What pages run in a browser and is not ours: fetched with npm, by a lockfile, when it is wanted.

An editor for SPARQL, and an engine that answers it in the browser. Pages work without them.
"""

from citygraph.frontend.fetching import fetch_parts, missing_program
from citygraph.frontend.parts import (
    FOLDER,
    LICENCES,
    Part,
    Parts,
    find_parts,
    parts_needed,
    usual_folder,
)

__all__ = [
    "FOLDER",
    "LICENCES",
    "Part",
    "Parts",
    "fetch_parts",
    "find_parts",
    "missing_program",
    "parts_needed",
    "usual_folder",
]
