"""Names of files, columns, labels and relationships: short, of ASCII, and the same every time."""

from __future__ import annotations

import re
from collections import Counter
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from citygraph.exports.sorted_triples import IRI, Key
from citygraph.vocabulary import ONTOLOGY, PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

Named = TypeVar("Named", str, Key, tuple[str, ...])

_USUAL = MappingProxyType({PREFIXES["skos"] + "prefLabel": "label"})
_LONG = 60
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9]+")


def short_name(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Name a class or a property: ours by its local name, others with their prefix.

    The preferred label is called `label`. A name that says too little without the letters it lost,
    or of no known prefix, ends in six digits of the IRI's SHA-256.

    >>> short_name("https://w3id.org/citygraph/ns#City")
    'City'
    >>> short_name("http://www.w3.org/2004/02/skos/core#Concept")
    'skos_Concept'
    >>> short_name("https://example.org/人口")
    'x_ff2887'
    """
    if iri in _USUAL:
        return _USUAL[iri]
    known = compact(iri, prefixes)
    if known != iri:
        text = known.removeprefix("cg:") if iri.startswith(ONTOLOGY) else known
        digits = "" if text.isascii() else f"_{_digits(iri)}"
    else:
        text, digits = re.split(r"[/#:]", iri.rstrip("/#:"))[-1], f"_{_digits(iri)}"
    if len(text) > _LONG:
        text, digits = text[:_LONG], f"_{_digits(iri)}"
    name = _NOT_IN_NAMES.sub("_", text).strip("_") or "x"
    return (name if name[0].isalpha() else f"x_{name}") + digits


def joined_name(names: Sequence[str]) -> str:
    """Join names into one, which stays short enough for a file.

    >>> joined_name(["Agency", "org_OrganizationalUnit"])
    'Agency-org_OrganizationalUnit'
    """
    joined = "-".join(names)
    return joined if len(joined) <= 2 * _LONG else f"{joined[: 2 * _LONG]}_{_digits(joined)}"


def unique_names(wanted: Mapping[Named, str], taken: Iterable[str] = ()) -> dict[Named, str]:
    """Give each its name, or, where another has it already in any case, its name and digits.

    Args:
        wanted: what each would be called.
        taken: names that none may have.

    >>> unique_names({"a": "city", "b": "City", "c": "goal"})
    {'a': 'city', 'b': 'City_3e23e8', 'c': 'goal'}
    """
    used = {name.casefold() for name in taken}
    names: dict[Named, str] = {}
    for each in sorted(wanted):
        name = wanted[each]
        if name.casefold() in used:
            name = f"{name}_{_digits(str(each))}"
        used.add(name.casefold())
        names[each] = name
    return names


def column_names(
    keys: Collection[Key], prefixes: Mapping[str, str] = PREFIXES, taken: Iterable[str] = ()
) -> dict[Key, str]:
    """Name columns: by the property, and where it has several kinds of values, by the kind too.

    The language of a text is always part of the name.

    >>> label = PREFIXES["skos"] + "prefLabel"
    >>> list(column_names([Key(label, "@en"), Key(label, "@ko")]).values())
    ['label_en', 'label_ko']
    """
    plain = Counter(key.predicate for key in keys if key.language is None)
    wanted = {}
    for key in keys:
        name = short_name(key.predicate, prefixes)
        if key.language is not None:
            name += "_" + key.language.replace("-", "_")
        elif plain[key.predicate] > 1:
            name += "_" + ("iri" if key.kind == IRI else short_name(key.kind).removeprefix("xsd_"))
        wanted[key] = name
    return unique_names(wanted, taken)


def _digits(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:6]
