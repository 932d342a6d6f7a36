"""The pages of questions: all of them in groups, and each with its form and its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.pages.model import Content
from citygraph.pages.question_page import question_content
from citygraph.pages.question_texts import summary
from citygraph.pages.words import say, section
from citygraph.questions import catalogue, find_question, names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.pages.model import Ground, Request
    from citygraph.pages.values import Shown
    from citygraph.questions import Question

FOLDER = "questions/"
"""What the local path of the page of a question begins with."""
INDEX = FOLDER + "index"
_GROUPS = (
    ("federated", ("federated",)),
    ("checks", ("quality",)),
    ("names", ("labels", "names", "concepts", "links")),
    ("money", ("budget", "fund", "figures", "ranking", "fiscal year")),
    ("evidence", ("claims", "sources", "precision")),
    ("people", ("agencies", "organisations", "offices", "people")),
    ("goals", ("strategy", "goals", "vision", "aims")),
    ("doing", ("initiatives", "services", "infrastructure", "technologies", "roles", "status")),
    ("places", ("city", "areas", "country", "pilot areas")),
)
"""The groups, and the tags by which a question gets into one: the first that fits."""
_ORDER = (
    "goals", "doing", "places", "people", "money", "evidence", "names", "others", "checks",
    "federated",
)  # fmt: skip


class Entry(NamedTuple):
    """A question among all.

    Attributes:
        name: its name.
        href: the link to its page.
        summary: what it answers.
        competency: the number of the competency question; empty if it has none.
    """

    name: str
    href: str
    summary: Shown
    competency: str


class QuestionPages:
    """The list of all questions, and a page for each, in each language."""

    menu: tuple[tuple[str, str], ...] = (("questions", INDEX),)

    def covers(self, local: str) -> bool:
        """Say whether it is that of a question or of their list."""
        return local.startswith(FOLDER)

    def paths(self, ground: Ground) -> Iterable[str]:
        """List them."""
        return (INDEX, *(FOLDER + name for name in names(ground.home.queries)))

    def content(self, request: Request) -> Content:
        """Fill one; see `question_content`. The list of all takes no query.

        Raises:
            UnknownNameError: there is no such question.
        """
        if request.local == INDEX:
            return _index(request)
        name = request.local.removeprefix(FOLDER)
        return question_content(request, find_question(request.ground.home.queries, name))


def group(question: Question) -> str:
    r"""Say to which group a question belongs, by its tags and its folder.

    >>> from citygraph.questions import read_question
    >>> group(read_question("#+ tags: budget, computed\nASK {}"))
    'money'
    """
    tags = {*question.tags, question.name.partition("/")[0]}
    return next((name for name, of_group in _GROUPS if tags & set(of_group)), "others")


def grouped(request: Request) -> list[tuple[str, str, list[Entry]]]:
    """List all questions in their groups: the name of each group, its title and its questions."""
    found: dict[str, list[Entry]] = {name: [] for name in _ORDER}
    for question in catalogue(request.ground.home.queries):
        entry = Entry(
            question.name,
            request.links.local(FOLDER + question.name),
            summary(question, request.lang),
            question.competency,
        )
        found[group(question)].append(entry)
    titles = section("question-groups", request.lang)
    return [(name, titles[name], found[name]) for name in _ORDER if found[name]]


def _index(request: Request) -> Content:
    return Content(
        "questions.html",
        say("questions.title", request.lang),
        {"groups": grouped(request)},
        say("questions.lede", request.lang),
        styles=("/assets/questions.css",),
    )
