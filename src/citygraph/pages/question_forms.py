"""The form of a question: a field for each parameter, filled, with what can be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import InputError
from citygraph.pages.answer_tables import heading
from citygraph.pages.values import Shown, named
from citygraph.pages.words import say, section
from citygraph.questions import answered_values, default_value, term
from citygraph.vocabulary import compact, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.graph import Store
    from citygraph.questions import Parameter, Question
    from citygraph.things.labels import Label

MOST_CHOICES = 500
"""How many things a field offers; beyond that, their names are typed."""


class Choice(NamedTuple):
    """One thing that can be chosen.

    Attributes:
        value: what the address of the page then says.
        name: what the thing is called.
        iri: its IRI.
        chosen: whether it is.
    """

    value: str
    name: Shown
    iri: str
    chosen: bool


class Field(NamedTuple):
    """One field of a form.

    Attributes:
        name: the parameter.
        type: its type: iri, string, integer, decimal or date.
        label: what it is called.
        hint: what it means.
        value: what it holds.
        choices: the things with which the question finds something; empty if any may be typed.
        fault: what is wrong with its value; empty if nothing is.
    """

    name: str
    type: str
    label: Shown
    hint: Shown
    value: str
    choices: tuple[Choice, ...] = ()
    fault: str = ""


def shown_parameters(question: Question) -> tuple[Parameter, ...]:
    """List the parameters that have a field: the language is that of the page."""
    return tuple(each for each in question.parameters if each.type != "lang")


def faults(
    question: Question, given: Mapping[str, str], prefixes: Mapping[str, str]
) -> Mapping[str, InputError]:
    r"""Find what is wrong with the values that are given, by parameter.

    >>> from citygraph.questions import read_question
    >>> from citygraph.vocabulary import PREFIXES
    >>> question = read_question("#+ param: year integer 2020 The year\nASK { ?s ?p ?year }")
    >>> print(faults(question, {"year": "soon"}, PREFIXES)["year"])
    parameter 'year': 'soon' is no integer; expected at most 18 digits, for example 2020
    """
    found = {}
    for parameter in question.parameters:
        if parameter.name in given:
            try:
                term(parameter, given[parameter.name], prefixes)
            except InputError as error:
                found[parameter.name] = error
    return found


def told(fault: InputError, lang: str) -> str:
    """Say in a language what is wrong with a value, what was expected and what to do.

    >>> from citygraph.questions import Parameter
    >>> try:
    ...     term(Parameter("year", "integer", None, ""), "soon")
    ... except InputError as error:
    ...     told(error, "ja")
    '「soon」は整数ではありません。2020のように18桁以内の数字で入力してください。'
    """
    return say(f"faults.{fault.kind}", lang, **fault.parts)


def choosable(
    store: Store, question: Question, given: Mapping[str, str], lang: str
) -> Mapping[str, tuple[str, ...]]:
    """List for each parameter that is a thing the IRIs that can be chosen, with one query each."""
    found = {}
    for parameter in shown_parameters(question):
        if parameter.type == "iri" and not question.services:
            iris = answered_values(store, question, parameter, given, lang)
            found[parameter.name] = iris if len(iris) <= MOST_CHOICES else ()
    return found


def fields(  # noqa: PLR0913 - each is one thing to know of a form
    question: Question,
    given: Mapping[str, str],
    choices: Mapping[str, Iterable[str]],
    labels: Mapping[str, Label],
    *,
    prefixes: Mapping[str, str],
    lang: str,
) -> tuple[Field, ...]:
    """Fill the fields of a question's form.

    Args:
        question: the question.
        given: the values that are given.
        choices: what `choosable` found.
        labels: the labels of these things.
        prefixes: how their IRIs are shortened.
        lang: the language of the page.
    """
    wrong = faults(question, given, prefixes)
    found: list[Field] = []
    for parameter in shown_parameters(question):
        name = parameter.name
        value = given.get(name, default_value(parameter, lang)) or ""
        fault = told(wrong[name], lang) if name in wrong else ""
        # A value that is wrong must be seen where it can be corrected, not among what is right.
        offered = choices.get(name, ()) if not fault or not value.strip() else ()
        called = {iri: named(iri, labels, prefixes, lang) for iri in offered}
        chosen = expand(value, prefixes) if value.strip() and offered else ""
        if chosen:
            called.setdefault(chosen, named(chosen, labels, prefixes, lang))
        listed = sorted(
            (
                Choice(compact(iri, prefixes), shown, iri, chosen=iri == chosen)
                for iri, shown in called.items()
            ),
            key=lambda each: each.name.text.casefold(),
        )
        if listed and not chosen:
            listed.insert(0, Choice("", Shown(say("questions.choose", lang)), "", chosen=True))
        hint = _hint(question, parameter, lang)
        found.append(
            Field(name, parameter.type, heading(name, lang), hint, value, tuple(listed), fault)
        )
    return tuple(found)


def _hint(question: Question, parameter: Parameter, lang: str) -> Shown:
    """Say what a parameter means; what only its query says is in English."""
    known = section("parameters", lang).get(f"{question.name}.{parameter.name}")
    return (
        Shown(parameter.description, "" if lang == "en" else "en")
        if known is None
        else Shown(known)
    )
