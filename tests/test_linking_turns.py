"""Taking turns at a host: one at a time, and no crash where nobody can."""

import fcntl
from pathlib import Path

import pytest

from citygraph.errors import InputError
from citygraph.linking.turns import one_at_a_time

URL = "https://example.org/sparql"


def test_a_turn_is_kept_until_it_ends(tmp_path: Path) -> None:
    with one_at_a_time(tmp_path, URL):
        (path,) = tmp_path.iterdir()
        with path.open("ab") as lock, pytest.raises(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with path.open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_hosts_have_turns_of_their_own_and_addresses_at_one_share_them(tmp_path: Path) -> None:
    for url in (URL, "https://EXAMPLE.org:443/other", "https://example.com/sparql"):
        with one_at_a_time(tmp_path, url):
            pass
    assert len(list(tmp_path.iterdir())) == 2


def test_a_disk_without_locks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(InputError) as error, one_at_a_time(tmp_path, URL):
        pass
    assert str(error.value) == (
        f"{tmp_path}: nobody can take turns there: No locks available; name a folder on a disk of "
        "this machine with --cache"
    )


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(InputError, match="file: cannot be written to: File exists"),
        one_at_a_time(tmp_path / "file", URL),
    ):
        pass
