"""Taking the graph away: files of RDF, tables and property graphs, the same bytes every time."""

from citygraph.exports.description import write_description
from citygraph.exports.parts import PARTS, Exportable, Selection, select
from citygraph.exports.registry import FILES, FOLDERS
from citygraph.exports.writing import export, for_path

__all__ = [
    "FILES",
    "FOLDERS",
    "PARTS",
    "Exportable",
    "Selection",
    "export",
    "for_path",
    "select",
    "write_description",
]
