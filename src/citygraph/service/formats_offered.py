"""The formats in which an answer can be had, by the form of the query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.formats import ANSWERS, GRAPHS, REPORTS
from citygraph.service.faults import UnfitAnswerError
from citygraph.service.negotiation import choose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citygraph.formats import Format

_ROWS = tuple(ANSWERS[name] for name in ("json", "xml", "csv", "tsv"))
_ALSO_JSON = ANSWERS["json"]._replace(media_type=REPORTS["json"].media_type)
_ALSO_XML = ANSWERS["xml"]._replace(media_type=REPORTS["junit"].media_type)
_TRIPLES = tuple(GRAPHS.values())


def offered(form: str) -> tuple[Format, ...]:
    """Give the formats of an answer, the usual one first.

    JSON and XML answer to their general names too, under which some clients ask for them.

    Args:
        form: SELECT, ASK, CONSTRUCT or DESCRIBE.

    >>> [each.name for each in offered("DESCRIBE")]
    ['turtle', 'trig', 'nt', 'nq', 'jsonld', 'rdfxml']
    """
    return _TRIPLES if form in ("CONSTRUCT", "DESCRIBE") else (*_ROWS, _ALSO_JSON, _ALSO_XML)


def wanted(forms: Sequence[Format], accept: str | None, name: str | None) -> Format:
    """Choose one of the formats: the one that is named, else the one that is accepted most.

    A name that is none of these says nothing: some clients send one besides the header.

    Raises:
        UnfitAnswerError: none is accepted (406).

    >>> wanted(offered("ASK"), "text/csv", None).name, wanted(offered("ASK"), None, "xml").name
    ('csv', 'xml')
    """
    named = next((each for each in forms if each.name == name), None)
    form = named or choose(accept, forms)
    if form is None:
        there = ", ".join(dict.fromkeys(each.media_type for each in forms))
        raise UnfitAnswerError(406, f"the answer can be had as {there}; ask for one of these")
    return form


def content_type(form: Format) -> str:
    """Give what the header Content-Type says of a format.

    >>> content_type(ANSWERS["csv"]), content_type(ANSWERS["json"])
    ('text/csv; charset=utf-8', 'application/sparql-results+json')
    """
    text = form.media_type.startswith("text/")
    return f"{form.media_type}; charset=utf-8" if text else form.media_type
