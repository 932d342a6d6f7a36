"""Workers on a system that cannot fork: the same answers, deadlines and endings."""

import asyncio
import os
import signal
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from citygraph.errors import InputError
from citygraph.service import serving
from citygraph.service.exchanges import Errand
from citygraph.service.limits import Limits
from citygraph.service.lone_staff import LoneStaff
from citygraph.service.pool import Pool
from citygraph.service.workshop import Opening
from tests.served import ENDLESS

LIMITS = Limits(seconds=1.0, workers=1)


def asked(text: str) -> Errand:
    arguments: dict[str, object] = {
        "query": text,
        "default": [],
        "named": [],
        "accept": None,
        "format": None,
    }
    return Errand("sparql", arguments)


def run(story: Callable[[Pool, LoneStaff], Coroutine[Any, Any, None]]) -> None:
    staff = LoneStaff(Opening(limits=LIMITS))

    async def told() -> None:
        pool = Pool(staff, LIMITS)
        await pool.open()
        try:
            await story(pool, staff)
        finally:
            await pool.close()
            staff.close()

    asyncio.run(told())
    assert staff.processes == ()


def test_it_says_what_is_served() -> None:
    about = LoneStaff(Opening()).open()
    assert about.triples
    assert "https://w3id.org/citygraph/graph/tokyo" in about.graphs
    with pytest.raises(InputError, match=r"^none\.ttl: no such file or folder"):
        LoneStaff(Opening(data=("none.ttl",))).open()


def test_a_query_is_answered_and_an_endless_one_is_ended() -> None:
    async def story(pool: Pool, _staff: LoneStaff) -> None:
        assert b'"boolean": true' in (await pool.run(asked("ASK {}"))).body
        endless = await pool.run(asked(ENDLESS))
        assert (endless.status, b"no answer within 1 s" in endless.body) == (503, True)
        assert b'"boolean": true' in (await pool.run(asked("ASK {}"))).body

    run(story)


def test_a_worker_that_is_killed_is_told_of() -> None:
    async def story(pool: Pool, staff: LoneStaff) -> None:
        asking = asyncio.ensure_future(pool.run(asked(ENDLESS)))
        while not pool.load.long:  # noqa: ASYNC110 - the pool rings no bell
            await asyncio.sleep(0.01)
        for process in staff.processes:
            os.kill(process, signal.SIGKILL)
        reply = await asking
        assert reply.status == 503

    run(story)


def test_a_system_that_cannot_fork_gets_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    assert isinstance(serving._staff(Opening()), LoneStaff)  # noqa: SLF001 - the choice itself
