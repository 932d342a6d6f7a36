"""What became of each thing that was looked up, kept on disk so that nothing is asked twice."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import InputError
from citygraph.files import write_file
from citygraph.linking.scoring import DOUBT, LEAST, MARGIN, NAME_WEIGHT, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from citygraph.linking.subjects import Subject
    from citygraph.linking.wikibase import Wikibase

MATCHED, NONE, NOT_ASKED = "matched", "none", "not asked"
"""The three states of a lookup. After an error a thing is not asked, which is never the same as
that there is nothing to find."""
ACCEPTED, DOUBTED, RULED_OUT = "accepted", "doubted", "ruled out"
"""What the rules make of an item: good without a person, for a person to look at, impossible."""
_FORMAT = 1


class Candidate(NamedTuple):
    """An item that was considered.

    Attributes:
        item: its IRI.
        label: its label as it was seen.
        description: how it describes itself.
        score: from 0 to 1.
        verdict: accepted, doubted or ruled out.
        why: what keeps it from being accepted; empty if nothing does.
        features: what was compared, each name with its value, `None` if it is not known.
        formerly: the IRIs of redirects that led to it, the oldest first.
    """

    item: str
    label: str
    description: str
    score: float
    verdict: str
    why: str
    features: dict[str, float | None]
    formerly: tuple[str, ...] = ()


class Outcome(NamedTuple):
    """What became of a thing.

    Attributes:
        thing: its IRI.
        label: its label.
        state: matched, none or not asked.
        why: why it was not asked, or why nothing is accepted; empty if something is.
        candidates: the items that were considered, the best one first.
        gone: the IRIs of items that have been deleted.
        digest: what the answer was found for: the thing, the rules and the configuration.
    """

    thing: str
    label: str
    state: str
    why: str = ""
    candidates: tuple[Candidate, ...] = ()
    gone: tuple[str, ...] = ()
    digest: str = ""

    @property
    def accepted(self) -> Candidate | None:
        """The item that is accepted without a person, if there is one."""
        return next((each for each in self.candidates if each.verdict == ACCEPTED), None)


def digest_of(subject: Subject, wikibase: Wikibase, around: Mapping[str, frozenset[str]]) -> str:
    """Give a digest of all that an outcome depends on, on our side.

    Args:
        subject: the thing.
        wikibase: how the service is asked; its limits and whom it may write to change no outcome.
        around: the items that its places and countries are known to be.
    """
    unlimited = wikibase._replace(limits=type(wikibase.limits)(), contact="")
    told = (_rules(), _plain(subject), _plain(unlimited), _plain(around))
    return sha256(repr(told).encode()).hexdigest()


def _rules() -> tuple[object, ...]:
    """Give what stands for the rules: the program's version, and what is weighed how much."""
    from importlib.metadata import version

    return version("citygraph"), sorted(WEIGHTS.items()), NAME_WEIGHT, DOUBT, LEAST, MARGIN


def _plain(value: object) -> object:
    """Give a value with all sets and tables in order."""
    if isinstance(value, (set, frozenset)):
        return sorted(map(repr, map(_plain, value)))
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if hasattr(value, "items"):
        return sorted((key, repr(_plain(each))) for key, each in value.items())
    return value


class Progress:
    """The outcomes so far, in a file beside the proposals that is replaced as a whole.

    Args:
        path: the file; it need not be there.

    Raises:
        InputError: the file is there and cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._outcomes = {each.thing: each for each in _read(path)}

    def find(self, thing: str, digest: str) -> Outcome | None:
        """Find what is known of a thing, if it was found for the same."""
        known = self._outcomes.get(thing)
        return known if known is not None and known.digest == digest else None

    def add(self, outcomes: Iterable[Outcome]) -> None:
        """Keep outcomes; what was not asked is not known, and is asked again.

        Raises:
            InputError: the file cannot be written.
            FaultError: the disk is full.
        """
        for each in outcomes:
            if each.state != NOT_ASKED:
                self._outcomes[each.thing] = each
        said = {"format": _FORMAT, "outcomes": [_as_json(each) for each in self._sorted()]}
        write_file(str(self.path), json.dumps(said, ensure_ascii=False, indent=1).encode())

    def _sorted(self) -> list[Outcome]:
        return [self._outcomes[thing] for thing in sorted(self._outcomes)]


def as_json(outcome: Outcome) -> dict[str, object]:
    """Give an outcome as it is published: without the digest, which is ours."""
    said = _as_json(outcome)
    del said["digest"]
    return said


def _as_json(outcome: Outcome) -> dict[str, object]:
    said = outcome._asdict()
    said["candidates"] = [each._asdict() for each in outcome.candidates]
    return said


def _read(path: Path) -> list[Outcome]:
    try:
        said = json.loads(path.read_bytes())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise InputError(f"{path}: is no state of a run: {error}; remove it") from error
    try:
        if said["format"] != _FORMAT:
            return []
        return [_outcome(each) for each in said["outcomes"]]
    except (AttributeError, KeyError, TypeError) as error:
        raise InputError(f"{path}: is no state of a run ({error!r}); remove it") from error


def _outcome(said: dict[str, object]) -> Outcome:
    candidates = [
        Candidate(**{**each, "formerly": tuple(each["formerly"])})
        for each in said["candidates"]  # type: ignore[attr-defined]
    ]
    rest = {**said, "candidates": tuple(candidates), "gone": tuple(said["gone"])}  # type: ignore[arg-type]
    return Outcome(**rest)  # type: ignore[arg-type]
