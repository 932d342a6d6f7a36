"""What pages cost: a number of queries that depends on their kind, not on how much they show."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pyoxigraph as ox
import pytest

from citygraph.graph import CityGraph
from citygraph.graph.written import read_written
from citygraph.home import open_home
from citygraph.pages import Offers, Pages
from citygraph.pages.kinds import KINDS as PAGE_KINDS
from citygraph.vocabulary import LANGUAGES, ONTOLOGY, PREFIXES, THINGS, VOCABULARY
from tests.counted_store import Counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from citygraph.answers.model import Term

BundledPages = tuple[Pages, Counted]

CITY = f"{THINGS}tokyo/tokyo"
RDF = PREFIXES["rdf"]
NAMES = ("tokyo.ttl", "tokyo.evidence.ttl", "sources.ttl")
NOT_OF_DATA = frozenset({"search", "sparql", "questions/index"})
"""Pages that show nothing of the data, unless they are asked."""
KINDS = (  # every kind of page, and those that show most
    "index",
    "search",
    "search?text=o",
    "id/tokyo/goal-safe-city",
    "id/tokyo/smart-tokyo-strategy",
    "id/tokyo/budget-fy2020",
    "id/tokyo/claim-67411d45d7592fc7",
    "id/tokyo/tokyo",
    "voc/robots",
    "id/sources/scir2022-tokyo",
    "graph/tokyo",
    "graph/tokyo.evidence",
    "evidence/id/tokyo/promotion-fund",
    "evidence/id/tokyo/tokyo",
    "evidence/voc/robots",
    "questions/index",
    "questions/what-contributes-to-goal",
    "questions/what-is-budgeted-for-each-fiscal-year",
    "sparql",
    "ns",
    "schemes",
    "downloads",
)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("local", "most"),
    [
        ("index", 4),
        ("search", 0),
        ("id/tokyo/goal-safe-city", 4),
        ("id/tokyo/smart-tokyo-strategy", 4),
        ("id/date-2020-02", 4),
        ("voc/stated", 4),  # hundreds of claims refer to it
        ("id/sources/scir2022-tokyo", 4),
        ("graph/tokyo.evidence", 6),
        ("id/tokyo/tokyo", 18),
        ("evidence/id/tokyo/promotion-fund", 6),
        ("evidence/id/tokyo/tokyo", 6),
        ("evidence/voc/robots", 6),
    ],
)
def test_a_page_costs_a_fixed_number_of_queries_however_much_it_shows(
    bundled_pages: BundledPages, local: str, most: int, lang: str
) -> None:
    pages, store = bundled_pages
    before = store.count
    assert pages.render(f"/{lang}/{local}.html").language == lang
    assert store.count - before <= most


def test_a_search_costs_two_queries(bundled_pages: BundledPages) -> None:
    pages, store = bundled_pages
    before = store.count
    pages.render("/en/search.html", {"text": "o"})
    assert store.count - before == 2


# --- twice as much -----------------------------------------------------------------------------


def again(term: Term, known: Collection[ox.NamedNode]) -> Iterator[Term]:
    """Give a term and, if it is a thing of ours other than the city, its double."""
    yield term
    if isinstance(term, ox.NamedNode) and term in known:
        yield ox.NamedNode(f"{term.value}-again")


def doubled(triples: Iterable[ox.Triple], known: Collection[ox.NamedNode]) -> Iterator[ox.Triple]:
    """Give all triples of things and of their doubles, each with each."""
    for one in triples:
        for subject in again(one.subject, known):
            for value in again(one.object, known):
                yield ox.Triple(subject, one.predicate, value)  # type: ignore[arg-type]


def claimed_twice(
    triples: Iterable[ox.Triple], known: Collection[ox.NamedNode]
) -> Iterator[ox.Triple]:
    """Give all claims, and once more each of them about the doubles of its two ends in turn."""
    for one in triples:
        yield one
        for name, turned in (("again", "subject"), ("once-more", "object")):
            double = ox.NamedNode(f"{one.subject.value}-{name}")  # type: ignore[union-attr]
            value = one.object
            if one.predicate.value == RDF + turned:
                *_, value = again(value, known)
            yield ox.Triple(double, one.predicate, value)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[BundledPages, BundledPages]:
    """The pages of Tokyo, and of a Tokyo that has everything twice."""
    home = open_home()
    files = {name: list(read_written(home.root / "data" / name)) for name in NAMES}
    words = [triple for path in home.ontology for triple in read_written(path)]
    subjects = {one.subject for name in ("tokyo.ttl", "sources.ttl") for one in files[name]}
    known = {
        each
        for each in subjects | {one.subject for one in words}
        if isinstance(each, ox.NamedNode)
        and each.value.startswith((THINGS, VOCABULARY, ONTOLOGY))
        and each.value != CITY
    }
    twice = {
        "tokyo.ttl": [*doubled(files["tokyo.ttl"], known), *doubled(words, known)],
        "tokyo.evidence.ttl": claimed_twice(files["tokyo.evidence.ttl"], known),
        "sources.ttl": doubled(files["sources.ttl"], known),
    }
    once, more = (loaded(each, tmp_path_factory.mktemp("tokyo")) for each in (files, twice))
    return once, more


def loaded(files: Mapping[str, Iterable[ox.Triple]], folder: Path) -> BundledPages:
    """Write some files, load them, and give their pages, with their queries counted."""
    for name, triples in files.items():
        ox.serialize(triples, output=str(folder / name), format=ox.RdfFormat.TURTLE)
    graph = CityGraph.load(folder)
    store = Counted(graph)
    return Pages(store, graph.home, Offers(editor=True)), store


@pytest.mark.parametrize("local", KINDS)
def test_a_page_of_twice_as_much_costs_the_same(
    both: tuple[BundledPages, BundledPages], local: str
) -> None:
    name, _, query = local.partition("?")
    costs, sizes = [], []
    for pages, store in both:
        before = store.count
        html = pages.render(f"/ko/{name}.html", dict(parse_qsl(query))).html
        costs.append(store.count - before)
        sizes.append(len(html))
    assert costs[0] == costs[1]
    assert (sizes[0] < sizes[1]) is (local not in NOT_OF_DATA)


def test_every_kind_of_page_is_among_those_of_twice_as_much() -> None:
    covering = {
        next(kind for kind in PAGE_KINDS if kind.covers(local.partition("?")[0])) for local in KINDS
    }
    assert covering == set(PAGE_KINDS)
