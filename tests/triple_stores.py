"""Real triple stores, each run in a folder of its own on free ports of the loopback address.

Oxigraph answers anybody and lets anybody write. Virtuoso answers anybody, and lets its user
`loader` write, who shows who they are by digest authentication. Either finds its graphs again when
it is started in the same folder a second time.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import run
from typing import NamedTuple

import httpx

from tests.programs import Program, find_program, free_port

STORE = "store"
TURTLE = "text/turtle"
OXIGRAPH_REMEDY = "uv sync --all-extras"
VIRTUOSO_REMEDY = "apt-get install --no-install-recommends virtuoso-opensource-7-bin"


class Auth(NamedTuple):
    """Who may write.

    Attributes:
        kind: how that is shown: "basic" or "digest".
        user: the name.
        password: the password.
    """

    kind: str
    user: str
    password: str


class Server(NamedTuple):
    """A triple store that runs.

    Attributes:
        name: what it is: "oxigraph" or "virtuoso".
        query_url: where it answers queries.
        update_url: where it takes updates.
        store_url: where it has its graphs by the Graph Store Protocol; `?graph=IRI` is added.
        auth: what it takes to write; `None` if anybody may.
        program: the process.
    """

    name: str
    query_url: str
    update_url: str
    store_url: str
    auth: Auth | None
    program: Program

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.program.pid

    @property
    def folder(self) -> Path:
        """Where it keeps its log and its files."""
        return self.program.folder

    @property
    def store(self) -> Path:
        """Where it keeps its graphs."""
        return self.folder / STORE

    def client(self) -> httpx.Client:
        """Open a client that may write, and that asks no proxy."""
        digest = httpx.DigestAuth(self.auth.user, self.auth.password) if self.auth else None
        return httpx.Client(auth=digest, trust_env=False, timeout=60)

    def put(self, graph: str, content: bytes, content_type: str = TURTLE) -> None:
        """Replace a named graph.

        Raises:
            httpx.HTTPStatusError: the server refused it.
        """
        with self.client() as client:
            client.put(
                self.store_url,
                params={"graph": graph},
                content=content,
                headers={"Content-Type": content_type},
            ).raise_for_status()

    def delete(self, graph: str) -> None:
        """Remove a named graph; one that is not there is no fault."""
        with self.client() as client:
            answer = client.delete(self.store_url, params={"graph": graph})
        if answer.status_code != httpx.codes.NOT_FOUND:
            answer.raise_for_status()

    def answers(self) -> bool:
        """Say whether it answers queries now."""
        try:
            answer = httpx.get(self.query_url, params={"query": "ASK {}"}, trust_env=False)
        except httpx.TransportError:
            return False
        return answer.is_success

    def start(self) -> None:
        """Start it again on the same files and the same ports, after it was stopped or killed."""
        (self.store / "virtuoso.lck").unlink(missing_ok=True)  # what a killed one leaves behind
        self.program.start(self.answers)

    def stop(self) -> None:
        """End it in order."""
        self.program.stop()

    def kill(self) -> None:
        """End it as a power cut does."""
        self.program.kill()


@contextmanager
def serve_oxigraph(
    folder: Path, *, timeout: int = 60, union: bool = False, through: Sequence[str] = ()
) -> Iterator[Server]:
    """Run an Oxigraph server for as long as the context lasts.

    Args:
        folder: where it keeps its files; it is made if it is missing.
        timeout: the seconds it gives a query.
        union: the default graph is the union of all named graphs, unless the request says more.
        through: the words of a command that runs it, such as ``("prlimit", "--fsize=100000")``.
    """
    program = find_program("oxigraph", OXIGRAPH_REMEDY, folder=Path(sys.executable).parent)
    folder.mkdir(parents=True, exist_ok=True)
    address = f"127.0.0.1:{free_port()}"
    options = ("--bind", address, "--timeout-s", str(timeout))
    default = ("--union-default-graph",) if union else ()
    command = (*through, program, "serve", "--location", folder / STORE, *options, *default)
    query, update, store = (f"http://{address}/{path}" for path in ("query", "update", "store"))
    server = Server("oxigraph", query, update, store, None, Program(command, folder))
    try:
        server.start()
        yield server
    finally:
        server.stop()


VIRTUOSO_INI = """\
[Database]
DatabaseFile = store/virtuoso.db
ErrorLogFile = store/virtuoso.log
LockFile = store/virtuoso.lck
TransactionFile = store/virtuoso.trx
xa_persistent_file = store/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = store/temporary.db
TransactionFile = store/temporary.trx

[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
ServerThreads = 20
CheckpointInterval = 0
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = {folder}
ThreadsPerQuery = 1

[HTTPServer]
ServerPort = 127.0.0.1:{http_port}
ServerThreads = 10

[SPARQL]
ResultSetMaxRows = {max_rows}
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = {timeout}
"""
"""Buffers of 80 MB; 0 is no limit, and no checkpoint between start and end."""

LOADER = Auth("digest", "loader", "secret")


@contextmanager
def serve_virtuoso(
    folder: Path, *, timeout: int = 60, max_rows: int = 1_000_000, through: Sequence[str] = ()
) -> Iterator[Server]:
    """Run a Virtuoso for as long as the context lasts, which `loader` may write to.

    Args:
        folder: where it keeps its files; it is made if it is missing.
        timeout: the seconds it gives a query.
        max_rows: the number of rows, or triples, after which it cuts an answer in silence.
        through: the words of a command that runs it, such as ``("prlimit", "--fsize=100000")``.
    """
    program = find_program("virtuoso-t", VIRTUOSO_REMEDY)
    shell = find_program("isql-vt", VIRTUOSO_REMEDY)
    (folder / STORE).mkdir(parents=True, exist_ok=True)
    sql_port, http_port = free_port(), free_port()
    settings = VIRTUOSO_INI.format(
        sql_port=sql_port,
        http_port=http_port,
        folder=folder,
        max_rows=max_rows,
        timeout=timeout,
    )
    (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
    is_new = not (folder / STORE / "virtuoso.db").exists()
    query = f"http://127.0.0.1:{http_port}/sparql"
    command = (*through, program, "-f", "-c", "virtuoso.ini")
    writing = (f"{query}-auth", f"{query}-graph-crud-auth")
    server = Server("virtuoso", query, *writing, LOADER, Program(command, folder))
    try:
        server.start()
        if is_new:
            _let_write(LOADER, shell, sql_port)
        yield server
    finally:
        server.stop()


def _let_write(who: Auth, shell: str, sql_port: int) -> None:
    """Make a user who may use SPARQL Update and the Graph Store Protocol."""
    words = (
        f"DB.DBA.USER_CREATE('{who.user}', '{who.password}'); "
        f'GRANT SPARQL_UPDATE TO "{who.user}";'
    )
    done = run(
        [shell, f"127.0.0.1:{sql_port}", "dba", "dba", f"exec={words}"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "Error" not in done.stderr, done.stderr
