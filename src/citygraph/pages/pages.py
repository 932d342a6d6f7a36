"""All pages there are, and each of them as HTML."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from citygraph.errors import UnknownNameError
from citygraph.pages.addresses import Links, page_path
from citygraph.pages.frame import environment, framed
from citygraph.pages.kinds import KINDS
from citygraph.pages.missing import missing_content
from citygraph.pages.model import Ground, Offers, Page, Request, UnfitParametersError
from citygraph.pages.places import address
from citygraph.pages.search import INDEX, search_index
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from citygraph.graph import Store
    from citygraph.home import Home

_NOTHING: Mapping[str, str] = MappingProxyType({})
_SUFFIX = ".html"


class Pages:
    """The pages of one store.

    Args:
        store: where the facts are.
        home: where the domain files are.
        offers: what a reader can do besides reading.

    Raises:
        MissingExtraError: Jinja is not installed.

    >>> from citygraph.graph import CityGraph
    >>> graph = CityGraph.load()
    >>> pages = Pages(graph, graph.home)
    >>> page = pages.render("/ja/id/tokyo/goal-safe-city.html")
    >>> page.language, "セーフシティ" in page.html
    ('ja', True)
    """

    def __init__(self, store: Store, home: Home, offers: Offers | None = None) -> None:
        self._ground = Ground(store, home, offers or Offers())
        self._templates = environment()
        self._menu = tuple(entry for kind in KINDS for entry in kind.menu)

    def paths(self) -> Iterator[str]:
        """List the paths of all pages in all languages, sorted."""
        found = {local for kind in KINDS for local in kind.paths(self._ground)}
        yield from sorted(page_path(local, lang) for local in found for lang in LANGUAGES)

    def render(self, path: str, parameters: Mapping[str, str] = _NOTHING) -> Page:
        """Make one page, with a number of queries that depends only on its kind.

        Args:
            path: its path from the root, decoded: `/en/id/tokyo/tokyo.html`.
            parameters: what the query string says.

        Raises:
            UnknownNameError: there is no such page.
            UnfitParametersError: a parameter cannot be used, as the page that it brings says.
            InputError: so it is, and no page says so.
        """
        _, lang, local = (*path.split("/", 2), "", "")[:3]
        local, suffix = local.removesuffix(_SUFFIX), local.endswith(_SUFFIX)
        kind = next((each for each in KINDS if each.covers(local)), None)
        if lang not in LANGUAGES or not suffix or kind is None:
            raise UnknownNameError(f"there is no page at {path!a}")
        request = Request(self._ground, local, lang, Links(path), parameters)
        content = kind.content(request)
        page = Page(path, lang, framed(self._templates, request, content, self._menu))
        if content.fault:
            raise UnfitParametersError(content.fault, page)
        return page

    def missing(self, name: str, path: str, lang: str) -> Page:
        """Tell that nothing is known by a name, and offer ways on.

        Args:
            name: what was asked for: a path or an IRI.
            path: the path at which that is told, from which links are relative.
            lang: the language; the switch leads to the first page in another one.

        >>> from citygraph.graph import CityGraph
        >>> graph = CityGraph.load()
        >>> page = Pages(graph, graph.home).missing("/id/atlantis", "/id/atlantis", "en")
        >>> 'href="../en/search.html?text=atlantis"' in page.html
        True
        """
        links = Links("/-" * path.count("/"), lang)  # whatever it is, empty and `..` included
        request = Request(self._ground, "index", lang, links)
        content = missing_content(name, lang)
        return Page(path, lang, framed(self._templates, request, content, self._menu))

    def search_index(self, lang: str) -> Page:
        """Write all names and definitions for the search without a server, with one query.

        The page of the search asks for it beside itself. It is JSON in place of HTML.

        >>> from citygraph.graph import CityGraph
        >>> graph = CityGraph.load()
        >>> Pages(graph, graph.home).search_index("ko").path
        '/ko/search-index.json'
        """
        text = search_index(self._ground.store, lang)
        return Page(f"/{lang}/{INDEX}", lang, text)

    def address(self, iri: str, lang: str = LANGUAGES[0]) -> str | None:
        """Give the address that shows a thing: its page, or for a claim its place among evidence.

        It takes one query.

        Args:
            iri: the thing.
            lang: the language.

        Returns:
            A path from the root, percent-encoded, for a claim with a fragment; `None` if nothing
            here is known by that IRI.

        >>> from citygraph.graph import CityGraph
        >>> graph = CityGraph.load()
        >>> Pages(graph, graph.home).address("https://w3id.org/citygraph/voc/robots", "ko")
        '/ko/voc/robots.html'
        """
        return address(self._ground.store, iri, lang)
