"""Many small questions as few large ones, which become smaller where they are too large."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Generic, TypeVar

from citygraph.linking.polite import StoppedError, TooMuchError, UnusableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from citygraph.linking.polite import Polite

T = TypeVar("T")
R = TypeVar("R")
NAMES = "names"
_NAMES_PER_ITEM = 8
"""A name in a query costs less than an item of which everything is asked."""
_MOST_FAILURES = 3
"""After so many failures in a row a service is left alone."""


class Batches:
    """How much is asked of one service at once; what worked is remembered beside the cache.

    Args:
        service: the service.
    """

    def __init__(self, service: Polite) -> None:
        self._service = service
        self._sizes = service.cache.sizes(service.url)
        self._failures = 0
        self._worked: dict[str, int] = {}

    def size(self, kind: str) -> int:
        """Say how many are asked at once.

        Args:
            kind: what is asked about them; each has a size of its own.
        """
        most = self._service.limits.batch * (_NAMES_PER_ITEM if kind == NAMES else 1)
        return min(self._sizes.get(kind, most), most)

    def run(
        self, kind: str, items: Iterable[T], ask: Callable[[Sequence[T]], R]
    ) -> Iterator[Batch[T, R]]:
        """Ask about items, some at a time; a batch that is too much is asked again in halves.

        Args:
            kind: what is asked about them.
            items: what is asked about.
            ask: asks about some of them.

        Raises:
            StoppedError: the service wants no more of us, the budget is spent, or it has failed
                again and again.
        """
        left = deque(items)
        while left:
            batch = [left.popleft() for _ in range(min(self.size(kind), len(left)))]
            try:
                answer = ask(batch)
            except TooMuchError as error:
                if len(batch) > 1:
                    left.extendleft(reversed(batch))
                    self._sizes[kind] = len(batch) // 2
                    continue
                if kind in self._worked:  # this one is too much alone: the others need not be
                    self._sizes[kind] = self._worked[kind]
                yield self._failed(batch, error)
            except UnusableError as error:
                yield self._failed(batch, error)
            else:
                self._failures = 0
                self._worked[kind] = max(len(batch), self._worked.get(kind, 0))
                self._remember()
                yield Batch(batch, answer, None)

    def _failed(self, batch: Sequence[T], error: Exception) -> Batch[T, R]:
        self._failures += 1
        if self._failures >= _MOST_FAILURES:
            raise StoppedError(
                f"{error}; it has failed {self._failures} times in a row and is left alone: what "
                "is known is kept, run the command again later"
            ) from error
        return Batch(batch, None, str(error))

    def _remember(self) -> None:
        if self._sizes != self._service.cache.sizes(self._service.url):
            self._service.cache.remember_sizes(self._service.url, self._sizes)


class Batch(Generic[T, R]):
    """Some items, and what is known of them.

    Attributes:
        items: the items.
        answer: the answer; `None` if they were not answered.
        why: why they were not answered.
    """

    def __init__(self, items: Sequence[T], answer: R | None, why: str | None) -> None:
        self.items = tuple(items)
        self.answer = answer
        self.why = why
