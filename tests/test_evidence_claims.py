"""Claims made from the tables: one per triple and source, joined where sources differ."""

import re

import pyoxigraph as ox
import pytest

from citygraph.errors import DataFileError
from citygraph.evidence import Claim, claims, make_claims, rebuild
from citygraph.evidence.cities import read_facts
from citygraph.evidence.claims import claim_node
from citygraph.evidence.terms import short, told
from tests.evidence_city import DISAGREEMENT, LINES, Folder, at, disagreements

COUNT = "osaka:parks cg:statedCount"


def made(folder: Folder) -> dict[str, Claim]:
    """Make the claims, by what they say and the name of their source."""
    facts = read_facts(folder.home)
    return {
        f"{told(claim.triple, facts.prefixes)} {short(claim.source)}": claim
        for claim in make_claims(folder.city, facts)
    }


def test_each_triple_of_each_source_is_one_claim(traced: Folder) -> None:
    found = made(traced)
    assert sorted(found) == [
        "osaka:bridges cg:statedCount 21 sources:almanac",
        'osaka:osaka cg:localGovernmentCode "271004" sources:gazette',
        'osaka:osaka cg:officialName "Ōsaka"@en sources:almanac',
        "osaka:parks cg:inCity osaka:osaka sources:almanac",
        f"{COUNT} 3 sources:almanac",
        f"{COUNT} 4 sources:gazette",
    ]


def test_rows_that_give_the_same_triple_are_one_claim(traced: Folder) -> None:
    claim = made(traced)['osaka:osaka cg:officialName "Ōsaka"@en sources:almanac']
    assert claim.rows == ("S1", "S2")
    assert [str(span.stretch) for span in claim.spans] == [at("Ōsaka"), at("Ōsaka", "구역")]


def test_a_claim_keeps_its_name_when_its_line_is_corrected(traced: Folder) -> None:
    before = {claim.node for claim in made(traced).values()}
    traced.change_line("bridges", "hedge", "cgv:broadly")
    assert {claim.node for claim in made(traced).values()} == before
    traced.change_line("code", "object", '"271003"')
    assert len(before - {claim.node for claim in made(traced).values()}) == 1


def test_a_name_depends_on_every_part_of_triple_and_source() -> None:
    names = [ox.NamedNode(f"urn:{letter}") for letter in "abcd"]
    given = [(*names[:3], names[3]), (*names[1:], names[3]), (*names[:3], names[2])]
    found = {claim_node("osaka", ox.Triple(s, p, o), source) for s, p, o, source in given}
    a, b, c, source = names
    texts = [ox.Literal("c"), ox.Literal("c", language="ko"), ox.Literal("urn:c")]
    found |= {claim_node("osaka", ox.Triple(a, b, each), source) for each in texts}
    assert len(found) == 6
    assert claim_node("kobe", ox.Triple(a, b, c), source) not in found


def test_two_claims_of_one_name_are_an_error(
    traced: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims, "_DIGITS", 0)
    with pytest.raises(DataFileError, match=r"tsv:3: .* both claims would have one name"):
        made(traced)


@pytest.mark.parametrize(
    ("name", "column", "value", "words"),
    [
        ("name again", "row", "S1", "4: .*stands in line 2 already; remove one of the two"),
        ("name again", "hedge", "cgv:about", "4: .*status, hedge or rule differ from line 2"),
        ("parks", "row", "", "5: .*stated by a source whose text is not pinned"),
        ("code", "row", "S9", "7: .*external, but the source's text is pinned; is it"),
    ],
)
def test_lines_that_do_not_fit_together_are_named(
    traced: Folder, name: str, column: str, value: str, words: str
) -> None:
    traced.change_line(name, column, value)
    with pytest.raises(DataFileError, match=rf"osaka\.statements\.tsv:{words}"):
        made(traced)


def test_a_source_that_nobody_knows_is_named_with_near_ones(traced: Folder) -> None:
    before, after = (f"S2\tsources:{name}\tosaka:parks" for name in ("almanac", "almanak"))
    traced.replace(traced.city.statements, before, after)
    with pytest.raises(DataFileError) as caught:
        made(traced)
    assert str(caught.value) == (
        f"{traced.city.statements}:5: osaka:parks cg:statedCount 3: "
        "no source sources:almanak is known; did you mean sources:almanac or sources:almanac-text?"
    )


# --- contradictions ------------------------------------------------------------------------------


def test_both_sides_name_each_other_and_the_fact_says_why(traced: Folder) -> None:
    found = made(traced)
    fact, other = (
        found[f"{COUNT} 3 sources:almanac"],
        found[f"{COUNT} 4 sources:gazette"],
    )
    assert (fact.contradicts, other.contradicts) == ((other.node,), (fact.node,))
    assert dict(fact.notes) == {
        "en": DISAGREEMENT[8],
        "ja": DISAGREEMENT[9],
        "ko": DISAGREEMENT[10],
    }
    assert other.notes == ()
    assert [claim for claim in found.values() if claim.contradicts] in (
        [fact, other],
        [other, fact],
    )


def test_all_who_say_so_take_part(traced: Folder) -> None:
    again = ["", "osaka:parks", "cg:statedCount", "3", "external", "", "", ""]
    traced.write_table(LINES | {"parks, too": again})
    found = made(traced)
    other = found[f"{COUNT} 4 sources:gazette"]
    assert len(other.contradicts) == 2


def test_where_both_are_facts_both_say_why(traced: Folder) -> None:
    traced.replace(traced.city.facts, "cg:statedCount 3", "cg:statedCount 3 , 4")
    traced.replace(traced.city.disagreements, "\tfirst\t", "\tboth\t")
    assert [bool(claim.notes) for claim in made(traced).values() if claim.contradicts] == [True] * 2


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        (7, "second", "follows 'second', but osaka:parks cg:statedCount 3 is a fact"),
        (7, "both", "follows 'both', but osaka:parks cg:statedCount 4 is no fact"),
        (6, "5", "osaka:parks cg:statedCount 5: no line of the table of statements gives it"),
    ],
)
def test_a_disagreement_that_nothing_bears_out_is_named(
    traced: Folder, column: int, value: str, words: str
) -> None:
    line = [*DISAGREEMENT]
    line[column] = value
    traced.city.disagreements.write_text(disagreements(line), encoding="utf-8")
    with pytest.raises(DataFileError, match=rf"osaka\.disagreements\.tsv:2: {words}"):
        rebuild(traced.home)


def test_a_span_carries_the_name_of_its_text(traced: Folder) -> None:
    (span,) = made(traced)[f"{COUNT} 3 sources:almanac"].spans
    assert short(span.node) == f"sources:almanac-text-span-{at('3 parks')}"
    assert re.fullmatch(rf"{re.escape(span.node.value)}-selector", span.selector.value)
