"""Offsets, digests and copies: a passage is shown as it stands in the text, or not at all."""

import re
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.errors import DataFileError, InputError
from citygraph.evidence import PinnedText, Stretch, digest, pinned_texts, read_copy
from tests.evidence_city import SOURCES, TEXT, Folder, at

PIECES = st.sampled_from(
    [
        "\u00a0",
        "🌉",
        "👩\u200d🚀",
        "한",
        "e\u0301",
        "é",
        "a",
        " ",
        "\n",
        "ᄒ\u1161\u11ab",
        "㎢",
        "\u3000",
    ]
)
TEXTS = st.lists(PIECES | st.characters(exclude_categories=["Cs"]), min_size=1).map("".join)


def pinned(text: str) -> PinnedText:
    content = text.encode()
    names = (ox.NamedNode("urn:text"), ox.NamedNode("urn:source"))
    return PinnedText(*names, len(text), len(content), sha256(content).hexdigest())


def facts(turtle: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)]


# --- offsets and digests -------------------------------------------------------------------------


@given(TEXTS, st.data())
def test_a_stretch_counts_code_points_of_the_text_as_it_is(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    stretch = Stretch(start, end)
    units = text.encode("utf-32-le")
    assert stretch.of(text) == units[4 * start : 4 * end].decode("utf-32-le")
    assert digest(stretch.of(text)) == sha256(stretch.of(text).encode()).hexdigest()


@given(TEXTS)
def test_composed_and_decomposed_are_other_texts(text: str) -> None:
    composed, decomposed = normalize("NFC", text), normalize("NFD", text)
    assert (digest(composed) == digest(decomposed)) == (composed == decomposed)


def test_the_digest_is_that_of_the_bytes_in_utf_8() -> None:
    assert digest("한") == "89233692031a62c60e6ef602b4cd9f3cb52a6dd8013fe9873c36101a7e3920e0"


@pytest.mark.parametrize("words", ["🌉", "맑은 구역", "\u00a0\u00a0has", "café by"])
def test_a_passage_stands_in_its_line(traced: Folder, words: str) -> None:
    copy = read_copy(traced.text, [pinned(TEXT)])
    start, _, end = at(words).partition("-")
    passage = copy.passage(Stretch(int(start), int(end)), around=5)
    assert passage.words == words
    whole = f"{passage.before}{words}{passage.after}"
    assert whole in TEXT.splitlines()[passage.line - 1]
    assert len(passage.before) <= 5
    assert len(passage.after) <= 5


# --- copies --------------------------------------------------------------------------------------


def changed(**steps: bool) -> bytes:
    text = normalize("NFD", TEXT) if steps.get("decomposed") else TEXT
    text += "\n" if steps.get("newline") else ""
    text = text.replace("\n", "\r\n") if steps.get("crlf") else text
    return (b"\xef\xbb\xbf" if steps.get("bom") else b"") + text.encode()


@pytest.mark.parametrize(
    ("content", "faults", "fit"),
    [
        (changed(), (), True),
        (changed(bom=True), ("bom",), False),
        (changed(crlf=True), ("crlf",), False),
        (TEXT.replace("\n", "\r").encode(), ("crlf",), False),
        (changed(decomposed=True), ("decomposed",), False),
        (changed(newline=True), ("final-newline",), True),
        (changed(bom=True, crlf=True), ("bom", "crlf"), False),
        (
            changed(bom=True, crlf=True, decomposed=True, newline=True),
            ("bom", "crlf", "decomposed", "final-newline"),
            False,
        ),
        (TEXT.replace("21", "22").encode(), ("other",), True),
        (changed(bom=True).replace(b"21", b"22"), ("other",), True),
        (b"", ("other",), True),
    ],
)
def test_a_copy_says_what_was_done_to_it(
    tmp_path: Path, content: bytes, faults: tuple[str, ...], *, fit: bool
) -> None:
    path = tmp_path / "copy.txt"
    path.write_bytes(content)
    copy = read_copy(path, [pinned(TEXT)])
    assert copy.faults == faults
    assert copy.offsets_fit == fit


def test_a_copy_is_known_among_several_texts(traced: Folder) -> None:
    other, own = pinned("another text"), pinned(TEXT)
    assert read_copy(traced.text, [other, own]).pinned == own
    traced.text.write_bytes(changed(crlf=True))
    assert read_copy(traced.text, [other, own]).pinned == own


def test_a_copy_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.txt: cannot be read: No such file"):
        read_copy(tmp_path / "nowhere.txt", [pinned(TEXT)])
    path = tmp_path / "copy.txt"
    path.write_bytes(TEXT.encode("utf-16"))
    with pytest.raises(InputError, match=r"copy\.txt: byte 1 is not UTF-8"):
        read_copy(path, [pinned(TEXT)])


def test_without_a_pinned_text_there_is_nothing_to_verify(traced: Folder) -> None:
    with pytest.raises(InputError, match="no text is pinned in the data"):
        read_copy(traced.text, [])


# --- what the facts say of texts -----------------------------------------------------------------


def test_the_facts_pin_a_text() -> None:
    ((source, text),) = pinned_texts(facts(SOURCES)).items()
    assert source.value.endswith("/sources/almanac")
    assert (text.chars, text.bytes) == (len(TEXT), len(TEXT.encode()))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("cg:charCount", "cg:rank", "a pinned text needs cg:textOf, cg:charCount, cg:byteCount"),
        ("cg:textSha256", "cg:dateText", "not usable: 'textSha256'"),
        (f"cg:charCount {len(TEXT)}", 'cg:charCount "many"', "not usable: invalid literal"),
        ("Unicode code point", "byte", 'cg:offsetUnit has to be "Unicode code point"'),
    ],
)
def test_a_text_that_is_not_pinned_whole_is_refused(before: str, after: str, words: str) -> None:
    with pytest.raises(DataFileError, match=f"sources:almanac-text: .*{re.escape(words)}"):
        pinned_texts(facts(SOURCES.replace(before, after)))


def test_a_source_has_one_text() -> None:
    twice = SOURCES + SOURCES.replace("almanac-text", "almanac-copy")
    with pytest.raises(DataFileError, match="two texts of one source"):
        pinned_texts(facts(twice))
