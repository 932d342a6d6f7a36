"""Asking a store: a question is checked, bound, completed and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import ParameterError
from citygraph.questions import guard
from citygraph.questions.binding import bind, declare_prefixes
from citygraph.questions.datasets import check_dataset, named_dataset
from citygraph.questions.outline import Outline, outline
from citygraph.questions.parameters import Parameter, guessed_term, term
from citygraph.vocabulary import LANGUAGES, PREFIXES, expand

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from citygraph.answers import Result
    from citygraph.graph import Store
    from citygraph.questions.catalogue import Question
    from citygraph.questions.lexer import Token


class Limits(NamedTuple):
    """What answering may use.

    Attributes:
        allow_service: the addresses that SERVICE may call.
        timeout: the seconds after which to give up; `None` to wait.
    """

    allow_service: frozenset[str] = frozenset()
    timeout: float | None = None


NO_LIMITS = Limits()


class Prepared(NamedTuple):
    """A query that is ready for any SPARQL 1.1 engine.

    Attributes:
        text: the complete query, values and prefixes included.
        own_dataset: it names its dataset itself with FROM.
    """

    text: str
    own_dataset: bool


def prepare(  # noqa: PLR0913 - each is one thing to know of an asking
    question: Question,
    values: Mapping[str, object] | None = None,
    *,
    lang: str | None = None,
    prefixes: Mapping[str, str] = PREFIXES,
    allow_service: Collection[str] = (),
    repeat: bool = False,
) -> Prepared:
    """Check a question and bind its parameters; nothing is run.

    Args:
        question: what is asked.
        values: a value for each parameter: text as the command line has it, or a Python value.
        lang: the language of labels; it binds the parameter of type `lang`, and the variable
            `?lang` of a query that declares no parameters.
        prefixes: what may be used undeclared.
        allow_service: the addresses that SERVICE may call.
        repeat: give the values again in each OPTIONAL; see `bind`.

    Raises:
        ParameterError: a value that is missing, unknown or ill-typed.
        RefusedQueryError: an update, or SERVICE to an address that is not allowed.
    """
    guard.check(question.text, allow_service)
    given = dict(values or {})
    if question.parameters:
        terms = _declared(question, given, lang, prefixes)
    else:
        terms = {name: guessed_term(name, str(each), prefixes) for name, each in given.items()}
        if lang is not None and "lang" not in given and speaks(question):
            terms["lang"] = term(Parameter("lang", "lang", None, ""), lang)
    text = declare_prefixes(bind(question.text, terms, repeat=repeat), prefixes)
    return Prepared(text, own_dataset=bool(outline(question.text).dataset))


def ask(
    store: Store,
    question: Question,
    values: Mapping[str, object] | None = None,
    *,
    lang: str | None = None,
    limits: Limits = NO_LIMITS,
) -> Result:
    """Ask a store a question; see `prepare` for the arguments.

    Raises:
        QuerySyntaxError: the query does not parse.
        InputError: it cannot be prepared, or names a graph that is not there.
        DeadlineError: the answer did not come in time.
    """
    prepared = prepare(
        question,
        values,
        lang=lang,
        prefixes=store.prefixes,
        allow_service=limits.allow_service,
        repeat=store.forgets_values,
    )
    try:
        if dataset := prepared.own_dataset and named_dataset(prepared.text):
            check_dataset(dataset, store)
        return store.query(prepared.text, dataset or None, timeout=limits.timeout)
    except SyntaxError as error:
        from citygraph.questions.syntax import explain

        raise explain(question.text, store.prefixes, str(error)) from error


def speaks(question: Question) -> bool:
    """Say whether the language asked for makes a difference to a question's answer."""
    if question.parameters:
        return any(each.type == "lang" for each in question.parameters)
    return "lang" in outline(question.text).seen


def missing_graphs(question: Question, store: Store) -> tuple[str, ...]:
    """Name the graphs that a question looks into with GRAPH and that the store does not hold.

    Such a query is sound, but that part of it finds nothing, which should not pass in silence.
    """
    found = outline(question.text)
    return tuple(dict.fromkeys(_not_loaded(found.graphs, found, store)))


def undeclared_prefixes(question: Question) -> frozenset[str]:
    """Name the prefixes that a question uses and leaves to us to declare."""
    found = outline(question.text)
    used = {token.text.partition(":")[0] for token in found.names}
    return frozenset(used - found.declared.keys())


def default_value(parameter: Parameter, lang: str | None) -> str | None:
    """Say what a parameter is bound to if nothing is given for it; `None` if it must be given."""
    if parameter.type == "lang":
        return lang or parameter.default or LANGUAGES[0]
    return parameter.default


def open_parameters(
    question: Question, values: Mapping[str, object], lang: str | None = None
) -> tuple[Parameter, ...]:
    r"""List the parameters that must be given and are not: until they are, there is no answer.

    >>> from citygraph.questions import read_question
    >>> question = read_question("#+ param: year integer - The year\nASK { ?s ?p ?year }")
    >>> [each.name for each in open_parameters(question, {})]
    ['year']
    >>> open_parameters(question, {"year": 2020})
    ()
    """
    return tuple(
        each
        for each in question.parameters
        if values.get(each.name, default_value(each, lang)) is None
    )


def _not_loaded(names: Iterable[Token], found: Outline, store: Store) -> Iterator[str]:
    """Find the graphs that the store does not hold; one that depends on BASE is left alone."""
    for token in names:
        if token.kind in ("iri", "name") and ":" in token.text:
            prefixes = {**store.prefixes, **found.declared} if token.kind == "name" else {}
            iri = expand(token.text, prefixes)
            if iri not in store.graphs:
                yield iri


def _declared(
    question: Question, given: dict[str, object], lang: str | None, prefixes: Mapping[str, str]
) -> dict[str, str]:
    known = {each.name: each for each in question.parameters}
    called = f"question '{question.name}'" if question.name else "the query"
    for name in given:
        if name not in known:
            takes = ", ".join(known)
            raise ParameterError(f"{called} has no parameter '{name}'; it takes {takes}")
    terms = {}
    for parameter in question.parameters:
        if (
            parameter.type == "lang"
            and lang is not None
            and given.get(parameter.name, lang) != lang
        ):
            raise ParameterError(
                f"two languages: --lang {lang} and -p {parameter.name}={given[parameter.name]}; "
                "give one of them"
            )
        value = given.get(parameter.name, default_value(parameter, lang))
        if value is None:
            raise ParameterError(
                f"{called} needs a value for '{parameter.name}' ({parameter.type}): "
                f"{parameter.description}; give it with  -p {parameter.name}=VALUE"
            )
        terms[parameter.name] = term(parameter, value, prefixes)
    return terms
