"""What pages are made of: what they are asked for, what they hold, and what is made of it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

from citygraph.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.graph import Store
    from citygraph.home import Home
    from citygraph.pages.addresses import Links

_NOTHING: Mapping[str, str] = MappingProxyType({})


class Offers(NamedTuple):
    """What a reader can do with the pages besides reading them.

    Attributes:
        live: a server answers forms; else a page has to find answers by itself.
        editor: the parts of the SPARQL editor are there.
        engine: the engine that answers SPARQL in the browser is there.
    """

    live: bool = True
    editor: bool = False
    engine: bool = False


class Page(NamedTuple):
    """One page.

    Attributes:
        path: its path from the root, with its language.
        language: its language.
        html: the whole document.
    """

    path: str
    language: str
    html: str


class Ground(NamedTuple):
    """What every page is made from.

    Attributes:
        store: where the facts are.
        home: where the domain files are.
        offers: what a reader can do.
    """

    store: Store
    home: Home
    offers: Offers


class Request(NamedTuple):
    """What is asked of a kind of page.

    Attributes:
        ground: what it is made from.
        local: the path without language and suffix: `id/tokyo/tokyo`, `search`.
        lang: the language.
        parameters: what the query string says.
        links: how it links to other pages.
    """

    ground: Ground
    local: str
    lang: str
    links: Links
    parameters: Mapping[str, str] = _NOTHING


class Content(NamedTuple):
    """What one page holds; the frame around it is the same for all.

    Attributes:
        template: the file in `templates/` that shows it.
        title: what the page is called, without the name of the project.
        values: what the template shows.
        description: what the page is about, in a sentence or less.
        data: the local path of the data documents about the same thing; empty if there are none.
        scripts: the paths of the scripts that it needs, such as `/assets/search.js`.
        styles: the paths of further style sheets.
        fault: what is wrong with the parameters; empty if nothing is.
    """

    template: str
    title: str
    values: Mapping[str, object]
    description: str = ""
    data: str = ""
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    fault: str = ""


class UnfitParametersError(ParameterError):
    """Parameters that cannot be used, and the page that says so beside each field.

    Attributes:
        page: the page, to be shown in place of the one that was asked for.
    """

    def __init__(self, message: str, page: Page) -> None:
        super().__init__(message)
        self.page = page


class Kind(Protocol):
    """One kind of page. A kind stands in the list in `citygraph.pages.kinds`, and nowhere else."""

    @property
    def menu(self) -> Iterable[tuple[str, str]]:
        """What the menu of every page lists of it: pairs of a name in `[menu]` and a local path."""
        ...

    def covers(self, local: str) -> bool:
        """Say whether a local path is one of this kind, whether or not there is such a page."""
        ...

    def paths(self, ground: Ground) -> Iterable[str]:
        """List the local paths of all pages of this kind."""
        ...

    def content(self, request: Request) -> Content:
        """Fill one page.

        Raises:
            UnknownNameError: there is no such page.
        """
        ...
