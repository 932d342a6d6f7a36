"""Making the files of claims anew from the tables, after one of them was edited."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import DataFileError, InputError
from citygraph.evidence.cities import City, Facts, cities, read_facts
from citygraph.evidence.claims import line_of, make_claims
from citygraph.evidence.complaints import complain
from citygraph.evidence.disagreements import not_borne_out, read_disagreements
from citygraph.evidence.recorded import read_recorded
from citygraph.evidence.spans import Span, digest
from citygraph.evidence.terms import short, told
from citygraph.evidence.texts import pinned_texts, read_copy
from citygraph.evidence.writing import write_evidence
from citygraph.vocabulary import LANGUAGES, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.evidence.claims import Claim
    from citygraph.evidence.texts import Copy
    from citygraph.home import Home


PACKAGE = Path(__file__).resolve().parents[1]
"""Where the package lies; an installed one carries its data inside."""


class TextNeededError(InputError):
    """A span is new: its digest can only be made from the text."""


class Rebuilt(NamedTuple):
    """A file of claims as the tables give it.

    Attributes:
        path: where it belongs.
        text: what belongs in it.
        claims: how many claims it holds.
        spans: how many spans it holds.
        current: whether the file is so already.
        undescribed: the things that the city's table names and no file describes, sorted.
    """

    path: Path
    text: str
    claims: int
    spans: int
    current: bool
    undescribed: tuple[str, ...]


def rebuild(home: Home, source: Path | None = None) -> tuple[Rebuilt, ...]:
    """Make the claims of every city that keeps a table; nothing is written.

    Without the text, the digests of spans that have not changed are taken from the present file.

    Args:
        home: the domain files.
        source: a copy of the pinned text, from which the digests of its spans are made.

    Raises:
        DataFileError: a table or file cannot be used: file, line, remedy.
        TextNeededError: a span is new and there is no text.
        InputError: no city keeps a table, or the copy is not the pinned text.

    >>> from citygraph.home import open_home
    >>> [made.current for made in rebuild(open_home())]
    [True]
    """
    kept = [city for city in cities(home) if city.keeps_table]
    if not kept:
        places = ", ".join(sorted({str(path.parent) for path in home.data}))
        raise InputError(
            f"{places}: no <city>.statements.tsv beside a <city>.ttl, so there is nothing to make "
            "claims from"
        )
    facts = read_facts(home)
    copy = _intact(read_copy(source, pinned_texts(facts.files).values())) if source else None
    return tuple(_rebuilt(city, facts, copy) for city in kept)


def refuse_installed(home: Home) -> None:
    """Refuse to write where the installed package keeps its own data.

    Raises:
        InputError: the data are those of the installed package.
    """
    own = [path.parent for path in home.data if path.resolve().is_relative_to(PACKAGE)]
    if own:
        raise InputError(
            f"{own[0]}: these data belong to the installed package and are not "
            "changed; name a folder of your own with --data, or only look with --check"
        )


def _rebuilt(city: City, facts: Facts, copy: Copy | None) -> Rebuilt:
    claims = make_claims(city, facts)
    spans = {span for claim in claims for span in claim.spans}
    _refuse_outside(claims, facts)
    for each, side in not_borne_out(
        read_disagreements(city.disagreements, facts.prefixes), facts.files
    ):
        raise each.line.fault(
            f"follows '{each.follows}', but {told(side, facts.prefixes)} is "
            f"{'a fact' if side in facts.files else 'no fact'} of the graph; correct either"
        )
    digests = read_recorded(city.evidence).digests
    if copy:
        digests |= {
            span: digest(span.stretch.of(copy.text))
            for span in spans
            if span.text == copy.pinned.node
        }
    _refuse_unknown(claims, digests)
    text = write_evidence(city.name, claims, digests, facts.prefixes)
    current = city.evidence.is_file() and city.evidence.read_bytes() == text.encode()
    return Rebuilt(
        city.evidence, text, len(claims), len(spans), current, _undescribed(claims, facts)
    )


def _undescribed(claims: Iterable[Claim], facts: Facts) -> tuple[str, ...]:
    """Name the sources, subjects and values that are things of their own and nowhere described."""
    from pyoxigraph import NamedNode

    described = {triple.subject for triple in facts.files}
    named: set[object] = set()
    for claim in claims:
        named |= {claim.source, claim.triple.subject}
        value = claim.triple.object
        if isinstance(value, NamedNode) and value.value.startswith(PREFIXES["id"]):
            named.add(value)
    missing = (each for each in named - described if isinstance(each, NamedNode))
    return tuple(sorted(short(each, facts.prefixes) for each in missing))


def _intact(copy: Copy) -> Copy:
    """Give back a copy that is the pinned text.

    Raises:
        InputError: it is not.
    """
    for fault in copy.faults:
        found = complain(
            f"text-{fault}",
            copy.pinned.node,
            copy.path,
            copy=copy.path,
            text=short(copy.pinned.node),
        )
        raise InputError(f"{found.messages[LANGUAGES[0]]} {found.fixes[LANGUAGES[0]]}")
    return copy


def _refuse_outside(claims: Iterable[Claim], facts: Facts) -> None:
    texts = {text.node: text for text in pinned_texts(facts.files).values()}
    for claim in claims:
        for span in claim.spans:
            if span.stretch.end > texts[span.text].chars:
                line = line_of(claim, span)
                raise DataFileError(
                    f"{line.path}:{line.line}: span {span.stretch} ends behind the text, which has "
                    f"{texts[span.text].chars} code points"
                )


def _refuse_unknown(claims: Iterable[Claim], digests: Mapping[Span, str]) -> None:
    for claim in claims:
        for span in claim.spans:
            if span not in digests:
                line = line_of(claim, span)
                raise TextNeededError(
                    f"{line.path}:{line.line}: span {span.stretch} is new, and its digest is made "
                    "from the text; name your copy of it with --source FILE"
                )
