"""The canonical form of a graph, against RDFC-1.0 and against the specification's own words."""

import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from subprocess import run

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph import canonical
from citygraph.canonical import Digest, naming, sorting
from citygraph.errors import InputError
from citygraph.graph import CityGraph

NAME = ox.NamedNode("https://example.org/name")
CITY = ox.NamedNode("https://example.org/city")
ESCAPES = {8: "b", 9: "t", 10: "n", 12: "f", 13: "r", 34: '"', 92: "\\"}

texts = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.characters(max_codepoint=0x7F),
        st.sampled_from("東京서울🗼é\u0085\u2028\ufffd\ufffe\uffff\U0010ffff"),
    )
)
iris = st.sampled_from(
    ["https://example.org/a", "urn:é", "https://example.org/도시?a=b#c'(d)", "https://e.org/東京"]
).map(ox.NamedNode)
literals = st.one_of(
    texts.map(ox.Literal),
    st.builds(ox.Literal, texts, language=st.sampled_from(["en", "ja-Hani", "ko"])),
    st.builds(ox.Literal, texts, datatype=iris),
    st.builds(
        ox.Literal,
        texts,
        language=st.just("en"),
        direction=st.sampled_from([ox.BaseDirection.LTR, ox.BaseDirection.RTL]),
    ),
)
plain = st.builds(ox.Triple, iris, iris, st.one_of(iris, literals))
blanks = st.sampled_from(["a", "b", "c", "d"]).map(ox.BlankNode)
any_triple = st.builds(ox.Triple, st.one_of(iris, blanks), iris, st.one_of(iris, literals, blanks))


def by_rdfc(triples: list[ox.Triple]) -> str:
    """The digest that RDFC-1.0 asks for, made by the engine in one go."""
    graph = ox.Dataset(ox.Quad(*triple) for triple in triples)
    graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    content = ox.serialize(graph, format=ox.RdfFormat.N_QUADS)
    assert content is not None
    lines = content.split(b"\n")[:-1]
    return sha256(b"".join(sorted(line + b"\n" for line in lines))).hexdigest()


def specified(text: str) -> str:
    """A literal's characters as the specification of canonical N-Triples words it."""
    return "".join(
        "\\" + ESCAPES[code]
        if code in ESCAPES
        else f"\\u{code:04X}"
        if code < 0x20 or code in {0x7F, 0xFFFE, 0xFFFF}
        else chr(code)
        for code in map(ord, text)
    )


@given(texts)
def test_a_literal_is_escaped_as_the_specification_says(text: str) -> None:
    expected = f'<https://example.org/city> <https://example.org/name> "{specified(text)}" .\n'
    assert canonical.line(ox.Triple(CITY, NAME, ox.Literal(text))).decode() == expected


def test_every_character_of_the_first_plane_is_escaped_as_the_specification_says() -> None:
    for code in (*range(0xD800), *range(0xE000, 0x10000)):
        written = canonical.line(ox.Triple(CITY, NAME, ox.Literal(chr(code)))).decode()
        assert written.split(" ", 2)[2] == f'"{specified(chr(code))}" .\n', hex(code)


@given(any_triple)
def test_a_line_is_what_the_engine_serialises_and_reads_back(triple: ox.Triple) -> None:
    written = canonical.line(triple)
    assert written == ox.serialize([triple], format=ox.RdfFormat.N_TRIPLES)
    assert [quad.triple for quad in ox.parse(written, format=ox.RdfFormat.N_TRIPLES)] == [triple]
    graph = ox.NamedNode("https://example.org/graph")
    quad = ox.Quad(triple.subject, triple.predicate, triple.object, graph)
    named = canonical.line(triple, graph)
    assert named == ox.serialize([quad], format=ox.RdfFormat.N_QUADS)


def test_a_triple_term_is_written_as_rdf_12_says() -> None:
    triple = ox.Triple(CITY, NAME, ox.Triple(CITY, NAME, ox.Literal("a")))
    city, name = "<https://example.org/city>", "<https://example.org/name>"
    assert canonical.line(triple).decode() == f'{city} {name} <<( {city} {name} "a" )>> .\n'


@given(st.lists(st.binary(max_size=5).map(lambda each: each.replace(b"\n", b"") + b"\n")))
def test_sorting_on_disk_is_sorting(lines: list[bytes]) -> None:
    for memory in (1, 200, sorting.MEMORY):
        assert list(canonical.sorted_lines(iter(lines), memory=memory)) == sorted(set(lines))


def test_more_runs_than_files_are_merged_in_between() -> None:
    lines = [f"{number * 7919 % 1000:04}\n".encode() for number in range(1000)]
    found = list(canonical.sorted_lines([*lines, *lines], memory=100))
    assert found == sorted(lines)


def opened() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def test_temporary_files_are_gone_however_it_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = opened()
    lines = [f"{number}\n".encode() for number in range(50)]

    def breaking() -> Iterator[bytes]:
        yield from lines
        raise ValueError("the source broke")

    left = canonical.sorted_lines(lines, memory=1)
    next(left)
    assert opened() > before
    assert list(tmp_path.iterdir()) == []  # they have no name, so that a crash leaves none behind
    left.close()  # type: ignore[attr-defined]
    assert opened() == before
    with pytest.raises(ValueError, match="the source broke"):
        list(canonical.sorted_lines(breaking(), memory=1))
    assert opened() == before
    assert list(canonical.sorted_lines(lines, memory=1)) == sorted(lines)
    assert opened() == before


def test_a_full_disk_is_named() -> None:
    program = """
import resource, signal
from citygraph import canonical
from citygraph.errors import FaultError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
before = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
try:
    list(canonical.sorted_lines((b"%d\\n" % number for number in range(10_000)), memory=100_000))
except FaultError as error:
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    print(error)
"""
    done = run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout == (
        "temporary files cannot be written: File too large; make room, or name another folder in "
        "the environment variable TMPDIR\n"
    ), done.stderr


def test_memory_does_not_grow_with_the_lines() -> None:
    program = """
import resource, sys
from citygraph import canonical
numbers = range(0, 7919 * int(sys.argv[1]), 7919)
lines = (b"<https://example.org/%d> <urn:p> <urn:o> .\\n" % number for number in numbers)
print(canonical.digest_of_lines(canonical.sorted_lines(lines, memory=2_000_000)).count)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
    peaks = {}
    for number in (30_000, 600_000):
        done = run(
            [sys.executable, "-c", program, str(number)], capture_output=True, text=True, check=True
        )
        count, peak = map(int, done.stdout.split())
        assert count == number
        peaks[number] = peak
    assert peaks[600_000] < 1.3 * peaks[30_000], peaks


@given(st.lists(plain, max_size=20))
def test_without_blank_nodes_the_digest_is_that_of_rdfc(triples: list[ox.Triple]) -> None:
    found = canonical.digest(iter([*triples, *triples[:3]]), memory=100)
    assert found == Digest(by_rdfc(triples), len(set(triples)))


def test_the_empty_graph_has_the_digest_of_nothing() -> None:
    assert canonical.digest([]) == Digest(sha256().hexdigest(), 0)


def test_the_digest_of_each_bundled_graph_is_that_of_rdfc(bundled: CityGraph) -> None:
    for graph in bundled.graphs:
        triples = list(bundled.triples(graph))
        found = canonical.digest(triples, memory=50_000)
        assert found == Digest(by_rdfc(triples), len(set(triples))), graph


def renamed(triple: ox.Triple, start: str) -> ox.Triple:
    def other(term: object) -> object:
        return ox.BlankNode(start + term.value) if isinstance(term, ox.BlankNode) else term

    return ox.Triple(other(triple.subject), triple.predicate, other(triple.object))  # type: ignore[arg-type]


KNOWS = ox.NamedNode("https://example.org/knows")
FOUND_IN = [
    [ox.Triple(ox.BlankNode("a"), NAME, ox.Literal("A"))],
    [ox.Triple(ox.BlankNode(a), KNOWS, ox.BlankNode(b)) for a, b in ("ab", "bc", "ca")],
    [
        ox.Triple(CITY, KNOWS, ox.BlankNode("z")),
        ox.Triple(ox.BlankNode("z"), KNOWS, ox.BlankNode("y")),
        ox.Triple(ox.BlankNode("x"), NAME, ox.Literal("東京\n", language="ja")),
        ox.Triple(CITY, NAME, ox.Literal("plain")),
        ox.Triple(CITY, NAME, ox.Triple(CITY, NAME, CITY)),
    ],
]


@pytest.mark.parametrize("triples", FOUND_IN)
def test_with_blank_nodes_the_digest_is_that_of_rdfc_whatever_their_names(
    triples: list[ox.Triple],
) -> None:
    expected = Digest(by_rdfc(triples), len(triples))
    assert canonical.digest(triples) == expected
    assert canonical.digest(renamed(each, "q") for each in reversed(triples)) == expected
    fewer = canonical.digest(triples[1:])
    assert fewer.sha256 != expected.sha256


def test_too_many_blank_nodes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "LIMIT", 2)
    with pytest.raises(InputError, match="more than 2 triples with blank nodes cannot be compared"):
        canonical.digest(FOUND_IN[1])


def test_tangled_blank_nodes_are_refused_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "PATIENCE", 0.5)
    nodes = [ox.BlankNode(f"n{number}") for number in range(10)]
    tangle = [ox.Triple(a, KNOWS, b) for a in nodes for b in nodes if a != b]
    with pytest.raises(InputError, match=r"of 90 triples within 0\.5 s: they are too much alike"):
        canonical.digest(tangle)


def test_a_file_in_the_folder_at_hand_is_never_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = [
        ox.Triple(ox.BlankNode("a"), KNOWS, ox.Literal("whoever is named in a strange folder"))
    ]
    for module in ("citygraph", "pyoxigraph", "rdflib"):
        (tmp_path / f"{module}.py").write_text("open('ran', 'w').close()\n")
    monkeypatch.chdir(tmp_path)
    canonical.digest(graph)
    assert not (tmp_path / "ran").exists()


def test_the_same_blank_nodes_are_named_once_though_they_are_asked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    once = [ox.Triple(ox.BlankNode("a"), KNOWS, ox.Literal("whom only this test names"))]
    found = canonical.digest(once)
    monkeypatch.setattr("sys.executable", "/no/second/process")
    assert canonical.digest(once) == found
    with pytest.raises(FileNotFoundError, match="/no/second/process"):
        canonical.digest([ox.Triple(once[0].subject, KNOWS, ox.Literal("somebody else"))])


@pytest.mark.parametrize(
    "inner",
    [
        ox.Triple(ox.BlankNode("a"), NAME, CITY),
        ox.Triple(CITY, NAME, ox.BlankNode("a")),
        ox.Triple(CITY, NAME, ox.Triple(CITY, NAME, ox.BlankNode("a"))),
    ],
)
def test_a_blank_node_in_a_triple_term_is_refused(inner: ox.Triple) -> None:
    with pytest.raises(InputError, match="a blank node in a triple term cannot be compared"):
        canonical.digest([ox.Triple(CITY, NAME, inner)])
