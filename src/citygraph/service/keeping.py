"""Answers that are kept or shared: what was made for a page or a picture is not made again.

Only what has an entity tag before it is made is kept: it follows from the data that are served,
which do not change, and from the errand. What was asked longest ago goes first.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter, OrderedDict
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from citygraph.service.exchanges import Errand, Reply

Doing: TypeAlias = "asyncio.Future[Reply]"
_MEBIBYTE = 1024**2


class Kept:
    """Answers by the errands that they are of.

    Args:
        size: how many bytes of bodies are kept; no single one that is more than a quarter of it.
    """

    def __init__(self, size: int = 64 * _MEBIBYTE) -> None:
        self._size = size
        self._left = size
        self._replies: OrderedDict[str, Reply] = OrderedDict()

    def find(self, errand: Errand) -> Reply | None:
        """Give the answer to an errand that was done before.

        >>> from citygraph.service.exchanges import Errand, Reply
        >>> kept, errand = Kept(), Errand("page", {"path": "/en/index.html", "tag": '"1"'})
        >>> kept.keep(errand, Reply(200, (), b"hello"))
        >>> kept.find(errand).body, kept.find(Errand("page", {"path": "/", "tag": '"2"'}))
        (b'hello', None)
        """
        name = _name(errand)
        if name is None or name not in self._replies:
            return None
        self._replies.move_to_end(name)
        return self._replies[name]

    def keep(self, errand: Errand, reply: Reply) -> None:
        """Keep an answer, if it is one that may be given again."""
        name, size = _name(errand), len(reply.body)
        if name is None or reply.status != HTTPStatus.OK or size > self._size // 4:
            return
        if name in self._replies:
            self._left += len(self._replies.pop(name).body)
        while self._left < size:
            _, oldest = self._replies.popitem(last=False)
            self._left += len(oldest.body)
        self._replies[name] = reply
        self._left -= size


class Shared:
    """Errands that are being done: whoever wants the same waits for the same.

    Args:
        run: does an errand for a client.
    """

    def __init__(self, run: Callable[[Errand, str], Coroutine[None, None, Reply]]) -> None:
        self._run = run
        self._named: dict[str, Doing] = {}
        self._waiting: Counter[Doing] = Counter()

    def join(self, errand: Errand, client: str = "") -> Doing:
        """Have an errand done, or wait with others for one that is; `leave` it in the end."""
        name = _name(errand)
        doing = self._named.get(name) if name else None
        if doing is None:
            doing = asyncio.ensure_future(self._run(errand, client))
            if name:
                self._named[name] = doing
        self._waiting[doing] += 1
        return doing

    def leave(self, errand: Errand, doing: Doing) -> None:
        """Wait no longer; what nobody waits for is given up."""
        self._waiting[doing] -= 1
        if self._waiting[doing]:
            return
        del self._waiting[doing]
        doing.cancel()
        name = _name(errand)
        if name and self._named.get(name) is doing:
            del self._named[name]


def _name(errand: Errand) -> str | None:
    """Name an errand by all that its answer depends on; `None` if that may be something else."""
    asked = dict(errand.arguments)
    known = asked.pop("known", None)
    if not asked.get("tag") or (known or "").strip() == "*":
        return None
    return json.dumps([errand.job, asked], sort_keys=True)
