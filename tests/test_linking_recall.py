"""How well links are proposed, measured on every made-up slice that has a gold list."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import permutations
from pathlib import Path

import pytest

from citygraph.vocabulary import PREFIXES
from tests.goldens_option import Goldens
from tests.link_measuring import Line
from tests.slice_proposals import (
    BY_NAMES,
    SETTINGS,
    SLICES,
    Measured,
    asked_in_full,
    city,
    looked_up,
    measured,
    served,
)
from tests.wikibase_slices import NONE

PAGE = Path(__file__).parents[1] / "docs" / "link-quality.md"
LEAST_RECALL, LEAST_BY_NAMES = 0.95, 0.9
SAID_FIRST = (
    "# SYNTHETIC. What became of each line of gold.tsv, hardest first; written by the tests.\n"
)
Found = dict[tuple[str, str], Measured]

each_slice = pytest.mark.parametrize("name", SLICES)
each_setting = pytest.mark.parametrize("setting", SETTINGS)


@pytest.fixture(scope="module")
def urls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Serve every slice on a server of its own."""
    with ExitStack() as running:
        yield {
            name: running.enter_context(served(of, tmp_path_factory.mktemp(name))).query_url
            for name, of in SLICES.items()
        }


@pytest.fixture(scope="module")
def found(urls: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Found:
    """Measure every slice, once in each setting."""
    return {
        (name, setting): measured(of, setting, urls[name], tmp_path_factory.mktemp(name))
        for name, of in SLICES.items()
        for setting in SETTINGS
    }


def test_there_are_slices_to_measure() -> None:
    assert {"tokyo", "hanabira", "haesol"} <= SLICES.keys()
    assert max(len(of.gold) for of in SLICES.values()) >= 60


@each_slice
@each_setting
def test_what_is_accepted_without_a_person_is_right(found: Found, name: str, setting: str) -> None:
    """Nothing is wrong, nor is anything accepted that the gold list does not judge."""
    of = found[name, setting]
    assert asked_in_full(of)
    assert of.measure.right > 0
    assert (of.measure.wrong, of.measure.unjudged) == ((), ())
    assert of.measure.precision == 1


@each_slice
@each_setting
def test_nearly_all_that_is_there_is_accepted(found: Found, name: str, setting: str) -> None:
    least = LEAST_BY_NAMES if setting == BY_NAMES else LEAST_RECALL
    assert found[name, setting].measure.recall >= least


@pytest.mark.parametrize(("name", "other"), tuple(permutations(SLICES, 2)))
def test_no_city_is_linked_to_what_another_has(
    urls: dict[str, str], tmp_path: Path, name: str, other: str
) -> None:
    """What lies in one city has no item in the Wikibase of another, but those that are its own."""
    own = {line.iri: line.item for line in SLICES[name].gold}
    outcomes = looked_up(city(SLICES[name]), SLICES[other], BY_NAMES, urls[other], tmp_path)
    of_the_city = [each for each in outcomes if each.thing.startswith(f"{PREFIXES['id']}{name}/")]
    assert len(of_the_city) > 20
    for each in of_the_city:
        if each.accepted is not None:
            assert each.accepted.item.rpartition("/")[2] == own[each.thing]


@each_slice
@each_setting
def test_the_score_of_every_gold_link_is_shown(
    found: Found, goldens: Goldens, name: str, setting: str
) -> None:
    table = found[name, setting].measure.table()
    shown = [line.split("\t")[0] for line in table.splitlines()[1:]]
    assert sorted(shown) == sorted(line.thing for line in SLICES[name].gold)
    goldens.check(SLICES[name].folder / SETTINGS[setting], SAID_FIRST + table)


def test_the_page_says_what_was_measured(found: Found, goldens: Goldens) -> None:
    text = PAGE.read_text(encoding="utf-8")
    for mark, said in (("sums", _sums(found)), ("lacking", _lacking(found))):
        before, begin, rest = text.partition(f"<!-- {mark} -->\n")
        _, end, after = rest.partition(f"<!-- end of {mark} -->\n")
        assert begin, f"{PAGE} has no place for {mark}"
        assert end, f"{PAGE} has no end of {mark}"
        text = before + begin + said + end + after
    goldens.check(PAGE, text)


def _sums(found: Found) -> str:
    head = ("slice", "classes", "to find", "accepted", "wrong", "precision", "recall", "scores")
    rows = [head, ("---", "---", *["---:"] * 5, "---")]
    for (name, setting), (of, _) in found.items():
        file = SETTINGS[setting]
        rows.append(
            (
                name,
                setting,
                str(of.expected),
                str(of.right + len(of.wrong) + len(of.unjudged)),
                str(len(of.wrong)),
                f"{of.precision:.3f}",
                f"{of.recall:.3f}",
                f"[{file}](../tests/wikibase/{name}/{file})",
            )
        )
    return _table(rows)


def _lacking(found: Found) -> str:
    rows = [("slice", "classes", "thing", "what is hard", "why"), ("---",) * 5]
    for (name, setting), (of, _) in found.items():
        rows += [
            (name, setting, f"`{line.gold.thing}`", line.gold.difficulty, _why(line))
            for line in of.lacking
        ]
    return _table(rows)


def _why(line: Line) -> str:
    return f"{line.verdict}: {line.why}"


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def test_gold_lists_also_hold_what_has_no_item() -> None:
    """Precision means little where everything has an item."""
    for of in SLICES.values():
        assert any(line.item == NONE for line in of.gold)
