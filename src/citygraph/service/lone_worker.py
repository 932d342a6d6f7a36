"""A worker where a system cannot fork: a process that loads the graph itself.

It calls the web process at a port of the loopback address, and shows the word that it finds on its
standard input. It is told first what to open (`["open", Opening]`, as a nursery is), and then does
one errand after the other.
"""

from __future__ import annotations

import signal
import socket
import sys

from citygraph.errors import CitygraphError
from citygraph.service.jobs import all_jobs
from citygraph.service.messages import Message, messages, packed
from citygraph.service.worker import work
from citygraph.service.workshop import Opening, open_workshop


def main(port: int, word: bytes) -> None:
    """Be a worker until the line is closed.

    Args:
        port: where the web process waits for a call.
        word: what it waits for.
    """
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(word)
        order = next(messages(line.recv), None)
        if order is None:
            return
        try:
            workshop = open_workshop(Opening.told(order.head[1]))
            jobs = all_jobs(workshop)
        except CitygraphError as error:
            line.sendall(packed(Message(["failed", str(error), error.exit_code])))
            return
        line.sendall(packed(Message(["opened", workshop.about])))
        work(line.recv, line.sendall, jobs, workshop.limits)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the web process decides when to end
    main(int(sys.argv[1]), sys.stdin.buffer.read())
