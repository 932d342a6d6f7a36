"""The guarded door to a remote store: what comes through it is an answer, or an error."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from citygraph.answers import Answer, Triples, Truth
from citygraph.endpoint.address import checked, shown
from citygraph.endpoint.dataset import Dataset
from citygraph.endpoint.deadline import Deadline
from citygraph.endpoint.exchange import Reply, Request, Terms, exchange
from citygraph.endpoint.query_text import counting, parsed, solutions
from citygraph.endpoint.refusal import first_line, out_of_time, refused
from citygraph.endpoint.results import BrokenError, read_rows, read_truth
from citygraph.endpoint.retrying import read_reply
from citygraph.endpoint.statements import read_statements
from citygraph.errors import RemoteError, RemoteTimeoutError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator

    import pyoxigraph as ox

    from citygraph.answers import Result
    from citygraph.endpoint.credentials import Credentials
    from citygraph.endpoint.query_text import Asked

PATIENCE = 120.0
"""The seconds that one request may take if nothing else is said."""
CAP = 256 * 1024 * 1024
"""The bytes that an answer may have if nothing else is said."""
_ROWS = frozenset({"application/sparql-results+json", "application/json"})
_TRIPLES = frozenset({"application/n-triples", "text/plain"})
_CHARSETS = frozenset({"", "utf-8", "utf8", "us-ascii"})
_DOUBTED = 250
"""A longer answer is counted: some stores cut what is long, and say nothing."""
_SUCCESS = frozenset({200, 201, 202, 204})


class Door:
    """A SPARQL 1.1 endpoint that is asked with care.

    Each call has a connection of its own, so a door can be used by several threads.

    Attributes:
        url: the address of the endpoint.
        credentials: what is shown to it; `None` to show nothing.
        cap: the bytes that an answer may have.

    Args:
        url: the address of the endpoint; it holds no user and no password.
        credentials: what is shown to it.
        timeout: the seconds that one call may take.
        deadline: when all calls together must have ended.
        cap: the bytes that an answer may have.

    Raises:
        InputError: the address is none.
    """

    def __init__(
        self,
        url: str,
        *,
        credentials: Credentials | None = None,
        timeout: float = PATIENCE,
        deadline: Deadline | None = None,
        cap: int = CAP,
    ) -> None:
        self.url = checked(url)
        self.credentials = credentials
        self.cap = cap
        self._timeout = timeout
        self._deadline = deadline
        self._delivered = _DOUBTED

    def __repr__(self) -> str:
        return f"Door({shown(self.url)!r})"

    def terms(self, timeout: float | None = None, *, cap: int | None = None) -> Terms:
        """Say what one exchange may use.

        Args:
            timeout: its seconds, if not those of the door.
            cap: the bytes of its body, if not those of the door.
        """
        deadline = Deadline(self._timeout if timeout is None else timeout)
        if self._deadline is not None:
            deadline = self._deadline.sooner(deadline.remaining())
        return Terms(deadline, cap or self.cap, self.credentials, self._tls)

    def longer(self, seconds: float) -> float:
        """Say how long something may take that is known to take long: what is set overall stays."""
        return seconds if self._timeout == PATIENCE else self._timeout

    def query(
        self, text: str, dataset: Dataset | None = None, *, timeout: float | None = None
    ) -> Result:
        """Ask a query, and give its answer only if it is complete.

        Args:
            text: a complete query.
            dataset: the graphs that are asked; not given if the query names them itself.
            timeout: the seconds that it may take, if not those of the door.

        Raises:
            SyntaxError: the text does not parse.
            InputError: the text is no query.
            RemoteTimeoutError: the time was up, here or there.
            RemoteError: the server cannot be reached, refuses, or gives what is no answer.
        """
        asked = parsed(text)
        terms = self.terms(timeout)
        if asked.form == "ASK":
            return self._truth(asked, dataset, terms)
        if asked.form == "SELECT":
            return self._rows(asked, dataset, terms)
        return self._triples(asked, dataset, terms)

    def update(self, text: str, *, timeout: float | None = None) -> None:
        """Send an update, once.

        Raises:
            RemoteTimeoutError: the time was up; whether the update was done is not known.
            RemoteError: the server cannot be reached or refuses.
        """
        from citygraph.endpoint.protocol import update_request

        with self.exchange(update_request(self.url, text), timeout=timeout) as reply:
            if reply.status not in _SUCCESS:
                raise refused(reply, known=self.credentials is not None)
            said = reply.read()
        if "x-sql-state" in reply.headers or out_of_time(first_line(said)):
            raise RemoteTimeoutError(f"{shown(self.url)}: the server's time was up")

    @contextmanager
    def exchange(
        self, request: Request, *, timeout: float | None = None, cap: int | None = None
    ) -> Iterator[Reply]:
        """Send a request that may change something, once, and give the reply, whatever it says.

        Raises:
            RemoteTimeoutError: the time was up.
            RemoteError: the server cannot be reached, breaks off, or sends us elsewhere.
        """
        with exchange(request, self.terms(timeout, cap=cap), follow=False) as reply:
            yield reply

    @contextmanager
    def reading(
        self, request: Request, *, timeout: float | None = None, cap: int | None = None
    ) -> Iterator[Reply]:
        """Send a request that changes nothing, again while the server is busy; give its success.

        Raises:
            RemoteTimeoutError: the time was up.
            RemoteError: the server cannot be reached, or does not answer with success.
        """
        with read_reply(request, self.terms(timeout, cap=cap)) as reply:
            yield reply

    def statements(
        self,
        text: str,
        dataset: Dataset | None = None,
        *,
        timeout: float | None = None,
        cap: int | None = None,
    ) -> Iterator[ox.Triple]:
        """Ask a CONSTRUCT or DESCRIBE, and give its triples as they come, in the server's order.

        Whether the server gave all of them is not looked at: that is the caller's to count.

        Raises:
            RemoteError: see `query`; it may come after many triples.
        """
        asked = parsed(text)
        with self._asking(asked, dataset, self.terms(timeout, cap=cap)) as reply:
            yield from read_statements(reply)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        import httpx

        return httpx.create_ssl_context()

    @contextmanager
    def _asking(self, asked: Asked, dataset: Dataset | None, terms: Terms) -> Iterator[Reply]:
        from citygraph.endpoint.protocol import query_request

        request = query_request(self.url, asked.text, asked.form, dataset or Dataset())
        rows = asked.form in ("SELECT", "ASK")
        with read_reply(request, terms) as reply:
            check_content(reply, _ROWS if rows else _TRIPLES)
            yield reply

    def _body(self, asked: Asked, dataset: Dataset | None, terms: Terms) -> bytes:
        with self._asking(asked, dataset, terms) as reply:
            return reply.read()

    def _truth(self, asked: Asked, dataset: Dataset | None, terms: Terms) -> Truth:
        body = self._body(asked, dataset, terms)
        try:
            return read_truth(body)
        except BrokenError as error:
            raise self._broken(error, body) from None

    def _rows(self, asked: Asked, dataset: Dataset | None, terms: Terms) -> Answer:
        answer = self._answer(asked, dataset, terms)
        if len(answer.rows) >= self._delivered:
            there = self._count(asked, dataset, terms)
            if there != len(answer.rows):
                raise self._cut(len(answer.rows), there, "rows")
            self._delivered = there
        return answer

    def _answer(self, asked: Asked, dataset: Dataset | None, terms: Terms) -> Answer:
        body = self._body(asked, dataset, terms)
        try:
            answer = read_rows(body)
        except BrokenError as error:
            raise self._broken(error, body) from None
        if asked.variables is None or asked.variables == answer.variables:
            return answer
        if set(asked.variables) != set(answer.variables):
            given = ", ".join(f"?{ascii(name)[1:-1]}" for name in answer.variables)[:200]
            raise RemoteError(
                f"{shown(self.url)}: the answer has other columns than were asked for ({given}); "
                "it belongs to another query"
            )
        order = [answer.variables.index(name) for name in asked.variables]
        return Answer(asked.variables, tuple(tuple(row[i] for i in order) for row in answer.rows))

    def _triples(self, asked: Asked, dataset: Dataset | None, terms: Terms) -> Triples:
        with self._asking(asked, dataset, terms) as reply:
            found = set(read_statements(reply))
        if asked.form == "CONSTRUCT" and len(found) >= self._delivered:
            text, single = solutions(asked)
            rows = parsed(text)
            there = self._count(rows, dataset, terms)
            if not (single and there == len(found)):
                # a server that gives all of them as rows has not cut what was made of them
                given = len(self._answer(rows, dataset, terms).rows)
                if given != there:
                    raise self._cut(given, there, "solutions")
            self._delivered = there
        return Triples(tuple(sorted(found, key=str)))

    def _count(self, asked: Asked, dataset: Dataset | None, terms: Terms) -> int:
        return number(self._answer(parsed(counting(asked)), dataset, terms), shown(self.url))

    def _cut(self, given: int, there: int, what: str) -> RemoteError:
        return RemoteError(
            f"{shown(self.url)}: the server gave {given:,} of {there:,} {what} without saying so; "
            "ask for less, page by page with ORDER BY, LIMIT and OFFSET, or let whoever runs it "
            "raise its limit"
        )

    def _broken(self, error: BrokenError, body: bytes) -> RemoteError:
        end = body[-300:].decode("utf-8", errors="replace")
        if out_of_time(end) or out_of_time(first_line(body[:4096])):
            return RemoteTimeoutError(
                f"{shown(self.url)}: the answer ends in an error: the server's time was up; ask "
                "for less, for example by LIMIT"
            )
        said = f'; it begins "{line}"' if (line := first_line(body[:300])) else "; it is empty"
        return RemoteError(
            f"{shown(self.url)}: the answer cannot be used: {error}{said}; the server may have "
            "run out of time in the middle of it"
        )


def number(answer: Answer, where: str) -> int:
    """Read the number that a query for a count gave.

    Raises:
        RemoteError: there is none.
    """
    cell = answer.rows[0][0] if len(answer.rows) == 1 and len(answer.rows[0]) == 1 else None
    value = str(getattr(cell, "value", ""))
    if not (value.isascii() and value.isdigit()):
        raise RemoteError(f"{where}: asked for a number, and the answer has none")
    return int(value)


def check_content(reply: Reply, expected: frozenset[str]) -> None:
    """Refuse a reply that is not of the kind that was asked for.

    Raises:
        RemoteTimeoutError: it says that it is partial.
        RemoteError: its content is something else.
    """
    if state := reply.headers.get("x-sql-state"):
        said = first_line(reply.headers.get("x-sql-message", "").encode())
        kind = RemoteTimeoutError if state == "S1TAT" or out_of_time(said) else RemoteError
        raise kind(
            f"{reply.url}: the answer is only a part: the server's time was up "
            f"(X-SQL-State: {ascii(state)[1:-1][:20]}); ask for less, for example by LIMIT"
        )
    wanted = " or ".join(sorted(expected))
    if reply.media_type not in expected:
        from citygraph.endpoint.refusal import beginning

        said = first_line(beginning(reply))
        given = ascii(reply.media_type)[1:-1][:80] or "no content type"
        words = f'; it begins "{said}"' if said else ""
        raise RemoteError(
            f"{reply.url}: this is no answer to a query: expected {wanted}, but got {given}"
            f"{words}; check the address: a page for people, or one to log in, is no endpoint"
        )
    parameters = reply.headers.get("content-type", "").lower().partition(";")[2]
    charset = parameters.partition("charset=")[2].partition(";")[0].strip(" \"'")
    if charset not in _CHARSETS:
        raise RemoteError(
            f"{reply.url}: the answer is in the charset {ascii(charset)[:40]}, and only UTF-8 is "
            "read"
        )
