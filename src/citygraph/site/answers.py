"""The answers of questions as files: what the page of a question offers to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.answers import Answer, Triples, write
from citygraph.pages.answer_files import answer_path, answered_beforehand, download_formats
from citygraph.questions import ask, catalogue, find_question
from citygraph.site.model import File
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from citygraph.answers import Result
    from citygraph.formats import Format
    from citygraph.site.model import Ground


class Answers:
    """The answer of each question in each language, with the values that it has by itself."""

    name = "answers"

    def subjects(self, ground: Ground) -> Iterable[str]:
        """List the questions that are answered beforehand, each after a language."""
        queries = ground.graph.home.queries
        own = [each.name for each in catalogue(queries) if answered_beforehand(each)]
        return (f"{lang}/{name}" for lang in LANGUAGES for name in own)

    def paths(self, subject: str) -> Iterable[str]:
        """List the paths that the answer of a question can have."""
        possible = (Answer((), ()), Triples(()))
        forms = (form for result in possible for form in download_formats(result))
        return [_path(subject, form) for form in forms]

    def make(self, ground: Ground, subject: str) -> Iterator[File]:
        """Ask a question, and write the answer in every format that it can have."""
        lang, _, name = subject.partition("/")
        question = find_question(ground.graph.home.queries, name)
        result = ask(ground.graph, question, {}, lang=lang)
        for form in download_formats(result):
            yield File(_path(subject, form), _written(result, form, ground.graph.prefixes))


def _written(result: Result, form: Format, prefixes: Mapping[str, str]) -> Iterator[bytes]:
    yield write(result, form.name, prefixes=prefixes).encode()


def _path(subject: str, form: Format) -> str:
    lang, _, name = subject.partition("/")
    return answer_path(name, lang, form)
