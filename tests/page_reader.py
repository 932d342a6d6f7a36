"""Reads a page as a browser would: its elements, its links, and all the text within."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit

VOID = {"meta", "link", "br", "img", "input", "hr", "area", "col", "source", "wbr"}


@dataclass
class Element:
    """One element with its attributes and all the text in it."""

    tag: str
    attributes: dict[str, str]
    within: tuple[Element, ...] = ()
    pieces: list[str] = field(default_factory=list, repr=False)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def has(self, name: str) -> bool:
        return name in self.attributes


@dataclass
class ReadPage(HTMLParser):
    """A page, taken apart. It complains where an element is not closed."""

    path: str
    html: str
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[Element] = []
        self.feed(self.html)
        self.close()
        assert not self._open, f"{self.path}: not closed: {[each.tag for each in self._open]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"{self.path}: an attribute stands twice: {attrs}"
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"{self.path}: </{tag}> closes nothing"
        assert self._open[-1].tag == tag, f"{self.path}: </{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.pieces.append(data)

    def all(self, *tags: str) -> list[Element]:
        return [each for each in self.elements if each.tag in tags]

    def classed(self, name: str) -> list[Element]:
        return [each for each in self.elements if name in each.attributes.get("class", "").split()]

    def one(self, tag: str) -> Element:
        (found,) = self.all(tag)
        return found

    @property
    def links(self) -> list[tuple[str, str]]:
        """The paths and fragments to which links within these pages lead, decoded."""
        found = []
        for each in self.elements:
            for name in ("href", "src", "action"):
                parts = urlsplit(each.attributes.get(name, ""))
                if each.has(name) and not parts.scheme:
                    assert not parts.netloc, f"{self.path}: {parts} leaves for another host"
                    assert not parts.path.startswith("/"), f"{self.path}: {parts} is not relative"
                    folder = self.path.rpartition("/")[0]
                    target = normpath(join(folder, unquote(parts.path)))
                    found.append((target if parts.path else self.path, unquote(parts.fragment)))
        return found
