"""What is never run: updates, calls to other machines, and queries that bring down the engine."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from citygraph.errors import RefusedQueryError
from citygraph.questions.guard import check

EVIL = "http://127.0.0.1:9/"
CALLS = [
    f"SELECT * {{ SERVICE <{EVIL}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ service\n<{EVIL}>{{}} }}",
    f"SELECT * {{ SERVICE SILENT <{EVIL}> {{}} }}",
    f"SELECT * {{ SERVICESILENT<{EVIL}>{{}} }}",
    f"SELECT * {{ SERVICE # a comment\n <{EVIL}> # another\n {{}} }}",
    f"SELECT * {{ ?s ?p trueSERVICE<{EVIL}>{{}} }}",
    f"SELECT * {{ ?s ?p 1SERVICE<{EVIL}>{{}} }}",
    f"SELECT * {{ ?s ?p 'x'@en SERVICE<{EVIL}>{{}} }}",
    f"SELECT * {{ ?s ?p ?o FILTER(?o<?s)SERVICE#>\n<{EVIL}>{{}} }}",
    f"SELECT * {{ ?s ?p ?o FILTER(?o<?s#>'''\n) SERVICE <{EVIL}> {{}} #'''\n }}",
    f"SELECT * {{ FILTER EXISTS {{ SERVICE <{EVIL}> {{}} }} }}",
    f"SELECT * {{ {{ SELECT * {{ SERVICE <{EVIL}> {{}} }} }} }}",
    f"SELECT * {{ \\u0053ERVICE <{EVIL}> {{}} }}",
    f"SELECT * {{ \\U00000053ERVICE <{EVIL}> {{}} }}",
    "SELECT * { SERVICE <\\u0068ttp://127.0.0.1:9/> {} }",
    "PREFIX x: <http://127.0.0.1:9/> SELECT * { SERVICE x: {} }",
    "SELECT * { VALUES ?a { <http://127.0.0.1:9/> } SERVICE ?a {} }",
    "SELECT * { VALUES ?a { <http://127.0.0.1:9/> } SERVICE$a{} }",
    "BASE <http://127.0.0.1:9/> SELECT * { SERVICE <> {} }",
]
HARMLESS = [
    "SELECT ?service { ?service ?p ?o }",
    "SELECT * { ?s ?p 'SERVICE <http://x/> {}' }",
    'SELECT * { ?s ?p """\nSERVICE <http://x/> {}\n""" }',
    "# SERVICE <http://x/> {}\nASK {}",
    "SELECT * { ?s <http://x/service> ?o . { ?o ?p ?q } }",
    "SELECT * { ?s <http://x/service#thing> ?o . { ?o ?p ?q } }",
    "PREFIX service: <http://x/> SELECT * { ?s service:level ?o }",
    "PREFIX cg: <http://x/> SELECT * { ?city cg:service ?o . OPTIONAL { ?o cg:Service ?q } }",
    "SELECT * { GRAPH <http://x/service> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 'x'@service }",
    "SELECT * { _:service ?p ?o }",
]
UPDATES = [
    "INSERT DATA { <a:a> <a:b> <a:c> }",
    "# a comment\nPREFIX x: <http://x/> DELETE WHERE { ?s ?p ?o }",
    "BASE <http://x/> LOAD <http://x/>",
    "clear all",
    "DROP GRAPH <http://x/>",
    "CREATE GRAPH <http://x/>",
    "COPY DEFAULT TO <http://x/>",
    "MOVE DEFAULT TO <http://x/>",
    "ADD DEFAULT TO <http://x/>",
    "WITH <http://x/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "DELETE DATA { <a:a> <a:b> <a:c> } ; INSERT DATA { <a:a> <a:b> <a:c> }",
]
WORDS = st.sampled_from(
    [
        *("#", "<", ">", "{", "}", "?", ".", ")", "1", "*", "'", '"', " ", "\n", "'''", '"""'),
        *("SERVICE", "SILENT", "<http://h/>", "?a", "?x<", "a:b", "true", "@en", "\\u0053"),
        *("SELECT", "UNION", "FILTER("),
    ]
)


@pytest.mark.parametrize("text", CALLS)
def test_calls_are_refused(text: str) -> None:
    with pytest.raises(RefusedQueryError, match=r"^SERVICE .* is refused: a query leaves this"):
        check(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_the_word_alone_is_harmless(text: str) -> None:
    check(text)
    ox.Store().query(text)


def test_an_allowed_address_may_be_called_and_no_other() -> None:
    check(CALLS[0], {EVIL})
    both = f"SELECT * {{ SERVICE <{EVIL}> {{}} SERVICE <http://other/> {{}} }}"
    with pytest.raises(RefusedQueryError, match="SERVICE http://other/ is refused"):
        check(both, {EVIL})


@pytest.mark.parametrize("index", [15, 16])
def test_an_address_that_is_not_written_out_is_refused_even_if_allowed(index: int) -> None:
    with pytest.raises(RefusedQueryError, match="written in full, in angle brackets"):
        check(CALLS[index], {EVIL})


@pytest.fixture(scope="module")
def calls() -> Iterator[tuple[int, list[object]]]:
    """A server that hangs up on everybody: its port, and who called."""
    called: list[object] = []

    def listen() -> None:
        while True:
            try:
                connection, caller = server.accept()
            except OSError:
                return
            called.append(caller)
            connection.close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        listener = threading.Thread(target=listen)
        listener.start()
        yield server.getsockname()[1], called
        server.shutdown(socket.SHUT_RDWR)
        listener.join()


@given(before=st.lists(WORDS, max_size=8).map("".join), after=st.lists(WORDS, max_size=6))
@example(before="", after=[])
@example(before="?s ?p ?o FILTER(?o<?s)", after=["#>"])
@example(before="?s ?p true", after=[])
def test_what_passes_the_guard_calls_nobody(
    calls: tuple[int, list[object]], before: str, after: list[str]
) -> None:
    """The engine itself is asked: a query that it would take out of the house never passes."""
    port, called = calls
    end = "".join(after)
    text = f"SELECT * {{ {before}SERVICE{end}\n<http://127.0.0.1:{port}/>{{ ?s ?p ?o }} }}"
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:b"), ox.Literal(1)))
    try:
        check(text)
    except RefusedQueryError:
        return
    with contextlib.suppress(SyntaxError, RuntimeError, OSError, ValueError):
        list(store.query(text))  # type: ignore[arg-type]
    assert called == []


def test_the_server_would_notice_a_call(calls: tuple[int, list[object]]) -> None:
    port, called = calls
    text = f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"
    with pytest.raises(OSError, match=r"^(Connection|Empty)"):
        list(ox.Store().query(text))  # type: ignore[arg-type]
    assert called
    called.clear()


@given(st.text() | st.lists(WORDS).map(" ".join))
def test_the_guard_never_fails_in_another_way(text: str) -> None:
    try:
        check(text)
    except RefusedQueryError:
        return


@pytest.mark.parametrize("text", UPDATES)
def test_updates_are_refused(text: str) -> None:
    with pytest.raises(RefusedQueryError, match="is an update, and updates are always refused"):
        check(text)


@given(
    st.sampled_from(UPDATES),
    st.sampled_from(["", "# x\n", "PREFIX a: <http://a/>\n", "BASE <http://b/> "]),
    st.sampled_from([str, str.lower]),
)
def test_whatever_the_engine_takes_for_an_update_is_refused(
    update: str, prologue: str, case: Callable[[str], str]
) -> None:
    text = prologue + case(update)
    store = ox.Store()
    try:
        store.update(text)
    except (SyntaxError, OSError, RuntimeError):
        return
    with pytest.raises(RefusedQueryError):
        check(text)


def test_the_place_of_an_update_is_told() -> None:
    with pytest.raises(RefusedQueryError) as raised:
        check("PREFIX x: <http://x/>\n  delete where { ?s ?p ?o }")
    assert str(raised.value) == (
        "line 2, column 3: DELETE is an update, and updates are always refused; "
        "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE"
    )


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * " + "{" * 20000 + "}" * 20000,
        "SELECT * { BIND(" + "(" * 20000 + "1" + ")" * 20000 + " AS ?x) }",
        "SELECT * { BIND(" + "!" * 20000 + "1 AS ?x) }",
        "SELECT * { ?s " + "^" * 20000 + "<a:b> ?o }",
    ],
)
def test_a_query_too_deep_for_the_engine_is_refused(text: str) -> None:
    with pytest.raises(RefusedQueryError, match="nested more than 200 levels deep"):
        check(text)


def test_a_deep_but_sound_query_passes() -> None:
    text = "SELECT * " + "{" * 150 + "}" * 150
    check(text)
    ox.Store().query(text)
