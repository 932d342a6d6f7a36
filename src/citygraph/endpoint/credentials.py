"""Who asks: credentials from a file or the environment, which nothing ever shows."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from citygraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from os import PathLike

    import httpx

VARIABLE = "CITYGRAPH_AUTH"
"""The environment variable that holds credentials where no file is named."""

_KINDS = ("basic", "digest", "bearer")
_TOKEN = re.compile(r"[!-~]+")
_EXPECTED = (
    "expected one line: basic USER:PASSWORD, digest USER:PASSWORD or bearer TOKEN "
    "(what it holds is not shown)"
)


@dataclass(frozen=True)
class Credentials:
    """What is shown to a server that asks who is there.

    Attributes:
        kind: basic or digest (RFC 7617, RFC 7616), or bearer (RFC 6750).
        user: the name; empty with a token.
        secret: the password or the token; it is in no `repr`.

    >>> Credentials("basic", "loader", "secret")
    Credentials(kind='basic')
    """

    kind: str
    user: str = field(repr=False)
    secret: str = field(repr=False)

    def auth(self) -> httpx.Auth | Callable[[httpx.Request], httpx.Request]:
        """Make what httpx shows for them."""
        import httpx

        if self.kind == "basic":
            return httpx.BasicAuth(self.user, self.secret)
        if self.kind == "digest":
            return httpx.DigestAuth(self.user, self.secret)
        return self._bear

    def _bear(self, request: httpx.Request) -> httpx.Request:
        request.headers["Authorization"] = f"Bearer {self.secret}"
        return request


def read_credentials(
    path: str | PathLike[str] | None, environment: Mapping[str, str]
) -> Credentials | None:
    """Read credentials from a file, else from the environment variable `CITYGRAPH_AUTH`.

    Args:
        path: a file of one line: `basic USER:PASSWORD`, `digest USER:PASSWORD` or `bearer TOKEN`.
        environment: the environment, such as `os.environ`.

    Returns:
        The credentials; `None` if there is neither file nor variable.

    Raises:
        InputError: the file cannot be read, or what it holds is not written so. The message does
            not hold what was read.

    >>> read_credentials(None, {"CITYGRAPH_AUTH": "bearer abc"})
    Credentials(kind='bearer')
    """
    if path is not None:
        try:
            text = Path(path).read_text(encoding="utf-8-sig")
        except OSError as error:
            raise InputError(f"--auth {path}: cannot be read: {error.strerror}") from None
        except UnicodeDecodeError:
            raise InputError(f"--auth {path}: not UTF-8; {_EXPECTED}") from None
        return _parsed(text, f"--auth {path}")
    if given := environment.get(VARIABLE):
        return _parsed(given, VARIABLE)
    return None


def too_open(path: str | PathLike[str] | None) -> str | None:
    """Say what to do about a file of credentials that others on this machine can read.

    Args:
        path: the file; `None` if none was named.

    Returns:
        The advice; `None` if nobody but its owner can read it, if it is no regular file (a pipe of
        a shell is read once and gone), if it cannot be looked at, or where a system has no such
        permissions.

    >>> too_open(None) is None
    True
    """
    if path is None or os.name != "posix":
        return None
    try:
        mode = Path(path).stat().st_mode
    except OSError:
        return None
    if not stat.S_ISREG(mode) or not mode & (stat.S_IRGRP | stat.S_IROTH):
        return None
    return (
        f"--auth {path}: others on this machine can read it; keep it to yourself with  chmod 600 "
        f"{quote(str(path))}"
    )


def _parsed(text: str, where: str) -> Credentials:
    kind, _, rest = text.strip().partition(" ")
    kind, rest = kind.lower(), rest.strip()
    user, colon, password = rest.partition(":")
    if kind == "bearer" and _TOKEN.fullmatch(rest):
        return Credentials(kind, "", rest)
    if kind in _KINDS[:2] and user and colon and password and rest.isprintable():
        return Credentials(kind, user, password)
    raise InputError(f"{where}: {_EXPECTED}")
