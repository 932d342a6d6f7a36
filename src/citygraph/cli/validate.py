"""`citygraph validate`: what the shapes demand, and what breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.cli.arguments import Once
from citygraph.cli.output import chosen_format, emit, say, screen
from citygraph.errors import InputError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from citygraph.endpoint import RemoteGraph
    from citygraph.graph import CityGraph
    from citygraph.home import Home
    from citygraph.validation import Report

NAME = "validate"
REMOTE = True
SUMMARY = "check the graph, or files of yours, against the shapes"
HELP = """\
examples:
  citygraph validate
  citygraph validate my-city.ttl --lang ko
  citygraph validate --data my-city/ --severity warning
  citygraph validate my-city.ttl --explain 2
  citygraph validate my-city.ttl -f json -o baseline.json
  citygraph validate my-city.ttl --baseline baseline.json -f github
  citygraph validate --endpoint https://example.org/sparql --severity warning

Files are checked together with the ontology and its schemes, not with the bundled cities. A store
is checked one city at a time, so that it may be larger than memory; its findings name graphs.
The exit code is 1 if anything is found that is at least as bad as --severity says; what is less
bad is reported and does not fail. --explain ends with 0 when it has explained.

formats: text, json, turtle, sarif, junit, github; with --explain: text, json"""

_SEVERITIES = ("info", "warning", "violation")
_FAILED = 1
_WITH_SUMMARY = frozenset({"text", "github"})


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `validate`."""
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="an RDF file to check, or a folder whose *.ttl describe a city; "
        "without it the bundled graph is checked",
    )
    severity = parser.add_argument(
        "--severity",
        metavar="SEVERITY",
        default="violation",
        help=f"how bad a finding must be to fail: {', '.join(_SEVERITIES)} (default: violation)",
    )
    severity.completer = lambda **_: _SEVERITIES  # type: ignore[attr-defined]
    parser.add_argument(
        "--baseline",
        metavar="FILE",
        help="a report of an earlier run, written as json or sarif: what it holds is left out, so "
        "that only what is new fails",
    )
    parser.add_argument(
        "--source",
        action=Once,
        metavar="FILE",
        help="your copy of a source's text, to verify the digests of the evidence as well",
    )
    parser.add_argument(
        "--explain",
        metavar="FINDING",
        help="explain one finding: its number in the report, or the beginning of its fingerprint",
    )
    parser.add_argument(
        "--engine",
        metavar="ENGINE",
        default="citygraph",
        help="what checks: citygraph (default), or pyshacl for a second opinion, many times slower",
    )


def run(options: Namespace) -> int:
    """Check the graph, write the report, and say by the exit code whether it fails."""
    from dataclasses import replace
    from pathlib import Path

    from citygraph.cli.opening import open_store
    from citygraph.cli.progress import shown_while
    from citygraph.graph.deadline import within
    from citygraph.validation import (
        REPORT_FORMATS,
        Look,
        Severity,
        explain,
        read_baseline,
        shape_files,
        validate,
        without_known,
        write_report,
    )
    from citygraph.validation.explaining import EXPLANATION_FORMATS, write_explanation
    from citygraph.validation.wording import Wording
    from citygraph.vocabulary import LANGUAGES

    if options.severity not in _SEVERITIES:
        raise InputError(f"--severity {options.severity}: expected one of {', '.join(_SEVERITIES)}")
    known = REPORT_FORMATS if options.explain is None else EXPLANATION_FORMATS
    form, shown = chosen_format(options, known, "text"), screen(options)
    baseline = None if options.baseline is None else read_baseline(options.baseline)
    graph = open_store(options, *options.files)
    with shown_while("checking the graph against the shapes", options):
        source = None if options.source is None else Path(options.source)
        report = within(
            options.timeout if options.endpoint is None else None,  # an endpoint has its own
            lambda: validate(graph, engine=options.engine, source=source),
        )
    report = replace(report, threshold=Severity.named(options.severity))
    if baseline is not None:
        report = without_known(report, baseline)
    _say_beside(report, graph, form, options)
    lang = options.lang or LANGUAGES[0]
    look = Look(*shown)
    if options.explain is not None:
        wording = Wording(report, lang, graph.prefixes)
        explanation = explain(report, options.explain, shape_files(graph.home))
        emit(write_explanation(explanation, wording, form, look), options)
        return 0
    text = write_report(report, form, lang=lang, prefixes=graph.prefixes, look=look)
    emit(text, options)
    return _FAILED if report.fails() else 0


def _say_beside(
    report: Report, graph: CityGraph | RemoteGraph, form: str, options: Namespace
) -> None:
    """Say what a report cannot: files without anything to check, another engine, a baseline."""
    if report.remote:
        checked, kind = report.focus_by_file.keys(), "graph"
    else:
        users = () if graph.home.bundled else graph.home.data
        checked, kind = dict.fromkeys(map(str, users)).keys(), "file"
    for name in checked:
        if not report.focus_by_file[name]:
            say(f"{name}: no focus node: nothing in this {kind} was checked", options)
    if not report.remote and not graph.home.bundled:
        _say_stale_links(graph.home, options)
    if report.engine != options.engine:
        say(f"checked by {report.engine}", options)
    if report.known is not None and form not in _WITH_SUMMARY:
        say(f"{options.baseline}: {report.known} known, {report.gone} found no more", options)


def _say_stale_links(home: Home, options: Namespace) -> None:
    """Say which links are not what their table gives: shapes cannot see that."""
    from citygraph.errors import DataFileError
    from citygraph.linking.checking import stale_links
    from citygraph.vocabulary import LANGUAGES

    lang = options.lang or LANGUAGES[0]
    try:
        for finding in stale_links(home):
            say(f"{finding.place}: {finding.words(lang)}; {finding.remedy(lang)}", options)
    except DataFileError as error:  # a table beside the facts is none of what was to be checked
        say(str(error), options)
