"""A client that a public service need not fear: named, slow, patient, and never asking twice.

What it does follows the services' rules for robots: a contact in the User-Agent, one request at a
time, `Retry-After` obeyed (RFC 9110, section 10.2.3), a budget, and a cache.
"""

from __future__ import annotations

import json
import re
import time
from secrets import randbelow
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from citygraph.endpoint import Door
from citygraph.endpoint.address import shown
from citygraph.endpoint.refusal import beginning, first_line, out_of_time, refused
from citygraph.endpoint.retrying import seconds_named
from citygraph.errors import InputError, RemoteError, RemoteTimeoutError
from citygraph.linking.turns import one_at_a_time

if TYPE_CHECKING:
    from collections.abc import Callable

    from citygraph.endpoint import Reply, Request
    from citygraph.linking.cache import Cache
    from citygraph.linking.wikibase import Limits

    Rest = Callable[[float], None]

T = TypeVar("T")
_TRIES = 5
_BUSY = frozenset({429, 503})
_TOO_LONG = frozenset({413, 414})
_CONTACT = re.compile(r"(?:mailto:)?[!-~]+@[!-~]+\.[!-~]+|https?://[!-~]+|[!-~]+@localhost")
_OUR_FAULT = range(400, 500)
_OK = 200


class TooMuchError(RemoteTimeoutError):
    """The service could not answer so much at once: ask for less."""


class UnusableError(RemoteError):
    """The answer cannot be used; the same question is not to be asked again in this run."""


class StoppedError(RemoteError):
    """Nothing more is to be asked of the service in this run."""


class NotKeptError(InputError):
    """Nothing may be asked of the network, and the cache does not have the answer."""


class Question(NamedTuple):
    """What is asked, as it is looked up in the cache.

    Attributes:
        text: the whole question.
        request: how it is sent.
        media: the types that an answer may have.
    """

    text: str
    request: Request
    media: frozenset[str]


class Spent(NamedTuple):
    """What a run has cost.

    Attributes:
        requests: the requests that were sent, tries included.
        budget: how many there may be.
        kept: the answers that came from the cache.
    """

    requests: int
    budget: int
    kept: int


class Polite:
    """A service that is asked politely.

    Args:
        url: its address.
        contact: an address of mail or of a page, for whoever runs the service.
        limits: what one run may ask.
        cache: where answers are kept.
        offline: ask nothing of the network.
        refresh: do not look into the cache.
        rest: what is done to wait.

    Raises:
        InputError: there is no contact, and the network is to be asked.
    """

    def __init__(  # noqa: PLR0913 - each is one thing to know of the service or of whoever asks
        self,
        url: str,
        *,
        contact: str,
        limits: Limits,
        cache: Cache,
        offline: bool = False,
        refresh: bool = False,
        rest: Rest = time.sleep,
    ) -> None:
        self.url = url
        self.limits = limits
        self.cache = cache
        self._door = Door(url, timeout=limits.timeout)
        self._agent = "" if offline else _agent(contact)
        self._offline = offline
        self._refresh = refresh
        self._rest = rest
        self._requests = 0
        self._kept = 0
        self._last = 0.0

    @property
    def spent(self) -> Spent:
        """What has been asked so far."""
        return Spent(self._requests, self.limits.requests, self._kept)

    def ask(self, question: Question, read: Callable[[bytes], T]) -> T:
        """Give the answer to a question, from the cache or from the service.

        Args:
            question: what is asked.
            read: makes the answer of the body; it raises `RemoteError` if the body is none.

        Raises:
            TooMuchError: it was too much at once, or took too long.
            UnusableError: what came is no answer.
            StoppedError: the service wants no more of us, or the budget is spent.
            NotKeptError: offline, and the cache does not have the answer.
        """
        kept = None if self._refresh else self.cache.find(self.url, question.text)
        if kept is not None:
            try:
                made = read(kept.body)
            except RemoteError:  # it was kept by a version that read it otherwise: ask again
                if self._offline:
                    raise
            else:
                self._kept += 1
                return made
        if self._offline:
            raise NotKeptError(
                f"{shown(self.url)}: offline, and the cache {self.cache.folder} has no answer to "
                f"what is asked ({' '.join(question.text.split())[:120]} …); run the command once "
                "without --offline"
            )
        with one_at_a_time(self.cache.folder / "turns", self.url):
            body = self._sent(question)
        made = read(body)
        self.cache.keep(self.url, question.text, body)
        return made

    def _sent(self, question: Question) -> bytes:
        tried = 1
        while True:
            self._take_turn()
            wait = self._tried(question, tried)
            if isinstance(wait, bytes):
                return wait
            self._rest(wait)
            tried += 1

    def _take_turn(self) -> None:
        if self._requests >= self.limits.requests:
            raise StoppedError(
                f"{shown(self.url)}: the budget of {self.limits.requests} requests is spent; run "
                "the command again to go on, or allow more with --budget"
            )
        since = time.monotonic() - self._last
        if self._requests and since < self.limits.pause:
            self._rest(self.limits.pause - since)
        self._requests += 1

    def _tried(self, question: Question, tried: int) -> bytes | float:
        """Send a request once; give the body, or the seconds to wait."""
        headers = {**question.request.headers, "User-Agent": self._agent}
        request = question.request._replace(headers=headers)
        try:
            with self._door.exchange(request, timeout=self.limits.timeout) as reply:
                if reply.status == _OK:
                    return self._body(reply, question.media)
                return self._wait(reply, tried)
        except (TooMuchError, UnusableError, StoppedError):
            raise
        except RemoteTimeoutError as error:
            raise TooMuchError(str(error)) from error
        except RemoteError as error:
            raise UnusableError(str(error)) from error
        finally:
            self._last = time.monotonic()

    def _body(self, reply: Reply, media: frozenset[str]) -> bytes:
        from citygraph.endpoint.door import check_content

        check_content(reply, media)
        taken = bytearray()
        for chunk in reply.chunks():
            taken += chunk
            if len(taken) > self.limits.bytes:
                raise TooMuchError(
                    f"{reply.url}: the answer is longer than {self.limits.bytes:,} bytes"
                )
        return bytes(taken)

    def _wait(self, reply: Reply, tried: int) -> float:
        """Say how long to wait before the next try, if there is to be one."""
        said = first_line(beginning(reply))
        error = refused(reply, said=said)
        if reply.status in _TOO_LONG or isinstance(error, RemoteTimeoutError):
            raise TooMuchError(str(error))
        if reply.status not in _BUSY:
            kind = StoppedError if reply.status in _OUR_FAULT else UnusableError
            raise kind(str(error))
        if tried == _TRIES:
            raise StoppedError(
                f"{error}; asked {_TRIES} times: what is known is kept, run the command again later"
            )
        named = seconds_named(reply.headers.get("retry-after", ""))
        wait = backoff(tried) if named is None else named
        if wait > self.limits.patience:
            raise StoppedError(
                f"{error}; it wants {wait:.0f} s to pass, and {self.limits.patience:g} s is the "
                "longest wait: what is known is kept, run the command again later"
            )
        return wait


def broken(where: str, error: Exception, body: bytes) -> RemoteError:
    """Make the error of a body that is no answer: cut in the middle, or something else.

    Args:
        where: the address.
        error: what is wrong with it.
        body: the body.
    """
    end = body[-300:].decode("utf-8", errors="replace")
    late = out_of_time(end) or not _is_json(body)  # a store that runs out of time breaks off
    kind = TooMuchError if late else UnusableError
    return kind(f"{shown(where)}: the answer cannot be used: {error}")


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True


def backoff(tried: int) -> float:
    """Wait twice as long each time, and never at the same moment as all others.

    >>> 1 <= backoff(1) < 2 <= backoff(2) < 4
    True
    """
    longest = 2.0**tried
    return longest / 2 + longest / 2 * randbelow(1000) / 1000


def _agent(contact: str) -> str:
    """Write the User-Agent: what asks, its version, and whom to write to."""
    from importlib.metadata import version

    if not _CONTACT.fullmatch(contact.strip()):
        said = f"{contact!a} is none" if contact.strip() else "there is none"
        raise InputError(
            "services that are open to everybody want to know whom to write to, and nothing is "
            "asked without it: give an address of mail or of a page in the environment variable "
            f"CITYGRAPH_CONTACT, or as `contact` in the configuration ({said})"
        )
    return f"citygraph/{version('citygraph')} (https://w3id.org/citygraph; {contact.strip()})"
