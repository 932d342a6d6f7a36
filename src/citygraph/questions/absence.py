"""Why a question found nothing: a value that the graph does not know, and what could be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import CitygraphError
from citygraph.questions.asking import default_value, open_parameters, prepare
from citygraph.questions.lexer import tokens
from citygraph.questions.outline import outline
from citygraph.questions.parameters import Parameter, term

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from citygraph.graph import Store
    from citygraph.questions.catalogue import Question

_PATIENCE = 2.0
"""The seconds that looking for other values may take: it is a service, not the answer."""


class Absent(NamedTuple):
    """A value of a question's parameter that stands nowhere in the graph.

    Attributes:
        parameter: the parameter that has it.
        iri: the value.
        defaulted: nobody gave it, it is the question's default.
        others: the values with which the question finds something, in order.
    """

    parameter: Parameter
    iri: str
    defaulted: bool
    others: tuple[str, ...]


def absent_values(
    store: Store,
    question: Question,
    values: Mapping[str, object] | None = None,
    *,
    lang: str | None = None,
) -> Iterator[Absent]:
    """Find the IRIs that a question was asked about and that the store does not hold.

    Args:
        store: what was asked.
        question: what was asked of it, with success.
        values: the values that were given, as in `ask`.
        lang: the language of labels.
    """
    given = dict(values or {})
    for parameter in question.parameters:
        value = given.get(parameter.name, default_value(parameter, lang))
        if parameter.type != "iri" or value is None:
            continue
        iri = term(parameter, value, store.prefixes)
        if not store.query(f"ASK {{ {{ {iri} ?p ?o }} UNION {{ ?s ?q {iri} }} }}"):
            others = answered_values(store, question, parameter, given, lang)
            yield Absent(parameter, iri[1:-1], parameter.name not in given, others)


def answered_values(
    store: Store,
    question: Question,
    parameter: Parameter,
    given: Mapping[str, object],
    lang: str | None,
) -> tuple[str, ...]:
    """Find the IRIs with which a question finds something, with one query.

    The question is asked about everything at once, and only for the parameter itself.

    Args:
        store: what is asked.
        question: the question.
        parameter: the one of its parameters whose values are wanted.
        given: values of its other parameters; what is not given has its default, if it has one.
        lang: the language of labels.

    Returns:
        The values in order; none if the question cannot be asked so, or takes too long.
    """
    everything = {parameter, *open_parameters(question, given, lang)}
    left = tuple(each for each in question.parameters if each not in everything)
    values = {name: value for name, value in given.items() if name != parameter.name}
    text = _only(question.text, parameter.name)
    try:
        asked = question._replace(text=text, parameters=left)
        prepared = prepare(
            asked, values, lang=lang, prefixes=store.prefixes, repeat=store.forgets_values
        )
        found = store.query(prepared.text, timeout=_PATIENCE)
    except (CitygraphError, SyntaxError):  # it groups, or takes too long: then nothing is offered
        return ()
    iris = {row[0] for row in getattr(found, "rows", ())}
    return tuple(sorted(each.value for each in iris if hasattr(each, "value")))


def _only(text: str, name: str) -> str:
    """Turn a query of any form into one that selects this variable.

    >>> _only("PREFIX a: <b:> ASK { ?x a a:b }", "x")
    'PREFIX a: <b:> SELECT DISTINCT ?x WHERE { ?x a a:b }'
    """
    found = outline(text)
    start = next((each.start for each in tokens(text) if each.is_word(found.form)), 0)
    return f"{text[:start]}SELECT DISTINCT ?{name} WHERE {{{text[found.head or 0 :]}"
