"""The pool: sends errands to workers, each for its time, so that short ones never wait for long.

A worker that has not answered within a moment is set apart: it goes on with the lowest priority, up
to the deadline, and a fresh one takes its place. Only so many are set apart; beyond them, what is
not done within its moment is ended. The longer the queue, the shorter the moment, so whoever waits
is served in about a second, whatever the others ask.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from citygraph.service.exchanges import Reply
from citygraph.service.lines import HungUpError
from citygraph.service.messages import Message, packed
from citygraph.service.problems import busy, problem
from citygraph.service.queueing import Experience, Queue, Rank, Turn

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from citygraph.service.exchanges import Errand
    from citygraph.service.limits import Limits
    from citygraph.service.staff import Staff, Worker

_MOMENT = 0.25
"""The seconds that a worker has before it is set apart."""
_LONG_MOMENT = 2.0
"""The seconds for what is known to be quick, which only a machine that is too busy makes slow."""
_LEAST = 0.1
"""The seconds that a worker has however many wait: with less, a crowd would let nothing be done."""
_LOOK = 0.05
"""The seconds after which it is looked again how many wait."""
_WAIT = 0.5
"""The seconds in which everybody in the queue is to have a worker."""
_POLITENESS = 5
"""By how much the priority of a worker is lowered that is set apart."""
_PAUSE = 0.2
"""The seconds after which hiring is tried again."""


class Load(NamedTuple):
    """How much is going on.

    Attributes:
        ready: the workers that wait for work, those in reserve included.
        busy: those that are within their first moment.
        long: those that are set apart.
        waiting: the requests that wait for a worker.
    """

    ready: int
    busy: int
    long: int
    waiting: int


class Pool:
    """The workers and the queue in front of them.

    Args:
        staff: who hires and ends workers.
        limits: what a job may use, how many are done at a time and how many may wait.
    """

    def __init__(self, staff: Staff, limits: Limits) -> None:
        self._staff = staff
        self._limits = limits
        self._ready: list[Worker] = []
        self._busy = 0
        self._long = 0
        self._experience = Experience()
        self._queue = Queue(self._experience)
        self._chores: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def load(self) -> Load:
        """How much is going on now."""
        return Load(len(self._ready), self._busy, self._long, len(self._queue))

    async def open(self) -> None:
        """Hire the first workers, and as many to take the place of those that are ended.

        Raises:
            OSError: none can be had.
        """
        for _ in range(2 * self._limits.workers):
            self._ready.append(await self._staff.hire())

    async def close(self) -> None:
        """Stop hiring; who still works is ended with the staff."""
        self._closed = True
        for chore in tuple(self._chores):
            chore.cancel()
        await asyncio.gather(*self._chores, return_exceptions=True)
        for worker in self._ready:
            worker.line.close()

    async def run(self, errand: Errand, client: str = "") -> Reply:
        """Have an errand done; there is always a reply, if only that there is too much to do.

        Args:
            errand: what is to be done.
            client: for whom; when there is no room, each client has its share of the queue.
        """
        message = packed(Message([errand.job, errand.arguments]))
        while True:
            worker = await self._worker(hash(message), client)
            if isinstance(worker, Reply):
                return worker
            if worker.line.is_open:
                return await self._work(worker, message, hash(message))
            self._busy -= 1
            self._replace(worker)  # it was ended from outside while it waited

    async def _worker(self, errand: int, client: str) -> Worker | Reply:
        """Get a worker, who counts as busy from now on."""
        if self._is_too_long(errand):
            return _too_long()
        if self._ready and self._busy < self._limits.workers:
            self._busy += 1
            return self._ready.pop()
        if len(self._queue) >= self._limits.waiting:
            other = self._queue.give_way(errand, client)
            if other is None:
                return _full()
            if not other.worker.done():
                other.worker.set_result(_full())
        place = asyncio.get_running_loop().create_future()
        turn = Turn(errand, place, time.monotonic() + _WAIT, client)
        self._queue.add(turn)
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await turn.worker
        except TimeoutError:
            self._leave(turn)
            return busy(f"no worker was free within {self._limits.seconds:g} s; try again")
        except asyncio.CancelledError:
            self._leave(turn)
            raise

    def _leave(self, turn: Turn) -> None:
        self._queue.leave(turn)
        if turn.worker.done() and not turn.worker.cancelled():
            worker = turn.worker.result()
            if not isinstance(worker, Reply):
                self._busy -= 1
                self._give(worker)

    def _give(self, worker: Worker) -> None:
        self._ready.append(worker)
        self._go_on()

    def _go_on(self) -> None:
        """Hand out workers to those who wait."""
        while self._queue and self._ready and self._busy < self._limits.workers:
            turn = self._queue.next()
            if turn.worker.done():
                continue
            if self._is_too_long(turn.errand):
                turn.worker.set_result(_too_long())
                continue
            self._busy += 1
            turn.worker.set_result(self._ready.pop())

    async def _work(self, worker: Worker, message: bytes, errand: int) -> Reply:
        begin = time.monotonic()
        answer = worker.line.ask(message)
        try:
            await self._a_moment(worker, answer, errand)
            if answer.done():
                self._experience.note(errand, time.monotonic() - begin)
            else:
                self._experience.note(errand)
        except asyncio.CancelledError:
            self._replace(worker)
            raise
        finally:
            self._busy -= 1
            self._go_on()
        if answer.done():
            return await self._received(worker, answer)
        if self._long >= self._limits.longest:
            self._replace(worker)
            return _too_long()
        reply = await self._set_apart(worker, answer, begin + self._limits.seconds)
        if answer.done():
            self._experience.note(errand, time.monotonic() - begin)
        return reply

    def _is_too_long(self, errand: int) -> bool:
        """Say whether an errand is known to take long, and there is no room for one more."""
        full = self._long >= self._limits.longest
        return full and self._experience.rank(errand) is Rank.LONG

    async def _received(self, worker: Worker, answer: asyncio.Future[Message]) -> Reply:
        """Take the answer of a worker within its moment."""
        try:
            (status, headers, spent), body = answer.result()
        except HungUpError:
            self._do(self._hired())
            return _lost(await self._staff.end(worker))
        if spent:
            self._replace(worker)
        else:
            self._give(worker)
        return Reply(status, tuple((name, value) for name, value in headers), body)

    async def _set_apart(
        self, worker: Worker, answer: asyncio.Future[Message], deadline: float
    ) -> Reply:
        """Wait for a worker that takes long, while a fresh one takes its place."""
        self._long += 1
        self._do(self._hired())
        with suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, worker.process, _POLITENESS)
        try:
            await asyncio.wait((answer,), timeout=deadline - time.monotonic())
            if not answer.done():
                return problem(
                    503,
                    f"no answer within {self._limits.seconds:g} s, the time that a request may "
                    "take; ask for less, as with LIMIT or a narrower pattern",
                )
            try:
                (status, headers, _), body = answer.result()
            except HungUpError:
                return _lost(await self._staff.end(worker))
            return Reply(status, tuple((name, value) for name, value in headers), body)
        finally:
            self._long -= 1
            self._do(self._ended(worker))

    async def _a_moment(self, worker: Worker, answer: asyncio.Future[Message], errand: int) -> None:
        """Wait for an answer; what is not known to be short waits less long if others wait too."""
        passed = 0.0
        while not answer.done() and (worker.line.is_answering or passed < self._moment(errand)):
            await asyncio.wait((answer,), timeout=_LOOK)
            passed += _LOOK

    def _moment(self, errand: int) -> float:
        rank = self._experience.rank(errand)
        if rank is Rank.QUICK:  # it is the machine that is slow
            return _LONG_MOMENT
        if rank is Rank.HEAVY:
            return _MOMENT
        return min(_MOMENT, max(_LEAST, self._queue.moment(self._limits.workers)))

    def _replace(self, worker: Worker) -> None:
        self._do(self._replaced(worker))

    async def _replaced(self, worker: Worker) -> None:
        await self._hired()
        await self._ended(worker)

    async def _ended(self, worker: Worker) -> None:
        await self._staff.end(worker)

    async def _hired(self) -> None:
        while True:
            try:
                worker = await self._staff.hire()
            except OSError:
                await asyncio.sleep(_PAUSE)
            else:
                self._give(worker)
                return

    def _do(self, chore: Coroutine[None, None, None]) -> None:
        if self._closed:
            chore.close()
            return
        task = asyncio.get_running_loop().create_task(chore)
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)


def _too_long() -> Reply:
    return busy(
        "the server is busy with long queries, and this is another one; try again later, or ask "
        "for less"
    )


def _full() -> Reply:
    return busy("too many requests are waiting; try again in a moment")


def _lost(by: int) -> Reply:
    """Tell that the worker has ended before it answered."""
    if by == signal.SIGABRT:
        return problem(
            422, "this needs more memory than a request may use here; ask for less, as with LIMIT"
        )
    return busy("the process that worked on this was ended from outside; try again")
