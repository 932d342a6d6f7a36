"""Labels of everything a difference mentions, and blank nodes written out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.answers.writing import cell
from citygraph.differences.model import Value
from citygraph.differences.subjects import LABELS, PREFERRED
from citygraph.vocabulary import LANGUAGES, PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyoxigraph as ox

    from citygraph.answers.model import Term
    from citygraph.differences.sides import Side

_FIRST, _REST, _NIL = (PREFIXES["rdf"] + name for name in ("first", "rest", "nil"))
_DEEPEST = 6
"""The levels of nested blank nodes that are written out."""


class Names:
    """What things are called, in one language, else in English, else in any."""

    def __init__(
        self,
        lang: str,
        prefixes: Mapping[str, str],
        blank: Mapping[str, Sequence[ox.Triple]],
    ) -> None:
        self.prefixes = prefixes
        self._lang = lang
        self._blank = blank
        self._best: dict[str, tuple[bool, int, str, str]] = {}

    def learn(self, triples: Iterable[tuple[str, str, Term]]) -> None:
        """Take in labels: of what has one already, they are not asked for again."""
        import pyoxigraph as ox

        for thing, kind, label in triples:
            if kind in LABELS and isinstance(label, ox.Literal):
                code = label.language or ""
                order = (self._lang, LANGUAGES[0], code).index(code)
                ranked = (kind != PREFERRED, order, code, label.value)
                self._best[thing] = min(self._best.get(thing, ranked), ranked)

    def ask(self, things: Iterable[str], sides: Iterable[Side]) -> None:
        """Look up the labels of things in one side after the other."""
        wanted = {each for each in things if not each.startswith("_:")}
        for side in sides:
            missing = wanted - self._best.keys()
            if missing:
                found = side.facts(missing, LABELS)
                self.learn(
                    (each.subject.value, each.predicate.value, each.object)  # type: ignore[union-attr]
                    for each in found
                )

    def short(self, iri: str) -> str:
        """Shorten an IRI."""
        return compact(iri, self.prefixes)

    def label(self, iri: str) -> str:
        """Give the label of a thing; empty if it has none."""
        return self._best[iri][-1] if iri in self._best else ""

    def called(self, iri: str) -> str:
        """Give the label of a thing, else its short name."""
        return self.label(iri) or self.short(iri)

    def value(self, term: Term) -> Value:
        """Give a value with its label, or written out if it is a blank node."""
        import pyoxigraph as ox

        if isinstance(term, ox.NamedNode):
            return Value(term, label=self.label(term.value))
        if isinstance(term, ox.BlankNode):
            return Value(term, text=self.written(term))
        return Value(term)

    def members(self, term: Term) -> tuple[Term, ...] | None:
        """Give the members of an RDF list, `None` of what is none."""
        found: list[Term] = []
        met: set[Term] = set()
        while str(getattr(term, "value", term)) != _NIL:
            said = {each.predicate.value: each.object for each in self._said_of(term)}
            if said.keys() != {_FIRST, _REST} or term in met:
                return None
            met.add(term)
            found.append(said[_FIRST])
            term = said[_REST]
        return tuple(found)

    def written(self, term: Term, depth: int = 0) -> str:
        """Write a term as Turtle does, with blank nodes as what they stand for."""
        import pyoxigraph as ox

        if isinstance(term, ox.Literal):
            return str(term)
        if not isinstance(term, ox.BlankNode):
            return cell(term, self.prefixes)
        said = self._said_of(term)
        if depth > _DEEPEST:
            return "[ … ]"
        members = self.members(term)
        if members is not None:
            return f"( {' '.join(self.written(each, depth + 1) for each in members)} )"
        parts = sorted(
            f"{self.short(each.predicate.value)} {self.written(each.object, depth + 1)}"
            for each in said
        )
        return f"[ {' ; '.join(parts)} ]" if parts else "[]"

    def _said_of(self, term: Term) -> Sequence[ox.Triple]:
        import pyoxigraph as ox

        return self._blank.get(term.value, ()) if isinstance(term, ox.BlankNode) else ()
