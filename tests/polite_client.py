"""A pytest plugin: a polite client in front of the server that does wrong."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from citygraph.linking.cache import Cache
from citygraph.linking.polite import Polite
from citygraph.linking.wikibase import Limits
from tests.faulty_server import Act, FaultyServer, reply

QUERY = "SELECT ?n { VALUES ?n { 1 } }"


def rows_of(*values: str, name: str = "n") -> bytes:
    bindings = [{name: {"type": "literal", "value": value}} for value in values]
    return json.dumps({"head": {"vars": [name]}, "results": {"bindings": bindings}}).encode()


ONE = reply(rows_of("1"))


class Resting:
    """Notes how long a client would have waited, and waits no time."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)


@pytest.fixture
def resting() -> Resting:
    return Resting()


Opening = Callable[..., Polite]


@pytest.fixture
def client(faulty_server: FaultyServer, resting: Resting, tmp_path: Path) -> Opening:
    def opened(*acts: Act, **given: object) -> Polite:
        limits = {name: given.pop(name) for name in Limits._fields if name in given}
        return Polite(
            faulty_server.play(*acts or (ONE,)),
            **{
                "contact": "nobody@example.org",
                "limits": Limits(**{"pause": 0, "timeout": 5, **limits}),  # type: ignore[arg-type]
                "cache": Cache(tmp_path / "cache"),
                "rest": resting,
                **given,
            },
        )

    return opened
