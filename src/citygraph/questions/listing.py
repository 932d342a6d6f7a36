"""The list of questions as text, in the formats of the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph import tables
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citygraph.questions.catalogue import Question

LISTING_FORMATS = ("table", "csv", "json", "md")
"""The formats in which questions are listed."""


def write_listing(
    questions: Sequence[Question],
    form: str,
    *,
    lang: str = LANGUAGES[0],
    width: int | None = None,
    colour: bool = False,
) -> str:
    """Write each question's name, what it answers, and its parameters with their defaults.

    One that asks another machine says so, and by which option that is allowed.
    """
    if form == "json":
        import json

        documents = [_document(each, lang) for each in questions]
        return json.dumps(documents, ensure_ascii=False, indent=1) + "\n"
    cells = ((each.name, _answers(each, lang), _parameters(each)) for each in questions)
    table = tables.Table(("question", "answers", "parameters"), tuple(cells))
    return tables.write(table, form, width=width, colour=colour)


def _answers(question: Question, lang: str) -> str:
    allowed = "".join(f" (--allow-service {address})" for address in question.services)
    return question.summary(lang) + allowed


def _parameters(question: Question) -> str:
    return ", ".join(
        f"{each.name}={each.default if each.default is not None else each.type.upper()}"
        for each in question.parameters
        if each.type != "lang"
    )


def _document(question: Question, lang: str) -> object:
    return {
        "name": question.name,
        "summary": question.summary(lang),
        "description": question.description(lang),
        "competency": question.competency,
        "tags": list(question.tags),
        "inference": question.inference,
        "services": list(question.services),
        "parameters": [
            {
                "name": each.name,
                "type": each.type,
                "required": each.default is None,
                "default": each.default,
                "description": each.description,
            }
            for each in question.parameters
        ],
    }
