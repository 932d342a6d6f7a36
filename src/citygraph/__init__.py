"""City strategies as linked data: load the graph, ask it questions, validate it.

```python
import citygraph

graph = citygraph.load()
answer = citygraph.ask(graph, "strategic-goals", lang="ja")
```

Nothing heavy is imported before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.answers import Answer, Triples, Truth
    from citygraph.api import (
        ask,
        connect,
        diff,
        examine,
        explain,
        export,
        find,
        list_questions,
        load,
        push,
        show,
        trace,
        validate,
    )
    from citygraph.differences import Difference, PropertyChange, ThingChange
    from citygraph.doctor import Check, Examination
    from citygraph.endpoint import Credentials, RemoteGraph
    from citygraph.errors import (
        AmbiguousNameError,
        CitygraphError,
        DataFileError,
        DeadlineError,
        FaultError,
        InputError,
        MissingExtraError,
        NothingToDrawError,
        ParameterError,
        QuerySyntaxError,
        RefusedQueryError,
        RemoteError,
        RemoteTimeoutError,
        UnknownNameError,
    )
    from citygraph.graph import CityGraph
    from citygraph.linking import Link, LinkCheck, LinkFinding
    from citygraph.linking.api import (
        check_links,
        export_links,
        links,
        make_links,
    )
    from citygraph.pictures import Detail, Picture
    from citygraph.pictures.api import draw
    from citygraph.pushing import PushError, Receipt
    from citygraph.questions import Limits, Parameter, Question
    from citygraph.things import Fact, Match, Thing
    from citygraph.tracing import Trace, TracedFact
    from citygraph.validation import (
        Explanation,
        Finding,
        Report,
        Severity,
        read_baseline,
        without_known,
    )

    __version__: str

_HOMES: Mapping[str, tuple[str, ...]] = {
    "citygraph.answers": ("Answer", "Triples", "Truth"),
    "citygraph.api": (
        "ask",
        "connect",
        "diff",
        "examine",
        "explain",
        "export",
        "find",
        "list_questions",
        "load",
        "push",
        "show",
        "trace",
        "validate",
    ),
    "citygraph.differences": ("Difference", "PropertyChange", "ThingChange"),
    "citygraph.doctor": ("Check", "Examination"),
    "citygraph.endpoint": ("Credentials", "RemoteGraph"),
    "citygraph.errors": (
        "AmbiguousNameError",
        "CitygraphError",
        "DataFileError",
        "DeadlineError",
        "FaultError",
        "InputError",
        "MissingExtraError",
        "NothingToDrawError",
        "ParameterError",
        "QuerySyntaxError",
        "RefusedQueryError",
        "RemoteError",
        "RemoteTimeoutError",
        "UnknownNameError",
    ),
    "citygraph.graph": ("CityGraph",),
    "citygraph.linking": ("Link", "LinkCheck", "LinkFinding"),
    "citygraph.linking.api": (
        "check_links",
        "export_links",
        "links",
        "make_links",
    ),
    "citygraph.pictures": ("Detail", "Picture"),
    "citygraph.pictures.api": ("draw",),
    "citygraph.pushing": ("PushError", "Receipt"),
    "citygraph.questions": ("Limits", "Parameter", "Question"),
    "citygraph.things": ("Fact", "Match", "Thing"),
    "citygraph.tracing": ("Trace", "TracedFact"),
    "citygraph.validation": (
        "Explanation",
        "Finding",
        "Report",
        "Severity",
        "read_baseline",
        "without_known",
    ),
}

__all__ = [
    "AmbiguousNameError",
    "Answer",
    "Check",
    "CityGraph",
    "CitygraphError",
    "Credentials",
    "DataFileError",
    "DeadlineError",
    "Detail",
    "Difference",
    "Examination",
    "Explanation",
    "Fact",
    "FaultError",
    "Finding",
    "InputError",
    "Limits",
    "Link",
    "LinkCheck",
    "LinkFinding",
    "Match",
    "MissingExtraError",
    "NothingToDrawError",
    "Parameter",
    "ParameterError",
    "Picture",
    "PropertyChange",
    "PushError",
    "QuerySyntaxError",
    "Question",
    "Receipt",
    "RefusedQueryError",
    "RemoteError",
    "RemoteGraph",
    "RemoteTimeoutError",
    "Report",
    "Severity",
    "Thing",
    "ThingChange",
    "Trace",
    "TracedFact",
    "Triples",
    "Truth",
    "UnknownNameError",
    "__version__",
    "ask",
    "check_links",
    "connect",
    "diff",
    "draw",
    "examine",
    "explain",
    "export",
    "export_links",
    "find",
    "links",
    "list_questions",
    "load",
    "make_links",
    "push",
    "read_baseline",
    "show",
    "trace",
    "validate",
    "without_known",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used (PEP 562)."""
    from importlib import import_module

    if name == "__version__":
        return import_module("importlib.metadata").version("citygraph")
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'citygraph' has no attribute '{name}'")


def __dir__() -> list[str]:
    return list(__all__)
