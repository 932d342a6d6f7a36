"""The rules of a polite client, each proved on a server that does wrong."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from threading import Thread

import pytest

from citygraph.endpoint import Request
from citygraph.errors import InputError
from citygraph.linking.batches import Batches
from citygraph.linking.polite import (
    Question,
    StoppedError,
    TooMuchError,
    UnusableError,
)
from citygraph.linking.rows import Rows
from citygraph.linking.turns import one_at_a_time
from tests.faulty_server import (
    HTML,
    Act,
    FaultyServer,
    busy,
    drip,
    hang_up,
    redirect,
    reply,
    say_nothing,
)
from tests.polite_client import ONE, QUERY, Opening, Resting, rows_of

# 1: a contact, one request at a time, a budget


@pytest.mark.parametrize("contact", ["", "  ", "me", "a b@example.org", "a@example.org\r\nX: y"])
def test_without_a_contact_nothing_is_asked(
    client: Opening, faulty_server: FaultyServer, contact: str
) -> None:
    with pytest.raises(InputError, match="CITYGRAPH_CONTACT"):
        client(contact=contact)
    assert not faulty_server.heard


@pytest.mark.parametrize(
    "contact", ["me@example.org", "https://example.org/me", "mailto:a@b.example"]
)
def test_each_request_says_who_asks(
    client: Opening, faulty_server: FaultyServer, contact: str
) -> None:
    Rows(client(contact=contact)).select(QUERY)
    (heard,) = faulty_server.heard
    assert heard.headers["user-agent"].startswith("citygraph/")
    assert contact in heard.headers["user-agent"]


def test_one_at_a_time_asks_a_host_whoever_asks(
    client: Opening, faulty_server: FaultyServer
) -> None:
    slow = drip(rows_of("1"), every=0.005)
    first, second = client(slow), client(slow)
    queries = ("SELECT ?n { VALUES ?n { 2 } }", QUERY)
    threads = [
        Thread(target=Rows(each).select, args=(text,))
        for each, text in zip((first, second), queries, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    begun = sorted(heard.at for heard in faulty_server.heard)
    assert len(begun) == 2
    assert begun[1] - begun[0] > 0.3  # the whole of the first answer


def test_turns_need_a_folder_that_can_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(InputError, match="cannot be written to"),
        one_at_a_time(tmp_path / "file", "https://example.org"),
    ):
        pytest.fail("nobody may ask")


def test_a_pause_is_kept_between_two_requests(client: Opening, resting: Resting) -> None:
    asking = Rows(client(pause=7))
    asking.select(QUERY)
    asking.select("SELECT ?n { VALUES ?n { 2 } }")
    (wait,) = resting.waits
    assert 6 < wait <= 7


def test_the_budget_ends_a_run(client: Opening, faulty_server: FaultyServer) -> None:
    polite = client(requests=1)
    Rows(polite).select(QUERY)
    with pytest.raises(StoppedError, match="budget of 1 requests is spent"):
        Rows(polite).select("SELECT ?n { VALUES ?n { 2 } }")
    assert len(faulty_server.heard) == 1
    assert polite.spent == (1, 1, 0)


# 2: patience


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_in_seconds_is_obeyed(client: Opening, resting: Resting, status: int) -> None:
    assert Rows(client(busy("17", status), ONE)).select(QUERY).rows
    assert resting.waits == [17]


def test_retry_after_as_a_date_is_obeyed(client: Opening, resting: Resting) -> None:
    then = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert Rows(client(busy(then, 429), ONE)).select(QUERY).rows
    (wait,) = resting.waits
    assert 80 < wait <= 90


def test_without_retry_after_the_waits_grow(
    client: Opening, resting: Resting, faulty_server: FaultyServer
) -> None:
    with pytest.raises(StoppedError, match="asked 5 times"):
        Rows(client(busy())).select(QUERY)
    assert len(faulty_server.heard) == 5
    assert [int(wait).bit_length() for wait in resting.waits] == [1, 2, 3, 4]


def test_jitter_keeps_clients_apart(client: Opening, resting: Resting) -> None:
    for _ in range(2):
        with pytest.raises(StoppedError):
            Rows(client(busy())).select(QUERY)
    assert resting.waits[:4] != resting.waits[4:]


def test_a_wait_that_is_too_long_ends_the_run(client: Opening, resting: Resting) -> None:
    with pytest.raises(StoppedError, match="wants 3600 s to pass"):
        Rows(client(busy("3600"))).select(QUERY)
    assert not resting.waits


@pytest.mark.parametrize("status", [400, 403, 404])
def test_what_is_refused_is_never_sent_again(
    client: Opening, faulty_server: FaultyServer, status: int
) -> None:
    with pytest.raises(StoppedError, match=f"HTTP status {status}"):
        Rows(client(reply(b"no", "text/plain", status=status))).select(QUERY)
    assert len(faulty_server.heard) == 1


@pytest.mark.parametrize("status", [413, 414])
def test_what_is_too_long_is_never_sent_again_as_it_is(
    client: Opening, faulty_server: FaultyServer, status: int
) -> None:
    with pytest.raises(TooMuchError):
        Rows(client(reply(b"", "text/plain", status=status))).select(QUERY)
    assert len(faulty_server.heard) == 1


# 3: batches


def asks_numbers(asking: Rows) -> Callable[[list[int]], int]:
    def ask(some: list[int]) -> int:
        values = " ".join(map(str, some))
        return len(asking.select(f"SELECT ?n {{ VALUES ?n {{ {values} }} }}").rows)

    return ask


@pytest.mark.parametrize(
    "fault",
    [
        reply(b"", "text/plain", status=413),
        reply(b"", "text/plain", status=414),
        reply(b"Query timeout limit reached", "text/plain", status=500),
        reply(rows_of("1")[:-4]),
        say_nothing,
    ],
    ids=["413", "414", "timeout there", "cut", "timeout here"],
)
def test_a_batch_that_is_too_much_is_halved_and_the_size_is_remembered(
    client: Opening, fault: Act
) -> None:
    polite = client(fault, ONE, batch=4, timeout=3)
    done = list(Batches(polite).run("numbers", range(6), asks_numbers(Rows(polite))))  # type: ignore[arg-type]
    assert [batch.items for batch in done] == [(0, 1), (2, 3), (4, 5)]
    assert all(batch.why is None for batch in done)
    again = client(batch=4)
    assert Batches(again).size("numbers") == 2
    assert Batches(again).size("others") == 4


def test_one_that_is_too_much_alone_is_not_asked(client: Opening) -> None:
    polite = client(reply(b"", "text/plain", status=413), ONE, batch=1)
    done = list(Batches(polite).run("numbers", range(2), asks_numbers(Rows(polite))))  # type: ignore[arg-type]
    assert [(batch.items, batch.answer) for batch in done] == [((0,), None), ((1,), 1)]
    assert "413" in str(done[0].why)


def test_one_that_is_too_much_alone_makes_the_others_no_smaller(client: Opening) -> None:
    """Else one bad item would make a run ask about each of hundreds alone."""
    asked = []

    def ask(some: Sequence[int]) -> int:
        asked.append(len(some))
        if 9 in some:
            raise TooMuchError("too much")
        return len(some)

    done = list(Batches(client(batch=4)).run("numbers", range(20), ask))
    assert asked == [4, 4, 4, 2, 1, 1, 4, 4, 2]
    assert [batch.items for batch in done if batch.why is not None] == [(9,)]
    assert sorted(item for batch in done for item in batch.items) == list(range(20))


def test_a_service_that_fails_again_and_again_is_left_alone(
    client: Opening, faulty_server: FaultyServer
) -> None:
    polite = client(hang_up, batch=1)
    with pytest.raises(StoppedError, match="failed 3 times in a row"):
        list(Batches(polite).run("numbers", range(9), asks_numbers(Rows(polite))))  # type: ignore[arg-type]
    assert len(faulty_server.heard) == 3


# 4: an answer is right, or it is none


@pytest.mark.parametrize(
    "act",
    [
        reply(b"<html><title>Log in</title></html>", HTML),
        reply(rows_of("1"), "text/csv"),
        reply(rows_of("1", name="other")),
        reply(b'{"head": {}, "boolean": true}'),
        reply(b'{"head": {"vars": ["n"]}, "results": {}}'),
        reply(rows_of("1"), length=10_000),
        reply(rows_of("1"), framing="cut chunks"),
        redirect("/sparql"),
        redirect("https://example.org/elsewhere"),
        reply(b"broken", "text/plain", status=502),
        hang_up,
    ],
    ids=[
        "html",
        "type",
        "columns",
        "ask",
        "structure",
        "short",
        "chunks",
        "loop",
        "moved",
        "502",
        "gone",
    ],
)
def test_what_is_no_answer_is_an_error_and_is_not_kept(client: Opening, act: Act) -> None:
    polite = client(act)
    with pytest.raises(UnusableError):
        Rows(polite).select(QUERY)
    assert polite.cache.find(polite.url, QUERY) is None


def test_an_answer_that_is_too_long_is_too_much(client: Opening) -> None:
    with pytest.raises(TooMuchError, match="longer than 60 bytes"):
        Rows(client(bytes=60)).select(QUERY)


def test_a_long_answer_is_counted(client: Opening) -> None:
    many = reply(rows_of(*map(str, range(300))))
    assert len(Rows(client(many, reply(rows_of("300", name="all_rows")))).select(QUERY).rows) == 300
    with pytest.raises(TooMuchError, match="gave 300 of 301 rows"):
        Rows(client(many, reply(rows_of("301", name="all_rows")), refresh=True)).select(QUERY)
    with pytest.raises(UnusableError, match="asked for a number"):
        Rows(client(many, reply(rows_of("x", name="all_rows")), refresh=True)).select(QUERY)


def test_time_is_taken_from_the_whole_answer(client: Opening) -> None:
    begun = time.monotonic()
    with pytest.raises(TooMuchError):
        Rows(client(drip(rows_of("1"), every=0.05), timeout=0.4)).select(QUERY)
    assert time.monotonic() - begun < 2


def test_a_question_of_another_kind_is_asked_as_politely(client: Opening) -> None:
    polite = client(reply(b"{}", "application/json"))
    request = Request("GET", polite.url, {})
    said = polite.ask(Question("manifest", request, frozenset({"application/json"})), bytes.decode)
    assert said == "{}"
