"""The jobs of the reconciliation service."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from citygraph.errors import UnknownNameError
from citygraph.formats import MESSAGES, PAGES
from citygraph.pages import Pages
from citygraph.service.dereferencing import relative
from citygraph.service.exchanges import Reply
from citygraph.service.formats_offered import content_type
from citygraph.service.reconciliation.asking import read_batch, read_extension
from citygraph.service.reconciliation.entities import read_entities
from citygraph.service.reconciliation.extending import extended, proposed
from citygraph.service.reconciliation.identifiers import named
from citygraph.service.reconciliation.manifest import manifest
from citygraph.service.reconciliation.matching import matched
from citygraph.service.reconciliation.names import Names
from citygraph.service.reconciliation.suggesting import POLICY, kinds, preview, suggested, view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.service.jobs import Job
    from citygraph.service.reconciliation.entities import Entities, Entity
    from citygraph.service.workshop import Workshop

_UNCHANGING = ("cache-control", "no-store")


def jobs(workshop: Workshop) -> Mapping[str, Job]:
    """Offer the jobs; the names of an embedded graph are read once, before the first of them."""
    own = _Answers(workshop)
    return {
        "reconcile-manifest": own.manifest,
        "reconcile-queries": own.queries,
        "reconcile-extend": own.extend,
        "reconcile-suggest": own.suggest,
        "reconcile-properties": own.properties,
        "reconcile-flyout": own.flyout,
        "reconcile-preview": own.preview,
        "reconcile-view": own.view,
    }


class _Answers:
    """The answers of the service."""

    def __init__(self, workshop: Workshop) -> None:
        self._store = workshop.store
        self._version = workshop.about.version
        self._pages = Pages(workshop.store, workshop.home)
        self._known = self._read() if workshop.about.digest else None

    def manifest(self, wanted: Mapping[str, Any]) -> Reply:
        """Say what there is."""
        entities, _ = self._names()
        return _json(manifest(entities, wanted["address"], wanted["language"], self._version))

    def queries(self, wanted: Mapping[str, Any]) -> Reply:
        """Answer a batch of queries."""
        batch = read_batch(wanted["text"])
        entities, names = self._names()
        return _json(matched(self._store, entities, names, batch, wanted["language"]))

    def extend(self, wanted: Mapping[str, Any]) -> Reply:
        """Fetch values."""
        extension = read_extension(wanted["text"])
        entities, _ = self._names()
        return _json(extended(self._store, entities, extension, wanted["language"]))

    def suggest(self, wanted: Mapping[str, Any]) -> Reply:
        """Complete what was typed."""
        entities, _ = self._names()
        kind, prefix, cursor = wanted["kind"], wanted["prefix"], wanted["cursor"]
        return _json(suggested(entities, kind, prefix, cursor, wanted["language"]))

    def properties(self, wanted: Mapping[str, Any]) -> Reply:
        """Propose properties."""
        entities, _ = self._names()
        type_, limit, language = wanted["type"], wanted["limit"], wanted["language"]
        return _json(proposed(self._store, entities, type_, limit, language))

    def flyout(self, wanted: Mapping[str, Any]) -> Reply:
        """Show something small beside a suggestion."""
        entities, _ = self._names()
        found = self._one(entities, wanted, wanted["kind"])
        return _json({"id": wanted["id"], "html": view(entities, found, wanted["language"])})

    def preview(self, wanted: Mapping[str, Any]) -> Reply:
        """Show a thing in a frame."""
        entities, _ = self._names()
        found, language = self._one(entities, wanted, "entity"), wanted["language"]
        page = preview(entities, found, self._page(found, wanted), language)
        headers = (
            ("content-type", content_type(PAGES["html"])),
            ("content-language", language),
            ("content-security-policy", POLICY),
            _UNCHANGING,
        )
        return Reply(HTTPStatus.OK, headers, page.encode(errors="replace"))

    def view(self, wanted: Mapping[str, Any]) -> Reply:
        """Lead to the page of a thing."""
        entities, _ = self._names()
        found = self._one(entities, wanted, "entity")
        where = ("location", self._page(found, wanted))
        return Reply(HTTPStatus.SEE_OTHER, (where, _UNCHANGING), b"")

    def _page(self, found: Entity, wanted: Mapping[str, Any]) -> str:
        """Link to the page of a thing.

        Raises:
            UnknownNameError: it has none, as its IRI cannot be an address.
        """
        address = self._pages.address(found.iri, wanted["language"])
        if address is None:
            raise UnknownNameError(f"{wanted['id'][:100]!a} has no page")
        return relative(wanted["path"], address)

    def _one(self, entities: Entities, wanted: Mapping[str, Any], kind: str) -> Entity:
        iri = named(wanted["id"], self._store.prefixes)
        found = kinds(entities)[kind].get(iri)
        if found is None:
            raise UnknownNameError(f"nothing is known by the identifier {wanted['id'][:100]!a}")
        return found

    def _names(self) -> tuple[Entities, Names]:
        return self._known or self._read()

    def _read(self) -> tuple[Entities, Names]:
        entities = read_entities(self._store)
        return entities, Names(entities.things.values())


def _json(document: object) -> Reply:
    body = json.dumps(document, ensure_ascii=False).encode() + b"\n"
    kind = ("content-type", MESSAGES["json"].media_type)
    return Reply(HTTPStatus.OK, (kind, _UNCHANGING), body)
