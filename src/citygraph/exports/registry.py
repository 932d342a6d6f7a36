"""Which writer makes which format: one list, from which the command line takes its choices.

There are two kinds of writer. One that makes a file gives its bytes piece by piece and does not
know where they go. One that makes a folder gets an empty folder and writes files into it; the
folder takes its name when the writer is done, so a failure leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from citygraph.exports.csv_tables import write_csv
from citygraph.exports.json_ld import write_json_ld
from citygraph.exports.lines import write_nquads, write_ntriples
from citygraph.exports.neo4j import write_neo4j
from citygraph.exports.neptune import write_neptune
from citygraph.exports.parquet_tables import write_parquet
from citygraph.exports.parts import Selection
from citygraph.exports.rdf_xml import write_rdf_xml
from citygraph.exports.reifiers import write_rdf12
from citygraph.exports.turtle import write_trig, write_turtle

FileWriter: TypeAlias = Callable[[Selection], Iterator[bytes]]
"""Gives the bytes of the file. What the syntax cannot carry raises `InputError` before the first
of them."""

FolderWriter: TypeAlias = Callable[[Selection, Path], tuple[str, ...]]
"""Writes the files into the empty folder it is given, and gives back what a reader should know
about them, in sentences."""

FILES: Mapping[str, FileWriter] = MappingProxyType(
    {
        "turtle": write_turtle,
        "trig": write_trig,
        "nt": write_ntriples,
        "nq": write_nquads,
        "jsonld": write_json_ld,
        "rdfxml": write_rdf_xml,
        "rdf12": write_rdf12,
    }
)
"""The formats that are one file."""

FOLDERS: Mapping[str, FolderWriter] = MappingProxyType(
    {
        "csv": write_csv,
        "parquet": write_parquet,
        "neo4j": write_neo4j,
        "neptune": write_neptune,
    }
)
"""The formats that are a folder of files."""
