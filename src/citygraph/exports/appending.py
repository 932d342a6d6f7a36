"""Writing many files side by side with few of them open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

_ENOUGH = 4 * 2**20


class Appending:
    """Takes pieces for any number of files, and holds few megabytes of them in memory.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     with Appending(Path(folder)) as files:
    ...         files.add("a.txt", b"one ")
    ...         files.add("b.txt", b"two")
    ...         files.add("a.txt", b"three")
    ...     Path(folder, "a.txt").read_text()
    'one three'
    """

    def __init__(self, folder: Path, enough: int = _ENOUGH) -> None:
        self._folder = folder
        self._enough = enough
        self._pieces: dict[str, list[bytes]] = {}
        self._held = 0

    def add(self, name: str, piece: bytes) -> None:
        """Put a piece at the end of a file."""
        self._pieces.setdefault(name, []).append(piece)
        self._held += len(piece)
        if self._held > self._enough:
            self._write()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if error is None:
            self._write()

    def _write(self) -> None:
        for name, pieces in self._pieces.items():
            with (self._folder / name).open("ab") as file:
                file.writelines(pieces)
        self._pieces.clear()
        self._held = 0
