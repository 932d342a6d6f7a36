"""The metadata above a mapping table: lines with a number sign in front, kept as they are.

SSSOM writes them in YAML. What is read of them is what a reader of the rows needs: the prefixes,
and that the state of the review is declared.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import DataFileError
from citygraph.linking.slots import STATE
from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_KEY = re.compile(r"([a-z_]+):(?: (\S.*))?")
_PREFIX = re.compile(r' {2}([a-z][\w-]*): "([^"\s]+)"')
_DEEPER = re.compile(r" +\S.*")
_ADDRESS = re.compile(r"""(["']?)(https?://[^\s<>"'{}|^`\\]+)\1""")
_REQUIRED = ("curie_map", "mapping_set_id", "license", "extension_definitions")


class Header(NamedTuple):
    """The metadata of a mapping table.

    Attributes:
        lines: its lines as they are written, without line ends.
        prefixes: what the CURIEs of the rows may begin with.
        license: the IRI of the licence under which the table is given.
    """

    lines: tuple[str, ...]
    prefixes: Mapping[str, str]
    license: str


def read_header(path: Path, lines: Sequence[str]) -> Header:
    """Read the metadata.

    Args:
        path: the table, as messages name it.
        lines: its first lines, those that begin with a number sign.

    Raises:
        DataFileError: a line is not what SSSOM has there, or something is missing.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    inside = ""
    for number, line in enumerate(lines, start=1):
        text = line[1:]
        if key := _KEY.fullmatch(text):
            inside = key[1]
            if inside in found:
                raise DataFileError(f"{path}:{number}: {inside} stands twice; keep one")
            found[inside] = [(number, key[2] or "")]
        elif inside and _DEEPER.fullmatch(text):
            found[inside].append((number, text))
        else:
            raise DataFileError(
                f"{path}:{number}: '{line}' is no metadata of SSSOM; expected # and then "
                'key: "value"'
            )
    for name in _REQUIRED:
        if name not in found:
            raise DataFileError(f"{path}:1: the metadata has no {name}; SSSOM needs it")
    if not any(STATE in text for _, text in found["extension_definitions"]):
        raise DataFileError(
            f"{path}:{found['extension_definitions'][0][0]}: extension_definitions does not "
            f"declare {STATE}"
        )
    number, license_ = found["license"][0]
    if not (address := _ADDRESS.fullmatch(license_)):
        raise DataFileError(
            f"{path}:{number}: license is {license_ or 'nothing'}; expected the address of one in "
            'quotes, such as "https://creativecommons.org/publicdomain/zero/1.0/"'
        )
    prefixes = dict(_prefixes(path, found["curie_map"][1:]))
    return Header(tuple(lines), prefixes, address[2])


def _prefixes(path: Path, lines: Sequence[tuple[int, str]]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for number, text in lines:
        known = _PREFIX.fullmatch(text)
        if known is None:
            raise DataFileError(
                f'{path}:{number}: expected a prefix and its IRI, such as   cg: "{PREFIXES["cg"]}"'
            )
        prefix, space = known[1], known[2]
        if prefix in seen:
            raise DataFileError(f"{path}:{number}: the prefix {prefix} stands twice; keep one")
        if PREFIXES.get(prefix, space) != space:
            raise DataFileError(
                f"{path}:{number}: {prefix}: is {PREFIXES[prefix]} in this project, not {space}"
            )
        seen.add(prefix)
        yield prefix, space
