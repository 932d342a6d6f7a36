"""How long a cold question takes, against bare scripts on the engines.

Three programs load the same files and answer the same question as CSV into a pipe, each in a new
process: the installed `citygraph query strategic-goals`, a bare pyoxigraph script, and a bare
rdflib script. They take turns, so that a busy moment hits all three; medians and both ratios are
printed.
The exit code is 1 if a bar is missed: at most 3 times bare pyoxigraph, at most a quarter of rdflib.

All three run with bytecode: it is compiled before the first turn, whatever the environment says.

    uv run python benchmarks/cold_query.py [ROUNDS]
"""

from __future__ import annotations

import compileall
import csv
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from citygraph.home import open_home
from citygraph.questions import find_question, prepare

QUESTION = "strategic-goals"
MOST_TIMES_PYOXIGRAPH = 3.0
MOST_OF_RDFLIB = 0.25

PYOXIGRAPH = """
import sys
import pyoxigraph as ox
query, *files = sys.argv[1:]
store = ox.Store()
graphs = []
for file in files:
    graphs.append(ox.NamedNode("https://w3id.org/citygraph/graph/" + file))
    store.load(path=file, format=ox.RdfFormat.TURTLE, to_graph=graphs[-1])
found = store.query(open(query, encoding="utf-8").read(), default_graph=graphs)
sys.stdout.buffer.write(found.serialize(format=ox.QueryResultsFormat.CSV))
"""

RDFLIB = """
import sys
import rdflib
query, *files = sys.argv[1:]
graph = rdflib.Graph()
for file in files:
    graph.parse(file, format="turtle")
found = graph.query(open(query, encoding="utf-8").read())
sys.stdout.buffer.write(found.serialize(format="csv"))
"""


def main(rounds: int) -> int:
    """Measure in turns, print what was found, and return the exit code."""
    home = open_home()
    files = [str(path) for path in home.graphs().values()]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    with tempfile.TemporaryDirectory() as folder:
        query = Path(folder, "bound.rq")
        query.write_text(prepare(find_question(home.queries, QUESTION)).text, encoding="utf-8")
        bare = {"pyoxigraph": PYOXIGRAPH, "rdflib": RDFLIB}
        for name, script in bare.items():
            Path(folder, f"{name}_script.py").write_text(script, encoding="utf-8")
        commands = {
            name: [sys.executable, str(Path(folder, f"{name}_script.py")), str(query), *files]
            for name in bare
        }
        installed = Path(sys.executable).with_name("citygraph")
        commands["citygraph"] = [str(installed), "query", QUESTION]
        _compile()
        answers = {name: _rows(_timed(words, environment)[1]) for name, words in commands.items()}
        if len(set(map(tuple, answers.values()))) != 1:
            print("the three do not give the same rows", file=sys.stderr)
            return 1
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, words in commands.items():
                times[name].append(_timed(words, environment)[0])
    return _verdict({name: statistics.median(each) for name, each in times.items()}, rounds)


def _verdict(medians: dict[str, float], rounds: int) -> int:
    for name, median in medians.items():
        print(f"{name:>10}  {median * 1000:6.0f} ms  (median of {rounds})")
    times = medians["citygraph"] / medians["pyoxigraph"]
    part = medians["citygraph"] / medians["rdflib"]
    print(f"citygraph / bare pyoxigraph = {times:.2f}  (at most {MOST_TIMES_PYOXIGRAPH:g})")
    print(f"citygraph / bare rdflib     = {part:.3f}  (at most {MOST_OF_RDFLIB:g})")
    return int(times > MOST_TIMES_PYOXIGRAPH or part > MOST_OF_RDFLIB)


def _timed(words: list[str], environment: dict[str, str]) -> tuple[float, str]:
    begun = time.perf_counter()
    done = subprocess.run(words, env=environment, capture_output=True, check=True)
    return time.perf_counter() - begun, done.stdout.decode()


def _rows(text: str) -> list[tuple[str, ...]]:
    return sorted(tuple(row) for row in csv.reader(io.StringIO(text)))


def _compile() -> None:
    for name in ("citygraph", "pyoxigraph", "rdflib", "pyparsing"):
        spec = find_spec(name)
        if spec and spec.submodule_search_locations:
            compileall.compile_dir(spec.submodule_search_locations[0], quiet=2)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
