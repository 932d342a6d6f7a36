"""Known findings: a report of an earlier run, so that only what is new fails."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citygraph.errors import InputError
from citygraph.validation.finding import Severity
from citygraph.validation.fingerprints import (
    FINGERPRINT,
    Marks,
    fingerprints,
    fingerprints_of,
)

if TYPE_CHECKING:
    from citygraph.validation.finding import Report

_REMEDY = "make it with  citygraph validate -f json -o"
_WHOLE = re.compile("[0-9a-f]{64}")
_SEVERITIES = frozenset(each.word for each in Severity)


def read_baseline(path: str | Path) -> frozenset[str]:
    """Read the fingerprints of the findings in an earlier report, written as json or sarif.

    Raises:
        InputError: the file cannot be read, or holds no such report: file, place, remedy.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     kept = Path(folder, "baseline.json")
    ...     _ = kept.write_text("[]")
    ...     read_baseline(kept)
    frozenset()
    """
    try:
        document = json.loads(Path(path).read_bytes().decode("utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: byte {error.start + 1} is not UTF-8; {_REMEDY} {path}"
        ) from error
    except json.JSONDecodeError as error:
        place = f"{path}:{error.lineno}:{error.colno}"
        raise InputError(f"{place}: this is no JSON: {error.msg}; {_REMEDY} {path}") from error
    except RecursionError as error:
        raise InputError(f"{path}: nested too deeply; {_REMEDY} {path}") from error
    if isinstance(document, list):
        return _of_list(document, path)
    if isinstance(document, dict) and isinstance(document.get("runs"), list):
        return _of_sarif(document["runs"], path)
    raise InputError(
        f"{path}: expected the list that  -f json  writes, or what  -f sarif  writes; "
        f"{_REMEDY} {path}"
    )


def without_known(report: Report, known: frozenset[str]) -> Report:
    """Leave out the findings that are known, and say how many they are and how many have gone.

    >>> from citygraph.validation.finding import Report
    >>> without_known(Report((), 1, 1, {}), frozenset({"0a"})).gone
    1
    """
    found = fingerprints_of(report)
    pairs = zip(report.findings, found, strict=True)
    new = [(finding, each) for finding, each in pairs if each not in known]
    return replace(
        report,
        findings=tuple(finding for finding, _ in new),
        fingerprints=tuple(each for _, each in new),
        known=len(report.findings) - len(new),
        gone=len(known.difference(found)),
    )


def _of_list(document: list[Any], path: str | Path) -> frozenset[str]:
    """Read the list that `-f json` writes; what older versions wrote has no fingerprints yet."""
    try:
        made = fingerprints(_marks(each, f"finding {i}") for i, each in enumerate(document, 1))
        return frozenset(
            _stated(each, f"finding {i}") or fingerprint
            for i, (each, fingerprint) in enumerate(zip(document, made, strict=True), 1)
        )
    except InputError as error:
        raise InputError(f"{path}: {error}; {_REMEDY} {path}") from error


def _marks(each: Any, where: str) -> Marks:  # noqa: ANN401 - anything that JSON may hold
    if not isinstance(each, dict):
        names = ", ".join(f"'{name}'" for name in Marks._fields)
        raise InputError(f"{where} is no object: expected one with {names}")
    for name in Marks._fields:
        if name not in each:
            raise InputError(f"{where} has no '{name}'")
        optional = name in {"path", "value"} and each[name] is None
        if not optional and not isinstance(each[name], str):
            raise InputError(f"{where}: '{name}' is no text")
    if each["severity"] not in _SEVERITIES:
        raise InputError(f"{where}: no severity is called '{each['severity']}'")
    return Marks(*(each[name] for name in Marks._fields))


def _stated(each: dict[str, Any], where: str) -> str | None:
    fingerprint = each.get("fingerprint")
    if fingerprint is None or (isinstance(fingerprint, str) and _WHOLE.fullmatch(fingerprint)):
        return fingerprint
    raise InputError(f"{where}: its 'fingerprint' is not one of 64 hexadecimal digits")


def _of_sarif(runs: list[Any], path: str | Path) -> frozenset[str]:
    found = set()
    for run in runs:
        results = run.get("results") if isinstance(run, dict) else None
        if not isinstance(results, list):
            raise InputError(f"{path}: a run without a list of results")
        for place, result in enumerate(results, 1):
            prints = result.get("partialFingerprints") if isinstance(result, dict) else None
            value = prints.get(FINGERPRINT) if isinstance(prints, dict) else None
            if not isinstance(value, str):
                raise InputError(
                    f"{path}: result {place} has no fingerprint '{FINGERPRINT}': "
                    "it was not written by citygraph"
                )
            found.add(value)
    return frozenset(found)
