"""`citygraph export`: the graph as files, the same bytes every time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.cli.output import emit, say
from citygraph.errors import InputError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

NAME = "export"
REMOTE = True
SUMMARY = "write the graph into files: RDF, tables, a property graph"
HELP = """\
examples:
  citygraph export -f turtle                          on stdout
  citygraph export -o citygraph.nq.gz                 the suffix names the format, .gz compresses
  citygraph export -f jsonld --part facts -o facts.jsonld
  citygraph export -f rdf12 --part all -o citygraph.ttl
  citygraph export -f csv -o tables/                  one table per class, with CSVW metadata
  citygraph export --describe                         counts and checksums, in VoID and DCAT
  citygraph export --endpoint https://example.org/sparql -o copy.trig
  citygraph export --data my-city/ -f neo4j -o my-city-neo4j/

The same triples give the same bytes, on every machine and from every store. trig and nq keep the
named graphs; the other RDF formats hold their union. What a syntax cannot carry is refused by name
and nothing is written.

formats: turtle (default), trig, nt, nq, jsonld, rdfxml, rdf12; as a folder: csv, parquet, neo4j,
neptune"""

_DEFAULT = "turtle"


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `export`."""
    part = parser.add_argument(
        "--part",
        metavar="PART",
        default="all",
        help="facts, ontology, evidence, links, shapes, or all but the shapes (default: all)",
    )
    parser.add_argument(
        "--describe",
        action="store_true",
        help="write what the bundled data consists of instead, in VoID and DCAT as Turtle",
    )
    part.completer = _parts  # type: ignore[attr-defined]


def run(options: Namespace) -> int:
    """Write what was asked for."""
    from citygraph.cli.opening import open_store
    from citygraph.cli.progress import shown_while
    from citygraph.exports import FILES, FOLDERS, export, select

    if options.describe:
        return _describe(options)
    form = _chosen(options)
    if form in FOLDERS and options.output is None:
        raise InputError(f"--format {form} is a folder of files: name it with  --output FOLDER")
    store = open_store(options)
    with shown_while("exporting", options):
        if options.output is None:
            emit(FILES[form](select(store, options.part)), options)
        else:
            remarks = export(store, form, options.output, part=options.part)
            for remark in remarks:
                say(f"note: {remark}", options)
    return 0


def _describe(options: Namespace) -> int:
    from citygraph.cli.progress import shown_while
    from citygraph.exports import write_description
    from citygraph.graph import CityGraph

    if options.format not in (None, _DEFAULT):
        raise InputError(f"--format {options.format}: --describe writes {_DEFAULT}")
    if options.endpoint is not None:
        raise InputError("--describe speaks of the bundled data only; leave --endpoint out")
    store = CityGraph.load(*options.data)
    with shown_while("describing the data", options):
        emit(write_description(store), options)
    return 0


def _chosen(options: Namespace) -> str:
    """Choose the format: the one asked for, else by the suffix of the output, else Turtle."""
    from citygraph.exports.registry import FOLDERS
    from citygraph.exports.writing import known
    from citygraph.formats import EXPORTS, data_suffixes, unpacked

    if options.format is not None:
        return known(options.format)
    if options.output is None:
        return _DEFAULT
    suffix = Path(unpacked(options.output)).suffix.lower()
    for form in EXPORTS.values():
        if suffix in form.suffixes:
            return form.name
    if suffix[1:] in FOLDERS:
        raise InputError(
            f"--output {options.output}: {suffix[1:]} is written as a folder, with one table for "
            f"each class: give  --format {suffix[1:]} --output FOLDER"
        )
    raise InputError(
        f"--output {options.output}: no suffix tells the format (known are "
        f"{', '.join(data_suffixes())}, also with .gz); say which with  --format"
    )


def _parts(**_: object) -> tuple[str, ...]:
    """Name the parts, for the shell."""
    from citygraph.exports import PARTS

    return (*PARTS, "all")
