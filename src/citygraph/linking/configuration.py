"""The files that say how links are looked up and checked: TOML, each fault named by its file."""

from __future__ import annotations

import tomllib
from pathlib import Path

from citygraph.errors import InputError


def read_toml(path: str | Path) -> dict[str, object]:
    """Read a file of TOML 1.0.

    Args:
        path: the file.

    Raises:
        InputError: the file cannot be read, or is no TOML.

    >>> read_toml("nowhere/kinds.toml")
    Traceback (most recent call last):
      ...
    citygraph.errors.InputError: nowhere/kinds.toml: cannot be read: No such file or directory
    """
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise InputError(f"{path}: is no TOML: {error}") from error
