"""What a validation says: findings, and the report that holds them with what was checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import Literal

    from citygraph.validation.paths import Path
    from citygraph.validation.shapes import Constraint
    from citygraph.validation.terms import Node


class Severity(IntEnum):
    """How bad a finding is, as its shape says (SHACL, section 2.1.4); comparable.

    >>> Severity.VIOLATION > Severity.WARNING > Severity.INFO
    True
    >>> Severity.named("warning")
    <Severity.WARNING: 2>
    """

    INFO = 1
    WARNING = 2
    VIOLATION = 3

    @property
    def iri(self) -> str:
        """The severity's IRI in SHACL's vocabulary."""
        return "http://www.w3.org/ns/shacl#" + self.name.capitalize()

    @property
    def word(self) -> str:
        """What `--severity` and the reports call it."""
        return self.name.lower()

    @classmethod
    def named(cls, word: str) -> Severity:
        """Find a severity by its word.

        Raises:
            KeyError: there is none of this name.
        """
        return cls[word.upper()]


@dataclass(frozen=True, slots=True)
class Finding:
    """One validation result (SHACL, section 3.6): a node that breaks one constraint.

    Attributes:
        focus: the node that was checked.
        path: the property path that was followed, or `None` for the node itself.
        value: the offending value, or `None` where all values together offend.
        constraint: what was broken: its component, parameters, shape and severity.
        messages: the shape's own words by language, with the result's variables filled in.
        present: the values that are there, where all of them together offend.
        file: the file that holds the value, else one that states something about the focus
            node: as the user named it, or from the top of the installation's domain files; in a
            store, the IRI of the graph.
        line: the line in that file on which the value is first written in its triple, or the
            subject where no value is named; `None` in JSON-LD, in RDF/XML and in a store.
    """

    focus: Node
    path: Path | None
    value: Node | None
    constraint: Constraint
    messages: tuple[Literal, ...] = ()
    present: tuple[Node, ...] = ()
    file: str | None = None
    line: int | None = None

    @property
    def component(self) -> str:
        """The IRI of the constraint component that was broken."""
        return self.constraint.component.iri

    @property
    def severity(self) -> Severity:
        """How bad it is, as the shape says."""
        return self.constraint.severity

    @property
    def shape(self) -> Node:
        """The shape that declares the constraint."""
        return self.constraint.shape

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What makes two findings the same, whichever engine found them.

        Focus node, path, component, value and severity, as text.
        """
        path = "" if self.path is None else str(self.path)
        value = "" if self.value is None else str(self.value)
        return (str(self.focus), path, self.component, value, self.severity.word)


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one validation.

    Attributes:
        findings: each once, the worst first, then by file, focus node, path, component, value.
        focus_nodes: how many distinct nodes the shapes target.
        constraints: how many constraints the targeted shapes lay down: one for each component and
            parameter value of an active shape that is reached from a target; `sh:property` is not
            counted, what it leads to is.
        focus_by_file: how many of the focus nodes each file states something about.
        idle_shapes: the shapes with a target that no node meets.
        labels: the labels, in every language, of what the findings speak of.
        engine: the name of the engine that checked, and why, if it is not the usual one.
        addresses: the files as reports for machines name them (`addresses`), where that differs.
        threshold: how bad a finding must be to fail.
        known: how many findings a baseline has left out; `None` if there is no baseline.
        gone: how many findings of the baseline are found no more.
        fingerprints: those of the findings, where a baseline has left out others; else empty.
        remote: whether a store was checked, so that graphs take the place of files.
    """

    findings: tuple[Finding, ...]
    focus_nodes: int
    constraints: int
    focus_by_file: Mapping[str, int]
    idle_shapes: tuple[Node, ...] = ()
    labels: Mapping[Node, tuple[Literal, ...]] = field(default_factory=dict)
    engine: str = "citygraph"
    addresses: Mapping[str, str] = field(default_factory=dict)
    threshold: Severity = Severity.VIOLATION
    known: int | None = None
    gone: int = 0
    fingerprints: tuple[str, ...] = ()
    remote: bool = False

    def count(self, severity: Severity) -> int:
        """Count the findings of one severity."""
        return sum(1 for finding in self.findings if finding.severity is severity)

    def failing(self, finding: Finding) -> bool:
        """Say whether a finding is at least as bad as the threshold."""
        return finding.severity >= self.threshold

    def fails(self, threshold: Severity | None = None) -> bool:
        """Say whether anything was found as bad as this threshold, by default the report's."""
        least = self.threshold if threshold is None else threshold
        return any(finding.severity >= least for finding in self.findings)

    @property
    def conforms(self) -> bool:
        """Whether nothing at all was found, known or new, which is what `sh:conforms` says."""
        return not self.findings and not self.known
