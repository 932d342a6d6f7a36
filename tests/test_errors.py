"""The tree of errors, as its docstring draws it."""

import re

import pytest

from citygraph import errors

CODES = {"InputError": 2, "RemoteError": 3, "FaultError": 4}
NAMES = re.findall(r"(\w+Error) ", errors.__doc__ or "")


def test_the_docstring_draws_every_error() -> None:
    defined = {name for name in vars(errors) if name.endswith("Error")}
    assert set(NAMES) == defined
    assert len(NAMES) == len(defined)


@pytest.mark.parametrize("name", NAMES)
def test_every_error_has_the_exit_code_of_its_branch(name: str) -> None:
    kind = getattr(errors, name)
    branch = next((each.__name__ for each in kind.__mro__ if each.__name__ in CODES), None)
    assert kind.exit_code == CODES.get(branch or "", 4)
    assert kind.__doc__


@pytest.mark.parametrize(
    ("name", "standard"),
    [
        ("InputError", ValueError),
        ("MissingExtraError", ImportError),
        ("DeadlineError", TimeoutError),
    ],
)
def test_errors_are_also_what_python_calls_them(name: str, standard: type[Exception]) -> None:
    assert issubclass(getattr(errors, name), standard)


def test_a_syntax_error_knows_its_place() -> None:
    error = errors.QuerySyntaxError("line 3, column 5: x", 3, 5)
    assert (error.line, error.column, str(error)) == (3, 5, "line 3, column 5: x")
