"""What is known of all that belongs to a city, read once for its whole page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.pages.addresses import local_path
from citygraph.pages.facts import Line
from citygraph.pages.parts import read_parts, written_out
from citygraph.pages.places import claimed_among
from citygraph.pages.values import Shown, cut, linked, named
from citygraph.pictures.belonging import facts_of_city
from citygraph.pictures.facts import Facts
from citygraph.things.labels import labelled
from citygraph.vocabulary import ONTOLOGY, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.pages.model import Request
    from citygraph.pages.parts import Part
    from citygraph.pictures.facts import Fact
    from citygraph.things.labels import Label

_CLAIM = ONTOLOGY + "Claim"
_READ = (
    "rdf:type",
    "cg:adoptedOn",
    "cg:amount",
    "cg:announcedOn",
    "cg:budgetFor",
    "cg:budgetStage",
    "cg:contributesTo",
    "cg:fiscalYear",
    "cg:hasGoal",
    "cg:hasSubGoal",
    "cg:officialOrder",
    "cg:precision",
    "cg:servesVision",
    "cg:statedOrder",
    "cg:status",
    "sosa:hasFeatureOfInterest",
    "sosa:hasResult",
    "sosa:observedProperty",
    "sosa:phenomenonTime",
)
_WITH_PARTS = frozenset(
    {"cg:adoptedOn", "cg:amount", "cg:announcedOn", "sosa:hasResult", "sosa:phenomenonTime"}
)


class CityFacts:
    """The facts of all that belongs to a city, with what everything is called.

    Making it takes a fixed number of queries, however much belongs to the city.

    Args:
        city: the IRI of the city.
        request: what is asked for.

    Attributes:
        city: the IRI of the city.
        lang: the language.
        things: the IRIs of all that belongs to the city.
    """

    def __init__(self, city: str, request: Request) -> None:
        store = request.ground.store
        read = _without_claims(facts_of_city(store, city, _READ))
        self.city, self.lang = city, request.lang
        self.things = frozenset(fact.subject for fact in read)
        self._facts, self._links, self._prefixes = Facts(read), request.links, store.prefixes
        mentioned = {city, *self.things, *(fact.value for fact in read if fact.is_link)}
        self._labels: Mapping[str, Label] = labelled(store, mentioned, request.lang)
        values = (fact.value for fact in read if fact.property in _WITH_PARTS)
        nameless = [iri for iri in values if iri not in self._labels and local_path(iri)]
        self._claimed = claimed_among(store, self.things)
        self.parts: Mapping[str, Part] = read_parts(store, nameless, request.lang)

    def of_kind(self, *kinds: str) -> list[str]:
        """List what belongs to the city and is of one of these classes, by its name."""
        wanted = {expand(kind) for kind in kinds}
        found = (iri for iri in self.things if wanted & set(self.values(iri, "rdf:type")))
        return sorted(found, key=self._place)

    def values(self, iri: str, *properties: str) -> list[str]:
        """List what a thing has as the values of some properties, things by their names."""
        return sorted(self._facts.values(iri, *properties), key=self._place)

    def first(self, iri: str, *properties: str) -> str | None:
        """Give the first of these values."""
        return next(iter(self.values(iri, *properties)), None)

    def named(self, iri: str) -> Shown:
        """Show a thing, leading to it: by its label, or by what it consists of."""
        told = written_out(self.parts[iri], self.lang) if iri in self.parts else None
        shown = told or named(iri, self._labels, self._prefixes, self.lang)
        return linked(shown, iri, self._links)

    def maybe(self, iri: str | None) -> Shown | None:
        """Show a thing, if there is one."""
        return None if iri is None else self.named(iri)

    def whole(self, part: str) -> str | None:
        """Give what has a value without a name, such as the observation of a result."""
        return next(iter(self._facts.subjects(part, "sosa:hasResult", "cg:amount")), None)

    def line(self, iri: str) -> Line:
        """Show a thing with the way to the evidence of what is said of it, if there is any."""
        evidence = (self._links.evidence(iri) or "") if iri in self._claimed else ""
        return Line(self.named(iri), evidence, 1, disputed=False)

    def _place(self, iri: str) -> tuple[str, str]:
        return cut(self.named(iri).text).text.casefold(), iri


def _without_claims(read: Iterable[Fact]) -> list[Fact]:
    """Leave out the claims, which may bear the city's name like its other things."""
    told = list(read)
    claims = {f.subject for f in told if f.property == "rdf:type" and f.value == _CLAIM}
    return [fact for fact in told if fact.subject not in claims]
