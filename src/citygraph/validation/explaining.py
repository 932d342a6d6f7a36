"""One finding explained: the rule in words, its parameters as the shape states them, and where."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import InputError
from citygraph.validation.components import PARTNERS
from citygraph.validation.fingerprints import fingerprints_of, shown
from citygraph.validation.json_report import as_object
from citygraph.validation.positions import read_lines
from citygraph.validation.reading import read_shape_files
from citygraph.validation.terms import rdf, sh
from citygraph.validation.text_report import PLAIN, drawn_lines, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from citygraph.home import Home
    from citygraph.validation.finding import Finding, Report
    from citygraph.validation.shapes import Constraint
    from citygraph.validation.terms import Node, Triple
    from citygraph.validation.text_report import Look
    from citygraph.validation.triples import Triples
    from citygraph.validation.wording import Wording

EXPLANATION_FORMATS = ("text", "json")
"""How an explanation is written."""

_NUMBER = re.compile(r"[0-9]{1,5}")
_FINGERPRINT = re.compile(r"[0-9a-f]{6,64}")


class Parameter(NamedTuple):
    """One parameter of a constraint, as its shape states it.

    Attributes:
        name: the property that states it.
        values: its value; of a list the members.
        line: the line of the shape's file on which it is written, if it is known.
    """

    name: Node
    values: tuple[Node, ...]
    line: int | None


class Explanation(NamedTuple):
    """What is to be known about one finding.

    Attributes:
        finding: the finding.
        number: its place in the report, from 1.
        fingerprint: what it is recognised by.
        parameters: what the shape demands.
        file: the file that declares the shape, if it is known.
        line: the line on which it does.
    """

    finding: Finding
    number: int
    fingerprint: str
    parameters: tuple[Parameter, ...]
    file: str | None
    line: int | None


def shape_files(home: Home) -> dict[str, Path]:
    """Name the files of the installed shapes from the top of the installation.

    >>> from citygraph.home import open_home
    >>> "shapes/city.ttl" in shape_files(open_home())
    True
    """
    return {path.relative_to(home.root).as_posix(): path for path in home.shapes}


def explain(report: Report, name: str, shapes: Mapping[str, Path]) -> Explanation:
    """Explain one finding of a report.

    Args:
        report: what was found.
        name: the finding's number in the report, or the first six characters or more of its
            fingerprint, as the text and JSON reports show both.
        shapes: the files of the shapes that were checked, by the names to give them.

    Raises:
        InputError: no finding is called so, or several are.

    >>> from citygraph.validation.finding import Report
    >>> explain(Report((), 1, 1, {}), "1", {})
    Traceback (most recent call last):
    citygraph.errors.InputError: no finding has the number 1: the report holds 0
    """
    prints = fingerprints_of(report)
    place = _chosen(name, prints)
    finding = report.findings[place]
    triples = read_shape_files(shapes.values())
    for position, (file, path) in enumerate(shapes.items(), 1):
        lines = read_lines(path, f"s{position}")
        if finding.shape in lines.subjects:
            stated = tuple(_parameters(finding.constraint, triples, lines.values))
            line = lines.subjects[finding.shape]
            return Explanation(finding, place + 1, prints[place], stated, file, line)
    stated = tuple(_parameters(finding.constraint, triples, {}))
    return Explanation(finding, place + 1, prints[place], stated, None, None)


def write_explanation(
    explanation: Explanation,
    wording: Wording,
    form: str = "text",
    look: Look = PLAIN,
) -> str:
    """Write an explanation as text or JSON, in the language of the wording.

    Raises:
        InputError: there is no such format.
    """
    if form not in EXPLANATION_FORMATS:
        raise InputError(
            f"no explanation is written as '{form}': use {', '.join(EXPLANATION_FORMATS)}"
        )
    if form == "json":
        document = _as_object(explanation, wording)
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    lines = [*paragraph(explanation.finding, wording)]
    lines += [f"  {key}: {value}" for key, value in _more(explanation, wording)]
    severity = explanation.finding.severity
    return drawn_lines(lines, severity, look) + "\n"


def _chosen(name: str, prints: Sequence[str]) -> int:
    """Find the place of the finding that is meant."""
    if _NUMBER.fullmatch(name):
        if not 1 <= int(name) <= len(prints):
            raise InputError(f"no finding has the number {name}: the report holds {len(prints)}")
        return int(name) - 1
    if not _FINGERPRINT.fullmatch(name):
        raise InputError(
            f"'{name}' names no finding: give its number in the report, or six characters or more "
            "of its fingerprint"
        )
    places = [place for place, each in enumerate(prints) if each.startswith(name)]
    if len(places) != 1:
        how_many = "several findings have" if places else "no finding has"
        raise InputError(f"{how_many} a fingerprint that begins with {name}")
    return places[0]


def _parameters(
    constraint: Constraint, triples: Triples, lines: Mapping[Triple, int]
) -> Iterator[Parameter]:
    """Read the parameters of a constraint from its shape."""
    parameter = constraint.component.parameter
    if constraint.source is not None:
        for query in triples.objects(constraint.source, sh("select")):
            line = _line(lines, constraint.source, "select", query)
            yield Parameter(sh("select"), (query,), line)
        return
    partners = _partners(parameter)
    for name in (parameter, *partners) if parameter else ():
        for value in triples.objects(constraint.shape, sh(name)):
            values = _members(triples, value)
            own = name != parameter or parameter == "closed" or values[0] in constraint.terms
            if own and (len(values) == 1 or name != parameter or values == constraint.terms):
                yield Parameter(sh(name), values, _line(lines, constraint.shape, name, value))


def _line(lines: Mapping[Triple, int], subject: Node, name: str, value: Node) -> int | None:
    asked = (subject, sh(name), value)
    return next((line for triple, line in lines.items() if triple == asked), None)


def _partners(parameter: str) -> tuple[str, ...]:
    """List the parameters that stand beside another."""
    beginnings = {"pattern": "flags", "closed": "ignored", "qualifiedMinCount": "qualifiedValue"}
    beginning = {**beginnings, "qualifiedMaxCount": "qualifiedValue"}.get(parameter)
    return tuple(sorted(each for each in PARTNERS if beginning and each.startswith(beginning)))


def _members(triples: Triples, value: Node) -> tuple[Node, ...]:
    is_list = value == rdf("nil") or triples.objects(value, rdf("first"))
    return tuple(triples.items(value)) if is_list else (value,)


def _more(explanation: Explanation, wording: Wording) -> Iterator[tuple[str, str]]:
    """Say what a report leaves out: the component, its parameters, and where they are declared."""
    at = f"{explanation.file}:{explanation.line}" if explanation.file else ""
    if at:
        yield wording.phrase("declared"), at
    yield wording.phrase("component"), _component(explanation.finding, wording)
    for parameter in explanation.parameters:
        values = ", ".join(wording.name(value) for value in parameter.values)
        line = f" ({explanation.file}:{parameter.line})" if parameter.line else ""
        yield wording.phrase("parameter"), f"{wording.short(parameter.name)} {values}{line}"
    yield wording.phrase("number"), f"{explanation.number} ({shown(explanation.fingerprint)})"


def _component(finding: Finding, wording: Wording) -> str:
    from pyoxigraph import NamedNode

    return wording.short(NamedNode(finding.component))


def _as_object(explanation: Explanation, wording: Wording) -> dict[str, object]:
    words = wording.words(explanation.finding)
    return {
        "number": explanation.number,
        "fingerprint": explanation.fingerprint,
        "finding": as_object(
            explanation.finding, wording, explanation.number, explanation.fingerprint
        ),
        "label": words.focus,
        "rule": words.message or words.expected,
        "expected": words.expected,
        "found": words.found,
        "shape_label": wording.name(explanation.finding.shape),
        "shape_file": explanation.file,
        "shape_line": explanation.line,
        "parameters": [
            {
                "name": getattr(parameter.name, "value", ""),
                "values": [str(value) for value in parameter.values],
                "line": parameter.line,
            }
            for parameter in explanation.parameters
        ],
    }
