"""Answers of a SPARQL endpoint that a test makes up, and somebody who asks for them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from citygraph.linking.asking import Asking
from citygraph.linking.cache import Cache
from citygraph.linking.polite import Polite
from citygraph.linking.rows import Rows
from tests.faulty_server import Act, reply
from tests.harbour import rest

if TYPE_CHECKING:
    from pathlib import Path

    from citygraph.linking.wikibase import Wikibase


def rows(*bindings: dict[str, str], head: tuple[str, ...] = ()) -> Act:
    """Answer with rows; a value is an IRI, `_:a blank node`, or `"a text`."""
    names = head or tuple(bindings[0])
    made = [{name: _term(value) for name, value in row.items()} for row in bindings]
    said = {"head": {"vars": list(names)}, "results": {"bindings": made}}
    return reply(json.dumps(said).encode())


def _term(value: str) -> dict[str, str]:
    if value.startswith("_:"):
        return {"type": "bnode", "value": value[2:]}
    if value.startswith('"'):
        return {"type": "literal", "value": value[1:]}
    return {"type": "uri", "value": value}


def asking(url: str, wikibase: Wikibase, folder: Path, *, offline: bool = False) -> Asking:
    """Ask an endpoint; its answers are kept in a folder."""
    polite = Polite(
        url,
        contact="nobody@example.org",
        limits=wikibase.limits,
        cache=Cache(folder),
        offline=offline,
        rest=rest,
    )
    return Asking(Rows(polite), wikibase)
