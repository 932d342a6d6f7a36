"""A part of a large file, for a download that goes on where it broke off: RFC 9110, section 14."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from citygraph.service.exchanges import Reply
from citygraph.service.problems import problem

if TYPE_CHECKING:
    from collections.abc import Mapping

IN_PARTS = ("accept-ranges", "bytes")
"""The header of an answer of which a part can be had."""
_RANGE = re.compile(r"bytes=[ \t]*([0-9]{1,18})?-([0-9]{1,18})?[ \t]*", re.ASCII | re.IGNORECASE)


def part(reply: Reply, headers: Mapping[str, str]) -> Reply:
    """Give the part of an answer that the header Range names, or all of it.

    All of it is given if the header is none that is understood here, as one with several ranges
    (section 14.2), or if `If-Range` names another state of the file than this (section 13.1.5).

    Args:
        reply: a whole answer to a GET; one without the header `IN_PARTS` stays as it is.
        headers: those of the request, their names in small letters.

    >>> reply = Reply(200, (IN_PARTS, ("etag", '"1"')), b"0123456789")
    >>> part(reply, {"range": "bytes=7-", "if-range": '"1"'}).body
    b'789'
    >>> part(reply, {"range": "bytes=7-", "if-range": '"0"'}).status
    200
    """
    asked = _RANGE.fullmatch(headers.get("range", ""))
    if asked is None or reply.status != HTTPStatus.OK or IN_PARTS not in reply.headers:
        return reply
    if headers.get("if-range", _tag(reply)) != _tag(reply):
        return reply
    first, last = asked.groups()
    if first is None and last is None:
        return reply
    size = len(reply.body)
    if first is None:
        begin, end = max(0, size - int(last)), size
    else:
        begin, end = int(first), size if last is None else min(size, int(last) + 1)
        if last is not None and int(last) < int(first):
            return reply
    if begin >= end:
        return problem(
            HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            f"the file has {size:,} bytes, and none of them is in {headers['range']}",
            ("content-range", f"bytes */{size}"),
        )
    found = ("content-range", f"bytes {begin}-{end - 1}/{size}")
    return Reply(HTTPStatus.PARTIAL_CONTENT, (*reply.headers, found), reply.body[begin:end])


def _tag(reply: Reply) -> str:
    return next((value for name, value in reply.headers if name == "etag"), "")
