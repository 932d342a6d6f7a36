"""The answers of questions as files, which lie beside the pages where no server answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph import formats
from citygraph.answers import Triples, write
from citygraph.questions import ask, catalogue, open_parameters
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.answers import Result
    from citygraph.graph import Store
    from citygraph.home import Home
    from citygraph.questions import Question

ROWS = ("csv", "tsv", "json", "xml")
"""The formats of `formats.ANSWERS` in which a server gives the rows of an answer."""
_TRIPLES = ("turtle", "nt", "jsonld", "rdfxml")


def answer_files(store: Store, home: Home) -> Iterator[tuple[str, bytes]]:
    """Answer every question in each language, with one query each, and write the answers down.

    Parameters have their defaults. What has no answer beforehand is left out.

    Args:
        store: what is asked.
        home: where the questions are.

    Yields:
        The path of each file from the root, and what it holds.
    """
    for question in catalogue(home.queries):
        if not answered_beforehand(question):
            continue
        for lang in LANGUAGES:
            result = ask(store, question, lang=lang)
            for form in download_formats(result):
                text = write(result, form.name, prefixes=store.prefixes)
                yield answer_path(question.name, lang, form), text.encode()


def answered_beforehand(question: Question) -> bool:
    r"""Say whether a question has an answer before anyone gives it values, and from us alone.

    >>> from citygraph.questions import read_question
    >>> answered_beforehand(read_question("#+ param: year integer 2020 When\nASK { ?s ?p ?year }"))
    True
    >>> answered_beforehand(read_question("#+ param: year integer - When\nASK { ?s ?p ?year }"))
    False
    """
    return not question.services and not open_parameters(question, {})


def download_formats(result: Result) -> tuple[formats.Format, ...]:
    """List the formats in which an answer can be taken away."""
    if isinstance(result, Triples):
        return tuple(formats.GRAPHS[name] for name in _TRIPLES)
    return tuple(formats.ANSWERS[name] for name in (*ROWS, "md"))


def answer_path(name: str, lang: str, form: formats.Format) -> str:
    """Name the file that holds a question's answer, with the suffix that most programs know.

    >>> answer_path("strategic-goals", "ja", formats.ANSWERS["json"])
    '/questions/strategic-goals.ja.json'
    >>> answer_path("strategy-profile", "en", formats.GRAPHS["rdfxml"])
    '/questions/strategy-profile.en.rdf'
    """
    triples = form in formats.GRAPHS.values()
    return f"/questions/{name}.{lang}{form.suffixes[0 if triples else -1]}"
