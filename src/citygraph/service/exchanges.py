"""What is asked of the server and what it answers, as values: no sockets, no web framework.

An address turns a `Request` into a `Reply`, or into an `Errand`: the name and the arguments of a
job that a worker process does, and whose reply is sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Headers: TypeAlias = "tuple[tuple[str, str], ...]"


class Request(NamedTuple):
    """A request, whole.

    Attributes:
        method: GET (also where the client said HEAD) or POST.
        path: the path, its percent-encoding resolved.
        query: what stands behind the question mark, as it was sent.
        headers: the headers, their names in small letters; what was sent twice is joined by commas.
        body: the body; empty but for POST.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = b""


class Reply(NamedTuple):
    """An answer, complete before the first byte of it is sent.

    Attributes:
        status: the status code.
        headers: names and values, without those that every answer has (length, date, CORS).
        body: the body; it is left out for HEAD.
    """

    status: int
    headers: Headers
    body: bytes


class Errand(NamedTuple):
    """Something that a worker is sent to do.

    Attributes:
        job: the name of the job, as `jobs` has it.
        arguments: what the job is given; JSON must be able to hold it.
    """

    job: str
    arguments: Mapping[str, Any]


class About(NamedTuple):
    """What is served, as far as an address may know it without asking a worker.

    Attributes:
        version: citygraph's version.
        graphs: the IRIs of the named graphs that are questioned.
        triples: how many triples they have; `None` if the store is a remote one.
        digest: short text that is another one whenever data, questions or version are others, for
            ETags; empty if the store is a remote one, whose content changes unseen.
    """

    version: str
    graphs: tuple[str, ...]
    triples: int | None
    digest: str


class Address(NamedTuple):
    """A place on the server.

    Attributes:
        path: what its path looks like, as Starlette's routing has it: `/id/{rest:path}`.
        answer: makes of a request a reply or an errand; it must not take long.
        methods: what may be asked there besides HEAD and OPTIONS.
    """

    path: str
    answer: Callable[[Request, About], Reply | Errand]
    methods: tuple[str, ...] = ("GET",)
