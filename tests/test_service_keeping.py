"""What is kept of the answers, and what is never given for another."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import httpx

from citygraph.service.exchanges import Errand, Reply
from citygraph.service.keeping import Kept, Shared
from tests.served_graph import ServeGraph


def errand(path: str, **more: object) -> Errand:
    return Errand("page", {"path": path, "tag": '"t"', "known": None, **more})


def test_an_answer_is_given_again_whatever_else_the_client_has() -> None:
    kept = Kept()
    kept.keep(errand("/a"), Reply(200, (("x", "y"),), b"a"))
    assert kept.find(errand("/a", known='"other"')) == Reply(200, (("x", "y"),), b"a")


def test_an_answer_is_never_given_for_another_errand() -> None:
    kept = Kept()
    kept.keep(errand("/a", negotiated=False), Reply(200, (), b"a"))
    for other in (
        errand("/b", negotiated=False),
        errand("/a", negotiated=True),
        errand("/a", negotiated=False, tag='"u"'),
        errand("/a", negotiated=False, known="*"),
        Errand("other", errand("/a", negotiated=False).arguments),
    ):
        assert kept.find(other) is None


def test_what_can_change_is_not_kept() -> None:
    kept = Kept()
    for tag in ("", None):
        kept.keep(errand("/a", tag=tag), Reply(200, (), b"a"))
        assert kept.find(errand("/a", tag=tag)) is None
    kept.keep(Errand("sparql", {"query": "ASK {}"}), Reply(200, (), b"a"))
    assert kept.find(Errand("sparql", {"query": "ASK {}"})) is None


def test_only_what_went_well_is_kept() -> None:
    kept = Kept()
    for status in (304, 400, 404, 422, 503):
        kept.keep(errand("/a"), Reply(status, (), b"a"))
        assert kept.find(errand("/a")) is None


def test_what_was_asked_longest_ago_makes_room() -> None:
    kept = Kept(size=40)
    for path in "abcd":
        kept.keep(errand(path), Reply(200, (), path.encode() * 10))
    assert kept.find(errand("a"))
    kept.keep(errand("e"), Reply(200, (), b"e" * 10))
    assert [path for path in "abcde" if kept.find(errand(path))] == ["a", "c", "d", "e"]
    kept.keep(errand("e"), Reply(200, (), b"e" * 9))
    kept.keep(errand("f"), Reply(200, (), b"f"))
    assert [path for path in "acdef" if kept.find(errand(path))] == ["a", "c", "d", "e", "f"]
    kept.keep(errand("g"), Reply(200, (), b"g" * 11))
    assert kept.find(errand("g")) is None


def test_a_page_asked_twice_is_the_same(tokyo_server: httpx.Client) -> None:
    for path in ("/ko/voc/robots.html", "/ns", "/pictures/tokyo/budget.en.svg"):
        first, second = (tokyo_server.get(path) for _ in range(2))
        assert first.status_code == 200
        assert (first.content, first.headers["etag"]) == (second.content, second.headers["etag"])
        assert tokyo_server.head(path).headers["content-length"] == str(len(first.content))
        assert tokyo_server.get(path, headers={"if-none-match": "*"}).status_code == 304
    turtle = tokyo_server.get("/ns", headers={"accept": "text/turtle"})
    assert turtle.headers["content-location"] == "ns.ttl"
    assert "content-location" not in tokyo_server.get("/ns.ttl").headers


def test_who_wants_the_same_waits_for_the_same() -> None:
    begun: list[str] = []
    ended: list[str] = []

    async def story() -> None:
        going = asyncio.Event()

        async def run(errand: Errand, _client: str) -> Reply:
            begun.append(errand.arguments["path"])
            try:
                await going.wait()
            finally:
                ended.append(errand.arguments["path"])
            return Reply(200, (), errand.arguments["path"].encode())

        shared = Shared(run)
        one, again, other = (shared.join(errand(path)) for path in ("/a", "/a", "/b"))
        untagged = [shared.join(errand("/c", tag="")) for _ in range(2)]
        assert one is again is not other
        assert untagged[0] is not untagged[1]
        await asyncio.sleep(0)
        assert begun == ["/a", "/b", "/c", "/c"]
        shared.leave(errand("/a"), one)
        shared.leave(errand("/b"), other)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert other.cancelled()
        assert not one.cancelled()
        going.set()
        assert (await again).body == b"/a"
        assert shared.join(errand("/a")) is again
        for _ in range(2):
            shared.leave(errand("/a"), again)
        assert shared.join(errand("/a")) is not again

    asyncio.run(story())
    assert begun == ["/a", "/b", "/c", "/c", "/a"]
    assert sorted(ended) == ["/a", "/a", "/b", "/c", "/c"]


def test_many_who_want_a_picture_at_once_all_get_it(serve_graph: ServeGraph) -> None:
    client = serve_graph()
    with ThreadPoolExecutor(24) as crowd:
        answers = list(
            crowd.map(lambda _: client.get("/pictures/tokyo/strategy.en.svg"), range(24))
        )
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
