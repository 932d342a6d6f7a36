"""Files that can be fetched in parts: Range, If-Range and HEAD, RFC 9110, sections 13 and 14."""

import httpx
import pytest

from citygraph.service.exchanges import Reply
from citygraph.service.ranges import IN_PARTS, part

DUMP = "/dumps/citygraph.nt"
WHOLE = Reply(200, (IN_PARTS, ("etag", '"1"')), b"0123456789")


@pytest.mark.parametrize(
    ("asked", "body", "place"),
    [
        ("bytes=0-0", b"0", "0-0"),
        ("bytes=2-4", b"234", "2-4"),
        ("bytes=7-", b"789", "7-9"),
        ("bytes=7-99", b"789", "7-9"),
        ("bytes=-3", b"789", "7-9"),
        ("bytes=-99", b"0123456789", "0-9"),
        ("Bytes= 2-4 ", b"234", "2-4"),
    ],
)
def test_a_part_is_given_with_its_place(asked: str, body: bytes, place: str) -> None:
    reply = part(WHOLE, {"range": asked})
    assert (reply.status, reply.body) == (206, body)
    assert reply.headers == (*WHOLE.headers, ("content-range", f"bytes {place}/10"))


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=10-12", "bytes=-0", "bytes=99-"])
def test_a_part_that_the_file_does_not_have_is_refused_with_its_size(asked: str) -> None:
    reply = part(WHOLE, {"range": asked})
    assert reply.status == 416
    assert reply.headers[-1] == ("content-range", "bytes */10")
    assert f"the file has 10 bytes, and none of them is in {asked}".encode() in reply.body


@pytest.mark.parametrize(
    "asked",
    [
        *("", "bytes=", "bytes=-", "bytes=4-2", "bytes=0-1,4-5", "rows=0-1", "bytes=a-b"),
        *("bytes=1", "bytes=" + "9" * 5000 + "-", "bytes=\u0661-\u0662"),
    ],
    ids=range(10),
)
def test_a_range_that_is_not_understood_is_passed_over(asked: str) -> None:
    assert part(WHOLE, {"range": asked}) is WHOLE


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ('"1"', 206),
        ('"2"', 200),
        ('W/"1"', 200),
        ("Mon, 23 Nov 2026 00:00:00 GMT", 200),
    ],
)
def test_a_part_of_another_state_of_the_file_is_never_given(condition: str, status: int) -> None:
    assert part(WHOLE, {"range": "bytes=1-2", "if-range": condition}).status == status


@pytest.mark.parametrize("reply", [Reply(200, (), b"page"), WHOLE._replace(status=404)])
def test_only_whole_files_have_parts(reply: Reply) -> None:
    assert part(reply, {"range": "bytes=0-1"}) is reply


def test_a_download_goes_on_where_it_broke_off(tokyo_server: httpx.Client) -> None:
    whole = tokyo_server.get(DUMP)
    assert whole.headers["accept-ranges"] == "bytes"
    assert whole.headers["etag"].startswith('"')
    size = len(whole.content)
    begun = tokyo_server.get(DUMP, headers={"range": "bytes=0-99999"})
    rest = {"range": "bytes=100000-", "if-range": begun.headers["etag"]}
    ended = tokyo_server.get(DUMP, headers=rest)
    assert (begun.status_code, ended.status_code) == (206, 206)
    assert ended.headers["content-range"] == f"bytes 100000-{size - 1}/{size}"
    assert ended.headers["content-length"] == str(size - 100000)
    assert begun.content + ended.content == whole.content
    beyond = tokyo_server.get(DUMP, headers={"range": f"bytes={size}-"})
    assert beyond.status_code == 416
    assert beyond.headers["content-type"] == "application/problem+json"


def test_who_has_the_file_gets_no_part_of_it(tokyo_server: httpx.Client) -> None:
    tag = tokyo_server.get(DUMP).headers["etag"]
    answer = tokyo_server.get(DUMP, headers={"range": "bytes=0-9", "if-none-match": tag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_head_tells_of_the_whole_file_whatever_part_is_asked(tokyo_server: httpx.Client) -> None:
    whole = tokyo_server.get(DUMP)
    head = tokyo_server.head(DUMP, headers={"range": "bytes=0-9"})
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-length", "content-type", "etag", "accept-ranges"):
        assert head.headers[name] == whole.headers[name]


def test_a_page_has_no_parts(tokyo_server: httpx.Client) -> None:
    answer = tokyo_server.get("/en/index.html", headers={"range": "bytes=0-9"})
    assert answer.status_code == 200
    assert "content-range" not in answer.headers
