"""Dereferencing at the edges: caches, names of every script, and paths made to do harm."""

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest

from citygraph import formats
from citygraph.exports.documents import DOCUMENTS
from citygraph.vocabulary import LANGUAGES
from tests.served_graph import ServeGraph, served

BASE = "https://w3id.org/citygraph/"
ODD = """\
@base <https://w3id.org/citygraph/> .
<id/odd/大阪> a <urn:City> .
<id/odd/%E4%BA%AC> a <urn:City> .
<id/odd/a%20b> a <urn:City> .
<id/odd/x..y> a <urn:City> .
<id/odd/a&b;c='d'> a <urn:City> .
<id/odd/xml> <urn:no-xml-name-1> "\\u0001" .
"""


@pytest.fixture(scope="module")
def odd_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Things whose names are written in every way that IRIs allow."""
    path = tmp_path_factory.mktemp("odd") / "odd.ttl"
    path.write_text(ODD, encoding="utf-8")
    with served("--graph", f"{path}={BASE}graph/odd") as client:
        yield client


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/id/tokyo/tokyo.ttl", "text/turtle"),
        ("/ns", "text/turtle"),
        ("/ns", "text/html"),
        ("/dumps/citygraph.nt", "text/turtle"),
        ("/void.ttl", "text/turtle"),
    ],
)
def test_who_has_a_document_is_told_so(tokyo_server: httpx.Client, path: str, accept: str) -> None:
    wanted = {"accept": accept}
    first = tokyo_server.get(path, headers=wanted)
    own = first.headers["etag"]
    assert own.startswith('"')
    for said in (own, f'"other", W/{own}', "*"):
        again = tokyo_server.get(path, headers=wanted | {"if-none-match": said})
        assert again.status_code == 304, said
        assert again.content == b""
        assert again.headers["etag"] == own
        for name in ("vary", "content-location"):
            assert again.headers.get(name) == first.headers.get(name), name
        assert again.headers["cache-control"] == first.headers["cache-control"]
    for said in ('"other"', own.strip('"'), ""):
        again = tokyo_server.get(path, headers=wanted | {"if-none-match": said})
        assert again.status_code == 200, said


def test_each_document_has_a_tag_of_its_own(tokyo_server: httpx.Client) -> None:
    paths = [f"/voc/robots{form.suffixes[0]}" for form in DOCUMENTS.values()]
    tags = [
        tokyo_server.get(path).headers["etag"] for path in (*paths, "/voc/earthquakes.ttl", "/ns")
    ]
    assert len(set(tags)) == len(tags)


def test_a_tag_says_that_the_data_are_others(serve_graph: ServeGraph, tmp_path: Path) -> None:
    path = tmp_path / "odd.ttl"
    tags = []
    for text in (ODD, ODD + "<id/odd/xml> a <urn:City> .", ODD):
        path.write_text(text, encoding="utf-8")
        graph = serve_graph("--graph", f"{path}={BASE}graph/odd")
        tags.append(graph.get("/id/odd/x..y.ttl").headers["etag"])
    assert tags[0] == tags[2] != tags[1]


def test_nothing_known_is_told_in_the_form_asked_for(tokyo_server: httpx.Client) -> None:
    for form in DOCUMENTS.values():
        for path, accept in (("", form.media_type), (form.suffixes[0], "*/*")):
            answer = tokyo_server.get(f"/id/tokyo/none{path}", headers={"accept": accept})
            assert answer.status_code == 404
            assert answer.headers["content-type"].split(";")[0] == form.media_type
            assert answer.headers["cache-control"] == "no-store"
            read = list(ox.parse(answer.content, format=formats.oxigraph(form)))
            itself = ox.NamedNode(f"{BASE}id/tokyo/none{form.suffixes[0]}")
            assert {each.subject for each in read} == {itself}
            assert len(read) == len(LANGUAGES)
    answer = tokyo_server.get("/id/tokyo/none", headers={"accept-language": "ja"})
    assert answer.status_code == 404
    assert '<html lang="ja">' in answer.text
    assert "見つかりません" in answer.text


def test_what_nobody_has_is_406(tokyo_server: httpx.Client) -> None:
    for path in ("/id/tokyo/tokyo", "/ns"):
        answer = tokyo_server.get(path, headers={"accept": "image/png, */*;q=0"})
        assert answer.status_code == 406
        assert answer.headers["content-type"] == "application/problem+json"
        assert "text/turtle" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "iri"),
    [
        ("/id/odd/大阪", "id/odd/大阪"),
        ("/id/odd/%E5%A4%A7%E9%98%AA", "id/odd/大阪"),
        ("/id/odd/%E4%BA%AC", "id/odd/%E4%BA%AC"),
        ("/id/odd/a%20b", "id/odd/a%20b"),
        ("/id/odd/a%2520b", "id/odd/a%20b"),
        ("/id/odd/x..y", "id/odd/x..y"),
        ("/id/odd/a&b;c='d'", "id/odd/a&b;c='d'"),
        ("/id/odd%2Fx..y", "id/odd/x..y"),
    ],
)
def test_names_of_every_script_lead_to_their_documents(
    odd_server: httpx.Client, path: str, iri: str
) -> None:
    answer = odd_server.get(path, headers={"accept": "text/turtle"}, follow_redirects=True)
    assert answer.status_code == 200
    read = {quad.triple for quad in ox.parse(answer.content, format=ox.RdfFormat.TURTLE)}
    assert BASE + iri in {each.subject.value for each in read if not str(each).startswith("_")}
    page = odd_server.get(path)
    assert page.status_code == 303
    assert page.headers["location"].endswith(quote(f"/{iri.rpartition('/')[2]}.html"))


def test_what_a_syntax_cannot_carry_is_no_half_document(odd_server: httpx.Client) -> None:
    answer = odd_server.get("/id/odd/xml.rdf")
    assert answer.status_code == 406
    assert "RDF/XML cannot carry the character U+0001" in answer.json()["detail"]
    assert odd_server.get("/id/odd/xml.nt").status_code == 200


def test_a_document_that_is_too_large_is_refused_whole(serve_graph: ServeGraph) -> None:
    graph = serve_graph("--max-bytes", "20000")
    for path in ("/graph/tokyo.ttl", "/dumps/citygraph.nt", "/ns.ttl"):
        answer = graph.get(path)
        assert answer.status_code == 422, path
        assert "20,000 bytes" in answer.json()["detail"]
    assert graph.get("/voc/robots.ttl").status_code == 200


def raw(client: httpx.Client, target: bytes, *headers: bytes) -> bytes:
    """Send a request line as it is: a client of HTTP would make a better one of it."""
    host, port = client.base_url.host, client.base_url.port
    assert port is not None
    with socket.create_connection((host, port), timeout=10) as line:
        lines = (b"GET " + target + b" HTTP/1.1", b"Host: x", b"Connection: close", *headers)
        line.sendall(b"\r\n".join((*lines, b"", b"")))
        return b"".join(iter(lambda: line.recv(65536), b""))


@pytest.mark.parametrize(
    ("target", "status"),
    [
        (b"/id/../../etc/passwd", 404),
        (b"/id/%2e%2e/%2e%2e/etc/passwd.ttl", 404),
        (b"/id/tokyo/../tokyo/tokyo.ttl", 404),
        (b"/id//tokyo/tokyo.ttl", 404),
        (b"//id/tokyo/tokyo", 404),
        (b"/id/", 404),
        (b"/id/tokyo/", 404),
        (b"/id/..\\..\\windows.ttl", 404),
        (b"/id/tokyo%00.ttl", 404),
        (b"/id/tokyo/tokyo%0d%0aSet-Cookie:%20a=b", 404),
        (b"/id/%ff%fe", 400),
        (b"/id/" + b"a" * 5000, 404),
        (b"/graph/..%2f..%2fshapes.ttl", 404),
        (b"/dumps/..%2f..%2fetc%2fpasswd", 404),
        (b"/dumps/../pyproject.toml", 404),
        (b"/download/citygraph.exe", 404),
        (b"/id/%3E%20%7B%7D%20%3C.ttl", 404),
        (b"/id/x%22onload=%22alert(1)", 404),
    ],
)
def test_paths_made_to_do_harm_find_nothing(
    tokyo_server: httpx.Client, target: bytes, status: int
) -> None:
    answer = raw(tokyo_server, target)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status), answer[:200]
    assert b"set-cookie" not in head.lower()
    assert b"root:" not in body


def test_several_headers_count_as_one(tokyo_server: httpx.Client) -> None:
    answer = raw(tokyo_server, b"/voc/robots", b"Accept: text/html;q=0.1", b"Accept: text/turtle")
    assert b"/voc/robots.ttl\r\n" in answer


def test_markup_in_a_path_is_no_markup_in_a_page(tokyo_server: httpx.Client) -> None:
    answer = tokyo_server.get("/id/<script>alert(1)</script>")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_other_methods_are_refused(tokyo_server: httpx.Client) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = tokyo_server.request(method, "/id/tokyo/tokyo")
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
