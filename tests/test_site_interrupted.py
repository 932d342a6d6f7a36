"""Builds that do not end as they should: what is left is completed by the next one."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from citygraph.errors import FaultError, InputError, RemoteError
from citygraph.site import Blueprint, check
from citygraph.site.crew import START, Crew, as_error
from citygraph.site.kinds import planned
from citygraph.site.manifest import NAME, read_manifest
from citygraph.site.model import Ground, Made
from citygraph.site.pages import PageFiles
from citygraph.site.workshop import Workshop
from citygraph.site.writing import alone
from tests.site_city import SmallSite


class BrokenOffError(Exception):
    """Stands for whatever ends a build."""


@pytest.fixture
def clean(tmp_path: Path) -> dict[str, bytes]:
    """The files of a site whose build was not broken off."""
    other = SmallSite(tmp_path / "clean-home", tmp_path / "clean-site")
    other.build()
    return other.files()


def break_off(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """End a build when it comes to the page of a thing."""
    make = PageFiles.make

    def breaks(self: PageFiles, ground: Ground, subject: str) -> Iterator[Made]:
        if subject == "/en/id/osaka/osaka.html":
            raise BrokenOffError
        return make(self, ground, subject)

    with monkeypatch.context() as patched:
        patched.setattr(PageFiles, "make", breaks)
        with pytest.raises(BrokenOffError):
            site.build()


def test_the_next_build_completes_what_one_left(
    small_site: SmallSite, monkeypatch: pytest.MonkeyPatch, clean: dict[str, bytes]
) -> None:
    break_off(small_site, monkeypatch)
    left = small_site.files()
    assert NAME in left
    assert "en/downloads.html" in left
    assert "en/id/osaka/osaka.html" not in left
    report = small_site.build()
    assert small_site.files() == clean
    assert report.total.unchanged == len(left) - 1


def test_what_a_broken_off_build_no_longer_made_is_removed_by_the_next(
    small_site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_site.change("ontology/schemes/reds.ttl", "<https://w3id.org/citygraph/voc/red> a <x:y> .")
    small_site.build()
    assert small_site.path("voc/red.ttl").exists()
    (small_site.root / "ontology/schemes/reds.ttl").unlink()
    break_off(small_site, monkeypatch)
    assert small_site.path("voc/red.ttl").exists()
    small_site.build()
    assert not small_site.path("voc/red.ttl").exists()


def test_half_of_a_file_that_was_left_is_cleared_away_and_files_of_others_are_not(
    small_site: SmallSite, monkeypatch: pytest.MonkeyPatch, clean: dict[str, bytes]
) -> None:
    break_off(small_site, monkeypatch)
    for name in ("en/index.html.123.part", f"{NAME}.123.part", "en/mine.html.123.part"):
        small_site.path(name).write_text("half", encoding="utf-8")
    small_site.build()
    assert small_site.files() == {**clean, "en/mine.html.123.part": b"half"}


def test_links_of_a_site_that_is_not_complete_are_not_followed(
    small_site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_off(small_site, monkeypatch)
    with pytest.raises(InputError) as caught:
        check(small_site.folder)
    assert str(caught.value) == (
        f"{small_site.folder}: the build of this site was broken off; complete it with  "
        f"citygraph site {small_site.folder}"
    )


def test_a_build_that_is_killed_leaves_only_whole_files(
    small_site: SmallSite, clean: dict[str, bytes]
) -> None:
    """The process kills itself when it comes to a page, as a machine that is turned off would."""
    program = f"""
import os, signal
from pathlib import Path
from citygraph.home import open_home
from citygraph.site import Blueprint, build
from citygraph.site.pages import PageFiles
make = PageFiles.make
def kills(self, ground, subject):
    if subject == "/ja/id/osaka/osaka.html":
        os.kill(os.getpid(), signal.SIGKILL)
    return make(self, ground, subject)
PageFiles.make = kills
home = open_home(root=Path({str(small_site.root)!r}))
build(Path({str(small_site.folder)!r}), Blueprint(home), workers=1)
"""
    done = subprocess.run([sys.executable, "-c", program], check=False)
    assert done.returncode == -signal.SIGKILL
    left = small_site.files()
    del left[NAME]
    assert left
    assert {name for name in left if left[name] != clean[name]} == set()
    small_site.build()
    assert small_site.files() == clean


def test_data_that_change_in_the_meantime_are_told_of_and_taken_up_by_the_next_build(
    small_site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, former = PageFiles.make, (small_site.root / "data/osaka.ttl").read_text("utf-8")

    def changes(self: PageFiles, ground: Ground, subject: str) -> Iterator[Made]:
        if subject == "/en/id/osaka/osaka.html":
            more = "<https://w3id.org/citygraph/id/k> a <x:y> .\n"
            small_site.change("data/osaka.ttl", former + more)
        return make(self, ground, subject)

    with monkeypatch.context() as patched:
        patched.setattr(PageFiles, "make", changes)
        report = small_site.build()
    assert report.notes == ("the data changed while the site was being built: build it again",)
    assert not small_site.path("id/k.ttl").exists()
    again = small_site.build()
    assert again.notes == ()
    assert small_site.path("id/k.ttl").exists()


# --- the processes ------------------------------------------------------------------------------


@pytest.fixture
def crew(small_site: SmallSite) -> Iterator[Crew]:
    small_site.folder.mkdir()
    with Crew(Workshop(small_site.folder, Blueprint(small_site.home)), 2) as started:
        yield started


def test_what_a_process_cannot_make_is_an_error_here_and_the_message_names_it(crew: Crew) -> None:
    with pytest.raises(InputError, match=r"^unknown question 'nowhere': "):
        list(crew.answers([("answers", "en/nowhere")]))


def test_a_fault_of_ours_in_a_process_names_the_file_that_was_to_be_made(crew: Crew) -> None:
    with pytest.raises(FaultError, match=r"^assets /no\.css: KeyError: '/no\.css'$"):
        list(crew.answers([("assets", "/no.css")]))


def test_a_process_that_dies_is_no_silence(crew: Crew) -> None:
    for process in crew.processes:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    with pytest.raises(FaultError) as caught:
        list(crew.answers([("dumps", "citygraph.nq")]))
    assert str(caught.value) == ("dumps citygraph.nq: the process that was to make it has ended")


def test_processes_end_when_nobody_speaks_to_them_any_more(small_site: SmallSite) -> None:
    small_site.folder.mkdir()
    with Crew(Workshop(small_site.folder, Blueprint(small_site.home)), 2) as started:
        assert [process.poll() for process in started.processes] == [None, None]
    assert [process.returncode for process in started.processes] == [0, 0]


def test_a_process_ends_in_silence_when_nobody_reads_its_answers(small_site: SmallSite) -> None:
    small_site.folder.mkdir()
    started = subprocess.Popen(
        [sys.executable, "-P", "-c", START],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="ascii",
    )
    assert started.stdout is not None
    started.stdout.close()
    started.stdout = None
    telling = Workshop(small_site.folder, Blueprint(small_site.home)).telling()
    task = ["assets", "/assets/style.css"]
    _, said = started.communicate(f"{json.dumps(telling)}\n{json.dumps(task)}\n", timeout=60)
    assert (said, started.returncode) == ("", 0)
    assert small_site.path("assets/style.css").exists()


def test_while_one_builds_another_is_refused_and_writes_nothing(small_site: SmallSite) -> None:
    small_site.folder.mkdir()
    with alone(small_site.folder), pytest.raises(InputError) as caught:
        small_site.build()
    assert str(caught.value) == (
        f"{small_site.folder}: another build is at work here; wait until it has ended"
    )
    assert small_site.files() == {}
    small_site.build()
    assert small_site.path("index.html").exists()


def test_what_another_build_finished_meanwhile_is_not_taken_for_what_was_there(
    small_site: SmallSite, clean: dict[str, bytes]
) -> None:
    """The other one ends when this one has planned its files, and before it has the folder."""

    def plans_while_another_ends(ground: Ground) -> tuple[list[tuple[str, str]], dict[str, str]]:
        patched.undo()
        small_site.build()
        return planned(ground)

    patched = pytest.MonkeyPatch()
    patched.setattr("citygraph.site.building.planned", plans_while_another_ends)
    with pytest.raises(InputError) as caught:
        small_site.build()
    ended = "another build has just ended here; build it again"
    assert str(caught.value) == f"{small_site.folder}: {ended}"
    assert small_site.files() == clean


def test_an_error_of_each_exit_code_comes_back_as_one_of_that_code() -> None:
    made = [as_error(code, "so") for code in (2, 3, 4)]
    assert [type(each) for each in made] == [InputError, RemoteError, FaultError]
    assert [each.exit_code for each in made] == [2, 3, 4]


def test_a_list_of_files_says_which_kind_each_is_of(small_site: SmallSite) -> None:
    small_site.build()
    manifest = read_manifest(small_site.folder)
    assert manifest is not None
    assert manifest.kinds["/en/index.html"] == "pages"
    assert manifest.kinds["/index.html"] == "entrance"
    assert manifest.files.keys() == manifest.kinds.keys()
    assert {f"/{name}" for name in small_site.files()} == {*manifest.files, f"/{NAME}"}
