"""A pytest plugin: golden answers, and the one command that rewrites them.

A golden answer is a file that holds what was right when a person last looked at it. A test gives
the fixture ``goldens`` a path and a text: the text must be what the file holds. The files are
rewritten by ``pytest --rewrite-goldens`` and by nothing else; the difference is then read like any
other change.
"""

from pathlib import Path

import pytest

OPTION = "--rewrite-goldens"


class Goldens:
    """Compares texts with files, or writes the files anew.

    Attributes:
        rewrite: whether the files are written instead of compared.
    """

    def __init__(self, *, rewrite: bool) -> None:
        self.rewrite = rewrite

    def check(self, path: Path, text: str) -> None:
        """Hold a text against its file.

        Raises:
            AssertionError: there is no such file, or it holds something else.
        """
        if self.rewrite:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
            return
        advice = f"look at the new answer and, if it is right, run  pytest {OPTION}"
        assert path.is_file(), f"{path} is missing; {advice}"
        golden = path.read_bytes().decode("utf-8")
        assert text.splitlines() == golden.splitlines(), f"{path} differs; {advice}"
        assert text == golden


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(OPTION, action="store_true", help="write the golden answers anew")


@pytest.fixture(scope="session")
def goldens(request: pytest.FixtureRequest) -> Goldens:
    return Goldens(rewrite=bool(request.config.getoption(OPTION)))
