"""Completion of what people type, and small views of what they are offered (sections 5 and 6)."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from typing import TYPE_CHECKING

from citygraph.pages.frame import environment
from citygraph.service.reconciliation.identifiers import identifier
from citygraph.service.reconciliation.names import beginning

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

    from citygraph.service.reconciliation.entities import Entities, Entity

PAGE = 20
"""As many suggestions are given at a time."""
WIDTH, HEIGHT = 430, 300
"""The size of a preview in pixels."""

_STYLE = (
    "body{font:15px/1.4 system-ui,sans-serif;margin:.7em;color:#1a1a1a;background:#fff}"
    "h1{font-size:1.2em;margin:0 0 .3em}p{margin:.3em 0}a{color:#00539f}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#1a1a1a}a{color:#8ec7ff}}"
)
_DIGEST = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'"
"""What a preview may do: show itself, in a frame of any page (Content Security Policy 3)."""


def kinds(entities: Entities) -> Mapping[str, Mapping[str, Entity]]:
    """Give what can be suggested, by kind."""
    return {
        "entity": entities.things,
        "type": entities.classes,
        "property": entities.properties,
    }


def suggested(
    entities: Entities, kind: str, prefix: str, cursor: int, language: str
) -> dict[str, object]:
    """Suggest what has a name that begins so.

    Args:
        entities: all that has a name.
        kind: `entity`, `type` or `property`.
        prefix: what was typed.
        cursor: how many suggestions to skip.
        language: of names and descriptions.
    """
    found = beginning(kinds(entities)[kind], prefix)[cursor : cursor + PAGE]
    return {"result": [_suggestion(entities, kind, each, language) for each in found]}


def _suggestion(entities: Entities, kind: str, found: Entity, language: str) -> object:
    said: dict[str, object] = {"id": found.id, "name": found.name(language)}
    if text := found.text(language):
        said["description"] = text
    if kind == "entity":
        said["notable"] = [
            {"id": identifier(iri), "name": entities.class_name(iri, language)}
            for iri in found.types
        ]
    return said


def view(entities: Entities, found: Entity, language: str) -> str:
    """Show a thing in a few lines of HTML: what it is, of which kind, and its other names."""
    return _filled("view.html", lines=_lines(entities, found, language)).strip()


def preview(entities: Entities, found: Entity, link: str, language: str) -> str:
    """Show a thing as a small page for a frame.

    Args:
        entities: all that has a name.
        found: the thing.
        link: where its own page is.
        language: of the page.
    """
    return _filled(
        "preview.html",
        language=language,
        name=found.name(language),
        style=_STYLE,
        link=link,
        lines=_lines(entities, found, language),
    )


def _lines(entities: Entities, found: Entity, language: str) -> list[str]:
    types = ", ".join(entities.class_name(iri, language) for iri in found.types)
    others = dict.fromkeys(name.text for name in found.names)
    others.pop(found.name(language), None)
    every = (found.text(language), types, " · ".join(others), found.iri)
    return [line for line in every if line]


def _filled(template: str, **values: object) -> str:
    return _templates().get_template(template).render(values)


@cache
def _templates() -> Environment:
    return environment("citygraph.service.reconciliation")
