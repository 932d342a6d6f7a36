"""Which format and which language a client is given: RFC 9110, section 12.5, and RFC 4647.

A member of a header that does not follow the grammar is passed over, as if it had not been sent; a
header of which nothing is left says nothing, and the first of what is offered is given.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from citygraph.formats import Format

_WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_MEDIA_RANGE = re.compile(rf"(?:\*/\*|({_WORD})/({_WORD}))")
_PARAMETER = re.compile(rf'({_WORD})=(?:({_WORD})|"((?:[^"\\]|\\.)*)")', re.DOTALL)
_WEIGHT = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")
_LANGUAGE_RANGE = re.compile(r"\*|[A-Za-z]{1,8}(?:-(?:[A-Za-z0-9]{1,8}|\*))*")
_BLANK = " \t"
_SENT = ("charset", "utf-8")
"""The one parameter that every text here is sent with."""


class _Range(NamedTuple):
    """One member of Accept: a media range with its parameters, and its weight."""

    type: str
    subtype: str
    unmet: bool
    weight: float

    def closeness(self, form: Format) -> int:
        """Say how closely this speaks of a format: 0 not at all, 3 by its full name."""
        kind, _, subtype = form.media_type.partition("/")
        if self.type == "*":
            return 1
        if self.type != kind or self.subtype not in ("*", subtype):
            return 0
        return 2 if self.subtype == "*" else 3


def choose(accept: str | None, offered: Sequence[Format]) -> Format | None:
    """Choose the format that a client asks for (RFC 9110, section 12.5.1).

    Of what speaks of a format the closest counts: its full name before `text/*` before `*/*`. The
    greatest weight wins; among equals, what was asked for by name; then what is offered first.
    Weight 0 excludes. A parameter other than `charset=utf-8` asks for a variant that nobody has
    here: it is set aside only where nothing else in the header is on offer.

    Args:
        accept: what the header Accept holds, several of them joined by commas; `None` if there is
            none.
        offered: the formats there are, the preferred one first.

    Returns:
        `None` if the client accepts none of them: that is status 406.

    >>> from citygraph.formats import GRAPHS, PAGES
    >>> offered = (PAGES["html"], GRAPHS["turtle"], GRAPHS["jsonld"])
    >>> choose("text/html;q=0.4, application/ld+json;q=0.9, */*;q=0.1", offered).name
    'jsonld'
    >>> choose("*/*", offered).name, choose("text/*, text/html;q=0", offered).name
    ('html', 'turtle')
    >>> choose("image/png", offered) is None
    True
    """
    ranges = tuple(_ranges(accept or ""))
    if not ranges:
        return offered[0] if offered else None
    return _best([each for each in ranges if not each.unmet], offered) or _best(ranges, offered)


def choose_language(accept: str | None, offered: Sequence[str] = LANGUAGES) -> str:
    """Choose the language that a client asks for: lookup as in RFC 4647, section 3.4.

    A range is cut from its end until it fits (`ko-Hang-KR`, `ko-Hang`, `ko`); the greatest weight
    is tried first, then what comes first. A language with weight 0 is given only where all have it.

    Args:
        accept: what the header Accept-Language holds; `None` if there is none.
        offered: the languages there are, the default one first.

    >>> choose_language("ko-KR,ko;q=0.9,en;q=0.8"), choose_language("fr, ja;q=0.1")
    ('ko', 'ja')
    >>> choose_language("en;q=0, *"), choose_language("fr"), choose_language(None)
    ('ja', 'en', 'en')
    """
    wanted: list[tuple[float, str]] = []
    for name, given in _members(accept or ""):
        weight = _weight(given)
        if weight is not None and _LANGUAGE_RANGE.fullmatch(name):
            wanted.append((weight, name.lower()))
    excluded = {name for weight, name in wanted if not weight}
    left = [each for each in offered if each.lower() not in excluded] or list(offered)
    for weight, name in sorted(wanted, key=lambda each: -each[0]):
        if weight and (found := _looked_up(name, left)):
            return found
    return left[0]


def _best(ranges: Sequence[_Range], offered: Sequence[Format]) -> Format | None:
    """Give the format with the greatest weight, then the closest name, then the first."""
    best, chosen = (0.0, 0), None
    for form in offered:
        spoken = [(each.closeness(form), not each.unmet, each.weight) for each in ranges]
        closeness, _, weight = max(spoken, default=(0, True, 0.0))
        if closeness and weight and (weight, closeness) > best:
            best, chosen = (weight, closeness), form
    return chosen


def _looked_up(name: str, offered: Sequence[str]) -> str | None:
    known = {each.lower(): each for each in offered}
    while name:
        if name in known:
            return known[name]
        name = name.rpartition("-")[0]
        while name[-2:-1] == "-":  # what a single letter introduces is never cut from it
            name = name[:-2]
    return None


def _ranges(accept: str) -> Iterator[_Range]:
    for name, given in _members(accept):
        found, weight = _MEDIA_RANGE.fullmatch(name.lower()), _weight(given)
        if not found or weight is None or found[1] == "*":
            continue
        unmet = any(key != "q" and (key, value.lower()) != _SENT for key, value in given)
        yield _Range(found[1] or "*", found[2] or "*", unmet, weight)


def _members(header: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Take a header apart into names with their parameters, in order, and pass over the broken."""
    for member in _split(header, ","):
        name, *rest = (part.strip(_BLANK) for part in _split(member, ";"))
        found = [_PARAMETER.fullmatch(part) for part in rest if part]
        if name and None not in found:
            yield name, [_parameter(each) for each in found if each]


def _parameter(found: re.Match[str]) -> tuple[str, str]:
    said = found[2] if found[3] is None else re.sub(r"\\(.)", r"\1", found[3], flags=re.DOTALL)
    return found[1].lower(), said


def _weight(given: Sequence[tuple[str, str]]) -> float | None:
    """Read the weight among parameters, wherever it stands: 1 if it is not said."""
    said = next((value for key, value in given if key == "q"), "1")
    return float(said) if _WEIGHT.fullmatch(said) else None


def _split(text: str, at: str) -> Iterator[str]:
    """Split at a sign that stands outside quotes."""
    start, quoted, escaped = 0, False, False
    for place, sign in enumerate(text):
        if escaped:
            escaped = False
        elif quoted and sign == "\\":
            escaped = True
        elif sign == '"':
            quoted = not quoted
        elif sign == at and not quoted:
            yield text[start:place]
            start = place + 1
    yield text[start:]
