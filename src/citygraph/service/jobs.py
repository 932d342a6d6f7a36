"""The jobs that workers do, each by its name: the one place where they are registered.

A room of the server that needs the graph offers a function that takes the `Workshop` and gives its
jobs by name. It is called once, before the workers are forked, so whatever it prepares (templates,
catalogues, caches that do not grow) is there in each worker at no cost. A job takes the arguments
of an `Errand` and gives a `Reply`; a `CitygraphError` that it raises becomes a problem document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import citygraph.service.sparql_jobs as sparql
from citygraph.service import documents, page_jobs, reconciliation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from citygraph.service.exchanges import Reply
    from citygraph.service.workshop import Workshop

    Job: TypeAlias = Callable[[Mapping[str, Any]], Reply]
    Room: TypeAlias = Callable[[Workshop], Mapping[str, Job]]


ROOMS: tuple[Room, ...] = (sparql.jobs, documents.jobs, reconciliation.jobs, page_jobs.jobs)
"""Who offers jobs."""


def all_jobs(workshop: Workshop) -> dict[str, Job]:
    """Prepare every job, by its name."""
    return {name: job for room in ROOMS for name, job in room(workshop).items()}
