"""How long `citygraph validate` takes, against a plain pySHACL call on the same graph and shapes.

Two programs check the bundled graph, each in a new process: the installed `citygraph validate`,
and a script that loads the same files with rdflib and calls `pyshacl.validate(data_graph,
shacl_graph=…)` as it is. They take turns, so that a busy moment hits both; medians and their ratio
are printed. Before that, both must find the same (focus node, path, value, component, severity and
shape) on the bundled graph and on a copy in which every so-many-th fact is dropped or spoilt.
What `citygraph validate` finds beyond the shapes, facts and claims that do not agree, is left out
of that comparison, not of the time. The exit code is 1 if the findings differ or the bar is missed:
at most a fifth of pySHACL's time.

Both run with bytecode: it is compiled before the first turn, whatever the environment says.

    uv run python benchmarks/validate.py [ROUNDS]
"""

from __future__ import annotations

import compileall
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib.term import Identifier
from rdflib.util import from_n3

from citygraph.home import open_home
from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_OF_PYSHACL = 0.2
SPOILT_EVERY = 23

PYSHACL = """
import json, sys
import pyshacl, rdflib
from rdflib import SH
count, *files = sys.argv[1:]
data, shapes = rdflib.Graph(), rdflib.Graph()
for place, file in enumerate(files):
    (shapes if place < int(count) else data).parse(file, format="turtle")
conforms, report, text = pyshacl.validate(data, shacl_graph=shapes)
names = ("focusNode", "resultPath", "value", "sourceConstraintComponent", "resultSeverity",
         "sourceShape")
results = report.objects(None, SH.result)
found = ([report.value(each, SH[name]) for name in names] for each in results)
print(json.dumps([[term if term is None else term.n3() for term in each] for each in found]))
"""


def main(rounds: int) -> int:
    """Compare the findings, measure in turns, print both, and return the exit code."""
    home = open_home()
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    citygraph = [str(Path(sys.executable).with_name("citygraph")), "validate", "-f", "json"]
    with tempfile.TemporaryDirectory() as folder:
        script, spoilt = Path(folder, "pyshacl_script.py"), Path(folder, "data")
        script.write_text(PYSHACL, encoding="utf-8")
        _spoil(home.data, spoilt)
        _compile()
        bare = [sys.executable, "-W", "ignore", str(script)]
        fixed = (str(len(home.shapes)), *map(str, home.shapes), *map(str, home.ontology))
        plain = [*bare, *fixed, *map(str, home.data)]
        spoilt_plain = [*bare, *fixed, *map(str, sorted(spoilt.glob("*.ttl")))]
        same = [
            _agree("bundled graph", citygraph, plain, environment),
            _agree("spoilt copy", [*citygraph, "--data", str(spoilt)], spoilt_plain, environment),
        ]
        times: dict[str, list[float]] = {"citygraph": [], "pySHACL": []}
        for _ in range(rounds):
            times["citygraph"].append(_timed(citygraph, environment)[0])
            times["pySHACL"].append(_timed(plain, environment)[0])
    medians = {name: statistics.median(each) for name, each in times.items()}
    for name, median in medians.items():
        print(f"{name:>10}  {median * 1000:6.0f} ms  (median of {rounds})")
    part = medians["citygraph"] / medians["pySHACL"]
    print(f"citygraph / plain pySHACL = {part:.3f}  (at most {MOST_OF_PYSHACL:g})")
    return int(not all(same) or part > MOST_OF_PYSHACL)


def _agree(what: str, ours: list[str], plain: list[str], environment: dict[str, str]) -> bool:
    """Print how much both find, and what only one of them finds."""
    findings = json.loads(_timed(ours, environment)[1])
    by_us = {_key(each) for each in findings if each["component"].startswith(PREFIXES["sh"])}
    by_pyshacl = {
        (focus, _path(path), *rest)
        for focus, path, *rest in json.loads(_timed(plain, environment)[1])
    }
    print(f"{what}: {len(by_us)} findings, {len(by_us ^ by_pyshacl)} of one engine alone")
    for name, alone in (("citygraph", by_us - by_pyshacl), ("pySHACL", by_pyshacl - by_us)):
        for each in sorted(alone, key=str):
            print(f"  only {name}: {each}")
    return by_us == by_pyshacl


def _key(finding: dict[str, str | None]) -> tuple[str | None, ...]:
    """Give a finding of ours as pySHACL's report has it; rdflib rewrites some literals."""
    value = finding["value"]
    return (
        f"<{finding['focus']}>",
        _path(finding["path"] and f"<{finding['path']}>"),
        value and _rewritten(value),
        f"<{finding['component']}>",
        f"<http://www.w3.org/ns/shacl#{str(finding['severity']).capitalize()}>",
        f"<{finding['shape']}>",
    )


def _rewritten(value: str) -> str:
    """Write a literal as rdflib does, which turns `01` into `1`."""
    term = from_n3(value)
    return term.n3() if isinstance(term, Identifier) else value


def _path(path: str | None) -> str | None:
    """Give a plain path as it is; a composed one is known by its shape."""
    return path if path is None or re.fullmatch(r"<[^<>^]*>", path) else "composed"


def _spoil(files: tuple[Path, ...], folder: Path) -> None:
    """Copy the data, with every so-many-th fact dropped, or its value replaced by another kind."""
    folder.mkdir()
    for path in files:
        triples = [quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)]
        content = ox.serialize(_spoilt(triples), format=ox.RdfFormat.N_TRIPLES) or b""
        (folder / path.name).write_bytes(content)


def _spoilt(triples: list[ox.Triple]) -> Iterator[ox.Triple]:
    for place, triple in enumerate(triples):
        if place % SPOILT_EVERY:
            yield triple
        elif place % (2 * SPOILT_EVERY) and not str(triple.predicate).endswith("#type>"):
            literal = isinstance(triple.object, ox.Literal)
            other = triple.subject if literal else ox.Literal("spoilt", language="fr")
            yield ox.Triple(triple.subject, triple.predicate, other)


def _timed(words: list[str], environment: dict[str, str]) -> tuple[float, str]:
    """Run a program to its end; 1 only says that something was found."""
    begun = time.perf_counter()
    done = subprocess.run(words, env=environment, capture_output=True, check=False)
    took = time.perf_counter() - begun
    if done.returncode not in (0, 1) or not done.stdout:
        raise SystemExit(f"{words[0]} failed:\n{done.stderr.decode()}")
    return took, done.stdout.decode()


def _compile() -> None:
    for name in ("citygraph", "pyoxigraph", "pyshacl", "rdflib", "pyparsing"):
        spec = find_spec(name)
        if spec and spec.submodule_search_locations:
            compileall.compile_dir(spec.submodule_search_locations[0], quiet=2)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
