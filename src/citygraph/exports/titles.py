"""What columns and tables are called in three languages."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from citygraph.answers import Answer
from citygraph.vocabulary import LANGUAGES, PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.graph import Store

_LABELS = f"""
SELECT ?term ?label WHERE {{
  VALUES ?term {{ %s }}
  ?term <{PREFIXES["skos"]}prefLabel> ?label .
}}"""


def titles(store: Store, iris: Iterable[str]) -> dict[str, dict[str, str]]:
    """Label classes and properties in each language that has a label for them.

    The labels are those of the ontology; the terms of RDF, RDFS and OWL that it uses without a
    label of its own are named in `titles.toml`.

    >>> from citygraph.graph import CityGraph
    >>> iri = PREFIXES["cg"] + "hasGoal"
    >>> titles(CityGraph.load(), [iri])[iri]["en"]
    'has goal'
    """
    from pyoxigraph import Literal, NamedNode

    wanted = sorted({*iris} - {""})
    found: dict[str, dict[str, str]] = {
        iri: dict(words()["terms"].get(compact(iri), {})) for iri in wanted
    }
    answer = store.query(_LABELS % " ".join(str(NamedNode(iri)) for iri in wanted))
    for term, label in answer.rows if isinstance(answer, Answer) else ():
        if isinstance(term, NamedNode) and isinstance(label, Literal) and label.language:
            known = found[term.value]
            if label.language in LANGUAGES:
                known[label.language] = min(known.get(label.language, label.value), label.value)
    return {
        iri: {lang: each[lang] for lang in LANGUAGES if lang in each} for iri, each in found.items()
    }


@cache
def words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Read `titles.toml`: the terms of other vocabularies, and the columns that are no property."""
    return tomllib.loads((files(__package__) / "titles.toml").read_text(encoding="utf-8"))
