"""What the web process and its workers tell each other: JSON, and the bytes of an answer.

A message is two lengths, four bytes each, then as many bytes of JSON, then as many of a body.
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LENGTHS = struct.Struct("!II")


class Message(NamedTuple):
    """One message.

    Attributes:
        head: what JSON can hold.
        body: the bytes that go with it.
    """

    head: Any
    body: bytes = b""


def packed(message: Message) -> bytes:
    r"""Write a message as bytes.

    >>> packed(Message(["a"], b"b"))
    b'\x00\x00\x00\x05\x00\x00\x00\x01["a"]b'
    """
    head = json.dumps(message.head).encode()
    return b"".join((_LENGTHS.pack(len(head), len(message.body)), head, message.body))


def take(buffer: bytearray) -> Message | None:
    """Take a message out of what has arrived; `None` if it is not complete yet.

    >>> arrived = bytearray(packed(Message(["a"], b"b")))
    >>> take(arrived), take(arrived)
    (Message(head=['a'], body=b'b'), None)
    """
    if len(buffer) < _LENGTHS.size:
        return None
    head, body = _LENGTHS.unpack_from(buffer)
    middle, end = _LENGTHS.size + head, _LENGTHS.size + head + body
    if len(buffer) < end:
        return None
    with memoryview(buffer) as view:
        message = Message(json.loads(bytes(view[_LENGTHS.size : middle])), bytes(view[middle:end]))
    del buffer[:end]
    return message


def messages(receive: Callable[[int], bytes]) -> Iterator[Message]:
    """Give one message after the other, each as it arrives, until the line is closed.

    Args:
        receive: gives up to so many bytes, and none at the end.
    """
    buffer = bytearray()
    while piece := receive(65536):
        buffer += piece
        while (message := take(buffer)) is not None:
            yield message
