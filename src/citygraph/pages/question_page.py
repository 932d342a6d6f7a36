"""The page of one question: its form, its answer, what can be taken away, and its SPARQL."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from citygraph import formats
from citygraph.answers import Answer, Triples, Truth, write
from citygraph.pages.addresses import ROOT
from citygraph.pages.answer_charts import chart
from citygraph.pages.answer_files import ROWS, answer_path, download_formats
from citygraph.pages.answer_tables import MOST_SHOWN, iris_without_label, table
from citygraph.pages.engine import SCRIPT, engine
from citygraph.pages.model import Content
from citygraph.pages.question_forms import choosable, faults, fields, shown_parameters, told
from citygraph.pages.question_texts import description, halves, summary, without_header
from citygraph.pages.values import Shown, named
from citygraph.pages.words import say, section
from citygraph.questions import absent_values, ask, default_value, open_parameters, prepare
from citygraph.questions.binding import declare_prefixes
from citygraph.things.labels import labelled
from citygraph.vocabulary import LANGUAGES, ONTOLOGY, compact, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.answers import Result
    from citygraph.pages.model import Request
    from citygraph.questions import Question
    from citygraph.things.labels import Label

_LONGEST = 50_000
"""How many characters of an answer come along with its page at most."""
_SCRIPTS = (SCRIPT, "/assets/terms.js", "/assets/questions.js")


class Download(NamedTuple):
    """An answer in a format that can be taken away.

    Attributes:
        name: what people call the format.
        kind: its media type.
        href: the link to it, or the answer itself.
        file: what the file is to be called; empty if its address says so.
    """

    name: str
    kind: str
    href: str
    file: str = ""


class Missing(NamedTuple):
    """A value of which nothing is known, and others of which something is.

    Attributes:
        value: the value.
        others: the values with which the question finds something, each leading to its answer.
    """

    value: Shown
    others: tuple[Shown, ...]


def question_content(request: Request, question: Question) -> Content:
    """Fill the page of a question.

    It takes one query for the answer, one for labels, one for what can be chosen for each parameter
    that is a thing, and two for values without a name. Where nothing is found, it takes two more
    for each such parameter, to say why. There is no answer while a value is wrong, or missing that
    must be given.

    Args:
        request: what is asked for; its parameters are those of the question.
        question: the question.

    Raises:
        ParameterError: a parameter that the question does not have.
        DeadlineError: the answer did not come in time.
    """
    store, lang = request.ground.store, request.lang
    given = dict(request.parameters)
    wrong = faults(question, given, store.prefixes)
    tongue = next((each.name for each in question.parameters if each.type == "lang"), "lang")
    spoken = lang if tongue in wrong else given.get(tongue, lang)
    waiting = bool(open_parameters(question, given, spoken))
    text = "" if wrong else _sparql(request, question, given, spoken, waiting=waiting)
    result: Result | None = None
    if not wrong and not waiting and not question.services:
        result = ask(store, question, given, lang=spoken)
    choices = choosable(store, question, {} if wrong else given, spoken)
    rows = result if isinstance(result, Answer | Triples) else None
    labels = _labels(
        request, question, given, rows, [each for of in choices.values() for each in of]
    )
    shown = table(rows, labels, request) if rows is not None else None
    empty = shown is not None and not shown.total
    missing = _missing(request, question, given, spoken) if empty else ()
    here = _answers_itself(request, question)
    values = {
        "question": question,
        "summary": summary(question, lang),
        "explained": description(question, lang),
        "fields": fields(question, given, choices, labels, prefixes=store.prefixes, lang=lang),
        "faulty": bool(wrong),
        "unasked": [told(wrong[tongue], lang)] if tongue in wrong else [],
        "waiting": waiting,
        "truth": result.value if isinstance(result, Truth) else None,
        "table": shown,
        "chart": chart(rows, shown, question.summary(lang), lang)
        if isinstance(rows, Answer) and shown is not None
        else "",
        "missing": missing,
        "downloads": _downloads(request, question, text, result),
        "text": text,
        "editor": request.links.local("sparql", query=text) if text else "",
        "engine": engine(request.links, store.graphs) if here else {},
        "plan": json.dumps(_plan(request, question), ensure_ascii=False),
    }
    return Content(
        "question.html",
        question.summary(lang),
        values,
        question.description(lang),
        scripts=_SCRIPTS if here else (),
        styles=("/assets/questions.css",),
        fault=" ".join(map(str, wrong.values())),
    )


def _sparql(
    request: Request, question: Question, given: Mapping[str, str], lang: str, *, waiting: bool
) -> str:
    """Write the query that is asked, or while a value is awaited the one that it goes into."""
    prefixes = request.ground.store.prefixes
    if waiting:
        return without_header(declare_prefixes(question.text, prefixes))
    services = question.services
    prepared = prepare(question, given, lang=lang, prefixes=prefixes, allow_service=services)
    return without_header(prepared.text)


def _downloads(
    request: Request, question: Question, text: str, result: Result | None
) -> tuple[Download, ...]:
    """Link to the answer in other formats: the server's, or the files beside the page."""
    if result is None:
        return ()
    found = []
    for form in download_formats(result):
        path = answer_path(question.name, request.lang, form)
        file = path.rpartition("/")[2]
        if not request.ground.offers.live:
            href = request.links(path)
        elif form.name in formats.ANSWERS and form.name not in ROWS:
            # A table for documents is no format of the SPARQL Protocol: it comes with the page.
            written = write(result, form.name, prefixes=request.ground.store.prefixes)
            if len(written) > _LONGEST:
                continue
            href = f"data:{form.media_type};charset=utf-8,{quote(written)}"
        else:
            href = request.links("/sparql", query=text, format=form.name)
        found.append(Download(form.title, form.media_type, href, file))
    return tuple(found)


def _answers_itself(request: Request, question: Question) -> bool:
    """Say whether the page answers in the browser, when the form is filled in anew."""
    offers = request.ground.offers
    return offers.engine and not offers.live and not question.services


def _labels(
    request: Request,
    question: Question,
    given: Mapping[str, str],
    rows: Answer | Triples | None,
    chosen: Iterable[str],
) -> Mapping[str, Label]:
    """Label with one query all that the page names and the answer does not."""
    wanted = {*chosen, *(iris_without_label(rows) if rows is not None else ())}
    for parameter in shown_parameters(question):
        value = given.get(parameter.name, default_value(parameter, request.lang))
        if parameter.type == "iri" and value:
            wanted |= _iri(value, request)
    return labelled(request.ground.store, wanted, request.lang) if wanted else {}


def _iri(value: str, request: Request) -> set[str]:
    from pyoxigraph import NamedNode

    try:
        return {NamedNode(expand(value, request.ground.store.prefixes)).value}
    except ValueError:
        return set()


def _missing(
    request: Request, question: Question, given: Mapping[str, str], spoken: str
) -> tuple[Missing, ...]:
    """Say of which values nothing is known; what they are called is asked with one query."""
    store, lang = request.ground.store, request.lang
    found = tuple(absent_values(store, question, given, lang=spoken))
    if not found:
        return ()
    labels = labelled(store, {iri for each in found for iri in each.others}, lang)

    def other(name: str, iri: str) -> Shown:
        again = {**given, name: compact(iri, store.prefixes)}
        shown = named(iri, labels, prefixes=store.prefixes, lang=lang)
        return shown._replace(href=request.links(request.links.page, **again))

    return tuple(
        Missing(
            named(each.iri, {}, store.prefixes, lang),  # it has no page to lead to
            tuple(other(each.parameter.name, iri) for iri in each.others),
        )
        for each in found
    )


def _plan(request: Request, question: Question) -> Mapping[str, object]:
    """Tell a script what it needs to ask the question again with other values."""
    if not _answers_itself(request, question):
        return {}
    store = request.ground.store
    before, after = halves(question.text, store.prefixes)
    return {
        "before": before,
        "after": after,
        "parameters": [
            {
                "name": each.name,
                "type": each.type,
                "default": default_value(each, request.lang),
            }
            for each in question.parameters
        ],
        "prefixes": dict(store.prefixes),
        "languages": list(LANGUAGES),
        "language": request.lang,
        "root": request.links("/"),
        "base": ROOT,
        "terms": ONTOLOGY,
        "most": MOST_SHOWN,
        "faults": section("faults", request.lang),
        "tongue": say("frame.in-language", request.lang, code="{code}"),
        "headings": section("columns", request.lang),
        "editor": request.links.local("sparql"),
    }
