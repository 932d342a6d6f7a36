"""Values that have no name of their own: amounts, dates, addresses, told by what they consist of.

A quantity is a number with a unit, a date an interval with a text, an address a few lines. They
are nodes of the graph with pages of their own; where another thing has them, they are written out.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from citygraph.pages.addresses import local_name
from citygraph.pages.values import NO_LANGUAGE, Shown, cut, literal, when
from citygraph.things.labels import rows
from citygraph.vocabulary import LANGUAGES, ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Literal, NamedNode

    from citygraph.answers.model import Term
    from citygraph.graph import Store

    _Row: TypeAlias = tuple[NamedNode, NamedNode | None, Term | None, Literal | None]

_SKOS, _RDF, _QUDT = PREFIXES["skos"], PREFIXES["rdf"], PREFIXES["qudt"]
_PARTS = f"""
SELECT ?part ?property ?value ?label WHERE {{
  {{
    VALUES ?part {{ %(parts)s }}
    ?part ?property ?value .
    FILTER(?property NOT IN (<{_RDF}type>, <{PREFIXES["oa"]}hasSource>))
    OPTIONAL {{ ?value <{_SKOS}prefLabel> ?label }}
  }}
  UNION
  {{
    VALUES ?part {{ %(parts)s }}
    ?claim <{_RDF}subject> ?part ; <{ONTOLOGY}contradicts> ?other .
  }}
}}"""
_WORDLESS_UNITS = frozenset(PREFIXES["unit"] + name for name in ("UNITLESS", "NUM"))
_ADDRESS = ("street-address", "locality", "postal-code", "country-name")


class Said(NamedTuple):
    """One value of a property of a part.

    Attributes:
        term: the value.
        shown: how it is read.
    """

    term: Term
    shown: Shown


class Part(NamedTuple):
    """What a value without a name consists of.

    Attributes:
        said: its properties, by IRI, each with its values.
        disputed: whether a claim says otherwise of one of them.
    """

    said: Mapping[str, tuple[Said, ...]]
    disputed: bool

    def first(self, kind: str) -> Said | None:
        """Give the first value of a property."""
        return next(iter(self.said.get(kind, ())), None)


def read_parts(store: Store, iris: Iterable[str], lang: str) -> Mapping[str, Part]:
    """Read what some values consist of, with one query; with none if there are none.

    Args:
        store: where to look.
        iris: the values.
        lang: the language.
    """
    from pyoxigraph import Literal, NamedNode

    wanted = sorted(set(iris))
    if not wanted:
        return {}
    asked = " ".join(str(NamedNode(iri)) for iri in wanted)
    found: defaultdict[str, defaultdict[str, defaultdict[Term, list[Literal]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    disputed = set()
    read = cast("tuple[_Row, ...]", rows(store, _PARTS % {"parts": asked}))
    for part, kind, value, label in read:
        if kind is None or value is None:
            disputed.add(part.value)
            continue
        names = found[part.value][kind.value][value]
        if isinstance(label, Literal):
            names.append(label)
    return {
        part: Part(
            {
                kind: tuple(
                    Said(value, _shown(value, names, lang))
                    for value, names in sorted(values.items(), key=str)
                )
                for kind, values in said.items()
            },
            part in disputed,
        )
        for part, said in found.items()
    }


def claimed_of(part: Part) -> str | None:
    """Give the IRI of what a claim is about; `None` if the part is no claim."""
    from pyoxigraph import NamedNode

    subject = part.first(_RDF + "subject")
    return subject.term.value if subject and isinstance(subject.term, NamedNode) else None


def written_out(part: Part, lang: str) -> Shown | None:
    """Write a value out: an amount with its unit, a date, an address, a claim, a passage.

    Of what is none of these, `None`.
    """
    if amount := part.first(_QUDT + "numericValue"):
        return _amount(amount.shown, part.first(_QUDT + "unit"))
    if text := part.first(ONTOLOGY + "dateText"):
        return when(text.shown.text, lang)
    if day := part.first(PREFIXES["time"] + "inXSDDate"):
        return day.shown
    lines = [each for name in _ADDRESS if (each := part.first(PREFIXES["vcard"] + name))]
    if lines:
        foreign = {each.shown.lang for each in lines if each.shown.foreign}
        return Shown(", ".join(each.shown.text for each in lines), min(foreign, default=""))
    claim = [part.first(_RDF + name) for name in ("subject", "predicate", "object")]
    if statement := [each.shown.text for each in claim if each]:
        return cut(" · ".join(statement))
    start, end = (part.first(PREFIXES["oa"] + name) for name in ("start", "end"))
    return Shown(f"{start.shown.text}–{end.shown.text}") if start and end else None


def _amount(value: Shown, unit: Said | None) -> Shown:
    if unit is None or str(unit.term)[1:-1] in _WORDLESS_UNITS:
        return value
    return Shown(f"{value.text} {unit.shown.text}", unit.shown.lang)


def _shown(value: Term, names: list[Literal], lang: str) -> Shown:
    from pyoxigraph import NamedNode

    if not isinstance(value, NamedNode):
        return literal(value, lang)
    codes = (lang, *LANGUAGES, "")
    best = min(
        names,
        key=lambda one: (codes.index(one.language) if one.language in codes else 9, str(one)),
        default=None,
    )
    if best is None:
        return Shown(local_name(value.value), NO_LANGUAGE)
    return cut(best.value, "" if best.language in {lang, None} else best.language)
