"""`citygraph link`: links to other collections, job by job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from citygraph.cli import link_check, link_export, link_make, link_propose, link_review
from citygraph.errors import InputError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _ArgumentGroup


class Job(Protocol):
    """What a module of this folder offers to be a job of `citygraph link`.

    Attributes:
        NAME: the word on the command line.
        SUMMARY: what it does, in a line.
        EXAMPLES: command lines, for `--help`.
        NOTES: what `--help` says of it below the examples.
        OPTIONS: the names of its own options, as they stand in the namespace; each is `None` or
            false unless it is given.
    """

    NAME: str
    SUMMARY: str
    EXAMPLES: str
    NOTES: str
    OPTIONS: tuple[str, ...]

    def configure(self, group: _ArgumentGroup) -> None:
        """Add the job's own options; one that another job has too is added by the first."""
        ...

    def run(self, options: Namespace) -> int:
        """Do it, and return the exit code."""
        ...


JOBS: tuple[Job, ...] = (link_propose, link_review, link_check, link_make, link_export)

NAME = "link"
SUMMARY = "link the graph's things to items of other collections, such as Wikidata"
HELP = "\n\n".join(
    (
        "jobs:\n" + "\n".join(f"  {job.NAME:<8}  {job.SUMMARY}" for job in JOBS),
        "examples:\n" + "\n".join(job.EXAMPLES for job in JOBS),
        *(job.NOTES for job in JOBS),
    )
)


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `link`: the job, and the options of each."""
    names = [job.NAME for job in JOBS]
    parser.add_argument("job", choices=names, metavar="JOB", help="one of " + ", ".join(names))
    for job in JOBS:
        job.configure(parser.add_argument_group(f"options of link {job.NAME}"))


def run(options: Namespace) -> int:
    """Do the job."""
    chosen = next(job for job in JOBS if options.job == job.NAME)
    for job in JOBS:
        for name in set(job.OPTIONS) - set(chosen.OPTIONS):
            if getattr(options, name):
                raise InputError(
                    f"--{name.replace('_', '-')} is an option of  citygraph link {job.NAME}, not "
                    f"of {chosen.NAME}; leave it out"
                )
    return chosen.run(options)
