"""Identifiers: what a thing, a type or a property is called in the Reconciliation API.

It is what follows the identifier space in its IRI (`id/tokyo/tokyo`, `ns#City`), and the whole IRI
of what lies elsewhere. A client may also give a CURIE or an IRI.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.service.dereferencing import BASE

if TYPE_CHECKING:
    from collections.abc import Mapping

SPACE = BASE
"""The identifier space (section 2.5)."""


def identifier(iri: str) -> str:
    """Give the identifier of what an IRI names.

    >>> identifier("https://w3id.org/citygraph/id/tokyo/tokyo")
    'id/tokyo/tokyo'
    >>> identifier("https://schema.org/Country")
    'https://schema.org/Country'
    """
    return iri.removeprefix(SPACE) or iri


def named(text: str, prefixes: Mapping[str, str]) -> str:
    """Give the IRI that a client names by an identifier, a CURIE or an IRI.

    >>> named("ns#City", {}), named("cg:City", {"cg": "https://example.org/"})
    ('https://w3id.org/citygraph/ns#City', 'https://example.org/City')
    >>> named(" https://schema.org/Country ", {})
    'https://schema.org/Country'
    """
    bare = text.strip()
    prefix, colon, local = bare.partition(":")
    if not colon:
        return SPACE + bare
    return prefixes[prefix] + local if prefix in prefixes and local[:2] != "//" else bare
