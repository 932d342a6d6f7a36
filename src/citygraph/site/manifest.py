"""The list of the files that are ours, kept in the folder of the site.

It is written before the first file, with all that may come, and again when all files are there. So
whatever ends a build in between, the next one knows which files it may replace or remove.
"""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import InputError
from citygraph.files import new_file
from citygraph.site.writing import faults_named

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME = ".citygraph-site.json"
"""The name of the file."""
_FORM = "files of citygraph site, 1"
"""The key of the list, which tells how it is written."""
_NOTHING: Mapping[str, str] = MappingProxyType({})


class Manifest(NamedTuple):
    """What a folder holds of a site.

    Attributes:
        files: the SHA-256 of each file by its path from the root; empty where the file was to be
            written by a build that did not end.
        kinds: the name of the kind of each file.
        inputs: the digest of what the files were made from; empty while they are made.
        address: where the site will be; empty if it may be anywhere.
        checked: the number of files whose links were followed and all found right; 0 if one was
            not.
    """

    files: Mapping[str, str] = _NOTHING
    kinds: Mapping[str, str] = _NOTHING
    inputs: str = ""
    address: str = ""
    checked: int = 0

    def write(self, folder: Path) -> None:
        """Write it into the folder of the site; the same site gives the same bytes.

        Raises:
            InputError: it cannot be written.
            FaultError: the disk is full.
        """
        document = {
            "inputs": self.inputs,
            "address": self.address,
            "checked": self.checked,
            _FORM: {path: [self.kinds[path], self.files[path]] for path in sorted(self.files)},
        }
        text = json.dumps(document, ensure_ascii=False, indent=0)
        with faults_named(folder), new_file(folder / NAME) as file:
            file.write(text.encode(errors="surrogateescape") + b"\n")


def read_manifest(folder: Path) -> Manifest | None:
    """Read what a folder holds of a site; `None` if there is no list in it.

    Raises:
        InputError: the list cannot be read, or is not as this version writes it.
    """
    path = folder / NAME
    try:
        text = path.read_bytes().decode()
        document = json.loads(text)
        files = {str(path): (str(kind), str(of)) for path, (kind, of) in document[_FORM].items()}
        return Manifest(
            files={path: digest for path, (_, digest) in files.items()},
            kinds={path: kind for path, (kind, _) in files.items()},
            inputs=str(document["inputs"]),
            address=str(document["address"]),
            checked=int(document["checked"]),
        )
    except FileNotFoundError:
        return None
    except NotADirectoryError as error:
        raise InputError(f"{folder}: is a file; name a folder for the site") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{path}: is no list of files that this version of citygraph wrote, so it is not known "
            "which files are ours; name another folder, or empty this one"
        ) from error
