"""What the columns of the tables must hold, found out before any row is written."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Generic, TypeVar

from citygraph.exports.native_types import native_types

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from citygraph.exports.sorted_triples import Key, Subject

Group = TypeVar("Group", str, tuple[str, ...])
"""What makes things share a table: a class, or several."""

_SEPARATOR = "|"
_NUMBERED = re.compile(r"<([0-9]+)>")


class Use:
    """How one column is used.

    Attributes:
        several: whether any row has more than one value.
        native: the native types that hold every value.
    """

    def __init__(self) -> None:
        self.several = False
        self.native: frozenset[str] | None = None
        self._inside: set[str] = set()

    def add(self, key: Key, texts: Sequence[str]) -> None:
        """Take note of the values of one row."""
        self.several = self.several or len(texts) > 1
        for text in texts:
            if self.native is None or self.native:
                found = native_types(key.kind, text)
                self.native = found if self.native is None else self.native & found
            if _SEPARATOR in text:
                self._inside.add(_SEPARATOR)
            self._inside.update(_NUMBERED.findall(text))

    def separator(self) -> str:
        """Choose what stands between several values: `|`, else `<1>` or a higher number.

        No value contains it, and no two values side by side look as if they did: it cannot overlap
        with itself, as it begins with what it never ends with.

        >>> use = Use()
        >>> use.separator()
        '|'
        >>> from citygraph.exports.sorted_triples import Key
        >>> use.add(Key("https://example.org/p", "@en"), ["a|b", "c<1>"])
        >>> use.separator()
        '<2>'
        """
        if _SEPARATOR not in self._inside:
            return _SEPARATOR
        number = 1
        while str(number) in self._inside:
            number += 1
        return f"<{number}>"


class Survey(Generic[Group]):
    """The rows and columns of each table.

    Attributes:
        rows: the number of things in each group.
        uses: how each column of each group is used.
    """

    def __init__(
        self,
        subjects: Iterable[Subject],
        groups: Callable[[Subject], Iterable[Group]],
        carried: Callable[[Key, str], bool] = lambda _key, _text: True,
    ) -> None:
        """Read all things once.

        Args:
            subjects: the things.
            groups: the groups that a thing belongs to.
            carried: whether a column can hold a value at all.
        """
        self.rows: Counter[Group] = Counter()
        self.uses: dict[Group, dict[Key, Use]] = {}
        for subject in subjects:
            for group in groups(subject):
                self.rows[group] += 1
                columns = self.uses.setdefault(group, {})
                for key, texts in subject.values.items():
                    held = [text for text in texts if carried(key, text)]
                    if held:
                        columns.setdefault(key, Use()).add(key, held)
