"""Where names lead: what was asked and leads nowhere is not what could not be asked about."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from citygraph.linking.asking import Whereabouts
from citygraph.linking.batches import Batch
from citygraph.linking.redirects import Found, follow

FAILED = "https://example.org/sparql: redirects to itself"
"""A fault of the server, which speaks of a redirect as well."""


class Here:
    """A service that knows where names lead, and fails for some: it asks and it batches."""

    def __init__(self, known: dict[str, tuple[str, ...]], failing: tuple[str, ...]) -> None:
        self._known = known
        self._failing = failing

    def whereabouts(self, items: Sequence[str]) -> dict[str, Whereabouts]:
        return {
            item: Whereabouts(frozenset(self._known.get(item, ())), known=item in self._known)
            for item in items
        }

    def run(
        self, _: str, items: Sequence[str], ask: Callable[[Sequence[str]], Any]
    ) -> Iterator[Batch[str, Any]]:
        fine = tuple(item for item in items if item not in self._failing)
        if fine:
            yield Batch(fine, ask(fine), None)
        for item in items:
            if item in self._failing:
                yield Batch((item,), None, FAILED)


def found(known: dict[str, tuple[str, ...]], *failing: str) -> Found:
    service: Any = Here(known, failing)
    return follow(["a"], service, service)["a"]


def test_a_name_leads_to_itself_or_to_another() -> None:
    assert found({"a": ()}) == Found("a", "a")
    assert found({"a": ("b",), "b": ("c",), "c": ()}) == Found("a", "c", ("a", "b"))
    assert found({}) == Found("a", None, gone=True)
    assert found({"a": ("b",)}) == Found("a", None, ("a",), gone=True)


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({"a": ("a",)}, "a redirects in a circle"),
        ({"a": ("b",), "b": ("a",)}, "a redirects in a circle"),
        ({"a": ("b", "c")}, "a redirects to several items"),
        (
            {chr(n): (chr(n + 1),) for n in range(ord("a"), ord("z"))},
            "a is redirected more than 8 times",
        ),
    ],
)
def test_redirects_that_lead_nowhere_are_broken(
    known: dict[str, tuple[str, ...]], why: str
) -> None:
    here = found(known)
    assert (here.iri, here.gone, here.broken, here.why) == (None, False, True, why)


@pytest.mark.parametrize(("known", "failing"), [({}, "a"), ({"a": ("b",)}, "b")])
def test_what_could_not_be_asked_about_is_neither_broken_nor_gone(
    known: dict[str, tuple[str, ...]], failing: str
) -> None:
    here = found(known, failing)
    assert (here.iri, here.gone, here.broken, here.why) == (None, False, False, FAILED)
