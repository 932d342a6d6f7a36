"""Building a site: only what has changed is written, and what is not ours is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.errors import InputError
from citygraph.site.checking import follow
from citygraph.site.crew import Crew, crew_size
from citygraph.site.inputs import data_inputs, inputs
from citygraph.site.kinds import KINDS, planned
from citygraph.site.manifest import NAME, Manifest, read_manifest
from citygraph.site.model import Kept, Report, Tally
from citygraph.site.names import narrow_names
from citygraph.site.reading import READABLE
from citygraph.site.workshop import Workshop, open_ground
from citygraph.site.writing import (
    alone,
    digest_of,
    faults_named,
    place,
    refuse_others,
    remove,
    remove_unfinished,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from citygraph.site.model import Blueprint

_ENOUGH = 200
"""As many files take longer to make than a process takes to start."""


def silent(words: str) -> None:
    """Say nothing of how far a build is."""


def build(
    folder: Path,
    blueprint: Blueprint,
    *,
    workers: int | None = None,
    tell: Callable[[str], None] = silent,
) -> Report:
    """Build a site in a folder, or bring the one that is there up to date.

    Where nothing has changed, nothing is made. Else every file is made, and those are written whose
    bytes differ; files that are no longer made are removed. Files that no build of ours wrote stay
    as they are. A build that was broken off is completed by the next one. At the end, every link is
    followed.

    Args:
        folder: where the site is to be.
        blueprint: what it is made from.
        workers: how many processes work; as many as there are processors if it is not said.
        tell: is told now and then how far the build is.

    Raises:
        InputError: files of others are in the way, another build is at work in the folder, or it
            cannot be used; nothing is written then.
        DataFileError: a file of the data cannot be used.
        MissingExtraError: what fills pages or draws pictures is not installed.
        FaultError: the disk is full.
    """
    if folder.resolve() in {each.resolve() for each in blueprint.home.folders}:
        raise InputError(
            f"{folder}: is the folder of the data, and the site would become part of them; name "
            "another folder"
        )
    digest, data = inputs(blueprint), data_inputs(blueprint.home)
    before = read_manifest(folder) or Manifest()
    if before.inputs == digest and (told := _as_it_was(folder, before)):
        return told
    ground = open_ground(blueprint)
    tasks, possible = planned(ground)
    with faults_named(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with alone(folder):
        if (read_manifest(folder) or Manifest()) != before:
            raise InputError(f"{folder}: another build has just ended here; build it again")
        refuse_others(folder, possible, before.files)
        if not before.inputs:
            remove_unfinished(folder, {*before.files, f"/{NAME}"})
        Manifest(
            dict.fromkeys(possible, "") | dict(before.files),
            {**before.kinds, **possible},
            address=blueprint.address,
        ).write(folder)
        tell(f"making {len(possible):,} files at most")
        size = crew_size(len(tasks), workers, _ENOUGH)
        with Crew(Workshop(folder, blueprint, ground), size) as crew:
            kept, notes = _made(crew, tasks)
            gone = sorted(set(before.files) - {path for of in kept.values() for path in of})
            remove(folder, gone)
            if data_inputs(blueprint.home) != data:
                notes.append("the data changed while the site was being built: build it again")
            files = {path: each.digest for of in kept.values() for path, each in of.items()}
            notes += narrow_names(files)
            read = sorted(path for path in files if path.endswith(READABLE))
            tell(f"following the links of {len(read):,} files")
            broken = follow(folder, read, files.keys(), blueprint.address, crew)
        kinds = {path: kind for kind, of in kept.items() for path in of}
        after = Manifest(files, kinds, digest, blueprint.address, 0 if broken else len(read))
        after.write(folder)
    removed = [before.kinds[path] for path in gone]
    tallies = tuple(
        _tally(kind.name, kept.get(kind.name, {}), removed.count(kind.name)) for kind in KINDS
    )
    return Report(folder, tallies, len(read), broken, tuple(sorted(notes)))


def _made(crew: Crew, tasks: list[tuple[str, str]]) -> tuple[dict[str, dict[str, Kept]], list[str]]:
    """Make all files; give them by their kinds and paths, and what is to be said."""
    kept: dict[str, dict[str, Kept]] = {}
    notes = []
    for answer in crew.answers(tasks):
        for told in answer:
            if len(told) == 1:
                notes += told
            else:
                kind, *of = told
                one = Kept(*of)
                kept.setdefault(kind, {})[one.path] = one
    return kept, notes


def _as_it_was(folder: Path, manifest: Manifest) -> Report | None:
    """Tell of a site that needs nothing; `None` if a file or a link is not as it should be."""
    if not manifest.checked:
        return None
    kept: dict[str, dict[str, Kept]] = {}
    with faults_named(folder):
        for path, digest in manifest.files.items():
            target = place(folder, path)
            if target.is_symlink() or digest_of(target) != digest:
                return None
            one = Kept(path, digest, target.stat().st_size, written=False)
            kept.setdefault(manifest.kinds[path], {})[path] = one
    tallies = tuple(_tally(kind.name, kept.get(kind.name, {}), 0) for kind in KINDS)
    return Report(folder, tallies, 0, (), idle=True)


def _tally(kind: str, kept: Mapping[str, Kept], removed: int) -> Tally:
    written = sum(each.written for each in kept.values())
    size = sum(each.size for each in kept.values())
    return Tally(kind, len(kept), written, len(kept) - written, removed, size)
