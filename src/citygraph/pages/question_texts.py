"""The texts of a question as a page shows them: what it says of itself, and its SPARQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.pages.values import Shown
from citygraph.questions.binding import declare_prefixes
from citygraph.questions.outline import outline
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.questions import Question

_HEADER = "#+"


def summary(question: Question, lang: str) -> Shown:
    r"""Say what a question answers, marked as English where it has no words in the language.

    >>> from citygraph.questions import read_question
    >>> question = read_question("#+ summary: All\n#+ summary-ja: すべて\nASK {}")
    >>> [summary(question, lang)[:2] for lang in ("en", "ja", "ko")]
    [('All', ''), ('すべて', ''), ('All', 'en')]
    """
    return _said(question, question.summary(lang), lang, "summary", "problem")


def description(question: Question, lang: str) -> Shown:
    """Say more about it, likewise."""
    return _said(question, question.description(lang), lang, "description")


def _said(question: Question, text: str, lang: str, *keys: str) -> Shown:
    own = lang == LANGUAGES[0] or any(f"{key}-{lang}" in question.header for key in keys)
    return Shown(text, "" if own or not text else LANGUAGES[0])


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
