"""The command line: words in, words out, exit codes; no logic.

Data goes to stdout, words to stderr. The exit code is 0 if all is well, 1 for findings, 2 for
wrong usage or bad input, 3 if a remote system failed, 4 for a fault of ours or of this machine
(an answer that did not come in time included), and 130 if interrupted.
"""

from citygraph.cli.program import main

__all__ = ["main"]
