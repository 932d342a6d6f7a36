"""Dereferencing: what each kind of IRI answers, in every format, to clients as they are."""

from urllib.parse import urljoin

import httpx
import pyoxigraph as ox
import pytest

from citygraph import formats
from citygraph.exports import write_description
from citygraph.exports.documents import DOCUMENTS, graph_document, thing_document
from citygraph.exports.dumps import DUMPS, dump
from citygraph.graph import CityGraph

BASE = "https://w3id.org/citygraph/"
CLAIM = "id/tokyo/claim-0188b2caf3753c77"
HTML = formats.PAGES["html"]


def where(answer: httpx.Response) -> str:
    """Where a redirection leads, from the root."""
    assert answer.status_code == 303, answer.text
    assert answer.content == b""
    return httpx.URL(urljoin(str(answer.url), answer.headers["location"])).raw_path.decode()


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("*/*", ".html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", ".html"),
        ("text/turtle", ".ttl"),
        ("application/ld+json", ".jsonld"),
        ("application/n-triples, text/turtle;q=0.9", ".nt"),
        ("text/html;q=0.2, application/rdf+xml", ".rdf"),
        ("text/html;q=0, */*;q=0.1", ".ttl"),
    ],
)
@pytest.mark.parametrize("local", ["id/tokyo/tokyo", "voc/robots", "graph/tokyo.evidence"])
def test_a_thing_leads_to_the_page_or_the_data(
    tokyo_server: httpx.Client, local: str, accept: str, form: str
) -> None:
    answer = tokyo_server.get(f"/{local}", headers={"accept": accept})
    assert where(answer) == (f"/en/{local}.html" if form == ".html" else f"/{local}{form}")
    assert answer.headers["vary"] == "Accept, Accept-Language"


@pytest.mark.parametrize(
    ("languages", "language"), [("ko", "ko"), ("fr, ja-JP;q=0.5", "ja"), ("fr", "en")]
)
def test_the_page_is_in_the_language_of_the_reader(
    tokyo_server: httpx.Client, languages: str, language: str
) -> None:
    for path in ("/voc/robots", "/voc/robots.html"):
        answer = tokyo_server.get(path, headers={"accept-language": languages})
        assert where(answer) == f"/{language}/voc/robots.html"


def test_a_claim_leads_to_its_place_among_the_evidence(tokyo_server: httpx.Client) -> None:
    answer = tokyo_server.get(f"/{CLAIM}")
    location = urljoin(str(answer.url), answer.headers["location"])
    assert location.endswith(
        "/en/evidence/id/tokyo/goal-city-dx.html#" + CLAIM.removeprefix("id/tokyo/")
    )
    assert where(tokyo_server.get(f"/{CLAIM}", headers={"accept": "text/turtle"})) == (
        f"/{CLAIM}.ttl"
    )


@pytest.mark.parametrize("form", DOCUMENTS)
def test_a_document_is_what_the_files_would_hold(
    tokyo_server: httpx.Client, bundled: CityGraph, form: str
) -> None:
    for local, found in (
        ("id/tokyo/tokyo", thing_document(bundled, BASE + "id/tokyo/tokyo", form)),
        ("graph/tokyo", graph_document(bundled, BASE + "graph/tokyo", form)),
        ("ns", graph_document(bundled, BASE + "graph/citygraph", form)),
    ):
        assert found is not None
        answer = tokyo_server.get(f"/{local}{DOCUMENTS[form].suffixes[0]}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].split(";")[0] == DOCUMENTS[form].media_type
        assert answer.content == b"".join(found.pieces)


def test_following_an_iri_gives_the_facts(tokyo_server: httpx.Client) -> None:
    turtle = {"accept": "text/turtle"}
    answer = tokyo_server.get("/id/tokyo/tokyo", headers=turtle, follow_redirects=True)
    tokyo, goal = (ox.NamedNode(BASE + each) for each in ("id/tokyo/tokyo", "ns#City"))
    read = {quad.triple for quad in ox.parse(answer.content, format=ox.RdfFormat.TURTLE)}
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    assert ox.Triple(tokyo, kind, goal) in read


def test_head_answers_as_get_without_a_body(tokyo_server: httpx.Client) -> None:
    for path in ("/id/tokyo/tokyo", "/id/tokyo/tokyo.ttl", "/ns.ttl", "/dumps/citygraph.nt"):
        got, head = tokyo_server.get(path), tokyo_server.head(path)
        assert head.status_code == got.status_code
        assert head.content == b""
        for name in ("content-type", "content-length", "etag", "link", "location", "vary"):
            assert head.headers.get(name) == got.headers.get(name), (path, name)


def links(answer: httpx.Response) -> dict[tuple[str, str], str]:
    """The links of a header, by relation and media type."""
    parted = (each.split("; ") for each in answer.headers["link"].split(", "))
    named = ((target, dict(each.split("=") for each in rest)) for target, *rest in parted)
    return {
        (each["rel"].strip('"'), each.get("type", "").strip('"')): target.strip("<>")
        for target, each in named
    }


def test_links_name_the_other_forms_the_thing_and_the_licence(tokyo_server: httpx.Client) -> None:
    answer = tokyo_server.get("/id/tokyo/tokyo.ttl")
    told = links(answer)
    for form in DOCUMENTS.values():
        target = told.pop(("alternate", form.media_type), "")
        expected = form.media_type != "text/turtle"
        assert bool(target) == expected
        if target:
            kind = tokyo_server.get(urljoin(str(answer.url), target)).headers["content-type"]
            assert kind.split(";")[0] == form.media_type
    assert told == {
        ("describes", ""): BASE + "id/tokyo/tokyo",
        ("canonical", ""): BASE + "id/tokyo/tokyo.ttl",
        ("license", ""): "https://creativecommons.org/publicdomain/zero/1.0/",
    }


def test_links_of_a_thing_name_its_documents_and_its_page(tokyo_server: httpx.Client) -> None:
    answer = tokyo_server.get("/voc/robots")
    told = {name: urljoin("/voc/robots", target) for name, target in links(answer).items()}
    assert told == {
        **{
            ("alternate describedby", form.media_type): "/voc/robots" + form.suffixes[0]
            for form in DOCUMENTS.values()
        },
        ("alternate", HTML.media_type): "/en/voc/robots.html",
        ("canonical", ""): BASE + "voc/robots",
    }


def test_the_terms_answer_at_once_in_the_form_that_is_preferred(
    tokyo_server: httpx.Client,
) -> None:
    answer = tokyo_server.get("/ns", headers={"accept": "application/ld+json, text/html;q=0.1"})
    assert answer.status_code == 200
    assert answer.headers["content-location"] == "ns.jsonld"
    assert answer.headers["vary"] == "Accept, Accept-Language"
    assert answer.content == tokyo_server.get("/ns.jsonld").content
    assert where(tokyo_server.get("/ns.html")) == "/en/ns.html"


@pytest.mark.parametrize("path", ["/.well-known/void", "/void", "/dataset"])
def test_the_description_of_the_data_is_where_crawlers_look(
    tokyo_server: httpx.Client, bundled: CityGraph, path: str
) -> None:
    assert where(tokyo_server.get(path)) == "/void.ttl"
    jsonld = {"accept": "application/ld+json"}
    assert where(tokyo_server.get(path, headers=jsonld)) == "/void.jsonld"
    served = tokyo_server.get("/void.ttl").content
    made = b"".join(write_description(bundled))
    read, expected = (
        {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)}
        for text in (served, made)
    )
    assert read == expected
    refused = tokyo_server.get(path, headers={"accept": "text/html"})
    assert refused.status_code == 406


@pytest.mark.parametrize("name", DUMPS)
def test_all_data_can_be_taken_away_as_a_file(
    tokyo_server: httpx.Client, bundled: CityGraph, name: str
) -> None:
    answer = tokyo_server.get(f"/dumps/{name}")
    assert answer.status_code == 200
    assert answer.content == b"".join(dump(bundled, name))
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert where(tokyo_server.get(f"/download/{name}")) == f"/dumps/{name}"


@pytest.mark.parametrize("language", ["en", "ja", "ko"])
def test_the_terms_have_a_page_at_their_own_address(
    tokyo_server: httpx.Client, language: str
) -> None:
    answer = tokyo_server.get("/ns", headers={"accept-language": language})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-location"] == f"{language}/ns.html"
    assert "base-uri 'self'" in answer.headers["content-security-policy"]
    page = tokyo_server.get(f"/{language}/ns.html").text
    assert answer.text.replace(f'<base href="{language}/ns.html">\n', "") == page
    assert 'id="City"' in page
    known = {"accept-language": language, "if-none-match": answer.headers["etag"]}
    assert tokyo_server.get("/ns", headers=known).status_code == 304
