"""One push under way: the receipt, the store, and the steps that a graph goes through.

Each step may be sent twice with the same effect, and after each the receipt is written: whoever is
killed between two steps goes on from the receipt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from citygraph.canonical import canonical_lines
from citygraph.errors import RemoteError
from citygraph.pushing.comparing import compare
from citygraph.pushing.patience import patiently
from citygraph.pushing.prepared import keep, kept_lines, prepare, verify_kept
from citygraph.pushing.receipts import Before

if TYPE_CHECKING:
    from collections.abc import Callable

    from citygraph.pushing.comparing import Comparison
    from citygraph.pushing.patience import Patience
    from citygraph.pushing.prepared import Prepared
    from citygraph.pushing.profiles import Profile
    from citygraph.pushing.receipts import GraphRecord, Receipt
    from citygraph.pushing.remote import RemoteGraphs

_Made = TypeVar("_Made")


class Target(NamedTuple):
    """A store that is pushed to.

    Attributes:
        remote: the store.
        profile: what is known of it.
        patience: how long to bear with it.
        tell: is told what happens.
    """

    remote: RemoteGraphs
    profile: Profile
    patience: Patience
    tell: Callable[[str], None]

    def send(self, work: Callable[[], _Made]) -> _Made:
        """Send what may be sent twice, again if the store is busy or cannot be reached."""
        return patiently(work, self.patience, self.tell)

    def read(self, graph: str) -> Prepared:
        """Read a graph; one that is not there has no triples.

        Raises:
            RemoteError: the store failed, or did not give all of it.
        """
        return self.send(lambda: prepare(canonical_lines(self.remote.read(graph))))

    def remove(self, graph: str) -> None:
        """Remove a graph, if it is there."""
        self.send(lambda: self.remote.remove(graph))

    def compared(self, there: Prepared, wanted: Prepared) -> Comparison | None:
        """Compare what the store holds with what it should hold; `None` if nothing differs."""
        if there.digest == wanted.digest:
            return None
        return compare(wanted.lines(), there.lines(), by_value=self.profile.rewrites)


class Session(NamedTuple):
    """A push or its undoing.

    Attributes:
        receipt: what was done; written after each step.
        target: the store.
    """

    receipt: Receipt
    target: Target

    def reach(self, record: GraphRecord, state: str) -> None:
        """Take note of how far a graph is."""
        record.state = state
        self.receipt.save()

    def keep(self, record: GraphRecord, there: Prepared) -> None:
        """Keep what is there before it is replaced, and make sure that it can be read back."""
        if there.digest.count:
            self.receipt.folder.mkdir(exist_ok=True)
            path = self.receipt.keeping(record)
            keep(there.lines(), path)
            verify_kept(path, there.digest)
            record.before = Before(there.digest.count, there.digest.sha256, path.name)
        self.reach(record, "kept")

    def before(self, record: GraphRecord) -> Prepared:
        """Open what was there before; a graph without triples if nothing was.

        Raises:
            InputError: the file in which it was kept is missing or damaged.
        """
        if record.before is None:
            return prepare(())
        return prepare(kept_lines(self.receipt.keeping(record), record.before.digest))

    def stage(self, record: GraphRecord, content: Prepared) -> tuple[Prepared, Comparison | None]:
        """Bring a graph to the store beside its target, and read it back.

        Returns:
            What the store made of it, and how that differs from what was sent.

        Raises:
            RemoteError: the store did not keep what was sent.
        """
        target, staging = self.target, self.receipt.staging(record)
        target.tell(f"<{record.graph}>: sending {content.digest.count:,} triples")
        target.send(lambda: target.remote.put(staging, content))
        there = target.read(staging)
        comparison = target.compared(there, content)
        if comparison is not None and not comparison.equal:
            there.close()
            target.remove(staging)
            raise self._unlike(record, "did not keep what was sent", comparison)
        return there, comparison

    def replace(self, record: GraphRecord, content: Prepared) -> None:
        """Replace a graph by what was staged, and read it back.

        Raises:
            RemoteError: it does not hold what was staged.
        """
        target, staging = self.target, self.receipt.staging(record)
        self.reach(record, "replacing")
        target.tell(f"<{record.graph}>: replacing")
        if target.profile.copies:
            target.send(lambda: target.remote.copy(staging, record.graph))
        else:
            target.send(lambda: target.remote.put(record.graph, content))
        self.reach(record, "replaced")
        with target.read(record.graph) as there:
            comparison = target.compared(there, content)
        if comparison is not None and not comparison.equal:
            raise self._unlike(record, "does not hold what was staged", comparison)
        target.remove(staging)

    def _unlike(self, record: GraphRecord, verb: str, comparison: Comparison) -> RemoteError:
        hint = ""
        if not self.target.profile.rewrites:
            hint = (
                "\n  if the store keeps values and writes them its own way, name its kind with "
                "--store: literals are then compared by value"
            )
        return RemoteError(f"<{record.graph}>: the store {verb}: {comparison.describe()}{hint}")
