"""What is known when a question in the middle fails: of some items nothing, of the others all."""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import pyoxigraph as ox
import pytest

from citygraph.linking.asking import Asking, Told, Whereabouts
from citygraph.linking.batches import Batches
from citygraph.linking.cache import Cache
from citygraph.linking.candidates import find_candidates, statements_to_ask
from citygraph.linking.describing import describe
from citygraph.linking.kinds import Kind
from citygraph.linking.polite import Polite, UnusableError
from citygraph.linking.redirects import follow
from citygraph.linking.subjects import Subject
from citygraph.linking.wikibase import Limits, Wikibase
from tests.command import Run

BASE = Wikibase(
    "Made up", "urn:i/", "urn:p/", "Q[0-9]+", ("en",), {"site": ("P1",), "type": ("P2",)}
)


class Broken:
    """Answers by a table, and fails where the table has nothing."""

    def __init__(self, *broken: str, targets: dict[str, list[str]] | None = None) -> None:
        self._broken = broken
        self._targets = targets or {}

    def _fail(self, question: str, items: Sequence[object]) -> None:
        for item in items:
            if f"{question} {item}" in self._broken:
                raise UnusableError(f"no answer to {question}")

    def told(self, items: Sequence[str]) -> list[Told]:
        self._fail("told", items)
        said = (("type", "c"), ("place", "p"))
        return [Told(i, role, ox.NamedNode(f"{i}-{end}")) for i in items for role, end in said]

    def above(self, role: str, starts: Sequence[str]) -> dict[str, tuple[frozenset[str], ...]]:
        self._fail(role, starts)
        return {start: (frozenset({start}), frozenset()) for start in starts}

    def countries_of(self, places: Sequence[str]) -> dict[str, frozenset[str]]:
        self._fail("countries", places)
        return {place: frozenset({"urn:land"}) for place in places}

    def whereabouts(self, items: Sequence[str]) -> dict[str, Whereabouts]:
        self._fail("whereabouts", items)
        return {i: Whereabouts(frozenset(self._targets.get(i, ())), known=True) for i in items}

    def named(self, names: Sequence[ox.Literal]) -> dict[ox.Literal, frozenset[str]]:
        self._fail("named", [name.value for name in names])
        return {name: frozenset({"urn:i/Q1", "urn:other"}) for name in names}

    def stating(self, said: Sequence[tuple[str, ox.NamedNode]]) -> dict[object, frozenset[str]]:
        self._fail("stating", [value.value for _, value in said])
        return dict.fromkeys(said, frozenset({"urn:i/Q2"}))


def asking(*broken: str, targets: dict[str, list[str]] | None = None) -> Asking:
    return cast("Asking", Broken(*broken, targets=targets))


@pytest.fixture
def batches(tmp_path: Path) -> Batches:
    """Ask about one at a time."""
    cache = Cache(tmp_path)
    limits = Limits(batch=1)
    return Batches(
        Polite("http://127.0.0.1:9/", contact="", limits=limits, cache=cache, offline=True)
    )


@pytest.mark.parametrize(
    "fault",
    ["told urn:i/Q1", "above urn:i/Q1-c", "within urn:i/Q1-p", "countries urn:i/Q1-p"],
)
def test_an_item_is_described_in_full_or_not_at_all(batches: Batches, fault: str) -> None:
    items, failed = describe(["urn:i/Q1", "urn:i/Q2"], BASE, asking(fault), batches)
    assert items.keys() == {"urn:i/Q2"}
    assert failed == {"urn:i/Q1": f"no answer to {fault.split(maxsplit=1)[0]}"}
    assert items["urn:i/Q2"].countries.iris == {"urn:land"}


def test_a_text_where_a_class_should_be_says_nothing(batches: Batches) -> None:
    class Odd(Broken):
        def told(self, items: Sequence[str]) -> list[Told]:
            return [Told(item, "type", ox.Literal("a text")) for item in items]

    items, failed = describe(["urn:i/Q1"], BASE, cast("Asking", Odd()), batches)
    assert not failed
    assert not items["urn:i/Q1"].types.iris


def test_redirects_that_cannot_be_followed_say_why(batches: Batches) -> None:
    targets = {f"urn:{n}": [f"urn:{n + 1}"] for n in range(20)}
    targets |= {"urn:fork": ["urn:a", "urn:b"], "urn:x": ["urn:broken"]}
    found = follow(
        ["urn:0", "urn:fork", "urn:x", "urn:19"],
        asking("whereabouts urn:broken", targets=targets),
        batches,
    )
    assert "more than 8 times" in str(found["urn:0"].why)
    assert "several items" in str(found["urn:fork"].why)
    assert found["urn:x"].why == "no answer to whereabouts"
    assert found["urn:19"].iri == "urn:20"
    assert not any(each.gone for each in found.values())


@pytest.mark.parametrize(
    ("fault", "items"),
    [
        ("", {"urn:i/Q1", "urn:i/Q2"}),
        ("named Robot", {"urn:i/Q2"}),
        ("stating https://a.example", {"urn:i/Q1", "urn:i/Q2"}),
    ],
)
def test_what_could_not_be_asked_is_said_of_the_thing(
    batches: Batches, fault: str, items: set[str]
) -> None:
    subject = Subject(
        "urn:s",
        Kind(),
        frozenset({("en", "Robot"), ("fr", "robot")}),
        sites=frozenset({"https://a.example"}),
    )
    found = find_candidates([subject], BASE, asking(fault), batches)
    assert found.items == {"urn:s": items}
    assert bool(fault) == ("urn:s" in found.failed)


def test_what_is_no_address_of_a_page_is_not_asked_for() -> None:
    sites = frozenset({"https://a.example", "mailto:a@b.example", "https://", "https://a b/"})
    subject = Subject("urn:s", Kind(), frozenset({("en", "Robot")}), sites=sites)
    asked = {value.value for _, value in statements_to_ask(subject, BASE)}
    assert asked == {f"http{s}://a.example{end}" for s in ("", "s") for end in ("", "/")}


def test_an_option_of_another_job_is_refused(run: Run) -> None:
    done = run("link", "make", "--refresh")
    assert done.code == 2
    assert "--refresh is an option of  citygraph link propose" in done.err
