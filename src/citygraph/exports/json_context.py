"""The published JSON-LD context: what the keys of our JSON mean (JSON-LD 1.1, section 4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from citygraph.exports.prefixed_names import Names

REFERENCE = "@id"
LANGUAGE = "@language"


class Term(NamedTuple):
    """What a key stands for.

    Attributes:
        name: the key.
        iri: the property or the class.
        kind: what its plain values are: `REFERENCE`, `LANGUAGE` for a map from languages to texts,
            the IRI of a datatype, or nothing where they are as JSON has them.
    """

    name: str
    iri: str
    kind: str

    def definition(self, names: Names) -> object:
        """Write the entry of the context that defines the term."""
        iri = names.short(self.iri) or self.iri
        if not self.kind:
            return iri
        if self.kind == LANGUAGE:
            return {"@id": iri, "@container": LANGUAGE}
        return {"@id": iri, "@type": names.short(self.kind) or self.kind}


class Context(NamedTuple):
    """A context, ready for writing.

    Attributes:
        version: of JSON-LD.
        prefixes: the namespaces by their prefixes.
        terms: the terms by the IRIs they stand for.
    """

    version: float
    prefixes: Mapping[str, str]
    terms: Mapping[str, Term]

    @property
    def names(self) -> frozenset[str]:
        """The names of all terms, which cannot be prefixes."""
        return frozenset(term.name for term in self.terms.values())


def read_context(path: Path) -> Context:
    """Read a context that defines prefixes, and terms by an IRI, a type or a map of languages.

    >>> from citygraph.home import open_home
    >>> read_context(open_home().context).terms["https://w3id.org/citygraph/ns#inCity"].name
    'inCity'
    """
    import json

    entries = json.loads(path.read_text(encoding="utf-8"))["@context"]
    version = entries.pop("@version")
    prefixes = {
        name: entry
        for name, entry in entries.items()
        if isinstance(entry, str) and entry.endswith(("#", "/"))
    }
    terms = (
        _term(name, entry, prefixes) for name, entry in entries.items() if name not in prefixes
    )
    return Context(version, prefixes, {term.iri: term for term in terms})


def _term(name: str, entry: str | Mapping[str, str], prefixes: Mapping[str, str]) -> Term:
    said = {"@id": entry} if isinstance(entry, str) else entry
    kind = said.get("@container") or said.get("@type") or ""
    if not kind.startswith("@"):
        kind = _expanded(kind, prefixes)
    return Term(name, _expanded(said["@id"], prefixes), kind)


def _expanded(name: str, prefixes: Mapping[str, str]) -> str:
    prefix, colon, local = name.partition(":")
    return prefixes[prefix] + local if colon else name
