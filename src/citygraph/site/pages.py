"""The files that pages consist of: the pages, what they are styled and run by, what they load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.exports.dumps import DUMPS, dump
from citygraph.pages import assets
from citygraph.pages.engine import PARTS
from citygraph.pages.search import INDEX
from citygraph.site.model import File
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citygraph.site.model import Ground


class PageFiles:
    """The pages in every language."""

    name = "pages"

    def subjects(self, ground: Ground) -> Iterable[str]:
        """List the paths of all pages."""
        return ground.pages.paths()

    def paths(self, subject: str) -> Iterable[str]:
        """Give the path of a page."""
        return (subject,)

    def make(self, ground: Ground, subject: str) -> Iterator[File]:
        """Make a page: each that is listed can be made."""
        yield File(subject, (ground.pages.render(subject).html.encode(),))


class SearchIndexes:
    """What the search goes through in the browser, for every language."""

    name = "search"

    def subjects(self, ground: Ground) -> Iterable[str]:  # noqa: ARG002 - always the same
        """List the languages."""
        return LANGUAGES

    def paths(self, subject: str) -> Iterable[str]:
        """Give the path of the index of a language."""
        return (f"/{subject}/{INDEX}",)

    def make(self, ground: Ground, subject: str) -> Iterator[File]:
        """Make the index of a language."""
        index = ground.pages.search_index(subject)
        yield File(index.path, (index.html.encode(),))


class Dumps:
    """All data in one file, in each format; the engine in the browser loads one of them."""

    name = "dumps"

    def subjects(self, ground: Ground) -> Iterable[str]:  # noqa: ARG002 - always the same
        """List the names of the dumps."""
        return DUMPS

    def paths(self, subject: str) -> Iterable[str]:
        """Give the path of a dump."""
        return (f"/dumps/{subject}",)

    def make(self, ground: Ground, subject: str) -> Iterator[File]:
        """Write a dump, piece by piece."""
        yield File(f"/dumps/{subject}", dump(ground.graph, subject))


class Assets:
    """Style sheets, scripts and icons of our own, and the front-end parts of others."""

    name = "assets"

    def subjects(self, ground: Ground) -> Iterable[str]:
        """List their paths."""
        parts = ground.parts.names if ground.parts else ()
        return (*assets(), *(PARTS + name for name in parts))

    def paths(self, subject: str) -> Iterable[str]:
        """Give the path of one."""
        return (subject,)

    def make(self, ground: Ground, subject: str) -> Iterator[File]:
        """Give one as it is."""
        if ground.parts and subject.startswith(PARTS):
            content = (ground.parts.folder / subject.removeprefix(PARTS)).read_bytes()
        else:
            content = assets()[subject]
        yield File(subject, (content,))
