"""The SPARQL of a question as a page shows it, and as a script binds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.questions.binding import declare_prefixes
from citygraph.questions.outline import outline

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEADER = "#+"


def without_header(text: str) -> str:
    r"""Leave out the lines that explain a query: the page says what they say.

    >>> without_header("PREFIX a: <b:>\n#+ summary: all\n\nASK { }\n")
    'PREFIX a: <b:>\n\nASK { }\n'
    """
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(_HEADER)).lstrip("\n")


def halves(text: str, prefixes: Mapping[str, str]) -> tuple[str, str]:
    r"""Part a query where the values of its parameters belong: at the head of WHERE.

    Args:
        text: the query of a question.
        prefixes: what may be used undeclared.

    >>> halves("ASK { ?city a cg:City }", {"cg": "https://w3id.org/citygraph/ns#"})
    ('PREFIX cg: <https://w3id.org/citygraph/ns#>\nASK {', ' ?city a cg:City }')
    """
    whole = without_header(declare_prefixes(text, prefixes))
    head = outline(whole).head or 0
    return whole[:head], whole[head:]
