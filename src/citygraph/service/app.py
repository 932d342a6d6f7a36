"""The web application: routes, and around them what holds for every request.

It does HTTP and nothing else: all work on the graph is an errand for the pool. Each answer is whole
before its status is sent. CORS lets pages of any origin read, since everything here is public.
"""

from __future__ import annotations

import asyncio
import json
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.routing import Route

from citygraph.formats import MESSAGES, PAGES
from citygraph.service.access_log import Visit
from citygraph.service.exchanges import Address, Reply, Request
from citygraph.service.faults import fault
from citygraph.service.keeping import Kept, Shared
from citygraph.service.problems import busy, problem
from citygraph.service.ranges import part
from citygraph.service.traffic import GoneError, Traffic

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from citygraph.service.access_log import AccessLog
    from citygraph.service.exchanges import About, Errand
    from citygraph.service.limits import Limits
    from citygraph.service.pool import Pool

    Receive = Callable[[], Awaitable[Any]]
    Send = Callable[[Any], Awaitable[None]]

_SAFE = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"*"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)
_PAGE = (
    b"content-security-policy",
    (
        b"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
        b"img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self'; "
        b"form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    ),
)
_GONE = 499
"""What the log says where the client went away before it had its answer; it is never sent."""
_LOOK = 0.1
"""The seconds after which the server looks whether the client is still there."""


class Service:
    """The application, as ASGI has it.

    Args:
        addresses: what there is; the first that fits wins, the last has what fits none.
        about: what is served.
        pool: who does the errands.
        limits: what a request may use.
        log: where each request is noted; `None` for nowhere.
    """

    def __init__(
        self,
        addresses: Iterable[Address],
        about: About,
        pool: Pool,
        limits: Limits,
        log: AccessLog | None = None,
    ) -> None:
        self._about = about
        self._pool = pool
        self._log = log
        self._traffic = Traffic(limits)
        self._kept = Kept()
        self._shared = Shared(pool.run)
        every = (Address("/health", self._health), *addresses)
        routes = [Route(each.path, _At(self, each)) for each in every[:-1]]
        self._starlette = Starlette(routes=routes)
        self._starlette.router.default = _At(self, every[-1])
        self._often = {each.path: _At(self, each) for each in every if "{" not in each.path}
        self._starlette.router.redirect_slashes = False

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:  # noqa: ANN401 - ASGI
        """Answer one request."""
        if scope["type"] != "http":
            return
        await self._often.get(scope["path"], self._starlette)(scope, receive, send)

    async def answer(
        self, address: Address, scope: Mapping[str, Any], receive: Receive, send: Send
    ) -> None:
        """Answer a request for an address."""
        begin = time.perf_counter()
        try:
            reply = await self._reply(address, scope, receive)
        except GoneError:
            self._note(scope, _GONE, 0, begin)
            return
        except asyncio.CancelledError:  # the server ends, and has waited as long as it does
            reply = busy("the server is ending; try again when it is back")
        except Exception as error:  # noqa: BLE001 - the client is told, and the server goes on
            reply = fault(error)
        head = scope["method"] == "HEAD"
        headers = list(_SAFE)
        kind = next((value for name, value in reply.headers if name == "content-type"), "")
        own_policy = any(name == "content-security-policy" for name, _ in reply.headers)
        if kind.startswith(PAGES["html"].media_type) and not own_policy:
            headers.append(_PAGE)
        state = scope.get("state", {})
        abort, lost = state.get("abort", bool), state.get("lost", bool)
        try:
            sent = await self._traffic.send(reply, headers, send, abort, head=head)
        except asyncio.CancelledError:  # the server ends, and the client has not taken all
            abort()
            self._note(scope, _GONE, 0, begin)
            return
        status = _GONE if lost() else sent.status
        self._note(scope, status, 0 if head or lost() else len(sent.body), begin)

    async def _reply(self, address: Address, scope: Mapping[str, Any], receive: Receive) -> Reply:
        method = scope["method"]
        allowed = ", ".join((*address.methods, "HEAD", "OPTIONS"))
        if method == "OPTIONS":
            return _preflight(allowed)
        if method not in (*address.methods, "HEAD"):
            return problem(
                HTTPStatus.METHOD_NOT_ALLOWED,
                f"{method} is not answered here; ask with {allowed}",
                ("allow", allowed),
            )
        try:
            request = _request(scope)
            if method == "POST":
                body = await self._traffic.body(request.headers, receive)
                if isinstance(body, Reply):
                    return body
                request = request._replace(body=body)
            answer = address.answer(request, self._about)
        except UnicodeError:
            return problem(
                HTTPStatus.BAD_REQUEST, "the address or the body is not UTF-8; encode it as UTF-8"
            )
        if isinstance(answer, Reply):
            return answer
        client = (scope.get("client") or ("",))[0]
        reply = await self._done(answer, client, receive)
        return part(reply, request.headers) if method == "GET" else reply

    async def _done(self, errand: Errand, client: str, receive: Receive) -> Reply:
        """Have an errand done, and give it up when the client goes away."""
        if kept := self._kept.find(errand):
            return kept
        doing = self._shared.join(errand, client)
        try:
            await asyncio.wait((doing,), timeout=_LOOK)
            if not doing.done():
                going = asyncio.ensure_future(_gone(receive))
                await asyncio.wait((doing, going), return_when=asyncio.FIRST_COMPLETED)
                going.cancel()
            if not doing.done():
                raise GoneError
            reply = doing.result()
            self._kept.keep(errand, reply)
            return reply
        finally:
            self._shared.leave(errand, doing)

    def _health(self, _request: Request, about: About) -> Reply:
        """Say how the server is, without asking a worker."""
        document = {
            "status": "ok",
            "version": about.version,
            "graphs": len(about.graphs),
            "triples": about.triples,
            "workers": self._pool.load._asdict(),
        }
        body = json.dumps(document).encode() + b"\n"
        kind = ("content-type", MESSAGES["json"].media_type)
        return Reply(HTTPStatus.OK, (kind, ("cache-control", "no-store")), body)

    def _note(self, scope: Mapping[str, Any], status: int, size: int, begin: float) -> None:
        if self._log:
            client = (scope.get("client") or ("-",))[0]
            path = scope["raw_path"].decode("latin-1")
            seconds = time.perf_counter() - begin
            self._log.note(Visit(client, scope["method"], path, status, size, seconds))


class _At:
    """An address, as Starlette calls it."""

    def __init__(self, service: Service, address: Address) -> None:
        self._service = service
        self._address = address

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:  # noqa: ANN401 - ASGI
        await self._service.answer(self._address, scope, receive, send)


def _request(scope: Mapping[str, Any]) -> Request:
    """Read a request as far as its body.

    Raises:
        UnicodeError: the path is not UTF-8.
    """
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1"), value.decode("latin-1")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    method = "GET" if scope["method"] == "HEAD" else scope["method"]
    path = scope["raw_path"].decode("ascii")
    path = unquote(path, errors="strict") if "%" in path else path
    return Request(method, path, scope["query_string"].decode("ascii"), headers)


def _preflight(allowed: str) -> Reply:
    """Answer OPTIONS, and what a browser asks before it lets a page of another origin ask."""
    headers = (
        ("allow", allowed),
        ("access-control-allow-methods", allowed),
        ("access-control-allow-headers", "*"),
        ("access-control-max-age", "86400"),
    )
    return Reply(HTTPStatus.NO_CONTENT, headers, b"")


async def _gone(receive: Receive) -> None:
    """Wait until the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
