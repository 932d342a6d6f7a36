"""The verbs of the command line, in the order in which `--help` lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from citygraph.cli import (
    claims,
    completion,
    diff,
    doctor,
    draw,
    export,
    find,
    frontend,
    link,
    push,
    query,
    serve,
    show,
    site,
    trace,
    validate,
)

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


class Verb(Protocol):
    """What a module of this folder offers to be a verb.

    Attributes:
        NAME: the word on the command line.
        SUMMARY: what it does, in a line.
        HELP: what `--help` says below the options: the examples.

    One that has `REMOTE = True` too takes `--endpoint`, and opens it with `opening.open_store`.
    """

    NAME: str
    SUMMARY: str
    HELP: str

    def configure(self, parser: ArgumentParser) -> None:
        """Add the verb's own arguments."""
        ...

    def run(self, options: Namespace) -> int:
        """Do it, and return the exit code."""
        ...


VERBS: tuple[Verb, ...] = (
    *(query, show, find, trace, validate, export, push, link, serve, site, draw, diff),
    *(doctor, claims, frontend, completion),
)
