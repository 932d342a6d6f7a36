"""The kinds of triple stores that can be pushed to, and what is known of each.

What is said of the stores that were not run comes from their documentation.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from citygraph.endpoint.address import checked
from citygraph.errors import InputError
from citygraph.pushing.bodies import N_TRIPLES, TURTLE

if TYPE_CHECKING:
    from collections.abc import Mapping


class Profile(NamedTuple):
    """What is known of one kind of store.

    Attributes:
        name: what `--store` calls it.
        title: what people call it.
        example: an address as it is given on the command line.
        query: what follows this address where queries are answered; `None` if nobody can ask.
        update: what follows it where SPARQL Update is taken; `None` if it is not.
        graphs: what follows it where the Graph Store Protocol is spoken; `None` if it is not.
        tested: whether this project runs it in its tests.
        rewrites: whether it is known to keep values and not the way they were written.
        atomic: what the store promises of the step by which a graph is replaced.
        note: what its users should know.
        media_type: what graphs are sent as by the Graph Store Protocol.
    """

    name: str
    title: str
    example: str
    query: str | None
    update: str | None
    graphs: str | None
    tested: bool
    rewrites: bool
    atomic: str
    note: str = ""
    media_type: str = N_TRIPLES

    @property
    def copies(self) -> bool:
        """Whether the staged graph is copied by the store, in one update."""
        return self.update is not None


class Addresses(NamedTuple):
    """Where one store is.

    Attributes:
        base: the address that was given.
        query: where queries are answered, if anywhere.
        update: where SPARQL Update is taken, if anywhere.
        graphs: where the Graph Store Protocol is spoken, if anywhere.
    """

    base: str
    query: str | None
    update: str | None
    graphs: str | None


_BY_PROTOCOL = "one update, which SPARQL 1.1 Update (section 2.2) wants to be atomic"

PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        each.name: each
        for each in (
            Profile(
                "oxigraph",
                "Oxigraph",
                "http://localhost:7878",
                "/query",
                "/update",
                "/store",
                tested=True,
                rewrites=True,
                atomic="one transaction: readers and crashes see the old graph or the new one",
            ),
            Profile(
                "virtuoso",
                "Virtuoso",
                "http://localhost:8890",
                "/sparql",
                "/sparql-auth",
                "/sparql-graph-crud-auth",
                tested=True,
                rewrites=True,
                atomic="one transaction: a crash leaves the old graph or the new one, but readers "
                "may see it half done while it runs",
                note="wants digest authentication; its PUT alone can leave an empty graph behind",
                media_type=TURTLE,
            ),
            Profile(
                "fuseki",
                "Apache Jena Fuseki",
                "http://localhost:3030/DATASET",
                "/query",
                "/update",
                "/data",
                tested=False,
                rewrites=True,
                atomic="one transaction, if its dataset is transactional (TDB2 and in memory are)",
            ),
            Profile(
                "graphdb",
                "GraphDB",
                "http://localhost:7200/repositories/REPOSITORY",
                "",
                "/statements",
                "/rdf-graphs/service",
                tested=False,
                rewrites=False,
                atomic="one transaction",
            ),
            Profile(
                "rdf4j",
                "Eclipse RDF4J",
                "http://localhost:8080/rdf4j-server/repositories/REPOSITORY",
                "",
                "/statements",
                "/rdf-graphs/service",
                tested=False,
                rewrites=False,
                atomic="one transaction",
            ),
            Profile(
                "stardog",
                "Stardog",
                "http://localhost:5820/DATABASE",
                "/query",
                "/update",
                "",
                tested=False,
                rewrites=True,
                atomic="one transaction",
            ),
            Profile(
                "neptune",
                "Amazon Neptune",
                "https://CLUSTER:8182",
                "/sparql",
                "/sparql",
                "/sparql/gsp/",
                tested=False,
                rewrites=False,
                atomic="one transaction",
                note="requests are not signed: it must allow access without IAM authentication",
            ),
            Profile(
                "gsp",
                "any store with the Graph Store Protocol",
                "https://example.org/graph-store",
                None,
                None,
                "",
                tested=True,
                rewrites=False,
                atomic="what the store's PUT promises",
                note="nothing can be counted there: whether all of a graph was given back is "
                "known from the end of the answer alone",
            ),
            Profile(
                "update",
                "any store with SPARQL Update",
                "https://example.org/sparql",
                "",
                "",
                None,
                tested=True,
                rewrites=False,
                atomic=_BY_PROTOCOL,
                note="takes no blank nodes",
            ),
        )
    }
)
"""Each kind of store, by the name that `--store` takes."""


def find_profile(name: str) -> Profile:
    """Find what is known of a kind of store.

    Raises:
        InputError: there is no such kind.

    >>> find_profile("fuseki").graphs
    '/data'
    """
    if name not in PROFILES:
        raise InputError(f"--store {name}: expected one of {', '.join(PROFILES)}")
    return PROFILES[name]


def addresses(profile: Profile, url: str, update_url: str | None = None) -> Addresses:
    """Work out where a store answers queries, takes updates and has its graphs.

    Args:
        profile: what kind of store it is.
        url: its address, as `Profile.example` shows.
        update_url: where it takes updates, if not where its kind usually does.

    Raises:
        InputError: an address is none, or the store takes no updates.

    >>> addresses(find_profile("oxigraph"), "http://localhost:7878/").graphs
    'http://localhost:7878/store'
    """
    if update_url is not None and profile.update is None:
        raise InputError(f"--update-url: --store {profile.name} sends no updates; name another")
    head, mark, parameters = checked(url).partition("?")

    def follows(end: str | None) -> str | None:
        if end is None:
            return None
        return (head.rstrip("/") if end else head) + end + mark + parameters

    update = follows(profile.update) if update_url is None else checked(update_url)
    return Addresses(url, follows(profile.query), update, follows(profile.graphs))
