"""Who gets to see credentials, where they come from, and which addresses are taken."""

import hashlib
import re
from pathlib import Path

import pytest

from citygraph.endpoint import Credentials, Door, read_credentials, too_open
from citygraph.endpoint.address import checked
from citygraph.errors import InputError, RemoteError
from tests.faulty_server import FaultyServer, reply

ASK = "ASK { ?a ?p ?b }"
YES = reply(b'{"head":{},"boolean":true}')
SECRET = "not-to-be-seen"  # noqa: S105 - it is made up


# --- credentials -------------------------------------------------------------------------------


def test_basic(faulty_server: FaultyServer) -> None:
    assert Door(faulty_server.play(YES), credentials=Credentials("basic", "a", "b:ü")).query(ASK)
    assert faulty_server.heard[0].headers["authorization"] == "Basic YTpiOsO8"


def test_bearer(faulty_server: FaultyServer) -> None:
    assert Door(faulty_server.play(YES), credentials=Credentials("bearer", "", "x.y")).query(ASK)
    assert faulty_server.heard[0].headers["authorization"] == "Bearer x.y"


def test_digest(faulty_server: FaultyServer) -> None:
    asked = {"WWW-Authenticate": 'Digest realm="SPARQL", nonce="n1", qop="auth", algorithm=MD5'}
    url = faulty_server.play(reply(status=401, headers=asked), YES)
    assert Door(url, credentials=Credentials("digest", "loader", SECRET)).query(ASK)
    first, second = faulty_server.heard
    assert "authorization" not in first.headers
    said = dict(re.findall(r'(\w+)="?([^",]+)"?', second.headers["authorization"]))

    def md5(text: str) -> str:
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    expected = md5(
        f"{md5(f'loader:SPARQL:{SECRET}')}:n1:{said['nc']}:{said['cnonce']}:auth:"
        f"{md5(f'GET:{second.target}')}"
    )
    assert said["response"] == expected
    assert SECRET not in str(second)


@pytest.mark.parametrize("kind", ["basic", "digest", "bearer"])
def test_credentials_that_are_refused_are_not_shown(kind: str, faulty_server: FaultyServer) -> None:
    asked = {"WWW-Authenticate": 'Digest realm="SPARQL", nonce="n1", qop="auth"'}
    key = Credentials(kind, "loader", SECRET)
    door = Door(faulty_server.play(reply(status=401, headers=asked)), credentials=key)
    with pytest.raises(RemoteError, match="does not accept these credentials") as caught:
        door.query(ASK)
    assert SECRET not in f"{caught.value!r}{key!r}{door!r}"
    assert "loader" not in repr(key)


@pytest.mark.parametrize(
    ("text", "kind", "user", "secret"),
    [
        ("basic loader:secret\n", "basic", "loader", "secret"),
        ("\ufeffDigest loader:a:b c\r\n", "digest", "loader", "a:b c"),
        ("bearer abc.DEF-123==", "bearer", "", "abc.DEF-123=="),
    ],
)
def test_credentials_from_a_file(
    text: str, kind: str, user: str, secret: str, tmp_path: Path
) -> None:
    path = tmp_path / "auth"
    path.write_text(text, encoding="utf-8")
    found = read_credentials(path, {"CITYGRAPH_AUTH": "bearer of-the-environment"})
    assert found == Credentials(kind, user, secret)


@pytest.mark.parametrize(
    "text",
    [
        *("", "secret", "basic secret", "basic :x", "basic a:", "bearer", "bearer a b"),
        *("token a:secret", "basic a:secret\nbasic c:secret", "bearer sécret"),
    ],
)
def test_credentials_that_are_none_are_not_shown(text: str, tmp_path: Path) -> None:
    path = tmp_path / "auth"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="expected one line: basic USER:PASSWORD") as caught:
        read_credentials(path, {})
    assert "secret" not in str(caught.value)
    if text:
        with pytest.raises(InputError, match=r"^CITYGRAPH_AUTH: expected one line"):
            read_credentials(None, {"CITYGRAPH_AUTH": text})


def test_files_of_credentials_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"--auth .*nothing: cannot be read: No such file"):
        read_credentials(tmp_path / "nothing", {})
    (tmp_path / "auth").write_bytes(b"basic a:\xff")
    with pytest.raises(InputError, match="auth: not UTF-8; expected one line"):
        read_credentials(tmp_path / "auth", {})
    assert read_credentials(None, {}) is None


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700, 0o622])
def test_a_file_that_nobody_else_can_read_needs_no_advice(mode: int, tmp_path: Path) -> None:
    path = tmp_path / "auth"
    path.write_text("bearer abc", encoding="utf-8")
    path.chmod(mode)
    assert too_open(path) is None


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o777])
def test_a_file_that_others_can_read_is_named_with_the_remedy(mode: int, tmp_path: Path) -> None:
    path = tmp_path / "my auth"
    path.write_text(f"basic loader:{SECRET}", encoding="utf-8")
    path.chmod(mode)
    assert too_open(path) == (
        f"--auth {path}: others on this machine can read it; keep it to yourself with  "
        f"chmod 600 '{path}'"
    )


def test_what_is_no_file_needs_no_advice(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert [too_open(each) for each in (None, tmp_path, tmp_path / "nothing")] == [None] * 3


# --- addresses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "is no address of an endpoint"),
        ("example.org/sparql", "is no address of an endpoint"),
        ("file:///etc/passwd", "is no address of an endpoint"),
        ("http:///sparql", "is no address of an endpoint"),
        ("http://example.org:port/", "is no address of an endpoint"),
        ("http://[::1/sparql", "is no address of an endpoint"),
        ("http://example.org/a b", "a character that no address has"),
        ("http://example.org/\n", "a character that no address has"),
        (f"http://loader:{SECRET}@example.org/", "give them in a file with  --auth FILE"),
        (f"http://{SECRET}@example.org/", "give them in a file with  --auth FILE"),
        ("http://example.org/sparql#a", "no part behind #"),
        ("http://example.org/sparql?query=ASK%7B%7D", "leave out the parameter 'query'"),
        ("http://example.org/sparql?a=1&default-graph-uri=", "the parameter 'default-graph-uri'"),
    ],
)
def test_addresses_that_are_refused(url: str, said: str) -> None:
    with pytest.raises(InputError, match=re.escape(said)) as caught:
        Door(url)
    assert SECRET not in str(caught.value)


def test_addresses_that_are_taken() -> None:
    for url in ("http://[::1]:8890/sparql", "https://例え.jp/sparql", "http://a.org?x=1&y"):
        assert checked(url) == url
