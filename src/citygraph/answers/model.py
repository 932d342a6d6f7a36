"""The three kinds of answer as values, with their conversions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from citygraph.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    import pyoxigraph as ox

    Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_XSD = "http://www.w3.org/2001/XMLSchema#"


class Answer(NamedTuple):
    """The rows of a SELECT, in order.

    Attributes:
        variables: the names of the columns, without `?`.
        rows: the terms of each row, one per column; `None` where the row leaves it open.
    """

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def records(self) -> list[dict[str, object]]:
        """Give the rows as plain Python values.

        IRIs and texts become `str`; integers, decimals, doubles, booleans, dates and date-times
        become Python's own types; what is left open becomes `None`.

        >>> from pyoxigraph import Literal
        >>> Answer(("year",), ((Literal(2020),),)).records()
        [{'year': 2020}]
        """
        return [
            {name: python_value(term) for name, term in zip(self.variables, row, strict=True)}
            for row in self.rows
        ]

    def to_pandas(self) -> pd.DataFrame:
        """Give the rows as a pandas DataFrame, one column per variable.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise MissingExtraError(
                "to_pandas needs pandas, which is not installed: "
                "install it with  pip install 'citygraph[pandas]'"
            ) from error
        return pd.DataFrame(self.records(), columns=list(self.variables))


class Truth(NamedTuple):
    """The answer of an ASK."""

    value: bool

    def __bool__(self) -> bool:
        return self.value


class Triples(NamedTuple):
    """The triples of a CONSTRUCT or DESCRIBE, each once, in a fixed order."""

    triples: tuple[ox.Triple, ...]

    def as_answer(self) -> Answer:
        """Give each triple as a row of subject, predicate and object."""
        rows = ((each.subject, each.predicate, each.object) for each in self.triples)
        return Answer(("subject", "predicate", "object"), tuple(rows))


Result: TypeAlias = Answer | Truth | Triples


def python_value(term: Term | None) -> object:
    """Turn an RDF term into the Python value it stands for, or its text if there is none.

    >>> from pyoxigraph import Literal, NamedNode
    >>> python_value(NamedNode("https://example.org/x"))
    'https://example.org/x'
    >>> python_value(Literal("2020-02-07", datatype=NamedNode(_XSD + "date")))
    datetime.date(2020, 2, 7)
    """
    import pyoxigraph as ox

    if term is None:
        return None
    if isinstance(term, ox.Literal):
        read = _readers().get(term.datatype.value, str)
        try:
            return read(term.value)
        except (ValueError, ArithmeticError):
            return term.value
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _readers() -> Mapping[str, Callable[[str], object]]:
    from datetime import date, datetime
    from decimal import Decimal

    return {
        _XSD + "integer": int,
        _XSD + "decimal": Decimal,
        _XSD + "double": float,
        _XSD + "float": float,
        _XSD + "boolean": lambda text: text in ("true", "1"),
        _XSD + "date": date.fromisoformat,
        _XSD + "dateTime": datetime.fromisoformat,
    }
