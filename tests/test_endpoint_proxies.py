"""A proxy that the environment names sees no secret, and nothing of this machine."""

import pytest

from citygraph.answers import Truth
from citygraph.endpoint import Credentials, Door
from citygraph.endpoint.address import is_loopback
from citygraph.errors import InputError, RemoteError
from tests.faulty_server import FaultyServer, reply

ASK = "ASK { ?a ?p ?b }"
YES = b'{"head": {}, "boolean": true}'
ELSEWHERE = "http://store.invalid/sparql"
SECRET = "hunter2"  # noqa: S105 - nobody's


@pytest.fixture
def proxy(faulty_server: FaultyServer, monkeypatch: pytest.MonkeyPatch) -> FaultyServer:
    """Give a server that the environment names as the proxy for everything."""
    faulty_server.play(reply(YES))
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, f"http://who:{SECRET}@127.0.0.1:{faulty_server.port}")
    return faulty_server


def test_other_machines_are_asked_through_the_proxy(proxy: FaultyServer) -> None:
    assert Door(ELSEWHERE).query(ASK) == Truth(value=True)
    (heard,) = proxy.heard
    assert heard.target.startswith(ELSEWHERE)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_asked_directly(proxy: FaultyServer, host: str) -> None:
    url = f"http://{host}:1/sparql"
    with pytest.raises(RemoteError, match="cannot be reached"):
        Door(url, timeout=5).query(ASK)
    assert not proxy.heard


@pytest.mark.parametrize("kind", ["basic", "digest", "bearer"])
def test_credentials_without_tls_are_never_shown_to_a_proxy(proxy: FaultyServer, kind: str) -> None:
    door = Door(ELSEWHERE, credentials=Credentials(kind, "loader", SECRET), timeout=5)
    with pytest.raises(RemoteError, match="cannot be reached"):
        door.query(ASK)
    assert not proxy.heard


def test_credentials_inside_tls_stay_inside(proxy: FaultyServer) -> None:
    proxy.play(reply(b"no", "text/plain", status=403))
    secure = ELSEWHERE.replace("http:", "https:")
    door = Door(secure, credentials=Credentials("bearer", "", "token"), timeout=5)
    with pytest.raises(RemoteError, match="the proxy that the environment names") as caught:
        door.query(ASK)
    (heard,) = proxy.heard
    assert (heard.method, heard.target) == ("CONNECT", "store.invalid:443")
    assert "token" not in str(heard)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("wrong", [f"gopher://who:{SECRET}@proxy", f"http://who:{SECRET}@proxy:x"])
def test_a_proxy_that_is_none_is_named_without_its_password(
    proxy: FaultyServer, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    monkeypatch.setenv("http_proxy", wrong)
    with pytest.raises(InputError, match="cannot be used") as caught:
        Door(ELSEWHERE).query(ASK)
    assert SECRET not in str(caught.value)
    assert not proxy.heard


@pytest.mark.parametrize(
    "url", ["http://[::1]/", "http://127.9.9.9/", "https://LOCALHOST./x", "http://a.localhost:80/"]
)
def test_every_name_of_this_machine_is_known(url: str) -> None:
    assert is_loopback(url)


@pytest.mark.parametrize("url", ["http://localhost.example.org/", "http://128.0.0.1/", "http://1/"])
def test_no_other_machine_is_taken_for_this_one(url: str) -> None:
    assert not is_loopback(url)
