"""Who notices that a fact is lost or misstated: the questions, by their answers, and the shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

import pyoxigraph as ox

from citygraph.questions import catalogue, prepare
from citygraph.validation.evaluation import Evaluation
from citygraph.validation.reading import parse, read_shape_files
from citygraph.validation.shape_reading import read_shapes
from citygraph.validation.sparql_constraints import select
from citygraph.validation.triples import Triples
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from citygraph.home import Home
    from citygraph.questions import Question
    from citygraph.validation.shapes import Constraint, Shapes
    from citygraph.validation.terms import Node, Triple
    from tests.graph.mutation.fact_mutants import FactMutant

SHAPES = "the shapes"


class EditableTriples(Triples):
    """Triples that can be taken away and added again."""

    def add(self, triple: Triple) -> None:
        """Say something."""
        subject, predicate, value = triple
        self._by_subject.setdefault(subject, {}).setdefault(predicate, {})[value] = None
        self._backwards.pop(predicate, None)

    def remove(self, triple: Triple) -> None:
        """Take something back."""
        subject, predicate, value = triple
        described = self._by_subject[subject]
        del described[predicate][value]
        if not described[predicate]:
            del described[predicate]
        if not described:
            del self._by_subject[subject]
        self._backwards.pop(predicate, None)


class _LiveEvaluation(Evaluation):
    """An evaluation that asks a store which is there already."""

    def __init__(self, data: Triples, shapes: Shapes, store: ox.Store) -> None:
        super().__init__(data, shapes)
        self._live = store

    def select(self, constraint: Constraint, focus: Iterable[Node]) -> Iterator[Mapping[str, Node]]:
        """Run the query of a SPARQL constraint for these focus nodes."""
        return select(self._live, constraint, self.shape(constraint.shape).path, focus)


class Watcher(NamedTuple):
    """One question in one language.

    Attributes:
        name: the question's name.
        lang: the language of the labels.
        query: the complete query.
        answer: what it answers as long as nothing is wrong.
    """

    name: str
    lang: str
    query: str
    answer: tuple[str, ...]


class Watch:
    """The whole graph under the eyes of all questions and all shapes.

    The claims are in the graph, since questions are about them too; that each fact has its claim
    and each claim its fact, which `citygraph validate` checks besides, counts for nothing here.
    """

    def __init__(self, home: Home) -> None:
        parsed = [parse(path, f"b{place}") for place, path in enumerate(home.graphs().values())]
        self.graph = EditableTriples(triple for file in parsed for triple in file)
        self._store = ox.Store()
        self._store.extend(ox.Quad(*triple) for triple in self.graph)
        self._shapes = read_shapes(read_shape_files(home.shapes))
        self._watchers = [
            Watcher(each.name, lang, text, self._answer(text))
            for each in catalogue(home.queries)
            if not each.services
            for lang, text in _texts(each)
        ]
        self._alert: dict[tuple[Node, str], list[Watcher]] = {}
        if self._broken():
            raise ValueError("the graph does not conform to the shapes as it is")

    @property
    def questions(self) -> int:
        """How many questions watch."""
        return len({each.name for each in self._watchers})

    def notices(self, mutant: FactMutant) -> str | None:
        """Name who notices a mutant, whoever does first; `None` if nobody does."""
        self._replace(mutant.fact, mutant.instead)
        try:
            return self._first(mutant)
        finally:
            self._replace(mutant.instead, mutant.fact)

    def _first(self, mutant: FactMutant) -> str | None:
        value = mutant.fact[2]
        lang = (value.language if isinstance(value, ox.Literal) else None) or LANGUAGES[0]
        # What noticed the last such mutant is asked first.
        watchers = self._alert.setdefault(
            (mutant.fact[1], lang), [each for each in self._watchers if each.lang in {"", lang}]
        )
        for place, each in enumerate(watchers):
            if self._answer(each.query) != each.answer:
                watchers.insert(0, watchers.pop(place))
                return each.name
        return SHAPES if self._broken() else None

    def _replace(self, old: Triple | None, new: Triple | None) -> None:
        if old is not None:
            self.graph.remove(old)
            self._store.remove(ox.Quad(*old))
        if new is not None:
            self.graph.add(new)
            self._store.add(ox.Quad(*new))

    def _broken(self) -> bool:
        focus = {each.node: each.targets.focus(self.graph) for each in self._shapes.targeted()}
        evaluation = _LiveEvaluation(self.graph, self._shapes, self._store)
        return any(True for _ in evaluation.hits(focus))

    def _answer(self, query: str) -> tuple[str, ...]:
        found = self._store.query(query)
        if isinstance(found, ox.QueryBoolean):
            return (str(bool(found)),)
        if isinstance(found, ox.QueryTriples):
            return tuple(sorted(map(str, found)))
        return tuple(
            " | ".join(str(term or "") for term in cast("Iterable[object]", row)) for row in found
        )


def _texts(question: Question) -> Iterator[tuple[str, str]]:
    """Give the query in each language that it knows."""
    speaks = any(parameter.type == "lang" for parameter in question.parameters)
    for lang in LANGUAGES if speaks else ("",):
        yield lang, prepare(question, lang=lang or None).text
