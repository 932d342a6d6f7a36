"""Each kind of job done in this process gives, byte for byte, what the server's workers give."""

import asyncio
import json

import httpx
import pytest

from citygraph.service.addresses import ADDRESSES
from citygraph.service.app import Service
from citygraph.service.exchanges import Errand, Reply
from citygraph.service.jobs import all_jobs
from citygraph.service.limits import Limits
from citygraph.service.pool import Pool
from citygraph.service.worker import done
from citygraph.service.workshop import Opening, Workshop, open_workshop

BATCH = json.dumps({"q0": {"query": "東京", "limit": 3}, "q1": {"query": "robots"}})
EXTENSION = json.dumps({"ids": ["id/tokyo/tokyo"], "properties": [{"id": "ns%23inCountry"}]})
KINDS = ("entity", "type", "property")
HTML, TURTLE = "text/html", "text/turtle"


class AtOnce(Pool):
    """Does each errand here and now."""

    def __init__(self, workshop: Workshop) -> None:
        self._jobs = all_jobs(workshop)
        self._given = workshop.limits

    async def run(self, errand: Errand, client: str = "") -> Reply:
        del client
        return done(self._jobs, errand.job, errand.arguments, self._given)


@pytest.fixture(scope="module")
def service() -> Service:
    workshop = open_workshop(Opening(limits=Limits()))
    return Service(ADDRESSES, workshop.about, AtOnce(workshop), workshop.limits)


def asked_here(service: Service, path: str, accept: str, host: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(service)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
            return await client.get(path, headers={"accept": accept})

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        *(("/sparql", accept, 200) for accept in (TURTLE, "application/rdf+xml")),
        ("/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D", "text/csv", 200),
        ("/sparql?query=DESCRIBE%20%3Curn:a%3E", TURTLE, 200),
        *(("/id/tokyo/tokyo", accept, 303) for accept in (HTML, TURTLE)),
        *((f"/id/tokyo/tokyo{end}", "*/*", 200) for end in (".ttl", ".jsonld", ".nt", ".rdf")),
        *(("/id/tokyo/nothing", accept, 404) for accept in (HTML, TURTLE, "application/ld+json")),
        *(("/ns", accept, 200) for accept in (HTML, TURTLE)),
        *((path, "*/*", 200) for path in ("/ns.ttl", "/void.ttl", "/voc/robots.nt")),
        ("/graph/tokyo", TURTLE, 303),
        ("/en/id/tokyo/tokyo.html", HTML, 200),
        ("/ko/questions/strategic-goals.html", HTML, 200),
        ("/en/nothing/at/all.html", HTML, 404),
        *(("/nowhere", accept, 404) for accept in (HTML, "*/*", "application/json")),
        ("/pictures/tokyo/budget.ja.svg", "*/*", 200),
        ("/pictures/tokyo/weather.en.svg", "*/*", 404),
        ("/pictures/nowhere/budget.en.svg", "*/*", 404),
        ("/reconcile", "*/*", 200),
        (f"/reconcile?queries={BATCH}", "*/*", 200),
        (f"/reconcile?extend={EXTENSION}", "*/*", 200),
        *((f"/reconcile/suggest/{kind}?prefix=ci", "*/*", 200) for kind in KINDS),
        ("/reconcile/flyout/entity?id=voc/robots", "*/*", 200),
        ("/reconcile/properties?type=ns%23City", "*/*", 200),
        ("/reconcile/preview?id=voc/robots", HTML, 200),
        ("/reconcile/view?id=voc/robots", HTML, 303),
        ("/ja/reconcile", "*/*", 200),
    ],
)
def test_what_is_done_here_is_what_workers_do(
    service: Service, tokyo_server: httpx.Client, path: str, accept: str, status: int
) -> None:
    host = tokyo_server.base_url.netloc.decode()
    here = asked_here(service, path, accept, host)
    there = tokyo_server.get(path, headers={"accept": accept})
    assert (here.status_code, there.status_code) == (status, status)
    assert here.content == there.content
    for name in ("content-type", "location", "link", "etag", "vary", "content-language"):
        assert here.headers.get(name) == there.headers.get(name), name
