"""Questions: the catalogue of `.rq` files, their parameters, and asking a store."""

from citygraph.questions.absence import Absent, absent_values, answered_values
from citygraph.questions.asking import (
    Limits,
    Prepared,
    ask,
    default_value,
    missing_graphs,
    open_parameters,
    prepare,
    speaks,
    undeclared_prefixes,
)
from citygraph.questions.catalogue import (
    Question,
    catalogue,
    find_question,
    names,
    read_file,
    read_question,
)
from citygraph.questions.parameters import Parameter, term

__all__ = [
    "Absent",
    "Limits",
    "Parameter",
    "Prepared",
    "Question",
    "absent_values",
    "answered_values",
    "ask",
    "catalogue",
    "default_value",
    "find_question",
    "missing_graphs",
    "names",
    "open_parameters",
    "prepare",
    "read_file",
    "read_question",
    "speaks",
    "term",
    "undeclared_prefixes",
]
