"""Whether the installation has all its files, and whether they are as they were published."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from citygraph import formats
from citygraph.doctor.model import Check
from citygraph.errors import CitygraphError
from citygraph.exports import FILES, select
from citygraph.exports.description import DATASET
from citygraph.graph import CityGraph
from citygraph.graph.written import read_written
from citygraph.home import open_home
from citygraph.linking import linked_cities, make_links
from citygraph.questions import catalogue
from citygraph.questions.binding import declare_prefixes
from citygraph.vocabulary import city_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from citygraph.home import Home

_CHECKSUM = f"{DATASET}#nq-sha256"
_VALUE = "http://spdx.org/rdf/terms#checksumValue"


def domain_files() -> Iterator[Check]:
    """Read every file of the installation, and verify those whose digest is published."""
    try:
        home = open_home()
    except CitygraphError as error:
        yield Check("files", "citygraph", "fault", "incomplete", {"reason": error})
        return
    yield _parsed("ontology", (*home.ontology, home.alignments))
    yield _parsed("shapes", home.shapes)
    yield _parsed("data", home.data)
    yield _questions(home)
    yield from _links(home)
    if home.description.is_file():
        yield _digests(home)


def _parsed(name: str, paths: tuple[Path, ...]) -> Check:
    if not paths:
        return Check("files", name, "fault", "no-files")
    try:
        triples = sum(1 for path in paths for _ in read_written(path))
    except CitygraphError as error:
        return Check("files", name, "fault", "incomplete", {"reason": error})
    return Check("files", name, "ok", "parsed", {"files": len(paths), "triples": triples})


def _questions(home: Home) -> Check:
    """Read each question's header and let the engine parse its query."""
    import pyoxigraph as ox

    try:
        found = catalogue(home.queries)
        stems = tuple(formats.stem(path) for path in home.data)
        engine, prefixes = ox.Store(), city_prefixes(stems)
        for each in found:
            engine.query(declare_prefixes(each.text, prefixes))
    except (CitygraphError, SyntaxError) as error:
        return Check("files", "questions", "fault", "incomplete", {"reason": error})
    if not found:
        return Check("files", "questions", "fault", "no-files")
    return Check("files", "questions", "ok", "questions-parse", {"count": len(found)})


def _links(home: Home) -> Iterator[Check]:
    """Make the links of the mapping tables, and compare them with those in the data."""
    try:
        if not any(city.mappings.is_file() for city in linked_cities(home)):
            return
        made = make_links(home)
    except CitygraphError as error:
        yield Check("files", "links", "fault", "incomplete", {"reason": error})
        return
    stale = [each.path.name for each in made if not each.current]
    if stale:
        yield Check("files", "links", "hint", "links-stale", {"files": ", ".join(stale)})
        return
    places = {"rows": sum(each.rows for each in made), "links": sum(each.links for each in made)}
    yield Check("files", "links", "ok", "links-made", places)


def _digests(home: Home) -> Check:
    """Write the data as N-Quads, and compare the digest with the one that was published."""
    try:
        published = next(
            str(getattr(triple.object, "value", ""))
            for triple in read_written(home.description)
            if str(getattr(triple.subject, "value", "")) == _CHECKSUM
            and triple.predicate.value == _VALUE
        )
        hashed = sha256()
        for piece in FILES["nq"](select(CityGraph.load(home=home))):
            hashed.update(piece)
    except StopIteration:
        return Check("files", "digest", "fault", "no-digest")
    except CitygraphError as error:
        return Check("files", "digest", "fault", "incomplete", {"reason": error})
    places = {"published": published.lower(), "found": hashed.hexdigest()}
    if places["found"] != places["published"]:
        return Check("files", "digest", "hint", "digest-differs", places)
    return Check("files", "digest", "ok", "digest-matches", places)
