"""Addresses: where the page of each thing is, and how one page links to another.

What follows `https://w3id.org/citygraph/` in the IRI of a thing is its local path, which is the
same on a server and in a folder of files. A page's path is written as the IRI writes it; a link
escapes it, so that every IRI has its own page whatever characters it holds.
"""

from __future__ import annotations

import re
from posixpath import relpath
from urllib.parse import quote, urlencode, urlsplit

from citygraph.vocabulary import GRAPHS, ONTOLOGY, THINGS, VOCABULARY

ROOT = THINGS.removesuffix("id/")
"""What every IRI of ours begins with."""
EVIDENCE = "evidence/"
"""What the local path of a page of evidence begins with."""
_SPACES = (THINGS, VOCABULARY, GRAPHS)
_TERMS = ONTOLOGY.removesuffix("#")
_LONGEST_NAME = 230  # bytes: a file's name may have 255, and suffixes follow
_SCHEMES = frozenset({"http", "https", "mailto"})
_UNFIT = re.compile(r"""[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff<>"{}|^`\\]""")


def local_path(iri: str) -> str | None:
    """Give the local path of a thing that has a page of its own, else `None`.

    An IRI that a browser would rewrite on its way, or that cannot be the name of a file, has none.

    >>> local_path("https://w3id.org/citygraph/id/tokyo/tokyo")
    'id/tokyo/tokyo'
    >>> local_path("https://w3id.org/citygraph/ns#City")
    >>> local_path("https://w3id.org/citygraph/id/../ns")
    """
    if not iri.startswith(_SPACES) or _UNFIT.search(iri):
        return None
    local = iri.removeprefix(ROOT)
    names = local.split("/")
    if any(name in {"", ".", ".."} or len(name.encode()) > _LONGEST_NAME for name in names):
        return None
    return local


def page_path(local: str, lang: str) -> str:
    """Give the path of a page in a language.

    >>> page_path("id/tokyo/tokyo", "ja")
    '/ja/id/tokyo/tokyo.html'
    """
    return f"/{lang}/{local}.html"


def local_name(iri: str) -> str:
    """Give the last part of an IRI, which names a claim on its page of evidence.

    >>> local_name("https://w3id.org/citygraph/id/tokyo/claim-09ce31c2a4b7d510")
    'claim-09ce31c2a4b7d510'
    """
    return re.split("[/#]", iri)[-1]


def outward(iri: str) -> str | None:
    """Give an address that may be linked to, or `None` where a link could do harm.

    Only `http`, `https` and `mailto` are: nothing that runs in the page or opens a file.

    >>> outward("http://www.wikidata.org/entity/Q1490")
    'http://www.wikidata.org/entity/Q1490'
    >>> outward("javascript:alert(1)")
    """
    if _UNFIT.search(iri):
        return None
    try:
        parts = urlsplit(iri)
    except ValueError:
        return None
    if parts.scheme not in _SCHEMES or not (parts.netloc or parts.scheme == "mailto"):
        return None
    return iri


class Links:
    """Links from one page to all others, relative, so that they hold wherever the pages lie.

    Args:
        page: the path of the page that links.
        language: the language of the page; if not given, its path begins with it.

    >>> links = Links("/en/id/tokyo/tokyo.html")
    >>> links("/en/voc/robots.html")
    '../../voc/robots.html'
    >>> links("/en/search.html", text="a&b")
    '../../search.html?text=a%26b'
    """

    def __init__(self, page: str, language: str = "") -> None:
        self.page = page
        self.language = language or page.split("/")[1]
        self._folder = page.rpartition("/")[0] or "/"
        self._known: dict[str, str] = {}

    def __call__(self, path: str, fragment: str = "", /, **parameters: str) -> str:
        """Link to a path from the root, to a place in it, with parameters."""
        if path not in self._known:
            self._known[path] = quote(relpath(path, self._folder), safe="/.-_~")
        query = f"?{urlencode(parameters)}" if parameters else ""
        place = f"#{quote(fragment, safe='-_.~')}" if fragment else ""
        return f"{self._known[path]}{query}{place}"

    def local(self, local: str, fragment: str = "", /, **parameters: str) -> str:
        """Link to a page by its local path, in the language of this one."""
        return self(page_path(local, self.language), fragment, **parameters)

    def thing(self, iri: str) -> str | None:
        """Link to what is known of a thing: its page here, its term, or its address elsewhere.

        >>> links = Links("/ja/index.html")
        >>> links.thing("https://w3id.org/citygraph/voc/robots")
        'voc/robots.html'
        >>> links.thing("https://w3id.org/citygraph/ns#City")
        'ns.html#City'
        >>> links.thing("urn:isbn:0")
        """
        local = local_path(iri)
        if local is not None:
            return self.local(local)
        if iri.startswith(ONTOLOGY):
            return self.local("ns", iri.removeprefix(ONTOLOGY))
        if iri == _TERMS:
            return self.local("ns")
        return None if iri.startswith(ROOT) else outward(iri)

    def evidence(self, iri: str, claim: str = "") -> str | None:
        """Link to the evidence of a thing's facts, or of one of them by its claim."""
        local = local_path(iri)
        return None if local is None else self.local(EVIDENCE + local, claim and local_name(claim))
