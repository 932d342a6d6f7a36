"""`citygraph serve`: the graph on the web, read-only."""

from __future__ import annotations

import re
import sys
from contextlib import nullcontext
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.cli.credentials import credentials_of
from citygraph.cli.output import say
from citygraph.errors import InputError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from contextlib import AbstractContextManager
    from io import RawIOBase

    from citygraph.service.serving import Running
    from citygraph.service.workshop import Opening

NAME = "serve"
SUMMARY = "answer SPARQL and show the graph on the web"
REMOTE = True
GRAPH_FILES = True
HELP = """\
examples:
  citygraph serve
  citygraph serve --port 0 --quiet
  citygraph serve --data my-city/ --timeout 10s
  citygraph serve --graph a.ttl=https://example.org/a --graph b.nt=https://example.org/b
  citygraph serve --endpoint https://example.org/sparql --auth credentials.txt

The address is printed once the server answers; it listens to this machine alone unless --host says
more. Nothing is ever written, SERVICE and updates are refused, and nothing is fetched.

With --graph FILE=IRI the named files are served and nothing else, unless --data is given too.
--timeout is the time that a request may take (default: 30s).

exit codes: 0 when it is told to end (SIGTERM), 130 when it is interrupted from the keyboard"""

_PORT = 7879
_LAST_PORT = 65535
_PAIR = re.compile(r"(.+?)=([A-Za-z][A-Za-z0-9+.\-]*:.+)", re.DOTALL)
_INTERRUPTED = 130


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `serve`."""
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="the address to listen at (default: 127.0.0.1, which only this machine reaches)",
    )
    parser.add_argument(
        "--port",
        type=int,
        default=_PORT,
        metavar="N",
        help=f"the port to listen at; 0 for a free one (default: {_PORT})",
    )
    caps = parser.add_argument_group("caps")
    for name, what in (
        ("max-rows", "rows or triples that an answer may have (default: 100000)"),
        ("max-bytes", "bytes that an answer may have (default: 33554432)"),
        ("max-memory", "bytes that a query may take (default: 1073741824)"),
        ("max-waiting", "requests that may wait for a worker (default: 64)"),
        ("workers", "queries that run at a time (default: one more than there are processors)"),
    ):
        caps.add_argument(f"--{name}", type=int, metavar="N", help=what)
    caps.add_argument(
        "--patience",
        metavar="TIME",
        help="the time for a client to send its headers, again its body, and again to take the "
        "next part of an answer (default: 10s)",
    )
    parser.add_argument(
        "--log",
        metavar="FILE",
        help="append the access log to this file instead of writing it to stderr",
    )


def run(options: Namespace) -> int:
    """Serve until told to end."""
    import signal
    from ipaddress import ip_address
    from urllib.parse import urlsplit

    from citygraph.service.serving import serve

    if not 0 <= options.port <= _LAST_PORT:
        raise InputError(f"--port {options.port}: expected a number from 0 to {_LAST_PORT}")
    opening = _opening(options)

    def ready(running: Running) -> None:
        counts = {"graph": len(running.about.graphs), "triple": running.about.triples}
        held = ", ".join(
            f"{count:,} {name}{'' if count == 1 else 's'}"
            for name, count in counts.items()
            if count is not None
        )
        say(f"citygraph {running.about.version}: {held}", options)
        host = urlsplit(running.url).hostname or ""
        if not ip_address(host.partition("%")[0]).is_loopback:
            say("citygraph: other machines may ask it too, and nothing is encrypted", options)
        print(running.url, flush=True)

    with _log(options) as log:
        ended_by = serve(opening, host=options.host, port=options.port, log=log, ready=ready)
    _say_at_last("citygraph: ended", options)
    return _INTERRUPTED if ended_by == signal.SIGINT else 0


def _opening(options: Namespace) -> Opening:
    from citygraph.graph.deadline import seconds
    from citygraph.service.limits import Limits, usual_workers
    from citygraph.service.workshop import Opening

    given = {
        "seconds": options.timeout,
        "patience": None if options.patience is None else seconds(options.patience),
        "rows": options.max_rows,
        "size": options.max_bytes,
        "memory": options.max_memory,
        "waiting": options.max_waiting,
        "workers": usual_workers() if options.workers is None else options.workers,
    }
    for option, name in (
        *(("max-rows", "rows"), ("max-bytes", "size"), ("max-memory", "memory")),
        *(("max-waiting", "waiting"), ("workers", "workers")),
    ):
        if (number := given[name]) is not None and number < 1:
            raise InputError(f"--{option} {number}: expected a number from 1 on")
    limits = Limits(**{name: value for name, value in given.items() if value is not None})
    remote = options.endpoint is not None
    return Opening(
        data=tuple(options.data),
        files=() if remote else tuple(_pair(each) for each in options.graph),
        endpoint=options.endpoint,
        credentials=credentials_of(options) if remote else None,
        graphs=tuple(options.graph) if remote else (),
        limits=limits,
    )


def _pair(text: str) -> tuple[str, str]:
    """Read FILE=IRI, of which the file may have an equals sign in its name, and so may the IRI."""
    from pyoxigraph import NamedNode

    if not (found := _PAIR.fullmatch(text)):
        raise InputError(f"--graph {text}: expected FILE=IRI, as in  a.ttl=https://example.org/a")
    try:
        return found[1], NamedNode(found[2]).value
    except ValueError as error:
        raise InputError(f"--graph {text}: '{found[2]}' is no IRI: {error}") from None


def _log(options: Namespace) -> AbstractContextManager[RawIOBase | None]:
    if options.log is not None:
        try:
            return Path(options.log).open("ab", buffering=0)
        except OSError as error:
            raise InputError(f"--log {options.log}: {error.strerror}") from error
    if options.quiet or sys.stderr is None:
        return nullcontext()
    return _unbuffered_stderr()


def _unbuffered_stderr() -> RawIOBase:
    """Open stderr once more; Python's own has a lock that is held while nobody reads."""
    return FileIO(sys.stderr.fileno(), "wb", closefd=False)


def _say_at_last(words: str, options: Namespace) -> None:
    """Say something on stderr, but do not stay because nobody reads there."""
    from citygraph.service.access_log import AccessLog

    if not options.quiet and sys.stderr is not None:
        with _unbuffered_stderr() as file:
            last = AccessLog(file)
            last.say(words)
            last.close()
