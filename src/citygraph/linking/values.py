"""Values of ours and of items: what is said, since when, and where from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from citygraph.linking.polite import UnusableError
from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citygraph.graph import Store
    from citygraph.linking.rows import Rows
    from citygraph.linking.tolerances import Compared
    from citygraph.linking.wikibase import Wikibase

_RANK = "http://wikiba.se/ontology#"
_UNKNOWN = "/.well-known/genid/"
"""A value that is not known is a blank node, or an IRI that stands for one (RDF 1.1, 3.5)."""
_DAY = 10
"""The characters of a date without its time: 2024-11-01."""


class Value(NamedTuple):
    """One value, ours or theirs.

    Attributes:
        text: a number, a place as WKT, a date, or the IRI of a thing or of an item.
        unit: the IRI of its unit, ours or theirs; empty if none is named.
        since: the first day on which it held, or that may be meant; empty if it is not known.
        until: the last such day.
        about: whether it is rounded.
        node: the IRI of what carries it; empty if that is not known.
        preferred: whether it goes before others that are said of the same.
    """

    text: str
    unit: str = ""
    since: str = ""
    until: str = ""
    about: bool = False
    node: str = ""
    preferred: bool = False

    @property
    def day(self) -> str:
        """The day on which it held, or the days, for people; empty if it is not known.

        >>> Value("1", since="2020-01-01", until="2020-12-31").day
        '2020-01-01/2020-12-31'
        """
        if self.since == self.until:
            return self.since
        return f"{self.since}/{self.until}"


def our_values(
    store: Store, compared: Compared, things: Iterable[str]
) -> dict[str, tuple[Value, ...]]:
    """Look up what our graph says, thing by thing; a thing of which nothing is said is left out.

    Args:
        store: our graph.
        compared: what is looked up.
        things: the IRIs of things.
    """
    wanted = " ".join(str(NamedNode(each)) for each in sorted(set(things)))
    if not wanted:
        return {}
    from citygraph.questions.binding import declare_prefixes

    text = f"""
SELECT DISTINCT ?thing ?value ?unit ?from ?to ?about ?node WHERE {{
  VALUES ?thing {{ {wanted} }}
  {compared.ours}
}}"""
    found: dict[str, set[Value]] = {}
    answer = store.query(declare_prefixes(text, {**PREFIXES, **store.prefixes}))
    for thing, *cells in getattr(answer, "rows", ()):
        value, unit, since, until, about, node = (str(getattr(x, "value", "")) for x in cells)
        if value:
            made = Value(value, unit, since[:_DAY], until[:_DAY], about == "true", node)
            found.setdefault(thing.value, set()).add(made)
    return {thing: tuple(sorted(values)) for thing, values in found.items()}


def their_values(
    rows: Rows, wikibase: Wikibase, compared: Compared, items: Sequence[str]
) -> dict[str, tuple[Value, ...]]:
    """Ask what is said of items: the best ranked statements with their days and units.

    Args:
        rows: the endpoint.
        wikibase: how its names look.
        compared: what is asked about.
        items: the IRIs of items.

    Raises:
        TooMuchError: it was too much at once: ask for less.
        UnusableError: what came is no answer.
        StoppedError: nothing more is to be asked.
        NotKeptError: offline, and the cache does not have the answer.
    """
    found: dict[str, set[Value]] = {item: set() for item in items}
    for item, value, rank, unit, day, end in rows.select(_text(wikibase, compared, items)).rows:
        name = getattr(item, "value", "")
        if name not in found:
            raise UnusableError(f"{rows.service.url}: the answer speaks of what was not asked")
        if not isinstance(value, (Literal, NamedNode)) or _UNKNOWN in value.value:
            continue  # it is said that there is a value, and not which
        since, until = (str(getattr(each, "value", ""))[:_DAY] for each in (day, end))
        made = Value(
            text=value.value[:_DAY] if compared.kind == "date" else value.value,
            unit=str(getattr(unit, "value", "")),
            since=since,
            until=until or since,
            preferred=getattr(rank, "value", "") == f"{_RANK}PreferredRank",
        )
        found[name].add(made)
    return {item: _best(values) for item, values in found.items() if values}


def _best(values: set[Value]) -> tuple[Value, ...]:
    preferred = {each for each in values if each.preferred}
    return tuple(sorted(preferred or values))


def _text(wikibase: Wikibase, compared: Compared, items: Sequence[str]) -> str:
    base = wikibase.direct.removesuffix("direct/")
    wanted = " ".join(str(NamedNode(each)) for each in sorted(items))
    name = compared.theirs
    days = [
        f"OPTIONAL {{ ?said <{base}qualifier/{qualifier}> ?{variable} }}"
        for variable, qualifier in (("day", compared.dated), ("end", compared.ended))
        if qualifier
    ]
    unit = (
        f"OPTIONAL {{ ?said <{base}statement/value/{name}> ?full . "
        f"?full <{_RANK}quantityUnit> ?unit }}"
        if compared.units
        else ""
    )
    return f"""
SELECT DISTINCT ?item ?value ?rank ?unit ?day ?end WHERE {{
  VALUES ?item {{ {wanted} }}
  ?item <{base}{name}> ?said .
  ?said <{base}statement/{name}> ?value .
  OPTIONAL {{ ?said <{_RANK}rank> ?rank }}
  {unit}
  {" ".join(days)}
  FILTER(!BOUND(?rank) || ?rank != <{_RANK}DeprecatedRank>)
}}"""
