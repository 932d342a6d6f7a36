"""Known findings: a report of an earlier run, so that only what is new fails."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citygraph.errors import InputError
from citygraph.validation.finding import Severity
from citygraph.validation.fingerprints import FINGERPRINT, Marks, fingerprints, marks

if TYPE_CHECKING:
    from citygraph.validation.finding import Report

_REMEDY = "make it with  citygraph validate -f json -o"
_SEVERITIES = frozenset(each.word for each in Severity)


def read_baseline(path: str | Path) -> frozenset[str]:
    """Read the fingerprints of the findings in an earlier report, written as json or sarif.

    Raises:
        InputError: the file cannot be read, or holds no such report: file, place, remedy.
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
        return frozenset(
            fingerprints(_marks(each, f"{path}: finding {i}") for i, each in enumerate(document, 1))
        )
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
    found = fingerprints(map(marks, report.findings))
    pairs = zip(report.findings, found, strict=True)
    new = tuple(finding for finding, fingerprint in pairs if fingerprint not in known)
    return replace(
        report,
        findings=new,
        known=len(report.findings) - len(new),
        gone=len(known.difference(found)),
    )


def _marks(each: Any, where: str) -> Marks:  # noqa: ANN401 - anything that JSON may hold
    if not isinstance(each, dict):
        raise InputError(f"{where} is no object; {_REMEDY} a baseline")
    for name in Marks._fields:
        if name not in each:
            raise InputError(f"{where} has no '{name}'")
        optional = name in {"path", "value"} and each[name] is None
        if not optional and not isinstance(each[name], str):
            raise InputError(f"{where}: '{name}' is no text")
    if each["severity"] not in _SEVERITIES:
        raise InputError(f"{where}: no severity is called '{each['severity']}'")
    return Marks(*(each[name] for name in Marks._fields))


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
