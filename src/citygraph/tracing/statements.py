"""Statements with all who say so, made of claims and labels."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from citygraph.linking.grounds import rows_behind
from citygraph.linking.link import MATCHES
from citygraph.things.labels import labelled
from citygraph.tracing.model import (
    MappingRow,
    Named,
    Source,
    Statement,
    Testimony,
    TextHint,
    TracedFact,
)
from citygraph.vocabulary import LANGUAGES, ONTOLOGY, PREFIXES, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Triple

    from citygraph.answers.model import Term
    from citygraph.evidence import Evidence, PinnedText, StoredClaim
    from citygraph.graph import Store
    from citygraph.home import Home
    from citygraph.linking import Link
    from citygraph.things.labels import Label

_DCTERMS = PREFIXES["dcterms"]
_MATCHES = frozenset(map(expand, MATCHES))


class Statements:
    """All statements that some evidence speaks of, with labels in one language.

    Making it takes one query, for the labels.

    Args:
        store: where the labels are.
        evidence: the claims.
        others: facts that no claim is about.
        about: further terms that will be named.
        lang: the language of labels.
        home: where the tables of links are; if not given, what the store itself was loaded from.

    Attributes:
        evidence: the claims.
        lang: the language of labels.
    """

    def __init__(  # noqa: PLR0913 - what is told of, in which words, and where the tables are
        self,
        store: Store,
        evidence: Evidence,
        others: Iterable[Triple] = (),
        about: Iterable[Term] = (),
        lang: str = LANGUAGES[0],
        *,
        home: Home | None = None,
    ) -> None:
        self.evidence = evidence
        self.lang = lang
        self._home: Home | None = home or getattr(store, "home", None)
        self._rows: Mapping[Triple, Link] | None = None
        self._claims: defaultdict[Triple, list[StoredClaim]] = defaultdict(list)
        for claim in evidence.claims:
            self._claims[claim.triple].append(claim)
        self._others = set(others)
        self._by_name = {claim.iri: claim for claim in evidence.claims}
        self._contradicting: defaultdict[Triple, set[Triple]] = defaultdict(set)
        for claim in evidence.claims:
            for name in claim.contradicts:
                if name in self._by_name:
                    other = self._by_name[name].triple
                    self._contradicting[claim.triple].add(other)
                    self._contradicting[other].add(claim.triple)
        self._labels: Mapping[str, Label] = labelled(store, self._iris(about), lang)

    @property
    def triples(self) -> tuple[Triple, ...]:
        """Everything that is claimed, in a fixed order, and the facts that no claim is about."""
        return tuple(sorted({*self._claims, *self._others}, key=str))

    @property
    def claimed(self) -> tuple[Triple, ...]:
        """The facts of the graph that are claimed, in a fixed order."""
        facts = (one for one, told in self._claims.items() if any(each.asserted for each in told))
        return tuple(sorted(facts, key=str))

    def contradicted_by(self, triple: Triple) -> set[Triple]:
        """Give the triples that contradict one."""
        return self._contradicting.get(triple, set())

    def named(self, term: Term) -> Named:
        """Give a term with its label."""
        label = self._labels.get(_text(term)) if _is_iri(term) else None
        return Named(term, label.text, label.lang) if label else Named(term, "")

    def label(self, iri: str) -> str:
        """Give the label of a thing; empty if it has none."""
        return self._labels[iri].text if iri in self._labels else ""

    def traced(self, triple: Triple) -> TracedFact:
        """Give a triple with all who say so and all who say otherwise."""
        against = sorted(self.contradicted_by(triple), key=str)
        return TracedFact(self.statement(triple), tuple(map(self.statement, against)))

    def statement(self, triple: Triple) -> Statement:
        """Give a triple with all who say so: the page first, then the others by name."""
        claims = self._claims.get(triple, [])
        found = sorted(map(self._testimony, claims), key=lambda one: (not one.spans, one.claim))
        return Statement(
            self.named(triple.subject),
            self.named(triple.predicate),
            self.named(triple.object),
            triple in self._others or any(claim.asserted for claim in claims),
            tuple(found),
            self._mapping(triple),
        )

    def _mapping(self, triple: Triple) -> MappingRow | None:
        """Find the row behind a link; the tables are read when the first link is met."""
        if triple.predicate.value not in _MATCHES:
            return None
        if self._rows is None:
            self._rows = {} if self._home is None else rows_behind(self._home)
        row = self._rows.get(triple)
        if row is None or row.path is None or self._home is None:
            return None
        ours = row.path.is_relative_to(self._home.root)
        table = row.path.relative_to(self._home.root).as_posix() if ours else str(row.path)
        return MappingRow(table, row.line, row.state, row.see_also, row.comment)

    def source(self, iri: str) -> Source:
        """Describe a source by what the graph says of it."""
        from pyoxigraph import NamedNode

        said = self.evidence.sources.get(iri, {})
        title = min(said.get(_DCTERMS + "title", []), key=_text, default=None)
        kinds, parts = said.get(ONTOLOGY + "sourceKind", []), said.get(_DCTERMS + "isPartOf", [])
        return Source(
            self.named(NamedNode(iri)),
            self.named(kinds[0]) if kinds else None,
            _first(said.get(PREFIXES["schema"] + "url", [])),
            _first(said.get(_DCTERMS + "issued", [])),
            "" if title is None else _text(title),
            tuple(map(self.named, sorted(said.get(_DCTERMS + "publisher", []), key=str))),
            self.named(parts[0]) if parts else None,
            getattr(title, "language", None) or "",
        )

    def hints(self, spoken_of: Iterable[TracedFact]) -> tuple[TextHint, ...]:
        """Give the pinned texts into which the spans of these facts point."""
        wanted = {
            span.text.value
            for fact in spoken_of
            for one in (fact.statement, *fact.against)
            for testimony in one.testimonies
            for span in testimony.spans
        }
        texts = {iri: text for iri, text in self.evidence.texts.items() if iri in wanted}
        return tuple(self._hint(text) for _, text in sorted(texts.items()))

    def _hint(self, text: PinnedText) -> TextHint:
        notes = {
            str(getattr(each, "language", "")): _text(each)
            for each in self.evidence.notes.get(text.node.value, ())
        }
        return TextHint(text, self.source(text.source.value), _in(notes, self.lang))

    def _testimony(self, claim: StoredClaim) -> Testimony:
        from pyoxigraph import NamedNode

        return Testimony(
            claim.iri,
            self.source(claim.source),
            self.named(NamedNode(claim.status)),
            self.named(NamedNode(claim.rule)) if claim.rule else None,
            self.named(NamedNode(claim.precision)) if claim.precision else None,
            claim.rows,
            claim.spans,
            _in(claim.notes, self.lang),
            tuple(self.evidence.digests[span] for span in claim.spans),
        )

    def _iris(self, about: Iterable[Term]) -> set[str]:
        terms = {
            term
            for triple in (*self._claims, *self._others)
            for term in (triple.subject, triple.predicate, triple.object)
        } | set(about)
        iris = {_text(term) for term in terms if _is_iri(term)}
        for claim in self.evidence.claims:
            iris |= {each for each in (claim.status, claim.rule, claim.precision) if each}
        for iri, said in self.evidence.sources.items():
            named = ("sourceKind", "isPartOf", "publisher")
            spaces = (ONTOLOGY, _DCTERMS, _DCTERMS)
            values = (
                value
                for space, name in zip(spaces, named, strict=True)
                for value in said.get(space + name, [])
            )
            iris |= {iri, *(_text(value) for value in values if _is_iri(value))}
        return iris


def _in(texts: Mapping[str, str], lang: str) -> str:
    return next((texts[code] for code in (lang, *LANGUAGES, "") if code in texts), "")


def _first(terms: Iterable[Term]) -> str:
    return min(map(_text, terms), default="")


def _text(term: Term) -> str:
    return str(getattr(term, "value", term))


def _is_iri(term: Term) -> bool:
    from pyoxigraph import NamedNode

    return isinstance(term, NamedNode)
