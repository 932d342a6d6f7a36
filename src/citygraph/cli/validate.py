"""`citygraph validate`: what the shapes demand, and what breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.cli.output import chosen_format, emit, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

NAME = "validate"
SUMMARY = "check the graph, or files of yours, against the shapes"
HELP = """\
examples:
  citygraph validate
  citygraph validate my-city.ttl --lang ko
  citygraph validate --data my-city/ --severity warning
  citygraph validate my-city.ttl -f json -o findings.json

Files are checked together with the ontology and its schemes, not with the bundled cities.
The exit code is 1 if anything is found that is at least as bad as --severity says.

formats: text, json, turtle"""

_SEVERITIES = ("info", "warning", "violation")
_FAILED = 1


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `validate`."""
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="an RDF file to check, or a folder whose *.ttl describe a city; "
        "without it the bundled graph is checked",
    )
    parser.add_argument(
        "--severity",
        choices=_SEVERITIES,
        default="violation",
        help="how bad a finding must be to fail (default: violation)",
    )
    parser.add_argument(
        "--engine",
        metavar="ENGINE",
        default="citygraph",
        help="what checks: citygraph (default), or pyshacl for a second opinion, many times slower",
    )


def run(options: Namespace) -> int:
    """Check the graph, write the report, and say by the exit code whether it fails."""
    from citygraph.cli.progress import shown_while
    from citygraph.graph import CityGraph
    from citygraph.graph.deadline import within
    from citygraph.validation import REPORT_FORMATS, Severity, validate, write_report
    from citygraph.vocabulary import LANGUAGES

    form = chosen_format(options, REPORT_FORMATS, "text")
    graph = CityGraph.load(*options.data, *options.files)
    with shown_while("checking the graph against the shapes", options):
        report = within(options.timeout, lambda: validate(graph, engine=options.engine))
    for path in () if graph.home.bundled else graph.home.data:
        if not report.focus_by_file[str(path)]:
            say(f"{path}: no focus node: nothing in this file was checked", options)
    if report.engine != options.engine:
        say(f"checked by {report.engine}", options)
    lang = options.lang or LANGUAGES[0]
    emit(write_report(report, form, lang=lang, prefixes=graph.prefixes), options)
    return _FAILED if report.fails(Severity.named(options.severity)) else 0
