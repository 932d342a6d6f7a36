"""Golden answers are compared, and rewritten only by the option."""

from pathlib import Path

import pytest

from tests.goldens_option import Goldens


def test_the_same_text_passes(tmp_path: Path) -> None:
    golden = tmp_path / "answer.csv"
    golden.write_text("goal\nSafe City\n", encoding="utf-8")
    Goldens(rewrite=False).check(golden, "goal\nSafe City\n")


@pytest.mark.parametrize("text", ["goal\nSmart City\n", "goal\nSafe City", "goal\r\nSafe City\r\n"])
def test_another_text_fails_and_the_file_stays(tmp_path: Path, text: str) -> None:
    golden = tmp_path / "answer.csv"
    golden.write_text("goal\nSafe City\n", encoding="utf-8")
    with pytest.raises(AssertionError):
        Goldens(rewrite=False).check(golden, text)
    assert golden.read_text(encoding="utf-8") == "goal\nSafe City\n"


def test_a_missing_file_fails_and_is_not_made(tmp_path: Path) -> None:
    golden = tmp_path / "answer.csv"
    with pytest.raises(AssertionError, match=r"missing.*pytest --rewrite-goldens"):
        Goldens(rewrite=False).check(golden, "goal\n")
    assert not golden.exists()


def test_the_option_writes_the_file(tmp_path: Path) -> None:
    golden = tmp_path / "new" / "answer.csv"
    Goldens(rewrite=True).check(golden, "goal\nスマートシティ\n")
    assert golden.read_bytes().decode("utf-8") == "goal\nスマートシティ\n"


def test_without_the_option_nothing_is_rewritten(
    goldens: Goldens, pytestconfig: pytest.Config
) -> None:
    assert goldens.rewrite is bool(pytestconfig.getoption("--rewrite-goldens"))
