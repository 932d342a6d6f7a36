"""What links a file has, and which places in it links can lead to.

HTML is read by the parser of the standard library. What a link is, is said by the HTML Standard
(section 2.4.3, a table of all attributes whose value is an address), and by our own pages: they
name what their scripts load in attributes that begin with `data-`.
"""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_LOADING = frozenset({"src", "srcset", "poster"})
_LEADING = frozenset({"href", "action", "formaction", "cite"})
_OF_SCRIPTS = frozenset({"data-index", "data-worker", "data-engine", "data-wasm", "data-graph"})
_LOADED = frozenset({"stylesheet", "icon", "preload", "modulepreload", "manifest"})
_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)|@import\s+["']([^"']*)""")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
READABLE = (".html", ".css", ".svg", "search-index.json")
"""How the names of files end whose links are followed."""


class Link(NamedTuple):
    """A link as it is written.

    Attributes:
        line: the line it is in, from 1.
        text: the address, without its `#` and what follows.
        fragment: what follows it.
        loads: whether the browser follows it by itself.
    """

    line: int
    text: str
    fragment: str
    loads: bool


class Links(NamedTuple):
    """What was read of a file.

    Attributes:
        base: from where its links lead; empty if from where it lies.
        links: its links, each once, at the first line that has it.
        places: the places in it that a link can name.
    """

    base: str
    links: list[Link]
    places: list[str]


def read_links(path: str, content: bytes) -> Links:
    """Read the links and places of a file by the kind that its name tells.

    >>> read_links("/a.html", b'<p id="top">Up to <a href="b.html#c">c</a>')
    Links(base='', links=[Link(line=1, text='b.html', fragment='c', loads=False)], places=['top'])
    >>> read_links("/a.css", b"b { background: url(c.svg) }").links[0].text
    'c.svg'
    """
    text = content.decode()
    if path.endswith(".css"):
        return Links("", _once(_in_styles(text)), [])
    if path.endswith(".json"):
        found = (_link(1, href, loads=False) for href, *_ in json.loads(text))
        return Links("", _once(found), [])
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return Links(reader.base, _once(reader.links), sorted(reader.places))


class _Reader(HTMLParser):
    """Collects what it comes past."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.base = ""
        self.links: list[Link] = []
        self.places: set[str] = set()
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the links and the place of an element."""
        line = self.getpos()[0]
        own = dict(attrs)
        if tag == "base":
            self.base = own.get("href") or ""
            return
        self._style = tag == "style"
        relations = set((own.get("rel") or "").lower().split())
        loading = bool(relations & _LOADED) or tag in {"image", "use"}
        for name, value in attrs:
            if value is None:
                continue
            if name == "id" or (name == "name" and tag == "a"):
                self.places.add(value)
            elif name == "srcset":
                for words in filter(None, map(str.split, value.split(","))):
                    self.links.append(_link(line, words[0], loads=True))
            elif name in _LOADING or name in _OF_SCRIPTS or (name == "data" and tag == "object"):
                self.links.append(_link(line, value, loads=True))
            elif name in _LEADING or name == "xlink:href":
                self.links.append(_link(line, value, loads=loading))
            elif name == "style":
                self.links += _in_styles(value, line)

    def handle_data(self, data: str) -> None:
        """Take the links of a style sheet within the page."""
        if self._style:
            self.links += _in_styles(data, self.getpos()[0])

    def handle_endtag(self, tag: str) -> None:
        """Leave a style sheet."""
        if tag == "style":
            self._style = False


def _in_styles(text: str, first: int = 1) -> list[Link]:
    bare = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    return [
        _link(first + bare.count("\n", 0, each.start()), address, loads=True)
        for each in _URL.finditer(bare)
        if (address := next(filter(None, each.groups()), ""))
    ]


def _link(line: int, written: str, *, loads: bool) -> Link:
    text, _, fragment = written.strip().partition("#")
    return Link(line, text, fragment, loads)


def _once(links: Iterable[Link]) -> list[Link]:
    first: dict[tuple[str, str, bool], Link] = {}
    for each in links:
        first.setdefault((each.text, each.fragment, each.loads), each)
    return list(first.values())
