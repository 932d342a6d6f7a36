"""A server whose certificate nobody vouches for gets no request, whatever it would answer."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from citygraph.answers import Truth
from citygraph.endpoint import Credentials, Door
from citygraph.errors import RemoteError

ASK = "ASK { ?a ?p ?b }"
YES = b'{"head": {}, "boolean": true}'


class _Handler(BaseHTTPRequestHandler):
    heard: list[str]

    def do_GET(self) -> None:
        self.heard.append(str(self.headers))
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(YES)))
        self.end_headers()
        self.wfile.write(YES)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a certificate for localhost that is signed by itself, with its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not there: apt-get install --no-install-recommends openssl")
    path = tmp_path_factory.mktemp("tls") / "own.pem"
    words = "req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost"
    names = ("-addext", "subjectAltName=DNS:localhost")
    files = ("-keyout", path, "-out", path.with_suffix(".crt"))
    subprocess.run([openssl, *words.split(), *names, *files], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + path.with_suffix(".crt").read_bytes())
    return path


@pytest.fixture
def secure(certificate: Path) -> Iterator[tuple[int, list[str]]]:
    """Give the port of a server that shows it, and what that server has heard."""
    heard: list[str] = []
    handler = type("Handler", (_Handler,), {"heard": heard})
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_port, heard
        server.shutdown()
        thread.join(5)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_certificate_of_its_own_is_refused(secure: tuple[int, list[str]], host: str) -> None:
    port, heard = secure
    credentials = Credentials("bearer", "", "token")
    with pytest.raises(RemoteError, match="its certificate is not trusted"):
        Door(f"https://{host}:{port}/sparql", credentials=credentials).query(ASK)
    assert heard == []


def test_a_certificate_that_the_user_trusts_is_taken_for_its_name_only(
    secure: tuple[int, list[str]], certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, heard = secure
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_suffix(".crt")))
    assert Door(f"https://localhost:{port}/sparql").query(ASK) == Truth(value=True)
    with pytest.raises(RemoteError, match="its certificate is not trusted"):
        Door(f"https://127.0.0.1:{port}/sparql").query(ASK)
    assert len(heard) == 1
