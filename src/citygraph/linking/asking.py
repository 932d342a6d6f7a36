"""Questions to a Wikibase in plain SPARQL 1.1: no label service, no hints, no text search.

Every question is asked about a batch, by VALUES in each branch, so that no engine has to guess
where to begin. Each that can be answered with silence about one of the batch is asked so that a
complete answer speaks of all of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from citygraph.endpoint.address import shown
from citygraph.errors import InputError
from citygraph.linking.polite import UnusableError
from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citygraph.answers import Answer
    from citygraph.linking.rows import Rows
    from citygraph.linking.wikibase import Wikibase

    Statement = tuple[str, Literal | NamedNode]

_LABEL = f"<{PREFIXES['rdfs']}label>"
_ALIAS = f"<{PREFIXES['skos']}altLabel>"
_DESCRIPTION = "<http://schema.org/description>"
_SAME = f"<{PREFIXES['owl']}sameAs>"
_TOLD = ("type", "above", "country", "place", "site", "begin", "end", "point")

_WHERE = ("item", "target", "statements")


class Whereabouts(NamedTuple):
    """What has become of an item.

    Attributes:
        targets: the IRIs that it redirects to.
        known: whether anything is said of it at all.
    """

    targets: frozenset[str]
    known: bool


class Told(NamedTuple):
    """One thing that is said of an item.

    Attributes:
        item: the item's IRI.
        role: what it says: label, alias, description, a role of `wikibase.ROLES`, or the IRI of a
            property of ours whose code it is.
        value: the value.
    """

    item: str
    role: str
    value: Literal | NamedNode


class Asking:
    """The questions that are asked of one Wikibase.

    Args:
        rows: the endpoint.
        wikibase: how its names look.
    """

    def __init__(self, rows: Rows, wikibase: Wikibase) -> None:
        self._rows = rows
        self._wikibase = wikibase
        tags = (*wikibase.languages, *wikibase.any_language)
        self._tags = ", ".join(str(Literal(tag)) for tag in tags)

    def check_shape(self) -> None:
        """Make sure that the endpoint holds anything of the shape that is configured.

        Without it an endpoint that holds something else would answer every question with nothing.

        Raises:
            InputError: it holds nothing of the kind.
        """
        types = self._path("type")
        text = f"SELECT ?item WHERE {{ ?item {types} ?class }} LIMIT 1"

        def make(answer: Answer) -> None:
            if not answer.rows:
                raise InputError(
                    f"{shown(self._rows.service.url)}: no item there has a type by {types}: check "
                    "the address, and page, direct and properties.type in the configuration"
                )

        self._rows.read(text, ("item",), make)

    def named(self, names: Sequence[Literal]) -> dict[Literal, frozenset[str]]:
        """Find the items that have one of these names, by the name."""
        values = _values("name", names)
        text = f"""
SELECT DISTINCT ?name ?item WHERE {{
  {{ {values} ?item {_LABEL} ?name . }}
  UNION
  {{ {values} ?item {_ALIAS} ?name . }}
}}"""
        wanted = {_same(name): name for name in names}

        def make(answer: Answer) -> dict[Literal, frozenset[str]]:
            found: dict[Literal, set[str]] = {name: set() for name in names}
            for name, item in answer.rows:
                if not isinstance(name, Literal) or _same(name) not in wanted:
                    raise self._foreign()
                if isinstance(item, NamedNode):
                    found[wanted[_same(name)]].add(item.value)
            return {name: frozenset(items) for name, items in found.items()}

        return self._rows.read(text, ("name", "item"), make)

    def stating(self, statements: Sequence[Statement]) -> dict[Statement, frozenset[str]]:
        """Find the items of which one of these is said: a property's name and a value."""
        wanted = {(self._property(name), value): (name, value) for name, value in statements}
        pairs = " ".join(f"({property_} {value})" for property_, value in wanted)
        text = f"""
SELECT DISTINCT ?property ?value ?item WHERE {{
  VALUES (?property ?value) {{ {pairs} }}
  ?item ?property ?value .
}}"""

        def make(answer: Answer) -> dict[Statement, frozenset[str]]:
            found: dict[Statement, set[str]] = {each: set() for each in statements}
            for property_, value, item in answer.rows:
                said = wanted.get((str(property_), value))  # type: ignore[arg-type]
                if said is None:
                    raise self._foreign()
                if isinstance(item, NamedNode):
                    found[said].add(item.value)
            return {said: frozenset(items) for said, items in found.items()}

        return self._rows.read(text, ("property", "value", "item"), make)

    def whereabouts(self, items: Sequence[str]) -> dict[str, Whereabouts]:
        """Say of each item whether it redirects, and whether anything is said of it at all."""
        text = f"""
SELECT ?item ?target (COUNT(?property) AS ?statements) WHERE {{
  {_values("item", map(NamedNode, items))}
  OPTIONAL {{ ?item {_SAME} ?target . }}
  OPTIONAL {{ ?item ?property ?value . }}
}}
GROUP BY ?item ?target"""

        def make(answer: Answer) -> dict[str, Whereabouts]:
            targets: dict[str, set[str]] = {}
            known = set()
            for item, target, statements in answer.rows:
                name = item.value if isinstance(item, NamedNode) else ""
                targets.setdefault(name, set())
                if isinstance(target, NamedNode):
                    targets[name].add(target.value)
                if getattr(statements, "value", "0") != "0":
                    known.add(name)
            if targets.keys() != set(items):
                raise self._foreign()
            return {name: Whereabouts(frozenset(targets[name]), name in known) for name in items}

        return self._rows.read(text, _WHERE, make)

    def told(self, items: Sequence[str]) -> list[Told]:
        """Tell what is said of each item."""
        values = _values("item", map(NamedNode, items))
        roles = [
            (self._property(name), role)
            for role in _TOLD
            for name in self._wikibase.properties[role]
        ]
        roles += [
            (self._property(name), ours)
            for ours, names in self._wikibase.identifiers.items()
            for name in names
        ]
        names = ((_LABEL, "label"), (_ALIAS, "alias"), (_DESCRIPTION, "description"))
        text = f"""
SELECT DISTINCT ?item ?role ?value WHERE {{
  {{
    {values} {_table(names)}
    ?item ?property ?value .
    FILTER(LANG(?value) IN ({self._tags}))
  }}
  UNION
  {{
    {values} {_table(roles)}
    ?item ?property ?value .
  }}
}}"""

        def make(answer: Answer) -> list[Told]:
            told = []
            for item, role, value in answer.rows:
                if not isinstance(item, NamedNode) or not isinstance(role, Literal):
                    raise self._foreign()
                if isinstance(value, (Literal, NamedNode)):  # "some value" is a blank node: unknown
                    told.append(Told(item.value, role.value, value))
            if {each.item for each in told} - set(items):
                raise self._foreign()
            return told

        return self._rows.read(text, ("item", "role", "value"), make)

    def above(
        self, role: str, starts: Sequence[str]
    ) -> dict[str, tuple[frozenset[str], frozenset[tuple[str, str]]]]:
        """Give for each class or place all that is above it, itself included, with the labels.

        Args:
            role: what leads upwards: "above" from classes, "within" from places.
            starts: their IRIs.
        """
        text = f"""
SELECT DISTINCT ?start ?up ?label WHERE {{
  {_values("start", map(NamedNode, starts))}
  {self._upwards(role)}
  OPTIONAL {{ ?up {_LABEL} ?label . FILTER(LANG(?label) IN ({self._tags})) }}
}}"""

        def make(answer: Answer) -> dict[str, tuple[frozenset[str], frozenset[tuple[str, str]]]]:
            found: dict[str, tuple[set[str], set[tuple[str, str]]]] = {}
            for start, up, label in answer.rows:
                iris, names = found.setdefault(getattr(start, "value", ""), (set(), set()))
                if isinstance(up, NamedNode):
                    iris.add(up.value)
                if isinstance(label, Literal):
                    names.add((str(label.language).lower(), label.value))
            if found.keys() != set(starts):
                raise self._foreign()
            return {each: (frozenset(iris), frozenset(n)) for each, (iris, n) in found.items()}

        return self._rows.read(text, ("start", "up", "label"), make)

    def countries_of(self, places: Sequence[str]) -> dict[str, frozenset[str]]:
        """Give the countries of places: those that they state, or that what they lie in states.

        Where no property of countries is configured, nothing can be asked, and none is known.
        """
        country = self._path("country")
        if not country:
            return dict.fromkeys(places, frozenset())
        up = self._upwards("within").replace("?start", "?place")
        text = f"""
SELECT DISTINCT ?place ?country WHERE {{
  {_values("place", map(NamedNode, places))}
  OPTIONAL {{ {up} ?up {country} ?country . }}
}}"""

        def make(answer: Answer) -> dict[str, frozenset[str]]:
            found: dict[str, set[str]] = {}
            for place, country_ in answer.rows:
                countries = found.setdefault(getattr(place, "value", ""), set())
                if isinstance(country_, NamedNode):
                    countries.add(country_.value)
            if found.keys() != set(places):
                raise self._foreign()
            return {place: frozenset(countries) for place, countries in found.items()}

        return self._rows.read(text, ("place", "country"), make)

    def _property(self, name: str) -> str:
        return str(NamedNode(self._wikibase.direct + name))

    def _path(self, role: str) -> str:
        return "|".join(self._property(name) for name in self._wikibase.properties[role])

    def _upwards(self, role: str) -> str:
        path = self._path(role)
        return f"?start ({path})* ?up ." if path else "BIND(?start AS ?up)"

    def _foreign(self) -> UnusableError:
        return UnusableError(
            f"{shown(self._rows.service.url)}: the answer does not speak of what was asked, or not "
            "of all of it"
        )


def _same(name: Literal) -> tuple[str, str]:
    return name.value, str(name.language).lower()


def _values(variable: str, terms: Iterable[Literal | NamedNode]) -> str:
    return f"VALUES ?{variable} {{ {' '.join(str(term) for term in terms)} }}"


def _table(pairs: Iterable[tuple[str, str]]) -> str:
    rows = " ".join(f"({property_} {Literal(role)})" for property_, role in pairs)
    return f"VALUES (?property ?role) {{ {rows} }}"
