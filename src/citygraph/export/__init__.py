"""Taking the graph away: files of RDF, tables and property graphs, the same bytes every time."""

from citygraph.export.description import write_description
from citygraph.export.parts import PARTS, Exportable, Selection, select
from citygraph.export.registry import FILES, FOLDERS
from citygraph.export.writing import export, for_path

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
