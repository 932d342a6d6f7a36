"""The evidence of the bundled graph: whole, tight, up to date, and true of the text it points to.

The text is not part of the project. Where `CITYGRAPH_SOURCES` names the folder that holds it, each
passage is verified against it; how that works is proven on a text of our own in
tests/test_evidence_texts.py and tests/test_evidence_checking.py.
"""

import os
from collections import Counter, defaultdict
from pathlib import Path
from statistics import median

import pyoxigraph as ox
import pytest

from citygraph.evidence import Claim, check_evidence, make_claims, read_copy, rebuild
from citygraph.evidence.cities import read_facts
from citygraph.evidence.exemptions import EXEMPT, needs_claim
from citygraph.evidence.terms import short, told
from citygraph.evidence.texts import pinned_texts
from citygraph.home import open_home
from citygraph.vocabulary import LANGUAGES
from tests.graph.statement_table import ROWS, TOKYO, read_contradicted
from tests.graph.statement_table import read_facts as facts
from tests.test_project_files import own_files

HOME = open_home()
CLAIMS = make_claims(TOKYO, read_facts(HOME))
BY_NODE = {claim.node: claim for claim in CLAIMS}
ASSERTED = facts()
SPANS = {span for claim in CLAIMS for span in claim.spans}

TIGHT = 60
LONGEST = 90
FIRST_COPY = range(1846)
FOOTER = range(3690, 3879)
"""The page stands twice in its text; its footer comes after the second copy."""


@pytest.fixture(scope="module")
def text() -> Path:
    """Give the text of the page, where there is one."""
    folder = os.environ.get("CITYGRAPH_SOURCES")
    if not folder:
        pytest.skip("name the folder that holds the text of the page in CITYGRAPH_SOURCES")
    return Path(folder) / "smart-cities-index-2022-tokyo.txt"


# --- claims --------------------------------------------------------------------------------------


def test_the_evidence_is_in_order() -> None:
    assert check_evidence(HOME) == ()


def test_the_file_is_what_the_tables_give() -> None:
    (made,) = rebuild(HOME)
    assert (made.path, made.current) == (TOKYO.evidence, True)
    assert (made.claims, made.spans) == (len(CLAIMS), len(SPANS))


def test_every_row_of_the_page_has_a_claim() -> None:
    assert len(ROWS) == 90
    assert {row for claim in CLAIMS for row in claim.rows} == set(ROWS)


def test_every_fact_that_needs_one_has_a_claim() -> None:
    claimed = {claim.triple for claim in CLAIMS}
    assert [
        told(triple) for triple in ASSERTED if needs_claim(triple) and triple not in claimed
    ] == []
    exempt = Counter(short(each.predicate) for each in ASSERTED if each.predicate.value in EXEMPT)
    assert sum(exempt.values()) + len(claimed & ASSERTED) > len(ASSERTED)


def test_every_claim_is_a_fact_or_contradicts_one() -> None:
    loose = [claim for claim in CLAIMS if claim.triple not in ASSERTED]
    for claim in loose:
        assert any(BY_NODE[other].triple in ASSERTED for other in claim.contradicts), claim
    assert [told(claim.triple) for claim in loose] == [
        "tokyo:promotion-fund cg:establishedInFiscalYear id:fy-jp-2019"
    ]


def test_names_and_sources_are_enough_to_tell_claims_apart() -> None:
    assert len({(claim.source, claim.triple) for claim in CLAIMS}) == len(CLAIMS)


@pytest.mark.parametrize("status", ["stated", "inferred", "external"])
def test_a_claim_has_what_its_status_asks_for(status: str) -> None:
    of_status = [claim for claim in CLAIMS if claim.lines[0].status == status]
    assert len(of_status) > 20
    for claim in of_status:
        assert bool(claim.rows) == (status != "external"), claim
        assert (claim.lines[0].rule is not None) == (status == "inferred"), claim
        if status != "inferred":
            assert bool(claim.spans) == (status == "stated"), claim


def test_one_inferred_claim_is_about_the_page_as_a_whole() -> None:
    (claim,) = [each for each in CLAIMS if each.rows and not each.spans]
    assert claim.rows == ("S90",)


def test_what_two_rows_state_is_one_claim_with_both() -> None:
    shared = {claim.rows for claim in CLAIMS if len(claim.rows) > 1}
    assert shared == {("S28", "S49"), ("S29", "S58")}


def test_claims_are_pairwise_in_contradiction_and_say_why() -> None:
    matters: defaultdict[str, set[Claim]] = defaultdict(set)
    for each in read_contradicted():
        matters[each.matter] |= {
            claim for claim in CLAIMS if claim.triple in (each.first, each.second)
        }
    assert set(matters) == {"area", "fund-year", "goal-order", "place-of-three-cities"}
    for matter, claims in matters.items():
        assert len({claim.source for claim in claims}) > 1, matter
        for claim in claims:
            assert claim.contradicts, claim
            assert all(claim.node in BY_NODE[other].contradicts for other in claim.contradicts)
            said = [lang for lang, _ in claim.notes]
            assert said == (sorted(LANGUAGES) if claim.triple in ASSERTED else []), claim
    assert {claim for each in matters.values() for claim in each} == {
        claim for claim in CLAIMS if claim.contradicts
    }


# --- spans ---------------------------------------------------------------------------------------


def test_spans_are_phrases() -> None:
    lengths = [span.stretch.end - span.stretch.start for span in SPANS]
    assert len(lengths) > 150
    assert median(lengths) <= TIGHT
    assert max(lengths) <= LONGEST


def test_spans_lie_in_the_first_copy_and_those_of_the_footer_behind_the_second() -> None:
    for claim in CLAIMS:
        for line in claim.lines:
            region = FOOTER if "S84" <= line.row <= "S89" else FIRST_COPY
            for start, end in line.stretches:
                assert start in region, line
                assert end - 1 in region, line


def runs(text: str) -> set[tuple[str, ...]]:
    """Give the runs of eight consecutive words of a text, split at white space."""
    words = text.split()
    return {tuple(words[start : start + 8]) for start in range(len(words) - 7)}


def test_no_file_of_the_project_repeats_eight_words_of_the_page(text: Path) -> None:
    page = runs(text.read_text(encoding="utf-8"))
    files = own_files()
    assert TOKYO.evidence in files
    assert [path for path in files if page & runs(path.read_text(encoding="utf-8"))] == []


# --- the text itself -----------------------------------------------------------------------------


def test_the_text_is_the_pinned_one_and_every_passage_is_verified(text: Path) -> None:
    copy = read_copy(text, pinned_texts(ASSERTED).values())
    assert copy.faults == ()
    assert (copy.pinned.chars, copy.pinned.bytes) == (3879, 8439)
    assert check_evidence(HOME, text) == ()
    assert rebuild(HOME, text)[0].current


def test_a_changed_character_of_the_text_names_its_passage(text: Path, tmp_path: Path) -> None:
    content = text.read_text(encoding="utf-8")
    changed = tmp_path / text.name
    for span in sorted(SPANS, key=lambda each: each.stretch)[::20]:
        start = span.stretch.start
        other = "0" if content[start] != "0" else "1"
        changed.write_bytes((content[:start] + other + content[start + 1 :]).encode())
        complaints = check_evidence(HOME, changed)
        assert complaints[0].kind == "text-other"
        assert span.node in {each.focus for each in complaints[1:]}
        assert {each.kind for each in complaints[1:]} == {"wrong-digest"}


def test_the_present_file_holds_one_digest_for_each_passage() -> None:
    quads = [quad for quad in ox.parse(path=TOKYO.evidence) if "textSha256" in quad.predicate.value]
    assert {quad.subject for quad in quads} == {span.node for span in SPANS}
    assert len(quads) == len(SPANS)
