"""Cells and rows of CSV, and what CSV cannot carry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from citygraph.errors import InputError
from citygraph.exports.sorted_triples import IRI
from citygraph.vocabulary import compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.exports.sorted_triples import Key, Subject

END = "\r\n"
"""The end of a line, as RFC 4180 has it."""

FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Control characters other than tab and line ends: many readers cut a text at them or drop them."""

_NEEDS_QUOTES = re.compile(r'[",\r\n]|^\s|\s$')


def csv_row(cells: Iterable[str | None]) -> bytes:
    r"""Write a row; `None` is a cell that is empty, which an empty text in quotes is not.

    >>> csv_row(["a", None, "", 'say "so" twice'])
    b'a,,"","say ""so"" twice"\r\n'
    """
    return (",".join(map(_quoted, cells)) + END).encode()


class Carrier(NamedTuple):
    """A format, and whether it can carry a text.

    Attributes:
        title: what people call the format.
        prefixes: shorten the IRIs of a message.
    """

    title: str
    prefixes: Mapping[str, str]

    def check(self, subject: Subject) -> None:
        """Look at all texts of a thing.

        Raises:
            InputError: one holds a control character.
        """
        for key, texts in subject.values.items():
            for text in texts if key.kind != IRI else ():
                if found := FORBIDDEN.search(text):
                    code = f"U+{ord(found[0]):04X}"
                    self.refuse(f"holds the control character {code}", subject.iri, key, text)

    def refuse(self, why: str, subject: str, key: Key, text: str) -> NoReturn:
        """Say which literal cannot be carried.

        Raises:
            InputError: always.
        """
        names = (compact(iri, self.prefixes) for iri in (subject, key.predicate))
        raise InputError(
            f"{' '.join(names)} {_shown(text)}: this literal {why}, which {self.title} cannot "
            "carry; change it, or export as  nt"
        )


def _quoted(cell: str | None) -> str:
    if cell is None:
        return ""
    if not cell or _NEEDS_QUOTES.search(cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _shown(text: str, length: int = 40) -> str:
    return ascii(text if len(text) <= length else text[:length] + "…")
