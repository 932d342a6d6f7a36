"""Rows from a SPARQL endpoint, asked politely, taken only if they are complete."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from citygraph.answers import Answer
from citygraph.endpoint.address import shown
from citygraph.endpoint.dataset import Dataset
from citygraph.endpoint.door import number
from citygraph.endpoint.protocol import ROWS, query_request
from citygraph.endpoint.query_text import counting, parsed
from citygraph.endpoint.results import BrokenError, read_rows
from citygraph.errors import RemoteError
from citygraph.linking.polite import Question, TooMuchError, UnusableError, broken

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from citygraph.linking.polite import Polite

T = TypeVar("T")
_MEDIA = frozenset({ROWS, "application/json"})
_DOUBTED = 250
"""A longer answer is counted: some stores cut what is long, and say nothing."""


class Rows:
    """A SPARQL endpoint that is asked for rows.

    Args:
        service: the endpoint.
    """

    def __init__(self, service: Polite) -> None:
        self.service = service
        self._delivered = _DOUBTED

    def select(self, text: str, *columns: str) -> Answer:
        """Answer a SELECT.

        Args:
            text: the query.
            columns: the columns that it selects; if not given, they are read from the query, which
                cannot be done where the word SERVICE stands in it, in a name for example.

        Raises:
            TooMuchError: it was too much at once: ask for less.
            UnusableError: what came is no answer.
            StoppedError: nothing more is to be asked.
            NotKeptError: offline, and the cache does not have the answer.
        """
        return self.read(text, columns or parsed(text).variables or (), lambda answer: answer)

    def read(self, text: str, columns: Sequence[str], make: Callable[[Answer], T]) -> T:
        """Answer a SELECT, and make something of the answer before it is kept.

        Args:
            text: the query.
            columns: the columns that it selects.
            make: makes something of the answer, or raises an error if it is none to the question;
                such an answer is not kept, so that the question is asked again.

        Raises:
            TooMuchError: it was too much at once: ask for less.
            UnusableError: what came is no answer.
            StoppedError: nothing more is to be asked.
            NotKeptError: offline, and the cache does not have the answer.
        """
        url = self.service.url

        def read(body: bytes) -> T:
            try:
                answer = read_rows(body)
            except BrokenError as error:
                raise broken(url, error, body) from None
            if set(answer.variables) != set(columns):
                raise UnusableError(f"{shown(url)}: the answer belongs to another query")
            if len(answer.rows) >= self._delivered:
                self._count(answer, text)
            order = [answer.variables.index(name) for name in columns]
            rows = tuple(tuple(row[i] for i in order) for row in answer.rows)
            return make(Answer(tuple(columns), rows))

        request = query_request(url, text, "SELECT", Dataset())
        return self.service.ask(Question(text, request, _MEDIA), read)

    def _count(self, answer: Answer, text: str) -> None:
        """Refuse an answer that was cut to a number of rows."""
        given, where = len(answer.rows), shown(self.service.url)
        counted = self.select(counting(parsed(text)), "all_rows")
        try:
            there = number(counted, where)
        except RemoteError as error:
            raise UnusableError(str(error)) from error
        if there != given:
            raise TooMuchError(
                f"{where}: the server gave {given:,} of {there:,} rows without saying so"
            )
        self._delivered = given
