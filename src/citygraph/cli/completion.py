"""`citygraph completion`: what a shell needs to complete our command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.cli.output import emit

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

NAME = "completion"
SUMMARY = "print the lines that make a shell complete verbs, options and questions"
HELP = """\
examples:
  eval "$(citygraph completion bash)"
  citygraph completion zsh >> ~/.zshrc
  citygraph completion fish > ~/.config/fish/completions/citygraph.fish"""


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `completion`."""
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="the shell")


def run(options: Namespace) -> int:
    """Print the lines for the shell."""
    from argcomplete.shell_integration import shellcode

    emit(shellcode(["citygraph"], shell=options.shell), options)
    return 0
