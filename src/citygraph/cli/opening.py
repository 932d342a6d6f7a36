"""What a verb asks: the graph of this machine, or one behind an endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.cli.credentials import credentials_of
from citygraph.cli.output import say
from citygraph.errors import InputError

if TYPE_CHECKING:
    from argparse import Namespace

    from citygraph.endpoint import RemoteGraph
    from citygraph.graph import CityGraph
    from citygraph.home import Home


def open_store(
    options: Namespace, *files: str, home: Home | None = None
) -> CityGraph | RemoteGraph:
    """Open what the command line names: an endpoint, the user's files, or the bundled graph.

    With an endpoint, `--timeout` holds for all that the verb asks of it together.

    Args:
        options: the command line.
        files: files of the verb's own, beside those of `--data`.
        home: the domain files, if they have been found before.

    Raises:
        InputError: options that do not go together, or credentials that are none.
        DataFileError: a file cannot be used.
        RemoteError: the endpoint failed, or holds none of our graphs.
    """
    if options.endpoint is None:
        from citygraph.graph import CityGraph

        return CityGraph.load(home=home) if home else CityGraph.load(*options.data, *files)
    from citygraph.endpoint import Deadline, RemoteGraph

    if options.data or files:
        raise InputError(
            "--endpoint and files: ask one of them; load the files there with  citygraph push"
        )
    graph = RemoteGraph.open(
        options.endpoint,
        home=home,
        credentials=credentials_of(options),
        graphs=options.graph or None,
        deadline=None if options.timeout is None else Deadline(options.timeout),
    )
    if graph.without_ontology:
        say(
            "the graph of the ontology is not among those asked, so the names of its terms are "
            "missing; load it with  citygraph push",
            options,
        )
    return graph
