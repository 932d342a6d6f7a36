"""From a path to the IRIs that it may stand for, and from there to addresses on this server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from citygraph.exports.documents import DOCUMENTS
from citygraph.formats import PAGES
from citygraph.pages import local_path
from citygraph.vocabulary import THINGS

if TYPE_CHECKING:
    from citygraph.formats import Format

BASE = THINGS.removesuffix("id/")
"""What every IRI of ours begins with; what follows is its local path."""
OFFERED: tuple[Format, ...] = (PAGES["html"], *DOCUMENTS.values())
"""The forms in which a thing can be had, the preferred one first."""

_NOT_IN_IRIS = re.compile(r"""[\x00-\x20<>"{}|^`\\\x7f-\x9f]""")
_ENCODED = (_NOT_IN_IRIS, re.compile(r"[^\w.~\-/]"))
"""What is encoded in an IRI: what cannot stand there, or all but letters and a few signs."""
_URI = "/:?#[]@!$&'()*+,;=-._~%"


class Asked(NamedTuple):
    """What a path asks for.

    Attributes:
        local: the local path of the thing.
        form: the form that its suffix names; `None` if it has none.
    """

    local: str
    form: Format | None


def asked(path: str) -> Asked:
    """Take the suffix off a path.

    >>> asked("/id/tokyo/tokyo.jsonld").form.title
    'JSON-LD'
    >>> asked("/graph/tokyo.evidence")
    Asked(local='graph/tokyo.evidence', form=None)
    """
    local = path.removeprefix("/")
    for form in OFFERED:
        if local.endswith(form.suffixes[0]):
            return Asked(local.removesuffix(form.suffixes[0]), form)
    return Asked(local, None)


def iris(local: str) -> tuple[str, ...]:
    """List the IRIs that a local path can stand for once its percent-encoding is resolved.

    An IRI may hold a sign or its encoding, and both look the same then. A path that a browser or
    a proxy would have rewritten, as one with `..` in it, stands for nothing.

    >>> iris("graph/my city")
    ('https://w3id.org/citygraph/graph/my%20city',)
    >>> iris("id/osaka/大阪")[1]
    'https://w3id.org/citygraph/id/osaka/%E5%A4%A7%E9%98%AA'
    >>> iris("id/../etc/passwd")
    ()
    """
    ways = (
        local,
        *(each.sub(lambda found: quote(found[0], safe=""), local) for each in _ENCODED),
        quote(local, safe=_URI),
        quote(local),
    )
    possible = (BASE + each for each in ways if not _NOT_IN_IRIS.search(each))
    return tuple(iri for iri in dict.fromkeys(possible) if local_path(iri))


def uri(iri: str) -> str:
    """Write an IRI in ASCII, as headers need it (RFC 3987, section 3.1).

    >>> uri("https://w3id.org/citygraph/id/osaka/大阪")
    'https://w3id.org/citygraph/id/osaka/%E5%A4%A7%E9%98%AA'
    """
    return quote(iri, safe=_URI)


def relative(path: str, target: str) -> str:
    """Lead from one path of this server to another, whatever prefix both may have outside.

    Args:
        path: what was asked for, its percent-encoding resolved.
        target: where to, from the root, percent-encoded.

    >>> relative("/id/tokyo/tokyo", "/en/id/tokyo/tokyo.html")
    '../../en/id/tokyo/tokyo.html'
    >>> relative("/ns", "/en/ns.html")
    'en/ns.html'
    """
    return "../" * (path.count("/") - 1) + target.removeprefix("/")
