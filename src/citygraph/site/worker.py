"""The life of a process of the crew."""

from __future__ import annotations

import json
import os
import signal
import sys

from citygraph.errors import CitygraphError
from citygraph.site.workshop import Workshop


def work() -> None:
    """Do what the lines of stdin say until there are none, and answer in lines of stdout.

    The first line tells what to work with, each further one is a task. An answer is
    `["done", what came of it]` or `["failed", [the exit code of the error, its message]]`.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it decides when it ends
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="ascii") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what else is printed is no answer
        workshop = Workshop.told(json.loads(sys.stdin.readline()))
        for line in sys.stdin:
            name, subject = json.loads(line)
            try:
                answer = ["done", workshop.answer((name, subject))]
            except CitygraphError as error:
                answer = ["failed", [error.exit_code, str(error)]]
            except Exception as error:  # noqa: BLE001 - whoever waits must hear what happened
                said = f"{name} {subject}: {type(error).__name__}: {error}"
                answer = ["failed", [CitygraphError.exit_code, said]]
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
