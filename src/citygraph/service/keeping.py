"""Answers that are kept, so that what was made once for a page or a picture is not made again.

Only what has an entity tag before it is made is kept: it follows from the data that are served,
which do not change, and from the errand. What was asked longest ago goes first.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citygraph.service.exchanges import Errand, Reply

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


def _name(errand: Errand) -> str | None:
    """Name an errand by all that its answer depends on; `None` if that may be something else."""
    asked = dict(errand.arguments)
    known = asked.pop("known", None)
    if not asked.get("tag") or (known or "").strip() == "*":
        return None
    return json.dumps([errand.job, asked], sort_keys=True)
