"""What a client or the data say never becomes part of the protocol, of a page or of a path."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.served import ASK, Served, serving

SCRIPT = "<script>alert(1)</script>"
EVIL = f'<a:a> <a:b> "{SCRIPT}\\r\\nSet-Cookie: a=b\\r\\n\\r\\n</literal>" .\n'


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("injection")
    (folder / "evil.nt").write_text(EVIL, encoding="utf-8")
    with serving(folder, "--graph", f"{folder / 'evil.nt'}=urn:evil") as served:
        yield served


@pytest.mark.parametrize(
    "accept",
    [
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/turtle",
    ],
)
def test_markup_in_literals_is_never_sent_as_a_page(accept: str, server: Served) -> None:
    graph = accept == "text/turtle"
    query = "CONSTRUCT WHERE { ?s ?p ?o }" if graph else "SELECT ?o { ?s ?p ?o }"
    response = server.get(params={"query": query}, headers={"Accept": f"{accept}, text/html;q=0.1"})
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == accept
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in response.headers
    if accept.endswith("xml"):
        assert SCRIPT not in response.text


@pytest.mark.parametrize("path", [f"no/{SCRIPT}", "no/%3Cscript%3E", f"sparql?query={SCRIPT}"])
def test_markup_in_a_request_comes_back_as_text(path: str, server: Served) -> None:
    program = server.get(path)
    assert program.status_code in (400, 404)
    assert program.headers["content-type"] == "application/problem+json"
    assert program.headers["x-content-type-options"] == "nosniff"
    assert isinstance(json.loads(program.content)["detail"], str)
    reader = server.get(path, headers={"Accept": "text/html"})
    assert reader.status_code == program.status_code
    assert reader.headers["x-content-type-options"] == "nosniff"
    if not path.startswith("sparql"):
        assert "default-src 'none'" in reader.headers["content-security-policy"]
        assert "<script>" not in reader.text
        assert "&lt;script&gt;" in reader.text


@pytest.mark.parametrize(
    "target",
    [
        "/sparql%0D%0ASet-Cookie:%20a=b",
        "/id/a%0D%0ALocation:%20http://evil.example/",
        "/id/%0d%0a%0d%0a<html>",
        "/en/%0D%0ASet-Cookie:a=b.html",
        "/sparql?query=ASK%20%7B%7D%0D%0ASet-Cookie:%20a=b",
    ],
)
@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "*/*"])
def test_nothing_from_an_address_becomes_a_header(target: str, accept: str, server: Served) -> None:
    request = f"GET {target} HTTP/1.1\r\nHost: x\r\nAccept: {accept}\r\nConnection: close\r\n\r\n"
    answer = server.raw(request.encode())
    head = answer.partition(b"\r\n\r\n")[0].decode().lower()
    assert head.count("http/1.1 ") == 1
    assert "\r\nset-cookie" not in head
    assert "\r\nlocation: http://evil" not in head


@pytest.mark.parametrize(
    "target",
    [
        "/../../../etc/passwd",
        "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/assets/../../../../etc/passwd",
        "/assets/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/assets//etc/passwd",
        "/assets/..\\..\\..\\etc\\passwd",
        "/dumps/../pyproject.toml",
        "/dumps/%2e%2e/%2e%2e/pyproject.toml",
        "/pictures/../../etc/passwd.en.svg",
        "/en/../../../../etc/passwd.html",
        "/en/%2e%2e/%2e%2e/etc/passwd.html",
        "/id/../../../etc/passwd",
        "/graph/%2e%2e/%2e%2e/etc/passwd.ttl",
        "/assets/%00",
    ],
)
def test_no_path_leads_out_of_the_house(target: str, server: Served) -> None:
    answer = server.raw(f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    status = int(answer.split(b" ", 2)[1])
    assert 300 < status < 500, answer
    assert b"root:" not in answer
    assert b"[project]" not in answer


@pytest.mark.parametrize(
    "target",
    [
        "/sparql?query=%FF",
        "/sparql?query=ASK%20%7B%7D&x=%C3%28",
        "/%FF",
        "/id/%ED%A0%80",
        "/en/%80.html",
    ],
)
def test_what_is_no_utf8_is_refused(target: str, server: Served) -> None:
    answer = server.raw(f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert json.loads(body)["detail"] == (
        "the address or the body is not UTF-8; encode it as UTF-8"
    )


@pytest.mark.parametrize("body", [b"ASK { ?s ?p '\xff' }", b"\xff\xfeA\x00S\x00K\x00"])
def test_a_body_that_is_no_utf8_is_refused(body: bytes, server: Served) -> None:
    headers = {"Content-Type": "application/sparql-query"}
    response = server.post(content=body, headers=headers)
    assert response.status_code == 400
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert server.post(content=b"query=" + body, headers=form).status_code == 400


def test_a_byte_order_mark_is_no_part_of_a_query(server: Served) -> None:
    headers = {"Content-Type": "application/sparql-query; charset=UTF-8"}
    assert server.post(content=b"\xef\xbb\xbfASK {}", headers=headers).json()["boolean"] is True


def test_half_a_character_is_an_error_and_no_crash(server: Served) -> None:
    response = server.get(params={"query": 'SELECT ("\\uD800" AS ?x) {}'})
    assert response.status_code == 400
    assert server.get(params=ASK).status_code == 200


def test_thousands_of_parameters_are_refused(server: Served) -> None:
    response = server.post(data={f"p{number}": "x" for number in range(2000)})
    assert response.status_code == 400
    assert response.json()["detail"] == "more than 1000 parameters"


def test_nothing_of_this_machine_is_told(server: Served, tmp_path: Path) -> None:
    del tmp_path
    texts = [
        server.get(path).text for path in ("health", "sparql", "nowhere", "sparql?query=ASK%20%7B")
    ]
    assert not [text for text in texts if str(server.program.folder) in text or "python" in text]
