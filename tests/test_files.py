"""Files and folders that appear when they are complete, or not at all."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from citygraph.errors import CitygraphError, DeadlineError, FaultError, InputError
from citygraph.files import new_folder, write_file


class Stopped(Exception):  # noqa: N818 - it is no error but an end
    """What ends the writing in the middle."""


def half(fault: BaseException) -> Iterator[bytes]:
    yield b"half"
    raise fault


@pytest.mark.parametrize("fault", [Stopped(), KeyboardInterrupt(), InputError("no")])
def test_a_file_that_is_not_finished_does_not_appear(fault: BaseException, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(type(fault)):
        write_file(str(path), half(fault))
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_text(encoding="utf-8") == "old"


def test_what_failed_keeps_its_own_words(tmp_path: Path) -> None:
    """A deadline is an `OSError` too, but none of the disk's."""
    with pytest.raises(DeadlineError, match=r"^too late$"):
        write_file(str(tmp_path / "x"), half(DeadlineError("too late")))


@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.ENOSPC, FaultError), (errno.EDQUOT, FaultError), (errno.EACCES, InputError)],
)
def test_a_disk_that_fails_is_named(
    number: int, kind: type[CitygraphError], tmp_path: Path
) -> None:
    path = tmp_path / "x"
    with pytest.raises(kind, match=rf"^{path}: cannot be written: {os.strerror(number)}"):
        write_file(str(path), half(OSError(number, os.strerror(number))))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_appears_when_it_is_complete(tmp_path: Path) -> None:
    target = tmp_path / "tables"
    with new_folder(str(target)) as folder:
        (folder / "a.csv").write_text("a", encoding="utf-8")
        assert not target.exists()
        assert folder.parent == tmp_path, "the same disk"
    assert [path.name for path in target.iterdir()] == ["a.csv"]
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("fault", [Stopped(), KeyboardInterrupt(), InputError("no")])
def test_a_folder_that_is_not_finished_does_not_appear(
    fault: BaseException, tmp_path: Path
) -> None:
    target = tmp_path / "tables"
    target.mkdir()
    (target / "a.csv").write_text("old", encoding="utf-8")

    def begin() -> None:
        with new_folder(str(target)) as folder:
            (folder / "a.csv").write_text("new", encoding="utf-8")
            raise fault

    with pytest.raises(type(fault)):
        begin()
    assert list(tmp_path.iterdir()) == [target]
    assert (target / "a.csv").read_text(encoding="utf-8") == "old"


def test_a_folder_of_the_same_names_is_replaced_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "tables"
    target.mkdir()
    (target / "a.csv").write_text("old", encoding="utf-8")
    with new_folder(str(target)) as folder:
        for name in ("a.csv", "b.csv"):
            (folder / name).write_text("new", encoding="utf-8")
    assert {path.name: path.read_text("utf-8") for path in target.iterdir()} == {
        "a.csv": "new",
        "b.csv": "new",
    }
    assert list(tmp_path.iterdir()) == [target]


def test_the_old_folder_stays_where_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "tables"
    target.mkdir()
    (target / "a.csv").write_text("old", encoding="utf-8")
    rename = Path.rename

    def refusing(path: Path, to: Path) -> Path:
        if path.name.endswith(".part"):
            raise OSError(errno.EIO, "Input/output error")
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", refusing)
    failed = pytest.raises(FaultError, match=rf"^{target}: cannot be written: Input/output error")
    with failed, new_folder(str(target)) as folder:
        (folder / "a.csv").write_text("new", encoding="utf-8")
    assert list(tmp_path.iterdir()) == [target]
    assert (target / "a.csv").read_text(encoding="utf-8") == "old"


def test_nobody_loses_what_they_have_put_there(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine", encoding="utf-8")
    refused = pytest.raises(InputError, match=rf"^{tmp_path}: holds thesis.docx, which is no file")
    with refused, new_folder(str(tmp_path)) as folder:
        (folder / "a.csv").write_text("new", encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_file_is_not_replaced_by_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("mine", encoding="utf-8")
    refused = pytest.raises(InputError, match="is a file; this format writes several: name a fol")
    with refused, new_folder(str(path)):
        pytest.fail("nothing is written")
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_a_place_that_does_not_exist(tmp_path: Path) -> None:
    refused = pytest.raises(InputError, match="cannot be written: No such file or directory")
    with refused, new_folder(str(tmp_path / "none" / "tables")):
        pytest.fail("nothing is written")
