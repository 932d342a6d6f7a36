"""The receipt of a push: what was written where, kept so that it can go on or be undone."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from citygraph.canonical import Digest
from citygraph.errors import InputError
from citygraph.files import write_file

if TYPE_CHECKING:
    from citygraph.pushing.comparing import Comparison

VERSION = 1
"""The version of the form of a receipt; it is raised when an older program could misread it."""

STATES = ("waiting", "kept", "staged", "replacing", "replaced", "done", "unchanged", "restored")
"""How far one graph is."""


def now() -> str:
    """Say what time it is, in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@dataclass
class Before:
    """The graph that was there before.

    Attributes:
        triples: how many it had.
        sha256: the digest of its canonical form.
        file: where it is kept, in the folder beside the receipt.
    """

    triples: int
    sha256: str
    file: str

    @property
    def digest(self) -> Digest:
        """Its digest."""
        return Digest(self.sha256, self.triples)


@dataclass
class GraphRecord:
    """What happened to one named graph.

    Attributes:
        graph: its IRI.
        triples: how many are pushed, once they have been counted.
        sha256: the digest of their canonical form.
        state: one of `STATES`.
        before: what was there, once it is kept; `None` if there was nothing.
        stored: what the store says that it holds, once that is known: the same digest, or that of
            the same values in the store's writing.
        rewritten: the literals that the store writes another way, with how many triples have them.
        unlisted: how many rewritten triples are not listed.
        verified: when what the store holds was last compared.
    """

    graph: str
    triples: int | None = None
    sha256: str | None = None
    state: str = "waiting"
    before: Before | None = None
    stored: str | None = None
    rewritten: list[dict[str, str | int]] = field(default_factory=list)
    unlisted: int = 0
    verified: str | None = None

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do."""
        return self.state in ("done", "unchanged", "restored")

    def take(self, stored: Digest, comparison: Comparison | None) -> None:
        """Take note of what the store holds."""
        self.stored, self.verified = stored.sha256, now()
        self.rewritten = rewritings(comparison)
        self.unlisted = 0 if comparison is None else comparison.unlisted


@dataclass
class Receipt:
    """What one push does and has done.

    Attributes:
        url: the address of the store, without parameters.
        store: the kind of store.
        citygraph: the version of the program.
        graphs: the named graphs in the order in which they are written.
        push: a name for this push, which its staging graphs bear.
        started: when it began.
        finished: when it ended well.
        path: where the receipt itself is.
    """

    url: str
    store: str
    citygraph: str
    graphs: list[GraphRecord]
    path: Path
    push: str = field(default_factory=lambda: token_hex(4))
    started: str = field(default_factory=now)
    finished: str | None = None

    @property
    def folder(self) -> Path:
        """Where the graphs are kept that were there before."""
        return self.path.with_name(self.path.name + ".before")

    def staging(self, record: GraphRecord) -> str:
        """Name the graph in which a graph is prepared; it is in no dataset of ours."""
        number = self.graphs.index(record)
        return f"https://w3id.org/citygraph/staging/{self.push}/{number}"

    def keeping(self, record: GraphRecord) -> Path:
        """Name the file in which the graph is kept that was there before."""
        return self.folder / f"{self.graphs.index(record)}.nt.gz"

    def save(self) -> None:
        """Write the receipt; it appears complete or stays as it was.

        Raises:
            InputError: the file cannot be made.
            FaultError: the disk is full.
        """
        write_file(str(self.path), as_json(self).encode())


def as_json(receipt: Receipt) -> str:
    """Write a receipt as JSON (docs/schemas/receipt.json)."""
    fields = asdict(receipt)
    del fields["path"]
    document = {"form": VERSION, **fields}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def read_receipt(path: str | Path) -> Receipt:
    """Read a receipt.

    Raises:
        InputError: the file cannot be read, or is no receipt of this form.
    """
    try:
        document: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
        form = document.pop("form")
        graphs = [
            GraphRecord(**{**each, "before": each["before"] and Before(**each["before"])})
            for each in document.pop("graphs")
        ]
        receipt = Receipt(graphs=graphs, path=Path(path), **document)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(f"{path}: is no receipt of a push: {error}") from error
    if form != VERSION or any(each.state not in STATES for each in graphs):
        raise InputError(f"{path}: was written by another version of citygraph")
    return receipt


def rewritings(comparison: Comparison | None) -> list[dict[str, str | int]]:
    """List the literals that were rewritten, with the number of triples that have each."""
    pairs = () if comparison is None else sorted(comparison.rewritten.items())
    return [{"sent": pair.sent, "kept": pair.kept, "triples": number} for pair, number in pairs]
