"""Which literals are one value, and what a comparison finds."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph import canonical
from citygraph.pushing import comparing
from citygraph.pushing.bodies import TURTLE, Body, bare_integer
from citygraph.pushing.comparing import Rewriting, compare
from citygraph.pushing.prepared import prepare
from citygraph.pushing.values import value_key

XSD = "http://www.w3.org/2001/XMLSchema#"
SAME = [
    ("007", "integer", "7", "integer"),
    ("+7", "integer", "7", "nonNegativeInteger"),
    ("-0", "integer", "0", "byte"),
    ("7", "long", "7.0", "decimal"),
    (".50", "decimal", "0.5", "decimal"),
    ("15800000000", "integer", "15800000000", "decimal"),
    ("12345678901234567890123456789.10", "decimal", "12345678901234567890123456789.1", "decimal"),
    ("1e3", "double", "1000", "double"),
    ("INF", "double", "+INF", "double"),
    ("0.10", "float", "0.1", "float"),
    ("1e39", "float", "INF", "float"),
    ("-1e39", "float", "-INF", "float"),
    ("1", "boolean", "true", "boolean"),
    ("2020-01-01T10:00:00.500Z", "dateTime", "2020-01-01T10:00:00.5+00:00", "dateTime"),
    ("2020-01-01T10:00:00.000", "dateTime", "2020-01-01T10:00:00", "dateTime"),
    ("2020-01-01-00:00", "date", "2020-01-01Z", "date"),
    ("P0Y14M", "yearMonthDuration", "P1Y2M", "yearMonthDuration"),
    ("PT90M", "dayTimeDuration", "PT1H30M", "dayTimeDuration"),
    ("-P0D", "duration", "PT0S", "duration"),
]
OTHER = [
    ("7", "integer", "8", "integer"),
    ("1", "decimal", "1", "double"),
    ("0.1", "float", "0.1", "double"),
    ("1", "boolean", "1", "integer"),
    ("12345678901234567890123456789.1", "decimal", "12345678901234567890123456789.2", "decimal"),
    ("2020-01-01T10:00:00", "dateTime", "2020-01-01T10:00:00Z", "dateTime"),
    ("2020-01-01T10:00:00Z", "dateTime", "2020-01-01T19:00:00+09:00", "dateTime"),
    ("2020-01-01", "date", "2020-01-01T00:00:00", "dateTime"),
    ("P1M", "duration", "P30D", "duration"),
    ("-P1D", "duration", "P1D", "duration"),
    ("seven", "integer", "007", "integer"),
    ("1e", "double", "1", "double"),
    ("yes", "boolean", "true", "boolean"),
    ("soon", "dateTime", "later", "dateTime"),
    ("P", "duration", "PT0S", "duration"),
    ("P1DT", "duration", "P1D", "duration"),
    ("1,5", "float", "1.5", "float"),
    ("YQ==", "base64Binary", "YR==", "base64Binary"),
]


def line(text: str, datatype: str, subject: str = "urn:s") -> bytes:
    literal = ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))
    return canonical.line(ox.Triple(ox.NamedNode(subject), ox.NamedNode("urn:p"), literal))


@pytest.mark.parametrize(("text", "datatype", "other", "its"), SAME)
def test_one_value_written_in_two_ways(text: str, datatype: str, other: str, its: str) -> None:
    assert value_key(line(text, datatype)) == value_key(line(other, its))
    found = compare([line(text, datatype)], [line(other, its)], by_value=True)
    sent, kept = f'"{text}"^^<{XSD}{datatype}>', f'"{other}"^^<{XSD}{its}>'
    assert (found.equal, found.exact) == (True, False)
    assert dict(found.rewritten) == {Rewriting(sent, kept): 1}


@pytest.mark.parametrize(("text", "datatype", "other", "its"), OTHER)
def test_two_values(text: str, datatype: str, other: str, its: str) -> None:
    assert value_key(line(text, datatype)) != value_key(line(other, its))
    found = compare([line(text, datatype)], [line(other, its)], by_value=True)
    assert (found.equal, found.missing, found.extra) == (False, 1, 1)


def test_of_another_thing_it_is_another_fact() -> None:
    assert value_key(line("7", "int")) != value_key(line("7", "int", "urn:other"))


numbers = st.integers(-(10**30), 10**30)


@given(numbers, st.sampled_from(["integer", "decimal", "long"]), st.integers(0, 4))
def test_leading_zeros_change_no_number(number: int, datatype: str, zeros: int) -> None:
    sign = "-" if number < 0 else ""
    padded = f"{sign}{'0' * zeros}{abs(number)}"
    assert value_key(line(padded, datatype)) == value_key(line(f"{number}.00", "decimal"))


lines = st.lists(
    st.builds(
        line,
        st.sampled_from(["1", "01", "2", "02", "3"]),
        st.sampled_from(["integer", "long", "string"]),
        st.sampled_from(["urn:a", "urn:b"]),
    ),
    max_size=12,
).map(lambda some: sorted(set(some)))


@given(lines, lines)
def test_a_comparison_by_value_is_that_of_the_values(
    ours: list[bytes], theirs: list[bytes]
) -> None:
    found = compare(iter(ours), iter(theirs), by_value=True)
    kept = {value_key(each) for each in theirs}
    assert found.missing == sum(value_key(each) not in kept for each in set(ours) - set(theirs))
    changed = {value_key(each) for each in set(ours) - set(theirs)}
    assert found.extra == sum(value_key(each) not in changed for each in set(theirs) - set(ours))
    assert found.exact == (ours == theirs)


@given(lines, lines)
def test_a_comparison_by_writing_is_that_of_sets(ours: list[bytes], theirs: list[bytes]) -> None:
    found = compare(iter(ours), iter(theirs), by_value=False)
    assert found.missing == len(set(ours) - set(theirs))
    assert found.extra == len(set(theirs) - set(ours))
    assert found.exact == (ours == theirs)


def test_two_literals_that_become_one_are_no_loss() -> None:
    ours = sorted([line("1", "integer"), line("01", "integer")])
    found = compare(ours, [line("1", "integer")], by_value=True)
    assert (found.equal, sum(found.rewritten.values())) == (True, 1)
    found = compare([line("1", "integer")], ours, by_value=True)
    assert (found.missing, found.extra) == (0, 1)


def test_what_differs_is_shown_and_not_all_of_it() -> None:
    ours = [f"<urn:{number}> <urn:p> <urn:o> .\n".encode() for number in range(10, 30)]
    found = compare(ours, [], by_value=True)
    assert len(found.examples) == comparing.EXAMPLES
    assert found.describe().splitlines()[:2] == [
        "20 triples are missing and 0 were not sent",
        "  - <urn:10> <urn:p> <urn:o> .",
    ]


def test_more_rewritings_than_are_listed_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "LISTED", 2)
    ours = sorted(line(f"0{number}", "integer") for number in range(1, 6))
    theirs = sorted(line(f"{number}", "integer") for number in range(1, 6))
    found = compare(ours, theirs, by_value=True)
    assert (found.equal, len(found.rewritten), found.unlisted) == (True, 2, 3)
    assert not found.exact


@given(st.lists(numbers, min_size=1, max_size=5), st.sampled_from(["integer", "long"]))
def test_the_turtle_body_is_the_same_graph(some: list[int], datatype: str) -> None:
    ours = sorted({line(str(number), datatype) for number in some} | {line("007", "integer")})
    with prepare(ours) as content:
        body = Body(content, TURTLE)
        sent = b"".join(body)
        assert body.size == len(sent)
        assert b"".join(body) == sent  # it can be sent again
    read = ox.parse(sent, format=ox.RdfFormat.TURTLE)
    assert sorted(canonical.line(each.triple) for each in read) == ours
    assert bare_integer(line("007", "integer")) == line("007", "integer")
    assert bare_integer(line("7", "integer")).endswith(b" 7 .\n")


def test_a_long_turtle_body_is_sent_in_chunks() -> None:
    ours = sorted(line(str(number), "integer") for number in range(2_500))
    with prepare(ours) as content:
        assert len(list(Body(content, TURTLE))) == 3
