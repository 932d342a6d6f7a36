"""The files in which all data can be had at once, by the names that they have everywhere."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from citygraph import formats
from citygraph.exports.parts import select
from citygraph.exports.registry import FILES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from citygraph.exports.parts import Exportable


def dump_name(form: str) -> str:
    """Name the file of all data in one of the formats that are one file.

    >>> dump_name("turtle"), dump_name("rdf12")
    ('citygraph.ttl', 'citygraph.rdf12.ttl')
    """
    known = formats.EXPORTS[form]
    return f"citygraph{known.suffixes[0]}" if known.suffixes else f"citygraph.{form}.ttl"


DUMPS: Mapping[str, formats.Format] = MappingProxyType(
    {dump_name(form): formats.EXPORTS[form] for form in FILES}
)
"""The format of each file, by its name."""


def dump(store: Exportable, name: str) -> Iterator[bytes]:
    """Write all data into one of the files.

    Args:
        store: what is written.
        name: a name in `DUMPS`.

    Raises:
        InputError: the syntax cannot carry something that is said.
        RemoteError: the store failed.
    """
    return FILES[DUMPS[name].name](select(store))
