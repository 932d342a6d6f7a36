"""Mutate the shapes and the facts, and write what came of it to `docs/quality.md`.

    uv run python -m tests.graph.mutation [--check]

With `--check` nothing is written: the exit code is 1 if a score is below its bar or the page is out
of date. Without it the page is written anew, and the exit code is 1 only for a score.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor

from citygraph.home import open_home
from tests.graph.mutation.report import PAGE, failures, page
from tests.graph.mutation.scores import equivalent_mutants, try_facts, try_shapes

_PROCESSES = 2


def main(arguments: list[str]) -> int:
    """Run both proofs and return the exit code."""
    parser = argparse.ArgumentParser(prog="tests.graph.mutation", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args(arguments).check
    home, equivalent = open_home(), equivalent_mutants()
    with ProcessPoolExecutor(_PROCESSES) as pool:
        halves = [pool.submit(try_shapes, home, part, _PROCESSES) for part in range(_PROCESSES)]
        facts = pool.submit(try_facts, home).result()
        tried = [half.result() for half in halves]
    survivors = tuple(sorted(each for half in tried for each in half.survivors))
    shapes = tried[0]._replace(survivors=survivors)
    faults = [*failures(shapes, facts, equivalent)]
    text = page(shapes, facts, equivalent)
    if not check:
        PAGE.write_text(text, encoding="utf-8", newline="\n")
    elif not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != text:
        faults.append(
            f"docs/{PAGE.name} is out of date: run  uv run python -m tests.graph.mutation"
        )
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
