"""Answers that a server packs unasked are read, and none of them becomes too large."""

import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.answers import Answer
from citygraph.endpoint import Door
from citygraph.endpoint.unpacking import PackingError, unpacked
from citygraph.errors import RemoteError
from tests.faulty_server import NTRIPLES, FaultyServer, endless, reply

SELECT = "SELECT ?a { ?a ?p ?b }"
CONSTRUCT = "CONSTRUCT { ?a ?p ?b } WHERE { ?a ?p ?b }"
ROW = b'{"a": {"type": "uri", "value": "urn:a"}}'
ROWS = b'{"head": {"vars": ["a"]}, "results": {"bindings": [%s]}}' % ROW
TRIPLES = b"<urn:a> <urn:p> <urn:b> .\n"
PACKED = gzip.compress(ROWS, mtime=0)  # the same at any time: it is part of the names of tests


def bare(content: bytes) -> bytes:
    squeezer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return squeezer.compress(content) + squeezer.flush()


PACKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "gzip in two members": ("GZIP", lambda all_: gzip.compress(all_[:9]) + gzip.compress(all_[9:])),
    "by its old name": ("x-gzip", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "deflate with nothing around it": ("deflate", bare),
    "identity": ("identity", bytes),
}


@pytest.mark.parametrize("case", PACKERS)
@pytest.mark.parametrize("framing", ["length", "chunks"])
def test_packed_answers_are_read(faulty_server: FaultyServer, case: str, framing: str) -> None:
    coding, pack = PACKERS[case]
    headers = {"Content-Encoding": coding}
    url = faulty_server.play(reply(pack(ROWS), headers=headers, framing=framing))
    found = Door(url).query(SELECT)
    assert isinstance(found, Answer)
    assert [str(cell) for row in found.rows for cell in row] == ["<urn:a>"]
    url = faulty_server.play(reply(pack(TRIPLES), NTRIPLES, headers=headers, framing=framing))
    assert [str(each) for each in Door(url).statements(CONSTRUCT)] == [TRIPLES.decode()[:-3]]


def test_nothing_packed_is_asked_for(faulty_server: FaultyServer) -> None:
    Door(faulty_server.play(reply(ROWS))).query(SELECT)
    assert faulty_server.heard[0].headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    ("content", "coding", "said"),
    [
        (PACKED[:-9], "gzip", "ends before it is complete"),
        (PACKED[:-1], "gzip", "ends before it is complete"),
        (PACKED[:-5] + bytes(5), "gzip", "and broken"),
        (PACKED + b"and more", "gzip", "and broken"),
        (zlib.compress(ROWS) + b"and more", "deflate", "goes on behind the end"),
        (ROWS, "gzip", "and broken"),
        (ROWS, "br", "packed ('br')"),
        (gzip.compress(PACKED, mtime=0), "gzip, gzip", "packed ('gzip, gzip')"),
    ],
)
def test_what_is_packed_wrongly_is_no_answer(
    faulty_server: FaultyServer, content: bytes, coding: str, said: str
) -> None:
    url = faulty_server.play(reply(content, headers={"Content-Encoding": coding}))
    with pytest.raises(RemoteError) as caught:
        Door(url).query(SELECT)
    assert said in str(caught.value)


@pytest.mark.parametrize("layers", [gzip.compress, zlib.compress])
def test_a_bomb_is_defused(faulty_server: FaultyServer, layers: Callable[[bytes], bytes]) -> None:
    coding = "gzip" if layers is gzip.compress else "deflate"
    bomb = layers(bytes(200_000_000))
    url = faulty_server.play(reply(bomb, headers={"Content-Encoding": coding}))
    del bomb
    tracemalloc.start()
    try:
        with pytest.raises(RemoteError, match="longer than 2,000,000 bytes"):
            Door(url, cap=2_000_000).query(SELECT)
        assert tracemalloc.get_traced_memory()[1] < 6_000_000
    finally:
        tracemalloc.stop()


def test_a_packed_body_that_unpacks_to_nothing_ends_too(faulty_server: FaultyServer) -> None:
    empty = gzip.compress(b"") * 1000
    act = endless(empty, content_type="application/sparql-results+json\r\nContent-Encoding: gzip")
    with pytest.raises(RemoteError, match="longer than 100,000 bytes"):
        Door(faulty_server.play(act), cap=100_000).query(SELECT)


@given(
    content=st.binary(max_size=3000),
    cut=st.integers(1, 50),
    piece=st.integers(1, 100),
    case=st.sampled_from(sorted(PACKERS)),
)
def test_unpacking_gives_what_was_packed(content: bytes, cut: int, piece: int, case: str) -> None:
    coding, pack = PACKERS[case]
    packed = pack(content)
    pieces = [
        *unpacked((packed[at : at + cut] for at in range(0, len(packed), cut)), coding, piece)
    ]
    assert b"".join(pieces) == content
    assert coding == "identity" or all(len(each) <= piece for each in pieces)


def test_nothing_at_all_unpacks_to_nothing() -> None:
    assert not [*unpacked([], "gzip", 10)]
    with pytest.raises(PackingError):
        [*unpacked([b"\x1f"], "gzip", 10)]
