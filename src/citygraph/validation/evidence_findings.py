"""What the check of the evidence complains of, as findings beside those of the shapes.

A complaint has no SHACL constraint, so each kind is given one that names it: a component
`shapes:evidence#FactWithoutClaimConstraintComponent` of the shape `shapes:evidence`, always a
violation. Every report format then treats it as any other finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph import vocabulary
from citygraph.validation.components import Component, Takes
from citygraph.validation.finding import Finding, Severity
from citygraph.validation.paths import Predicate
from citygraph.validation.shapes import Constraint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from pyoxigraph import Literal

    from citygraph.evidence import Complaint
    from citygraph.home import Home
    from citygraph.validation.terms import Node

SHAPE = vocabulary.SHAPES + "evidence"
"""What stands for all rules about evidence, which docs/decisions/claims-and-spans.md gives."""


def evidence_findings(
    home: Home,
    name_of: Callable[[Path], str],
    source: Path | None = None,
    graphs: Mapping[str, Path] | None = None,
) -> Iterator[Finding]:
    """Check the evidence of a home, and give what is wrong with it as findings.

    A graph that keeps no evidence is not asked for it.

    Args:
        home: the domain files.
        name_of: how the report names a file.
        source: a reader's copy of a pinned text, against which the digests are verified.
        graphs: the file of each graph of the data, where a file names several.

    Raises:
        DataFileError: a file or table of the evidence cannot be used: file, line, remedy.
        InputError: the copy of the text cannot be read.

    >>> from citygraph.home import open_home
    >>> list(evidence_findings(open_home(), str))
    []
    """
    from citygraph.evidence import check_evidence

    for complaint in check_evidence(home, source, graphs):
        yield as_finding(complaint, name_of(complaint.file), complaint.line)


def as_finding(complaint: Complaint, file: str, line: int | None) -> Finding:
    """Make a finding of a complaint, at a file and line."""
    return Finding(
        _node(complaint.focus),
        None if complaint.path is None else Predicate(complaint.path),
        None if complaint.value is None else _node(complaint.value),
        _constraint(complaint),
        _literals(complaint.messages),
        file=file,
        line=line,
    )


def _constraint(complaint: Complaint) -> Constraint:
    from pyoxigraph import NamedNode

    kind = "".join(word.capitalize() for word in complaint.kind.split("-"))
    component = Component(complaint.kind, f"{SHAPE}#{kind}ConstraintComponent", Takes.TERM)
    fixes = _literals(complaint.fixes)
    return Constraint(component, (), NamedNode(SHAPE), Severity.VIOLATION, fixes=fixes)


def _literals(texts: Mapping[str, str]) -> tuple[Literal, ...]:
    from pyoxigraph import Literal

    return tuple(Literal(text, language=lang) for lang, text in texts.items())


def _node(term: object) -> Node:
    """Take a term for a node: what claims are about is never a triple itself."""
    from pyoxigraph import BlankNode, Literal, NamedNode

    if not isinstance(term, NamedNode | BlankNode | Literal):
        raise TypeError(f"{term} is neither an IRI, a blank node nor a literal")
    return term
