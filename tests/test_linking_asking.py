"""Odd answers: what is no item says nothing, and what was not asked for is refused."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from citygraph.home import find_root, open_home
from citygraph.linking.asking import Asking, Told, Whereabouts
from citygraph.linking.grounds import rows_behind
from citygraph.linking.polite import UnusableError
from citygraph.linking.wikibase import read_wikibase
from tests.faulty_server import Act, FaultyServer
from tests.harbour import CITY, THEIRS
from tests.sparql_answers import asking, rows

ITEM, OTHER = THEIRS + "1", THEIRS + "2"
NAME = ox.Literal("x", language="en")
PAGE = ("P856", ox.NamedNode("https://a.example/"))
HAS_PAGE = {"property": "http://www.wikidata.org/prop/direct/P856", "value": PAGE[1].value}


Opening = Callable[[Act], Asking]


@pytest.fixture
def answering(faulty_server: FaultyServer, tmp_path: Path) -> Opening:
    """Give somebody who asks a service that answers so."""
    wikibase = read_wikibase(find_root() / "mappings" / "wikidata.toml")
    return lambda act: asking(faulty_server.play(act), wikibase, tmp_path)


@pytest.mark.parametrize(
    ("act", "question", "expected"),
    [
        (
            rows({**HAS_PAGE, "item": "_:b"}, {**HAS_PAGE, "item": ITEM}),
            lambda to: to.stating([PAGE]),
            {PAGE: {ITEM}},
        ),
        (
            rows({"item": ITEM, "target": "_:b", "statements": '"0'}),
            lambda to: to.whereabouts([ITEM]),
            {ITEM: Whereabouts(frozenset(), known=False)},
        ),
        (
            rows({"item": ITEM, "role": '"type', "value": "_:b"}, head=("item", "role", "value")),
            lambda to: to.told([ITEM]),
            [],
        ),
        (
            rows({"item": ITEM, "role": '"type', "value": OTHER}),
            lambda to: to.told([ITEM]),
            [Told(ITEM, "type", ox.NamedNode(OTHER))],
        ),
        (
            rows({"start": ITEM, "up": "_:b", "label": "_:c"}),
            lambda to: to.above("above", [ITEM]),
            {ITEM: (set(), set())},
        ),
        (
            rows({"place": ITEM, "country": "_:b"}),
            lambda to: to.countries_of([ITEM]),
            {ITEM: set()},
        ),
    ],
)
def test_a_blank_node_says_nothing(
    answering: Opening, act: Act, question: Callable[[Asking], object], expected: object
) -> None:
    """Wikibase writes a value that is not known so; it is no failure, and no item."""
    assert question(answering(act)) == expected


@pytest.mark.parametrize(
    "act",
    [
        rows({"item": OTHER, "role": '"type', "value": ITEM}),
        rows({"item": "_:b", "role": '"type', "value": ITEM}),
        rows({"item": ITEM, "role": OTHER, "value": ITEM}),
    ],
    ids=["another item", "no item", "no role"],
)
def test_what_is_told_of_something_else_is_refused(
    answering: Opening, faulty_server: FaultyServer, act: Act
) -> None:
    with pytest.raises(UnusableError) as error:
        answering(act).told([ITEM])
    assert str(error.value) == (
        f"{faulty_server.url}: the answer does not speak of what was asked, or not of all of it"
    )


def test_a_city_that_keeps_no_table_has_no_rows_behind_its_links() -> None:
    """Its links, if it has any, were not made from one."""
    assert rows_behind(open_home(str(CITY))) == {}
    assert rows_behind(open_home())
