"""The pool, with workers that are made up: who goes first, who is ended, what is told."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from citygraph.service.exchanges import About, Errand, Reply
from citygraph.service.limits import Limits
from citygraph.service.lines import HungUpError
from citygraph.service.messages import Message, take
from citygraph.service.pool import Pool
from citygraph.service.queueing import Experience, Queue, Rank, Turn
from citygraph.service.staff import Worker

LIMITS = Limits(seconds=0.5, workers=1, waiting=2)


class MadeUpLine:
    """A line to a worker that answers after so many seconds, hangs up, or never answers."""

    def __init__(self, done: list[str]) -> None:
        self.is_open = True
        self.is_answering = False
        self._done = done
        self._answer: asyncio.Future[Message] | None = None

    def ask(self, message: bytes) -> asyncio.Future[Message]:
        packed = take(bytearray(message))
        assert packed is not None
        job, arguments = packed.head
        loop = asyncio.get_running_loop()
        self._answer = answer = loop.create_future()
        if job == "hang up":
            self.is_open = False
            answer.set_exception(HungUpError())
        elif job == "work":
            loop.call_later(arguments["seconds"], self._finish, answer, arguments)
        return answer

    def _finish(self, answer: asyncio.Future[Message], arguments: dict[str, Any]) -> None:
        if not answer.done():
            self._done.append(arguments["name"])
            answer.set_result(Message([200, [], arguments.get("spent", False)], b"done"))

    def close(self) -> None:
        self.is_open = False
        if self._answer:
            self._answer.cancel()


class MadeUpStaff:
    """Hires and ends workers that are made up."""

    def __init__(self, signal_: int = 0) -> None:
        self.hired = self.ended = self.fails = 0
        self.done: list[str] = []
        self._signal = signal_

    def open(self) -> About:
        return About("0", (), 0, "")

    async def hire(self) -> Worker:
        if self.fails:
            self.fails -= 1
            raise OSError
        self.hired += 1
        return Worker(2**22 + self.hired, MadeUpLine(self.done))  # type: ignore[arg-type]

    async def end(self, worker: Worker) -> int:
        self.ended += 1
        worker.line.close()
        return self._signal

    def close(self) -> None:
        return


def work(name: str, seconds: float, **more: object) -> Errand:
    return Errand("work", {"name": name, "seconds": seconds, **more})


NEVER = Errand("never", {})


def run(
    story: Callable[[Pool, MadeUpStaff], Coroutine[Any, Any, None]],
    limits: Limits = LIMITS,
    staff: MadeUpStaff | None = None,
) -> MadeUpStaff:
    staff = staff or MadeUpStaff()

    async def told() -> None:
        pool = Pool(staff, limits)
        await pool.open()
        await story(pool, staff)
        await pool.close()

    asyncio.run(told())
    return staff


def test_what_is_done_is_given_back() -> None:
    async def story(pool: Pool, _staff: MadeUpStaff) -> None:
        assert await pool.run(work("a", 0)) == Reply(200, (), b"done")
        assert pool.load == (2, 0, 0, 0)

    assert run(story).ended == 0


def test_what_never_ends_is_ended_at_the_deadline_and_replaced() -> None:
    async def story(pool: Pool, _staff: MadeUpStaff) -> None:
        reply = await pool.run(NEVER)
        assert reply.status == 503
        assert b"no answer within 0.5 s" in reply.body
        await asyncio.sleep(0.01)
        assert pool.load == (2, 0, 0, 0)

    staff = run(story)
    assert (staff.hired, staff.ended) == (3, 1)


def test_only_so_many_are_set_apart() -> None:
    async def story(pool: Pool, _staff: MadeUpStaff) -> None:
        errands = [Errand("never", {"number": number}) for number in range(3)]
        replies = await asyncio.gather(*map(pool.run, errands))
        told = [b"the server is busy with long queries" in reply.body for reply in replies]
        assert told.count(True) == 1
        assert {reply.status for reply in replies} == {503}

    run(story, LIMITS._replace(seconds=1.0))


def test_what_is_known_to_take_long_is_not_begun_when_there_is_no_room() -> None:
    async def story(pool: Pool, staff: MadeUpStaff) -> None:
        await pool.run(NEVER)
        long = [asyncio.ensure_future(pool.run(Errand("never", {"n": n}))) for n in range(2)]
        while pool.load.long < 2:  # noqa: ASYNC110 - the pool rings no bell
            await asyncio.sleep(0.01)
        before = staff.ended
        assert (await pool.run(NEVER)).status == 503
        assert staff.ended == before
        for each in long:
            each.cancel()

    run(story, LIMITS._replace(seconds=2.0))


def test_what_is_known_to_be_quick_passes_the_others() -> None:
    async def story(pool: Pool, staff: MadeUpStaff) -> None:
        await pool.run(work("quick", 0))
        staff.done.clear()
        first = [asyncio.ensure_future(pool.run(work(name, 0.05))) for name in ("a", "b", "c")]
        await asyncio.sleep(0)
        await pool.run(work("quick", 0))
        await asyncio.gather(*first)
        assert staff.done == ["a", "quick", "b", "c"]

    run(story, LIMITS._replace(waiting=10))


def test_a_full_queue_turns_away_who_is_not_quicker() -> None:
    async def story(pool: Pool, _staff: MadeUpStaff) -> None:
        asked = [asyncio.ensure_future(pool.run(work(str(n), 0.02))) for n in range(4)]
        replies = await asyncio.gather(*asked)
        assert [reply.status for reply in replies] == [200, 200, 200, 503]
        assert b"too many requests are waiting" in replies[3].body
        assert ("retry-after", "1") in replies[3].headers

    run(story)


def test_a_full_queue_lets_a_quick_one_take_the_place_of_a_heavy_one() -> None:
    async def story(pool: Pool, _staff: MadeUpStaff) -> None:
        await pool.run(work("quick", 0))
        await pool.run(work("heavy", 0.1))
        heavy = [asyncio.ensure_future(pool.run(work("heavy", 0.1))) for _ in range(3)]
        await asyncio.sleep(0.01)
        quick = await pool.run(work("quick", 0))
        assert quick.status == 200
        assert [reply.status for reply in await asyncio.gather(*heavy)] == [200, 200, 503]

    run(story)


def test_a_client_that_fills_the_queue_gives_way_to_another() -> None:
    async def story(pool: Pool, _staff: MadeUpStaff) -> None:
        many = [
            asyncio.ensure_future(pool.run(work(str(n), 0.02), "many"))
            for n in range(LIMITS.waiting + 1)
        ]
        await asyncio.sleep(0)
        other = asyncio.ensure_future(pool.run(work("other", 0.02), "other"))
        await asyncio.sleep(0)
        assert (await pool.run(work("other, again", 0.02), "other")).status == 503
        assert (await other).status == 200
        assert [reply.status for reply in await asyncio.gather(*many)] == [200, 200, 503]

    run(story)


def test_who_goes_away_while_waiting_takes_nobody_with_them() -> None:
    async def story(pool: Pool, staff: MadeUpStaff) -> None:
        first = asyncio.ensure_future(pool.run(work("a", 0.05)))
        await asyncio.sleep(0)
        gone = asyncio.ensure_future(pool.run(work("b", 0)))
        await asyncio.sleep(0)
        gone.cancel()
        await first
        assert (await pool.run(work("c", 0))).status == 200
        assert staff.done == ["a", "c"]
        assert pool.load == (2, 0, 0, 0)

    assert run(story).ended == 0


def test_who_goes_away_while_being_served_costs_a_worker() -> None:
    async def story(pool: Pool, _staff: MadeUpStaff) -> None:
        gone = asyncio.ensure_future(pool.run(NEVER))
        await asyncio.sleep(0.01)
        gone.cancel()
        await asyncio.sleep(0.01)
        assert pool.load == (2, 0, 0, 0)

    staff = run(story)
    assert (staff.hired, staff.ended) == (3, 1)


@pytest.mark.parametrize(
    ("by", "status", "words"),
    [
        (signal.SIGABRT, 422, b"this needs more memory than a request may use here"),
        (signal.SIGKILL, 503, b"the process that worked on this was ended from outside"),
    ],
)
def test_a_worker_that_hangs_up_is_told_of(by: int, status: int, words: bytes) -> None:
    async def story(pool: Pool, _staff: MadeUpStaff) -> None:
        reply = await pool.run(Errand("hang up", {}))
        assert reply.status == status
        assert words in reply.body
        await asyncio.sleep(0)
        assert pool.load.ready == 2

    run(story, staff=MadeUpStaff(by))


def test_a_worker_that_has_taken_much_memory_is_exchanged() -> None:
    async def story(pool: Pool, _staff: MadeUpStaff) -> None:
        assert (await pool.run(work("a", 0, spent=True))).status == 200
        await asyncio.sleep(0.01)

    staff = run(story)
    assert (staff.hired, staff.ended) == (3, 1)


def test_hiring_is_tried_again() -> None:
    async def story(pool: Pool, staff: MadeUpStaff) -> None:
        staff.fails = 2
        await pool.run(work("a", 0, spent=True))
        await pool.run(work("b", 0, spent=True))
        assert (await pool.run(work("c", 0))).status == 200

    assert run(story, LIMITS._replace(seconds=5.0)).hired == 4


def test_a_queue_knows_who_is_next_and_who_gives_way() -> None:
    experience = Experience()
    experience.note(1, 0.001)
    experience.note(2, 0.5)
    experience.note(3)
    queue = Queue(experience)
    turns = [Turn(errand, None, 0.0) for errand in (3, 2, 4, 1, 2)]  # type: ignore[arg-type]
    for turn in turns:
        queue.add(turn)
    assert [experience.rank(errand) for errand in (1, 4, 2, 3)] == sorted(Rank)
    assert queue.give_way(1) is turns[0]
    assert queue.give_way(1) is turns[4]
    assert queue.give_way(2) is None
    assert [queue.next() for _ in range(3)] == [turns[3], turns[2], turns[1]]
    assert len(queue) == 0
    assert queue.give_way(1) is None


def test_among_equals_who_holds_most_gives_way_and_nobody_else() -> None:
    experience = Experience()
    experience.note(9, 0.5)
    queue = Queue(experience)
    turns = [
        Turn(number, None, 0.0, client)  # type: ignore[arg-type]
        for number, client in enumerate(("a", "b", "b", "c", "b", "a"))
    ]
    for turn in turns:
        queue.add(turn)
    assert queue.give_way(9, "d") is None
    assert queue.give_way(6, "a") is None
    assert queue.give_way(6, "c") is turns[4]
    assert queue.give_way(6, "d") is turns[5]
    assert queue.give_way(6, "d") is turns[2]
    assert queue.give_way(6, "d") is None
