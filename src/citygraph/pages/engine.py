"""Where the engine that answers in the browser is, for the pages that use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.frontend import parts_needed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.pages.addresses import Links

PARTS = "/assets/npm/"
"""What the path of each front-end part begins with, before its name."""
GRAPH = "/dumps/citygraph.nq"
"""The path of the file that the engine loads: all named graphs, as N-Quads."""
SCRIPT = "/assets/engine.js"
_WORKER = "/assets/engine-worker.js"


def part(ending: str) -> str:
    """Give the path of the front-end part that ends so.

    >>> part("yasgui.min.css")[:19], part("yasgui.min.css")[-14:]
    ('/assets/npm/yasgui-', 'yasgui.min.css')
    """
    return PARTS + next(each.name for each in parts_needed() if each.name.endswith(ending))


def engine(links: Links, graphs: Iterable[str]) -> Mapping[str, str]:
    """Link to what the script of the engine needs, by the names it knows.

    Args:
        links: how the page links.
        graphs: the IRIs of the graphs that are asked; the file holds some that are not.

    >>> from citygraph.pages.addresses import Links
    >>> engine(Links("/en/sparql.html"), ())["graph"]
    '../dumps/citygraph.nq'
    """
    return {
        "worker": links(_WORKER),
        "engine": links(part("/web.js")),
        "wasm": links(part("/web_bg.wasm")),
        "graph": links(GRAPH),
        "asked": " ".join(graphs),
    }
