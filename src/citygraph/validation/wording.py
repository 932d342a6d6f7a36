"""A finding in words: what was expected, what was found, how to mend it, in one language.

The shape's own words come first. What they cannot say, because one property shape has several
components and SHACL Core puts no values into a message, is composed from the constraint itself.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from citygraph import vocabulary
from citygraph.tables import on_one_line
from citygraph.validation.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Literal

    from citygraph.validation.finding import Finding, Report
    from citygraph.validation.paths import Path
    from citygraph.validation.terms import Node

_PLAIN = frozenset(vocabulary.PREFIXES["xsd"] + name for name in ("integer", "boolean"))
_TEXTS = frozenset({"languageIn", "pattern"})
_WITHOUT_LABELS = frozenset({"closed", "datatype", "nodeKind", "sparql"})
_IRI = re.compile(r"<([^>]*)>")


class Words(NamedTuple):
    """What is said of one finding.

    Attributes:
        focus: the label of the focus node, and its name.
        path: the path to the value, empty if it is the node itself.
        message: the shape's own words, empty if it has none.
        expected: what the constraint demands.
        found: what is there instead.
        fix: what to do.
    """

    focus: str
    path: str
    message: str
    expected: str
    found: str
    fix: str


class Wording:
    """Words for the findings of a report, in one language.

    Args:
        report: the report, which knows the labels of what it speaks of.
        lang: one of `vocabulary.LANGUAGES`.
        prefixes: how to shorten IRIs.
    """

    def __init__(
        self, report: Report, lang: str, prefixes: Mapping[str, str] = vocabulary.PREFIXES
    ) -> None:
        self._phrases = read_phrases()
        self._labels = report.labels
        self._place = "graph" if report.remote else "file"
        self._lang = lang
        self._prefixes = prefixes

    def phrase(self, *keys: str, **values: object) -> str:
        """Give one of the report's own phrases, with values in its places."""
        found: Any = self._phrases["report"]
        for key in keys:
            found = found[key]
        return str(found[self._lang]).format_map(values)

    def words(self, finding: Finding) -> Words:
        """Put a finding into words."""
        constraint = finding.constraint
        phrases = self._phrases[constraint.component.parameter or "other"]
        places = self._places(finding)
        return Words(
            self.name(finding.focus),
            places["path"] if finding.path else "",
            in_language(finding.messages, self._lang),
            phrases["expected"][self._lang].format_map(places),
            phrases["found"][self._lang] if "found" in phrases else self._found(finding),
            in_language(constraint.fixes, self._lang)
            or phrases["fix"][self._lang].format_map(places),
        )

    def sentences(self, finding: Finding) -> str:
        """Put a finding into one message: the shape's words, then what it was about."""
        words = self.words(finding)
        composed = self.phrase("sentence", expected=words.expected, found=words.found)
        return f"{words.message} {composed}".strip()

    def rule(self, finding: Finding) -> str:
        """Name what was broken, shortly: the shape, or the path of one without a name, and how."""
        from pyoxigraph import NamedNode

        kind = finding.component.rpartition("#")[2].removesuffix("ConstraintComponent")
        if isinstance(finding.shape, NamedNode):
            return f"{self.short(finding.shape)}/{kind}"
        return f"{self.path(finding.path)}/{kind}" if finding.path else kind

    def details(self, finding: Finding, file: str | None) -> list[tuple[str, str]]:
        """Say line by line where a finding is, what was expected and found, and how to mend it."""
        words = self.words(finding)
        line = "" if finding.line is None else f":{finding.line}"
        named = {
            self._place: f"{file}{line}" if file else "",
            "path": words.path,
            "expected": words.expected,
            "found": words.found,
            "fix": words.fix,
            "shape": self.name(finding.shape),
        }
        return [(self.phrase(key), value) for key, value in named.items() if value]

    def summary(self, report: Report) -> list[str]:
        """Say how much was found, does not fail, was left out by a baseline, and was checked."""
        counts = {severity.word: report.count(severity) for severity in Severity}
        nothing = self.phrase("none_new" if report.known else "none")
        lines = [self.phrase("counts", **counts) if report.findings else nothing]
        below = len(report.findings) - sum(map(report.failing, report.findings))
        if below:
            severity = self.phrase("severity", report.threshold.word)
            lines.append(self.phrase("below", severity=severity, count=below))
        if report.known is not None:
            lines.append(self.phrase("known", known=report.known, gone=report.gone))
        return [*lines, self.checked(report)]

    def checked(self, report: Report) -> str:
        """Say how much was checked."""
        return self.phrase(
            "checked", focus_nodes=report.focus_nodes, constraints=report.constraints
        )

    def name(self, term: Node) -> str:
        """Name a term by its label and its CURIE, or as `short` does if it has no label."""
        label = on_one_line(in_language(self._labels.get(term, ()), self._lang))
        return f"{label} ({self.short(term)})" if label else self.short(term)

    def short(self, term: Node) -> str:
        """Write a term as Turtle does, with prefixes, a whole number without quotes."""
        from pyoxigraph import Literal

        if isinstance(term, Literal) and term.datatype.value in _PLAIN:
            return term.value
        if isinstance(term, Literal):
            datatype = f"^^{term.datatype}"
            text = str(term).removesuffix(datatype)
            return text if text == str(term) else text + self._short(datatype)
        return self._short(str(term))

    def path(self, path: Path) -> str:
        """Write a path as SPARQL does, with prefixes."""
        return self._short(str(path))

    def _short(self, text: str) -> str:
        return _IRI.sub(lambda iri: vocabulary.compact(iri[1], self._prefixes), text)

    def _places(self, finding: Finding) -> dict[str, str]:
        constraint = finding.constraint
        parameter = constraint.component.parameter
        if parameter in _TEXTS:
            named = [term.value for term in constraint.terms]
        else:
            name = self.short if parameter in _WITHOUT_LABELS else self.name
            named = [name(term) for term in constraint.terms]
        return {
            "terms": ", ".join(named) or self.phrase("nothing"),
            "limit": "".join(named[:1]),
            "rest": ", ".join(named[1:]),
            "value": self.name(finding.focus if finding.value is None else finding.value),
            "path": self.path(finding.path) if finding.path else self.name(finding.focus),
            "shape": self.name(finding.shape),
        }

    def _found(self, finding: Finding) -> str:
        if finding.value is not None:
            return self.name(finding.value)
        if not finding.present:
            return self.phrase("nothing")
        values = ", ".join(self.name(term) for term in finding.present)
        return self.phrase("several", count=len(finding.present), values=values)


def read_phrases() -> dict[str, Any]:
    """Read the phrases of all reports: by component or use, by key, by language."""
    source = files("citygraph.validation").joinpath("phrases.toml")
    return tomllib.loads(source.read_text("utf-8"))


def in_language(texts: Iterable[Literal], lang: str) -> str:
    """Choose the text in a language, else in the default language, else the first; or nothing.

    >>> from pyoxigraph import Literal
    >>> in_language([Literal("city", language="en"), Literal("都市", language="ja")], "ko")
    'city'
    """
    by_language = {text.language or "": text.value for text in reversed([*texts])}
    for each in (lang, vocabulary.LANGUAGES[0]):
        if each in by_language:
            return by_language[each]
    return next(reversed(by_language.values()), "")
