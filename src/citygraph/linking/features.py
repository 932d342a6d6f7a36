"""What speaks for and against a thing and an item being the same, feature by feature.

A feature is between 0, which speaks against, and 1, which speaks for; where one side says nothing,
it is unknown, which is neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.linking.kinds import agrees
from citygraph.linking.names import akin, key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from citygraph.linking.items import Item, Names, Surroundings
    from citygraph.linking.kinds import Kind
    from citygraph.linking.subjects import Around, Period, Subject
    from citygraph.linking.wikibase import Wikibase

BOTH_LABELS, LABEL_AND_ALIAS, ONLY_ALIAS, OTHER_ORDER = 1.0, 0.95, 0.9, 0.85
"""How well names agree: two labels, our label and another name there, another name of ours, words.

Another name of ours is often wider or narrower than the thing, so it is no more than a hint.
"""
AKIN = 0.5
"""One name is a shorter form or another spelling of the other: neither for nor against."""
NAME = "name-"
"""What the features of names begin with; their language follows."""


class Feature(NamedTuple):
    """One thing that was compared.

    Attributes:
        name: what was compared: `name-en` and the like, type, country, place, site, date, lasting,
            code.
        value: from 0 to 1; `None` if one side says nothing.
    """

    name: str
    value: float | None


def compare(
    subject: Subject, item: Item, wikibase: Wikibase, links: Mapping[str, frozenset[str]]
) -> tuple[Feature, ...]:
    """Compare a thing and an item in everything that both can say something of.

    Args:
        subject: the thing.
        item: the item.
        wikibase: what the item is of.
        links: the items that things of ours are known to be, as IRIs by IRI.
    """
    names = [
        Feature(NAME + language, _names(subject, item, language, wikibase.any_language))
        for language in wikibase.languages
    ]
    return (
        *names,
        Feature("type", _types(subject, item)),
        Feature("country", _country(subject, item, links)),
        Feature("place", _around(subject.places, item.places, links)),
        Feature("site", _overlap(map(_page, subject.sites), map(_page, item.sites))),
        Feature("date", _dates(subject, item)),
        Feature("lasting", _lasting(subject, item)),
        Feature("code", _codes(subject.codes, item.codes)),
    )


def names_agree(ours: Sequence[frozenset[str]], theirs: Sequence[frozenset[str]]) -> float | None:
    """Say how well the names of a thing and an item agree in one language.

    Args:
        ours: the labels and the other names of the thing, folded.
        theirs: those of the item.

    >>> robot, bot = (frozenset({"robot"}), frozenset()), (frozenset({"bot"}), frozenset({"robot"}))
    >>> names_agree(robot, robot), names_agree(robot, bot), names_agree(robot, ((), ()))
    (1.0, 0.95, None)
    >>> names_agree(bot, robot)
    0.9
    """
    (labels, aliases), (their_labels, their_aliases) = ours, theirs
    if not (labels or aliases) or not (their_labels or their_aliases):
        return None
    if set(labels) & set(their_labels):
        return BOTH_LABELS
    if set(labels) & set(their_aliases):
        return LABEL_AND_ALIAS
    if set(aliases) & {*their_labels, *their_aliases}:
        return ONLY_ALIAS
    mixed = {_words(name) for name in (*labels, *aliases)}
    if mixed & {_words(name) for name in (*their_labels, *their_aliases)}:
        return OTHER_ORDER
    all_ours, all_theirs = {*labels, *aliases}, {*their_labels, *their_aliases}
    return AKIN if any(akin(a, b) for a in all_ours for b in all_theirs) else 0.0


def types_agree(kind: Kind, types: Surroundings) -> float | None:
    """Say whether the classes of an item, and all above them, fit what a thing may be linked to.

    A class that rules an item out wins over one that fits. Where classes there are known to agree,
    they alone decide; elsewhere the names of classes do.
    """
    if not types.iris:
        return None
    if any(agrees(name, language, kind.never) for language, name in types.names):
        return 0.0
    if kind.classes:
        return float(bool(types.iris & kind.classes))
    return float(any(agrees(name, language, kind.words) for language, name in types.names))


def _types(subject: Subject, item: Item) -> float | None:
    """Compare the types: a concept may be a class there, a single thing has to be an instance."""
    if subject.concept:
        return types_agree(subject.kind, item.types.joined(item.broader))
    if item.broader.iris and not item.types.iris:
        return 0.0
    return types_agree(subject.kind, item.types)


def _names(
    subject: Subject, item: Item, language: str, any_language: Sequence[str]
) -> float | None:
    """Compare names in one language; a label for all languages can agree, but not disagree."""
    ours = tuple(_keys(each, (language,), language) for each in (subject.labels, subject.aliases))
    own, every = (
        names_agree(
            ours, tuple(_keys(each, tags, language) for each in (item.labels, item.aliases))
        )
        for tags in ((language,), (language, *any_language))
    )
    return every or own


def _keys(names: Names, tags: Sequence[str], language: str) -> frozenset[str]:
    return frozenset(key(name, language) for tag, name in names if tag in tags) - {""}


def _words(name: str) -> tuple[str, ...]:
    """Give the words of a name in an order of their own; one word is in no order."""
    words = tuple(sorted(name.split()))
    return words if len(words) > 1 else ("", name)


def _around(
    ours: Sequence[Around], theirs: Surroundings, links: Mapping[str, frozenset[str]]
) -> float | None:
    """Compare where two things belong: by links where they are known, else by names."""
    if not ours or not theirs.iris:
        return None
    for each in ours:
        linked = links.get(each.iri)
        if linked and linked & theirs.iris:
            return 1.0
        if not linked and _name_keys(each.names) & _name_keys(theirs.names):
            return 1.0
    return 0.0


def _country(subject: Subject, item: Item, links: Mapping[str, frozenset[str]]) -> float | None:
    """Compare countries; that of the city can only speak against what is said to be elsewhere."""
    if subject.home:
        return 0.0 if _around(subject.home, item.countries, links) == 0 else None
    return _around(subject.countries, item.countries, links)


def _name_keys(names: Names) -> frozenset[tuple[str, str]]:
    return frozenset((language, key(name, language)) for language, name in names)


def _overlap(ours: Iterable[str], theirs: Iterable[str]) -> float | None:
    mine, others = set(ours), set(theirs)
    return float(bool(mine & others)) if mine and others else None


def _page(address: str) -> str:
    """Give an address without what makes no difference to the page."""
    return address.partition("://")[2].removeprefix("www.").rstrip("/").casefold()


def _codes(
    ours: Mapping[str, frozenset[str]], theirs: Mapping[str, frozenset[str]]
) -> float | None:
    both = [_overlap(codes, theirs.get(name, ())) for name, codes in ours.items()]
    known = [each for each in both if each is not None]
    return min(known) if known else None


def _dates(subject: Subject, item: Item) -> float | None:
    pairs = ((subject.begins, item.begins | item.points), (subject.ends, item.ends | item.points))
    known = [each for ours, theirs in pairs if (each := _times(ours, theirs)) is not None]
    return min(known) if known else None


def _lasting(subject: Subject, item: Item) -> float | None:
    """Ours goes on, as far as is known: one that is over speaks against it."""
    return 0.0 if item.ends and not subject.ends else None


def _times(ours: Sequence[Period], theirs: Iterable[str]) -> float | None:
    days = [each for each in map(_days, theirs) if each is not None]
    if not ours or not days:
        return None
    return float(
        any(a.earliest <= last and first <= a.latest for a in ours for first, last in days)
    )


def _days(date: str) -> tuple[str, str] | None:
    """Give the first and last day that a date may mean: one of the first of January is a year."""
    day = date[:10]
    if len(day) != len("2000-01-01") or not day.replace("-", "").isdigit():
        return None
    if day.endswith("-01-01"):
        return day, f"{day[:4]}-12-31"
    return (day, f"{day[:7]}-31") if day.endswith("-01") else (day, day)
