"""A review of proposals: what each decision makes of the table, and what a person is shown."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from citygraph.errors import DataFileError, InputError
from citygraph.graph import CityGraph
from citygraph.linking.link import EXACT, Link
from citygraph.linking.mappings import Mappings, read_mappings, write_mappings
from citygraph.linking.review import Decision, Review
from citygraph.linking.review_card import Ours, card, look_up
from citygraph.vocabulary import LANGUAGES
from tests.proposed_links import CLOSE, HEADER, KOIKE, ROBOTS, TOKYO, proposal

TODAY = date(2026, 11, 23)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "some.sssom.tsv"
    rows = (
        proposal(TOKYO, "Q9001", "0.6"),
        proposal(TOKYO, "Q9002", "0.9", predicate=EXACT),
        proposal(TOKYO, "Q9003", "0.2", negated=True, state="rejected"),
        proposal(KOIKE, "Q9004", "0.7", state="unsure"),
        proposal(ROBOTS, "Q9005", "0.8"),
    )
    write_mappings(path, Mappings(HEADER, rows))
    return path


@pytest.fixture
def review(table: Path) -> Review:
    return Review(table, " Jane\tDoe ", TODAY)


def rows(table: Path) -> dict[str, Link]:
    return {each.object.rpartition("/")[2]: each for each in read_mappings(table).links}


def test_the_best_come_first_together_with_their_rivals(review: Review) -> None:
    seen = []
    while review.current is not None:
        seen.append((review.current.object[-5:], review.position))
        review.skip()
    assert seen == [("Q9002", (1, 4)), ("Q9001", (2, 4)), ("Q9005", (3, 4)), ("Q9004", (4, 4))]
    assert review.position == (4, 4)
    assert review.rivals == ()


@pytest.mark.parametrize(
    ("decision", "state", "negated", "predicate"),
    [
        ("accept", "checked", False, EXACT),
        ("close", "checked", False, CLOSE),
        ("reject", "rejected", True, EXACT),
        ("unsure", "unsure", False, EXACT),
    ],
)
def test_each_decision_is_in_the_table_at_once(  # noqa: PLR0913, PLR0917 - four things are decided
    table: Path,
    review: Review,
    decision: Decision,
    state: str,
    negated: bool,  # noqa: FBT001 - a column of the table above
    predicate: str,
) -> None:
    before = rows(table)
    made = review.decide(decision)
    after = rows(table)
    changed = after.pop("Q9002")
    assert (changed.state, changed.negated, changed.predicate) == (state, negated, predicate)
    assert (changed.reviewer, changed.date) == ("Jane Doe", TODAY)
    assert (changed.comment, changed.confidence) == (made.comment, made.confidence)
    lines = {each.line for each in (*before.values(), *after.values())}
    assert lines
    assert [replace(each, line=0) for each in after.values()] == [
        replace(each, line=0) for name, each in before.items() if name != "Q9002"
    ]
    assert review.decisions == 1


def test_what_was_rejected_waits_no_more(table: Path, review: Review) -> None:
    review.decide("reject")
    again = Review(table, "Jane", TODAY)
    assert {each.object[-5:] for each in again.waiting} == {"Q9001", "Q9004", "Q9005"}


def test_one_can_go_back_and_decide_anew(table: Path, review: Review) -> None:
    review.decide("reject")
    review.back()
    review.back()
    assert review.position == (1, 4)
    review.decide("accept")
    assert rows(table)["Q9002"].accepted
    review.back()
    review.decide("unsure")
    assert (rows(table)["Q9002"].state, rows(table)["Q9002"].negated) == ("unsure", False)


def test_what_contradicts_the_table_is_not_saved(table: Path, review: Review) -> None:
    review.decide("accept")
    saved = table.read_bytes()
    with pytest.raises(DataFileError, match="gives the same thing an exact match"):
        review.decide("accept")
    assert table.read_bytes() == saved
    assert review.current is not None
    assert review.current.object.endswith("Q9001")
    review.decide("close")
    assert rows(table)["Q9001"].predicate == CLOSE


def test_a_note_is_kept_with_who_wrote_it(table: Path, review: Review) -> None:
    review.note("looks\tright\n to me")
    assert rows(table)["Q9002"].comment.endswith(" — Jane Doe: looks right to me")
    assert rows(table)["Q9002"].state == "proposed"
    review.decide("accept")
    assert rows(table)["Q9002"].comment.endswith("looks right to me")
    with pytest.raises(InputError, match="needs words"):
        review.note(" \t")


def test_a_note_on_a_row_without_a_comment_stands_alone(table: Path) -> None:
    write_mappings(table, Mappings(HEADER, (proposal(TOKYO, "Q9001", "0.6", comment=""),)))
    Review(table, "Jane", TODAY).note("fine")
    assert rows(table)["Q9001"].comment == "fine"


def test_changes_by_somebody_else_are_never_lost(table: Path, review: Review) -> None:
    review.decide("unsure")
    changed = table.read_text(encoding="utf-8").replace("label of Q9005", "label of mine")
    table.write_text(changed, encoding="utf-8")
    with pytest.raises(InputError, match="was changed by somebody else"):
        review.decide("accept")
    assert table.read_text(encoding="utf-8") == changed
    table.unlink()
    with pytest.raises(InputError, match="cannot be read"):
        review.decide("accept")


def test_a_decision_needs_a_name_and_a_row(table: Path) -> None:
    with pytest.raises(InputError, match="bears the name"):
        Review(table, " \t", TODAY)
    write_mappings(table, Mappings(HEADER, ()))
    review = Review(table, "Jane", TODAY)
    assert (review.current, review.position, review.waiting) == (None, (0, 0), ())
    with pytest.raises(InputError, match="no row is left"):
        review.decide("accept")
    assert card(review, {}, lang="ja") == "判断を待つ行はない\n"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_sides_are_shown_beside_each_other(
    bundled: CityGraph, review: Review, lang: str
) -> None:
    ours = look_up(bundled, [TOKYO, KOIKE], lang)
    shown = card(review, ours, lang=lang, prefixes=review.prefixes)
    assert {"en": "Tokyo", "ja": "東京", "ko": "도쿄"}[lang] in shown
    assert {"en": "ours", "ja": "こちら", "ko": "여기"}[lang] in shown
    assert {"en": "Tokyo Metropolis", "ja": "東京都", "ko": "도쿄도"}[lang] in shown
    assert {"en": "city", "ja": "都市", "ko": "도시"}[lang] in shown.casefold()
    assert "label of Q9002" in shown
    assert "a thing | of sorts" in shown.replace("\\|", "|")
    assert "tokyo:tokyo" in shown
    assert "wd:Q9002" in shown
    assert "0.9" in shown
    assert "name-en 1.00; type 0.50" in shown
    assert "label of Q9001 (wd:Q9001, proposed)" in shown
    assert "label of Q9003 (wd:Q9003, rejected)" in shown


def test_what_is_not_known_is_left_out(table: Path) -> None:
    bare = proposal(TOKYO, "Q9001", "0.5", comment="", confidence=None)
    write_mappings(table, Mappings(HEADER, (bare,)))
    shown = card(Review(table, "Jane", TODAY), {})
    assert "tokyo" in shown
    for name in ("score", "why", "meaning", "kind", "other"):
        assert name not in shown


def test_what_has_no_name_in_the_language_is_shown_in_english(tmp_path: Path) -> None:
    path = tmp_path / "osaka.ttl"
    path.write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<urn:a> skos:prefLabel "Osaka"@en ; skos:altLabel <urn:b> .\n'
        '<urn:c> skos:prefLabel "堺"@ja .',
        encoding="utf-8",
    )
    graph = CityGraph.load(str(path))
    assert look_up(graph, ["urn:a", "urn:c"], "ko") == {"urn:a": Ours("Osaka"), "urn:c": Ours("")}
    assert look_up(graph, [], "ko") == {}
