"""`citygraph push`: the graph in a triple store, verified, with a receipt."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.cli.output import chosen_format, emit, say, tell
from citygraph.errors import InputError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator

    from citygraph.pushing import Receipt, Source, Target

NAME = "push"
SUMMARY = "bring the graph to a triple store, and prove that it arrived"
HELP = """\
examples:
  citygraph push http://localhost:7878 --store oxigraph
  citygraph push http://localhost:8890 --store virtuoso --auth credentials.txt
  citygraph push http://localhost:3030/cities --store fuseki --part facts --data my-city/
  citygraph push http://localhost:7878 --store oxigraph --check
  citygraph push --resume citygraph-push-localhost-20270401T093000Z.json
  citygraph push --rollback citygraph-push-localhost-20270401T093000Z.json

Each graph is compared first: what is equal is not touched. Another is sent to a staging graph, read
back and compared by digest; only then does it replace what was there, which is kept beside the
receipt. Graphs of evidence are written before graphs of facts.

kinds of store, with the address to give:
  oxigraph  http://localhost:7878                          tested on a real server
  virtuoso  http://localhost:8890                          tested on a real server
  fuseki    http://localhost:3030/DATASET                  from its documentation
  graphdb   http://localhost:7200/repositories/REPOSITORY  from its documentation
  rdf4j     http://localhost:8080/rdf4j-server/repositories/REPOSITORY
                                                           from its documentation
  stardog   http://localhost:5820/DATABASE                 from its documentation
  neptune   https://CLUSTER:8182                           from its documentation
  gsp       where any store speaks the Graph Store Protocol (the usual one)
  update    where any store takes SPARQL queries and updates

exit codes: 1 if --check finds a difference, 3 if the store failed: the message says how far each
graph is and how to go on

formats: text, json"""

_FORMATS = ("text", "json")
_DRIFTED = 1


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `push`."""
    from citygraph.exports.parts import PARTS

    parser.add_argument("url", nargs="?", metavar="URL", help="the address of the store: see below")
    parser.add_argument("--store", metavar="KIND", help="what kind of store it is (default: gsp)")
    parser.add_argument(
        "--part",
        metavar="PART",
        help=f"what is pushed: {', '.join(PARTS)}, or all, which is all but the shapes (default)",
    )
    parser.add_argument(
        "--update-url", metavar="URL", help="where it takes updates, if not where its kind does"
    )
    parser.add_argument(
        "--receipt",
        metavar="FILE",
        help="where the receipt is written (default: citygraph-push-HOST-TIME.json); graphs that "
        "are replaced are kept in a folder beside it",
    )
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "--dry-run", action="store_true", help="say what would be written, and write nothing"
    )
    instead.add_argument(
        "--check", action="store_true", help="say whether the store still holds what is here"
    )
    instead.add_argument("--resume", metavar="RECEIPT", help="go on with a push that was cut short")
    instead.add_argument(
        "--rollback", metavar="RECEIPT", help="put back what was there before a push"
    )


def run(options: Namespace) -> int:
    """Push, go on, undo or compare, and write the receipt or what differs."""
    from citygraph import pushing

    form = chosen_format(options, _FORMATS, "text")
    if options.check or options.dry_run:
        return _compare(pushing.open_source(*options.data), form, options)
    if options.rollback is not None:
        receipt = _roll_back(options)
    else:
        receipt = _push(pushing.open_source(*options.data), options)
    for line in _rewritten(receipt) if options.rollback is None else ():
        say(line, options)
    emit(_as_text(receipt) if form == "text" else _as_json(receipt), options)
    return 0


def _push(source: Source, options: Namespace) -> Receipt:
    from citygraph import pushing

    if options.resume is not None:
        receipt = _receipt(options.resume, options)
    else:
        store, part = options.store or pushing.USUAL, options.part or "all"
        pushing.find_profile(store)
        graphs = pushing.graphs_in_order(source, part, options.graph)
        path = None if options.receipt is None else Path(options.receipt)
        receipt = pushing.new_receipt(_url(options), store, graphs, path)
    with _told_if_stopped(receipt):
        pushing.push_graphs(source, pushing.Session(receipt, _target(receipt, options)))
    return receipt


def _roll_back(options: Namespace) -> Receipt:
    from citygraph import pushing

    receipt = _receipt(options.rollback, options)
    with _told_if_stopped(receipt, undoing=True):
        pushing.restore_graphs(pushing.Session(receipt, _target(receipt, options)))
    return receipt


@contextmanager
def _told_if_stopped(receipt: Receipt, *, undoing: bool = False) -> Iterator[None]:
    """Say how far each graph is if somebody presses Ctrl-C."""
    from citygraph.pushing.states import describe_states

    try:
        yield
    except KeyboardInterrupt:
        tell(describe_states(receipt, undoing=undoing))
        raise


def _receipt(path: str, options: Namespace) -> Receipt:
    """Read the receipt of an earlier push, which says all that the command line said then."""
    from citygraph import pushing

    receipt = pushing.read_receipt(path)
    for name, given in (("--part", options.part), ("--receipt", options.receipt)):
        if given is not None:
            raise InputError(f"{name}: the receipt says it already; leave it out")
    if options.graph:
        raise InputError("--graph: the receipt says it already; leave it out")
    if options.store not in (None, receipt.store):
        raise InputError(f"--store {options.store}: the receipt is of a push to {receipt.store}")
    return receipt


def _target(receipt: Receipt, options: Namespace) -> Target:
    from citygraph import pushing

    return _opened(pushing.address_of(receipt, options.url), receipt.store, options)


def _opened(url: str, store: str, options: Namespace) -> Target:
    from citygraph import pushing
    from citygraph.cli.credentials import credentials_of
    from citygraph.pushing.opening import silent

    shows = not options.quiet and sys.stderr is not None and sys.stderr.isatty()
    return pushing.open_target(
        url,
        store=store,
        update_url=options.update_url,
        credentials=credentials_of(options),
        timeout=options.timeout,
        tell=tell if shows else silent,
    )


def _url(options: Namespace) -> str:
    if options.url is None:
        raise InputError("push needs the address of a store; see  citygraph push --help")
    return str(options.url)


def _compare(source: Source, form: str, options: Namespace) -> int:
    """Say of each graph whether the store holds it, and how it differs."""
    from citygraph import pushing

    if options.receipt is not None:
        raise InputError("--receipt: nothing is written, so there is no receipt; leave it out")
    target = _opened(_url(options), options.store or pushing.USUAL, options)
    graphs = pushing.graphs_in_order(source, options.part or "all", options.graph)
    found = tuple(pushing.find_drift(source, graphs, target))
    if form == "json":
        emit(pushing.drift_as_json(found), options)
    else:
        lines = (line for each in found for line in pushing.describe_drift(each, options.dry_run))
        emit("".join(f"{line}\n" for line in lines), options)
    return _DRIFTED if options.check and not all(each.equal for each in found) else 0


def _as_text(receipt: Receipt) -> str:
    rows = (f"{each.state:<9}  {each.triples or 0:>9,}  {each.graph}" for each in receipt.graphs)
    written = f"receipt: {receipt.path}\n" if receipt.path.exists() else ""
    return "".join(f"{row}\n" for row in rows) + written


def _as_json(receipt: Receipt) -> str:
    from citygraph.pushing import as_json

    return as_json(receipt)


def _rewritten(receipt: Receipt) -> Iterable[str]:
    """List the literals that the store keeps by their value and writes its own way."""
    for record in receipt.graphs:
        for each in record.rewritten:
            yield (
                f"<{record.graph}>: the store writes {each['sent']} as {each['kept']} "
                f"({each['triples']} triples)"
            )
        if record.unlisted:
            yield f"<{record.graph}>: and {record.unlisted:,} triples more"
