"""Which format and which language a client is given."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.formats import GRAPHS, PAGES, Format
from citygraph.service.negotiation import choose, choose_language
from citygraph.vocabulary import LANGUAGES

HTML = PAGES["html"]
TURTLE, JSONLD, NT, RDFXML = (GRAPHS[name] for name in ("turtle", "jsonld", "nt", "rdfxml"))
OFFERED = (HTML, TURTLE, JSONLD, NT, RDFXML)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
COMUNICA = (
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,"
    "application/n-triples;q=0.8,text/turtle;q=0.6,application/rdf+xml;q=0.5,text/n3;q=0.35,"
    "application/xml;q=0.3,image/svg+xml;q=0.3,text/html;q=0.2,application/xhtml+xml;q=0.18"
)


def named(accept: str | None) -> str | None:
    found = choose(accept, OFFERED)
    return found.name if found else None


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        pytest.param(None, "html", id="no header"),
        pytest.param("", "html", id="an empty header"),
        pytest.param(" , ,", "html", id="nothing but commas"),
        pytest.param("*/*", "html", id="anything"),
        pytest.param("text/turtle", "turtle", id="one by name"),
        pytest.param("TEXT/Turtle", "turtle", id="letter case means nothing"),
        pytest.param("text/turtle;q=0.5, application/n-triples;q=0.501", "nt", id="weights"),
        pytest.param("application/*", "jsonld", id="the first of a type"),
        pytest.param("text/*;q=0.9, text/html;q=0.1", "turtle", id="the closest counts"),
        pytest.param("*/*;q=0.9, text/*;q=0.1", "jsonld", id="a type is closer than anything"),
        pytest.param("text/html;q=0, */*", "turtle", id="weight 0 excludes"),
        pytest.param("text/turtle, */*", "turtle", id="among equals what was named"),
        pytest.param("*/*, text/turtle", "turtle", id="among equals what was named, later"),
        pytest.param("text/turtle, text/html", "html", id="among named ones what is offered first"),
        pytest.param("text/html;q=0.5, text/html;q=0.7, text/turtle;q=0.6", "html", id="twice"),
        pytest.param("image/png", None, id="not on offer"),
        pytest.param("*/*;q=0", None, id="nothing at all"),
        pytest.param("text/html;q=0.000", None, id="the only one excluded"),
        pytest.param(BROWSER, "html", id="a browser"),
        pytest.param(COMUNICA, "jsonld", id="Comunica"),
        pytest.param("application/rdf+xml, */*;q=0.1", "rdfxml", id="Protégé and the like"),
        pytest.param(
            " \ttext/turtle ; q=0.3\t,\tapplication/n-triples ;Q=1.000", "nt", id="blanks"
        ),
    ],
)
def test_the_format_is_chosen_as_in_rfc_9110(accept: str | None, name: str | None) -> None:
    assert named(accept) == name


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        pytest.param("text/turtle;charset=utf-8", "turtle", id="what is sent anyway"),
        pytest.param('text/turtle; charset="UTF-8"', "turtle", id="the same in quotes"),
        pytest.param("text/html;level=1, */*;q=0.1", "html", id="a variant nobody has"),
        pytest.param("text/turtle;version=1.2", "turtle", id="nothing else: set aside"),
        pytest.param(
            'application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded, x;q=0"',
            "jsonld",
            id="a comma in quotes",
        ),
        pytest.param(r'text/turtle;note="a\"b,c", text/html;q=0.2', "html", id="an escaped quote"),
        pytest.param("text/html;level=1, text/html;q=0", None, id="excluded stays excluded"),
        pytest.param(
            "*/*;q=0, text/turtle;version=1.2", "turtle", id="the closest counts here too"
        ),
        pytest.param("text/turtle;q=0.2;level=1;x=y, text/html;q=0.1", "html", id="behind q too"),
    ],
)
def test_a_parameter_asks_for_a_variant(accept: str, name: str | None) -> None:
    assert named(accept) == name


@pytest.mark.parametrize(
    "broken",
    [
        "text/turtle;q=2",
        "text/turtle;q=1.001",
        "text/turtle;q=0.1234",
        "text/turtle;q=-1",
        "text/turtle;q=",
        "text/turtle;q=٠",
        "text/turtle;q",
        'text/turtle;x="',
        "text/",
        "/turtle",
        "text",
        "*/turtle",
        "text/tur tle",
        "text/turtle/x",
        "<script>",
        "\x00",
    ],
)
def test_what_is_broken_is_passed_over(broken: str) -> None:
    assert named(broken) == "html"
    assert named(f"application/n-triples;q=0.1, {broken}") == "nt"


def test_nothing_on_offer_is_nothing() -> None:
    assert choose("*/*", ()) is None
    assert choose(None, ()) is None


@given(st.text())
def test_any_header_is_answered(header: str) -> None:
    assert choose(header, OFFERED) in {*OFFERED, None}
    assert choose_language(header) in LANGUAGES


weights = st.integers(0, 1000)


@given(st.permutations(OFFERED), st.tuples(*[weights] * len(OFFERED)))
def test_the_greatest_weight_wins_and_then_the_first_on_offer(
    order: list[Format], drawn: tuple[int, ...]
) -> None:
    weight_of = dict(zip(OFFERED, drawn, strict=True))
    header = ",".join(f"{form.media_type};q={weight_of[form] / 1000:.3f}" for form in order)
    best = max(OFFERED, key=lambda form: weight_of[form])
    assert choose(header, OFFERED) == (best if weight_of[best] else None)


@given(st.text(string.printable, max_size=20))
def test_a_quoted_parameter_can_hold_anything(said: str) -> None:
    quoted = said.replace("\\", "\\\\").replace('"', '\\"')
    assert named(f'application/n-triples;note="{quoted}"') == "nt"


def test_a_long_header_takes_no_long_time() -> None:
    assert named('text/html;x="' * 5000) == "html"
    assert named("text/html;q=0.5;" * 4000) == "html"
    assert choose_language("a-" * 30000) == "en"


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        pytest.param(None, "en", id="no header"),
        pytest.param("", "en", id="an empty header"),
        pytest.param("ja", "ja", id="by name"),
        pytest.param("KO-kr", "ko", id="cut from its end"),
        pytest.param("ja-Jpan-JP-x-own", "ja", id="cut several times"),
        pytest.param("fr, ko;q=0.2, ja;q=0.1", "ko", id="the best that there is"),
        pytest.param("ko;q=0.5, ja", "ja", id="weights before order"),
        pytest.param("ko, ja", "ko", id="order among equals"),
        pytest.param("ko-KR;q=0.8, ja;q=0.9", "ja", id="weights of cut ranges"),
        pytest.param("*, ko;q=0.5", "ko", id="a star is looked at last"),
        pytest.param("*", "en", id="anything"),
        pytest.param("en;q=0, *", "ja", id="weight 0 excludes"),
        pytest.param("en;q=0, ja;q=0, ko;q=0", "en", id="all excluded: something must be given"),
        pytest.param("fr, de", "en", id="none that there is"),
        pytest.param("ja_JP, ko;q=0.1", "ko", id="a broken range is passed over"),
        pytest.param("ko;q=9, ja;q=0.1", "ja", id="a broken weight is passed over"),
        pytest.param("k", "en", id="a beginning is no language"),
    ],
)
def test_the_language_is_looked_up_as_in_rfc_4647(accept: str | None, language: str) -> None:
    assert choose_language(accept) == language


def test_what_a_single_letter_introduces_is_never_cut_from_it() -> None:
    assert choose_language("zh-Hant-x-private", ("en", "zh-Hant")) == "zh-Hant"
    assert choose_language("zh-a-b-c-extra", ("en", "zh-a")) == "en"
