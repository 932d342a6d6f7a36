"""An examination from the first check to the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.doctor.domain_files import domain_files
from citygraph.doctor.engines import engines
from citygraph.doctor.installation import installation
from citygraph.doctor.model import Check, Examination
from citygraph.doctor.surroundings import surroundings
from citygraph.errors import RemoteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from citygraph.doctor.requests import Line
    from citygraph.doctor.surroundings import Terminal
    from citygraph.endpoint import Credentials


def examine(
    endpoint: str | None = None,
    *,
    credentials: Credentials | None = None,
    timeout: float | None = None,
    terminal: Terminal | None = None,
) -> Examination:
    """Try what is installed, and an endpoint if one is named. Nothing is ever written to it.

    Args:
        endpoint: the address of a SPARQL endpoint.
        credentials: what is shown to it.
        timeout: the seconds that one request may take.
        terminal: where the command line speaks, if it does.

    Raises:
        InputError: the address is none.
        RemoteError: the endpoint cannot be reached, or is none.

    >>> examine().works
    True
    """
    checks = [*installation(), *engines(), *domain_files(), *surroundings(terminal)]
    if endpoint is None:
        return Examination(tuple(checks))
    from citygraph.doctor.requests import Line

    line = Line(endpoint, credentials, timeout)
    checks += _endpoint(line)
    return Examination(tuple(checks), line.url)


def _endpoint(line: Line) -> Iterator[Check]:
    """Probe an endpoint: that it does not answer at all is an error, all else a finding."""
    from citygraph.doctor.graph_checks import graph_checks, graphs_there
    from citygraph.doctor.protocol_probes import protocol
    from citygraph.doctor.size_probes import sizes
    from citygraph.doctor.value_probes import values
    from citygraph.home import open_home

    _reach(line)
    there = graphs_there(line)
    yield from protocol(line, there)
    yield from _guarded("values", lambda: values(line))
    if there:
        yield from _guarded("sizes", lambda: sizes(line, there))
    yield from _guarded("graphs", lambda: graph_checks(line, there, open_home()))


def _reach(line: Line) -> None:
    """Make sure that somebody is there who answers queries.

    Raises:
        RemoteError: nobody is, or what is there is no endpoint.
    """
    if line.ask("ASK {}").truth is None:
        line.door.query("ASK {}")


def _guarded(name: str, probes: Callable[[], Iterator[Check]]) -> Iterator[Check]:
    """Let probes fail: then that is what was found."""
    try:
        yield from probes()
    except RemoteError as error:
        yield Check("endpoint", name, "fault", "probe-fails", {"reason": error})
