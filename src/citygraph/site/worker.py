"""The life of a process of the crew."""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import suppress

from citygraph.errors import CitygraphError
from citygraph.site.workshop import Workshop

_OUT = 1
"""The number under which a process has what is read of it."""


def work() -> None:
    """Do what the lines of stdin say until there are none, and answer in lines of stdout.

    The first line tells what to work with, each further one is a task. An answer is
    `["done", what came of it]` or `["failed", [the exit code of the error, its message]]`. Where
    nobody reads it any more, there is nothing left to do.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it decides when it ends
    with (
        suppress(BrokenPipeError),  # whoever started it is gone
        os.fdopen(os.dup(_OUT), "w", encoding="ascii") as answers,
    ):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, _OUT)  # what else may be printed is no answer
        os.close(nowhere)
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
