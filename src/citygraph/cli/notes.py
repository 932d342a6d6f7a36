"""What is said beside an answer: why it is empty, and what made no difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from citygraph.answers import Result
    from citygraph.endpoint import RemoteGraph
    from citygraph.graph import CityGraph
    from citygraph.questions import Question

_OFFERED = 5
"""The values that are named when another one has to be chosen."""


def notes(
    question: Question,
    graph: CityGraph | RemoteGraph,
    values: Mapping[str, str],
    lang: str | None,
    result: Result,
) -> Iterator[str]:
    """Say what the user may not expect of an answer, line by line."""
    from citygraph.questions import missing_graphs, speaks

    if lang and not question.name and not speaks(question):
        yield "--lang makes no difference: the query does not use ?lang"
    for iri in missing_graphs(question, graph):
        yield f"GRAPH <{iri}> finds nothing: no such graph is loaded"
    yield from _differing(question, graph, values)
    nothing = _nothing(result)
    if nothing is None:
        return
    reasons = list(_reasons(question, graph, values, lang))
    if nothing or reasons:
        yield ": ".join(filter(None, (nothing, *reasons)))


def _differing(
    question: Question, graph: CityGraph | RemoteGraph, values: Mapping[str, str]
) -> Iterator[str]:
    if graph.home.bundled:
        return
    from citygraph.graph.declared import differing_prefixes
    from citygraph.questions import undeclared_prefixes

    used = {*undeclared_prefixes(question), *(each.partition(":")[0] for each in values.values())}
    for name, path, space in differing_prefixes(graph.home.data, graph.prefixes, used):
        yield f"{name}: means <{graph.prefixes[name]}> here, while {path} means <{space}>"


def _nothing(result: Result) -> str | None:
    """Name an empty answer; `None` if it is not empty."""
    from citygraph.answers import Answer, Truth

    if isinstance(result, Truth):
        return None if result else ""
    if isinstance(result, Answer):
        return None if result.rows else "no rows"
    return None if result.triples else "no triples"


def _reasons(
    question: Question, graph: CityGraph | RemoteGraph, values: Mapping[str, str], lang: str | None
) -> Iterator[str]:
    from citygraph.questions import absent_values
    from citygraph.vocabulary import compact

    for absent in absent_values(graph, question, values, lang=lang):
        name, short = absent.parameter.name, compact(absent.iri, graph.prefixes)
        default = ", the default," if absent.defaulted else ""
        others = [compact(each, graph.prefixes) for each in absent.others[:_OFFERED]]
        more = " …" if len(absent.others) > _OFFERED else ""
        yield (
            f"{name}={short}{default} is not in this graph; "
            f"choose one with  -p {name}={' or '.join(others) + more or '…'}"
        )
