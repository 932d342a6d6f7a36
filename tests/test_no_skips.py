"""The plugin that turns skips into failures does so only where it is told to."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

SKIPS_AND_AN_EXPECTED_FAILURE = """
import pytest

def test_skips():
    pytest.skip("Java is missing: apt-get install default-jre-headless")

@pytest.mark.skipif(True, reason="not on this machine")
def test_is_skipped():
    pass

@pytest.mark.xfail(reason="known")
def test_expected_to_fail():
    assert False

def test_passes():
    pass
"""

SKIPS_AS_A_WHOLE = """
import pytest

pytest.skip("nothing here can run", allow_module_level=True)
"""


def outcome(folder: Path, no_skips: str) -> tuple[int, str]:
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.no_skips", "-rN", "--rootdir", "."],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "CITYGRAPH_NO_SKIPS": no_skips},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stdout


@pytest.mark.parametrize("off", ["", "0"])
def test_a_skip_is_a_skip_by_default(tmp_path: Path, off: str) -> None:
    (tmp_path / "test_it.py").write_text(SKIPS_AND_AN_EXPECTED_FAILURE, encoding="utf-8")
    code, words = outcome(tmp_path, off)
    assert code == 0
    assert "1 passed, 2 skipped, 1 xfailed" in words


def test_a_skip_fails_where_nothing_may_be_skipped(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(SKIPS_AND_AN_EXPECTED_FAILURE, encoding="utf-8")
    code, words = outcome(tmp_path, "1")
    assert code == 1
    assert "1 passed, 1 xfailed" in words
    assert "skipped where nothing may be skipped" in words
    assert "Java is missing: apt-get install default-jre-headless" in words
    assert "not on this machine" in words


def test_a_skipped_module_fails_where_nothing_may_be_skipped(tmp_path: Path) -> None:
    (tmp_path / "test_all.py").write_text(SKIPS_AS_A_WHOLE, encoding="utf-8")
    code, words = outcome(tmp_path, "1")
    assert code == pytest.ExitCode.INTERRUPTED
    assert "nothing here can run" in words
