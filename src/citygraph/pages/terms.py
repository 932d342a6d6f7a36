"""The terms of the ontology as its files have them: what each means, and what holds for it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from citygraph.questions import catalogue
from citygraph.questions.outline import outline
from citygraph.things.labels import rows
from citygraph.vocabulary import LANGUAGES, PREFIXES, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pyoxigraph import NamedNode, QuerySolutions

    from citygraph.answers.model import Term
    from citygraph.graph import Store

    _Statement: TypeAlias = tuple[NamedNode, NamedNode, Term]

_OWL, _SH = PREFIXES["owl"], PREFIXES["sh"]
_KINDS = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
_TERMS = f"""
SELECT DISTINCT ?term ?property ?value WHERE {{
  VALUES ?kind {{ {" ".join(f"<{_OWL}{kind}>" for kind in _KINDS)} }}
  ?term a ?kind ; ?property ?value .
  FILTER(isIRI(?term))
}}"""
_RULES = f"""
SELECT DISTINCT ?term ?shape ?message WHERE {{
  {{ ?shape <{_SH}targetClass> ?term }} UNION {{ ?shape <{_SH}path> ?term }}
  ?shape <{_SH}message> ?message .
  FILTER(LANG(?message) = "%s" && isIRI(?term))
}} ORDER BY ?term ?shape ?message"""


class Terms(NamedTuple):
    """What is said of each term.

    Attributes:
        said: the values of each property, by term and property.
    """

    said: Mapping[str, Mapping[str, tuple[Term, ...]]]

    def of_kind(self, *kinds: str) -> list[str]:
        """List the terms that are of one of these kinds of OWL, such as `Class`."""
        wanted = {_OWL + kind for kind in kinds}
        return sorted(
            term
            for term in self.said
            if wanted & {str(each)[1:-1] for each in self.values(term, PREFIXES["rdf"] + "type")}
        )

    def values(self, term: str, kind: str) -> tuple[Term, ...]:
        """Give the values of a property of a term."""
        return self.said.get(term, {}).get(kind, ())

    def texts(self, term: str, kind: str, lang: str) -> tuple[tuple[str, str], ...]:
        """Give the texts of a property in a language, else in the first of ours that there is.

        Each comes with its language.
        """
        given: dict[str, list[str]] = {}
        for value in self.values(term, kind):
            given.setdefault(getattr(value, "language", None) or "", []).append(value_of(value))
        code = next((each for each in (lang, *LANGUAGES, *sorted(given)) if each in given), None)
        return () if code is None else tuple((text, code) for text in sorted(given[code]))


def read_terms(store: Store) -> Terms:
    """Read all classes and properties that the graph declares, with one query.

    >>> from citygraph.graph import CityGraph
    >>> terms = read_terms(CityGraph.load())
    >>> "https://w3id.org/citygraph/ns#City" in terms.of_kind("Class")
    True
    """
    found: defaultdict[str, defaultdict[str, set[Term]]] = defaultdict(lambda: defaultdict(set))
    for term, kind, value in cast("tuple[_Statement, ...]", rows(store, _TERMS)):
        found[term.value][kind.value].add(value)
    return Terms(
        {
            term: {kind: tuple(sorted(values, key=str)) for kind, values in said.items()}
            for term, said in found.items()
        }
    )


def rules(shapes: Iterable[Path], lang: str) -> Mapping[str, tuple[str, ...]]:
    """Read what the shapes ask of each class and property, in a language.

    Args:
        shapes: the files of shapes.
        lang: the language.
    """
    from pyoxigraph import RdfFormat, Store

    engine = Store()
    for path in shapes:
        engine.load(path=str(path), format=RdfFormat.TURTLE)
    found: dict[str, dict[str, None]] = {}
    for row in cast("QuerySolutions", engine.query(_RULES % lang)):
        found.setdefault(value_of(row["term"]), {})[value_of(row["message"])] = None
    return {term: tuple(messages) for term, messages in found.items()}


def uses(queries: Path) -> Mapping[str, tuple[str, ...]]:
    """Say which questions use each term, by their names.

    Args:
        queries: the folder of questions.

    >>> from citygraph.home import open_home
    >>> "strategic-goals" in uses(open_home().queries)["https://w3id.org/citygraph/ns#hasGoal"]
    True
    """
    found: dict[str, dict[str, None]] = {}
    for question in catalogue(queries):
        seen = outline(question.text)
        for name in seen.names:
            iri = expand(name.text, {**PREFIXES, **seen.declared})
            found.setdefault(iri, {})[question.name] = None
    return {term: tuple(names) for term, names in found.items()}


def value_of(term: object) -> str:
    """Give the text of a literal, or the IRI of a thing."""
    return str(getattr(term, "value", term))
