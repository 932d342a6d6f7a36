"""The header of a `.rq` file: lines `#+ key: value` at its top, as grlc has them."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from citygraph.errors import InputError
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LINE = re.compile(r"#\+ ([a-z]+(?:-[a-z]+)*): *(.*)")
_MORE = re.compile(r"#\+ {2,}(.*)")
_TRANSLATED = ("summary", "description", "problem", "solution")
_KEYS = frozenset(
    {"competency", "tags", "param", "inference", *_TRANSLATED}
    | {f"{key}-{lang}" for key in _TRANSLATED for lang in LANGUAGES[1:]}
)
_REPEATED = frozenset({"param"})


def read_header(text: str, where: str) -> Mapping[str, tuple[str, ...]]:
    r"""Read the header at the top of a query.

    A line of `#+` and two blanks or more goes on with the value before it.

    Args:
        text: the whole query.
        where: its name in messages.

    Returns:
        The values of each key, in order; empty if there is no header.

    Raises:
        InputError: a line that is no `#+ key: value`, an unknown key, or a key given twice.

    >>> header = "#+ summary: Which goals the strategy\n#+   states\nSELECT * {}"
    >>> dict(read_header(header, "goals.rq"))
    {'summary': ('Which goals the strategy states',)}
    """
    values: dict[str, list[str]] = {}
    last = ""
    for number, line in _lines(text):
        if last and (more := _MORE.fullmatch(line)):
            values[last][-1] = f"{values[last][-1]} {more[1].strip()}".strip()
            continue
        read = _LINE.fullmatch(line)
        if read is None:
            raise InputError(f"{where}:{number}: expected  #+ key: value  but found  {line}")
        last = read[1]
        if last not in _KEYS:
            known = ", ".join(sorted(_KEYS))
            raise InputError(f"{where}:{number}: unknown key '{last}'; the keys are {known}")
        if last in values and last not in _REPEATED:
            raise InputError(f"{where}:{number}: '{last}' is given twice; keep one of them")
        values.setdefault(last, []).append(read[2].strip())
    return MappingProxyType({key: tuple(each) for key, each in values.items()})


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#+"):
            yield number, line.rstrip()
        elif line.strip() and not line.startswith("#"):
            return
