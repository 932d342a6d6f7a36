"""Giving a query its values and its prefixes, in one way for every engine.

Values travel as a row of serialised RDF terms, `VALUES (?a ?b) { (<iri> "text") }`, that is put at
the head of WHERE (SPARQL 1.1 Query Language, section 10.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.errors import ParameterError
from citygraph.questions.outline import Outline, outline

if TYPE_CHECKING:
    from collections.abc import Mapping


def bind(text: str, values: Mapping[str, str], *, repeat: bool = False) -> str:
    """Bind variables of a query to terms.

    Args:
        text: a query.
        values: the term of each variable, serialised as SPARQL writes it.
        repeat: give them again in each OPTIONAL of WHERE that uses them. It means the same, costs
            time on some engines, and is needed on those that do not see them there otherwise.

    Raises:
        ParameterError: a variable that the query does not use, assigns itself, or uses only where
            the value would not reach it.

    >>> bind("SELECT ?s WHERE { ?s a ?class }", {"class": "<https://w3id.org/citygraph/ns#City>"})
    'SELECT ?s WHERE { VALUES (?class) { (<https://w3id.org/citygraph/ns#City>) } ?s a ?class }'
    """
    if not values:
        return text
    found = outline(text)
    for name in values:
        _check(name, found)
    places = [(found.head or 0, frozenset(values))]
    if repeat:
        places += [(group.start, group.used & values.keys()) for group in found.optionals]
    for place, names in reversed(places):
        row = _row({name: term for name, term in values.items() if name in names})
        text = f"{text[:place]}{row}{text[place:]}"
    return text


def _row(values: Mapping[str, str]) -> str:
    if not values:
        return ""
    names = " ".join(f"?{name}" for name in values)
    return f" VALUES ({names}) {{ ({' '.join(values.values())}) }}"


def declare_prefixes(text: str, prefixes: Mapping[str, str], found: Outline | None = None) -> str:
    r"""Put in front of a query the declarations that it needs and lacks, if they are known.

    Args:
        text: the query.
        prefixes: what is known.
        found: the outline of the query, if it has been read before.

    >>> declare_prefixes("ASK { ?s a cg:City }", {"cg": "https://w3id.org/citygraph/ns#"})
    'PREFIX cg: <https://w3id.org/citygraph/ns#>\nASK { ?s a cg:City }'
    """
    found = found or outline(text)
    used = {token.text.partition(":")[0] for token in found.names}
    missing = sorted((used - found.declared.keys()) & prefixes.keys())
    return "".join(f"PREFIX {name}: <{prefixes[name]}>\n" for name in missing) + text


def _check(name: str, found: Outline) -> None:
    if found.head is None or found.only_subselect:
        raise ParameterError(
            f"'{name}' cannot be bound: the query has no WHERE of its own in which a value could "
            "stand; put its patterns into an outer WHERE { … }"
        )
    if name in found.targets:
        raise ParameterError(f"'{name}' cannot be bound: the query assigns ?{name} itself with AS")
    if name not in found.seen:
        known = ", ".join(sorted(found.seen - found.targets)) or "none"
        raise ParameterError(
            f"'{name}' cannot be bound: the query's WHERE does not use ?{name} outside of "
            f"sub-selects; the variables it uses are {known}"
        )
    if name in found.hidden:
        raise ParameterError(
            f"'{name}' cannot be bound: ?{name} is tested inside a nested group, where a value "
            "given to the query does not reach it; move the FILTER or BIND out of the group"
        )
