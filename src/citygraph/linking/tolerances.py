"""Which values of ours are set beside those of an item, and how far apart they may be."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

from citygraph.errors import InputError
from citygraph.linking.configuration import read_toml
from citygraph.vocabulary import LANGUAGES, PREFIXES, expand

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Wrong = Callable[[str], InputError]

Kind: TypeAlias = Literal["number", "place", "item", "date"]

_NAME = re.compile(r"[a-z]+(-[a-z]+)*")
_PROPERTY = re.compile(r"[A-Za-z][A-Za-z0-9_\-]*")
_TOLERANCE = re.compile(r"(\d+(?:\.\d+)?) (%|km|days)")
_UNIT_OF: Mapping[str, str] = MappingProxyType({"number": "%", "place": "km", "date": "days"})
_KEYS = frozenset(
    {"label", "kind", "property", "dated", "ended", "tolerance", "units", "factors", "ours"}
)
_NEEDED = ("label", "kind", "property", "ours")


class Compared(NamedTuple):
    """One kind of value that is set beside theirs.

    Attributes:
        name: what it is called here.
        label: what people call it, by language.
        kind: what is compared: numbers, places, items or dates.
        theirs: the name of their property.
        ours: the pattern that finds ours.
        tolerance: how far apart they may be; 0 for items.
        dated: the name of their qualifier for the day, or the first day; empty if there is none.
        ended: the name of their qualifier for the last day; empty if there is none.
        units: their items of units by our IRIs of the same units.
        factors: how much each unit of ours is of the smallest one.
    """

    name: str
    label: Mapping[str, str]
    kind: Kind
    theirs: str
    ours: str
    tolerance: float = 0
    dated: str = ""
    ended: str = ""
    units: Mapping[str, str] = MappingProxyType({})
    factors: Mapping[str, float] = MappingProxyType({})

    @property
    def stated(self) -> str:
        """The tolerance as the table states it; empty for items.

        >>> Compared("area", {}, "number", "P1", "", 10).stated
        '10 %'
        """
        return self._with_unit(f"{self.tolerance:g}") if self.kind in _UNIT_OF else ""

    def measured(self, apart: float) -> str:
        """Write down how far apart two values are, in the unit of the tolerance.

        >>> Compared("area", {}, "number", "P1", "").measured(16.66)
        '16.7 %'
        >>> Compared("begun", {}, "date", "P1", "").measured(1)
        '1 day'
        """
        return self._with_unit(f"{apart:,.{0 if self.kind == 'date' else 1}f}")

    def _with_unit(self, amount: str) -> str:
        unit = _UNIT_OF[self.kind]
        return f"{amount} {unit.removesuffix('s') if amount == '1' else unit}"


def read_compared(path: str | Path) -> tuple[Compared, ...]:
    """Read the table of what is compared, from TOML.

    Args:
        path: the file.

    Raises:
        InputError: the file cannot be read, or something in it is not as it should be.
    """
    return tuple(_compared(str(path), *each) for each in read_toml(path).items())


def _compared(path: str, name: str, said: object) -> Compared:
    def wrong(what: str) -> InputError:
        return InputError(f"{path}: {name}: {what}")

    if not isinstance(said, dict) or not _NAME.fullmatch(name):
        raise wrong("expected a table whose name is in small letters, such as [population]")
    _check(said, wrong)
    units, factors = said.get("units", {}), said.get("factors", {})
    return Compared(
        name=name,
        label=MappingProxyType(said["label"]),
        kind=said["kind"],
        theirs=said["property"],
        ours=said["ours"],
        tolerance=_tolerance(said, wrong),
        dated=said.get("dated", ""),
        ended=said.get("ended", ""),
        units=MappingProxyType({expand(unit, PREFIXES): item for unit, item in units.items()}),
        factors=MappingProxyType({expand(unit, PREFIXES): n for unit, n in factors.items()}),
    )


def _check(said: Mapping[str, object], wrong: Wrong) -> None:
    for key in (*said, *_NEEDED):
        if key not in _KEYS:
            raise wrong(f"'{key}' is not known here; expected {', '.join(sorted(_KEYS))}")
        if key not in said:
            raise wrong(f"'{key}' is missing")
    if said["kind"] not in get_args(Kind):
        raise wrong(f"kind: expected one of {', '.join(get_args(Kind))}")
    label, units = said["label"], said.get("units", {})
    if not isinstance(label, dict) or set(label) != set(LANGUAGES):
        raise wrong(f"label: expected one in each of {', '.join(LANGUAGES)}")
    for key in ("property", "dated", "ended"):
        if not _PROPERTY.fullmatch(str(said.get(key, "P1"))):
            raise wrong(f"{key}: expected the name of a property, such as P1082")
    if not {"?thing", "?value"} <= set(re.findall(r"\?\w+", str(said["ours"]))):
        raise wrong("ours: expected a pattern that binds ?thing and ?value")
    if not isinstance(units, dict) or units.keys() != _table(said.get("factors", {})).keys():
        raise wrong("units and factors: expected two tables of the same units")


def _table(said: object) -> dict[str, object]:
    return said if isinstance(said, dict) else {}


def _tolerance(said: Mapping[str, object], wrong: Wrong) -> float:
    unit = _UNIT_OF.get(str(said["kind"]))
    if unit is None:
        if "tolerance" in said:
            raise wrong("tolerance: items are the same or not; leave it out")
        return 0
    read = _TOLERANCE.fullmatch(str(said.get("tolerance")))
    if read is None or read[2] != unit:
        raise wrong(f"tolerance: expected a number and {unit}, such as  10 {unit}")
    return float(read[1])
