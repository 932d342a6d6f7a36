"""The arguments of every verb, and the options all verbs share."""

from __future__ import annotations

from argparse import (
    SUPPRESS,
    Action,
    ArgumentParser,
    HelpFormatter,
    RawDescriptionHelpFormatter,
)
from typing import TYPE_CHECKING, Any

from citygraph.errors import InputError
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Sequence

    from citygraph.cli.verbs import Verb

_DESCRIPTION = "City strategies as linked data: ask questions, look up things, validate."
_EPILOG = """\
examples:
  citygraph query                               list the questions
  citygraph query strategic-goals --lang ja     ask one of them
  citygraph query 'SELECT ?c { ?c a cg:City }'  ask in SPARQL
  citygraph show 'Smart Tokyo'                  one thing with all its facts
  citygraph find payment                        search labels and definitions
  citygraph trace 'Smart Tokyo'                 where each of its facts comes from

exit codes: 0 fine, 1 findings, 2 wrong usage or bad input, 3 a remote system failed,
4 a fault of citygraph or of this machine, 130 interrupted"""


class _Version(Action):
    """Print the version, which is only looked up when asked for."""

    def __call__(self, parser: ArgumentParser, *_: object) -> None:
        from citygraph import __version__

        print(f"citygraph {__version__}")
        parser.exit()


class Once(Action):
    """Take the value of an option, and refuse a second one, which would silently win."""

    def __call__(
        self,
        parser: ArgumentParser,
        namespace: Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        """Keep the value.

        Raises:
            InputError: there is one already.
        """
        del parser
        if getattr(namespace, self.dest, None) is not None:
            raise InputError(f"{option_string} {values}: given twice; give {option_string} once")
        setattr(namespace, self.dest, values)


def add_parameter_option(parser: ArgumentParser) -> None:
    """Add `-p NAME=VALUE`, which gives a question the values of its parameters."""
    parser.add_argument(
        "-p",
        "--param",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter of the question: a CURIE, an IRI or a literal; may be repeated",
    )


class _Sketch(HelpFormatter):
    """Checks arguments while they are described, without asking how wide the terminal is.

    `argparse` makes a formatter for each argument, and one that knows no width loads half a dozen
    compression libraries to find it. What `--help` prints is formatted by another class.
    """

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=80)


def command_line(verbs: Iterable[Verb], words: Sequence[str] | None = None) -> ArgumentParser:
    """Make the parser of the whole command line.

    Args:
        verbs: what it can do.
        words: the command line, if it is known: a verb that it does not hold is only listed, as
            describing its arguments takes time and nobody will ask for them.
    """
    parser = ArgumentParser(
        prog="citygraph",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=_Sketch,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and stop")
    _add_common(parser, where="before")
    chosen = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for verb in verbs:
        own = chosen.add_parser(
            verb.NAME,
            help=verb.SUMMARY,
            description=verb.SUMMARY[0].upper() + verb.SUMMARY[1:] + ".",
            epilog=verb.HELP,
            formatter_class=_Sketch,
            allow_abbrev=False,
        )
        if words is None or verb.NAME in words:
            own.set_defaults(
                run=verb.run,
                remote=getattr(verb, "REMOTE", False),
                graph_files=getattr(verb, "GRAPH_FILES", False),
            )
            verb.configure(own)
            _add_common(own, where="after")
        own.formatter_class = RawDescriptionHelpFormatter
    parser.formatter_class = RawDescriptionHelpFormatter
    return parser


def read(parser: ArgumentParser, words: Sequence[str]) -> Namespace:
    """Read the words of a command line; the common options may stand before or after the verb.

    Raises:
        InputError: an option has a value that is none of its kind.
        SystemExit: with code 2 for wrong usage, with 0 after `--help` and `--version`.
    """
    defaults: dict[str, Any] = {
        "format": None,
        "lang": None,
        "output": None,
        "quiet": False,
        "timeout": None,
        "auth": None,
        "endpoint": None,
        "data_before": [],
        "data_after": [],
        "graph_before": [],
        "graph_after": [],
    }
    options = parser.parse_args(words)
    for name, value in defaults.items():
        if name not in options:
            setattr(options, name, value)
    if options.output == "-":
        options.output = None
    options.data = [*options.data_before, *options.data_after]
    options.graph = [*options.graph_before, *options.graph_after]
    _check_remote(options)
    for name in ("question", "text", "thing"):
        _check_unicode(getattr(options, name, None))
    if options.lang not in (None, *LANGUAGES):
        raise InputError(f"--lang {options.lang}: expected one of {', '.join(LANGUAGES)}")
    if options.timeout is not None:
        from citygraph.graph.deadline import seconds

        options.timeout = seconds(options.timeout)
    return options


def _check_unicode(word: str | None) -> None:
    try:
        (word or "").encode()
    except UnicodeEncodeError as error:
        raise InputError(f"{word!a}: not UTF-8; give it as UTF-8, or in a file") from error


def _check_remote(options: Namespace) -> None:
    """Refuse what would be passed over in silence: options of an endpoint where none is asked."""
    if options.endpoint is not None and not options.remote:
        raise InputError(f"--endpoint: citygraph {options.verb} asks no endpoint; leave it out")
    if options.endpoint is None and options.remote:
        graph = [] if options.graph_files else options.graph
        for name, given in (("--auth", options.auth), ("--graph", graph)):
            if given:
                raise InputError(f"{name} needs an endpoint: give it with  --endpoint URL")
    if options.endpoint is not None and options.data:
        raise InputError(
            "--endpoint and --data: ask one of them; load the files there with  citygraph push"
        )


def _add_common(parser: ArgumentParser, *, where: str) -> None:
    common = parser.add_argument_group("common options, before or after the verb")
    common.add_argument(
        "--data",
        dest=f"data_{where}",
        action="append",
        metavar="PATH",
        default=SUPPRESS,
        help="an RDF file, or a folder whose *.ttl describe a city, instead of the bundled data; "
        "may be repeated",
    )
    common.add_argument(
        "--endpoint",
        metavar="URL",
        default=SUPPRESS,
        help="ask the graphs of this SPARQL endpoint instead of the bundled data",
    )
    common.add_argument(
        "--auth",
        metavar="FILE",
        default=SUPPRESS,
        help="a file with one line: basic USER:PASSWORD, digest USER:PASSWORD or bearer TOKEN; "
        "without it the environment variable CITYGRAPH_AUTH is read",
    )
    common.add_argument(
        "--graph",
        dest=f"graph_{where}",
        action="append",
        metavar="IRI",
        default=SUPPRESS,
        help="a named graph of the endpoint to ask instead of all that are citygraph's; may be "
        "repeated",
    )
    lang = common.add_argument(
        "--lang",
        metavar="LANG",
        default=SUPPRESS,
        help=f"the language of labels: {', '.join(LANGUAGES)} (default: {LANGUAGES[0]})",
    )
    form = common.add_argument(
        "-f",
        "--format",
        metavar="FORMAT",
        default=SUPPRESS,
        help="how the output is written (default: table on a terminal, csv elsewhere, "
        "turtle for triples)",
    )
    common.add_argument(
        "-o",
        "--output",
        metavar="PATH",
        default=SUPPRESS,
        help="write to a file, which appears when it is complete; its suffix names the format "
        "(default, and as -: stdout)",
    )
    common.add_argument(
        "--timeout",
        metavar="TIME",
        default=SUPPRESS,
        help="give up after this time: 30s, 500ms, 2m; it holds for each query, and with an "
        "endpoint for all that is asked of it",
    )
    common.add_argument(
        "--quiet", action="store_true", default=SUPPRESS, help="say nothing but errors"
    )
    lang.completer = lambda **_: LANGUAGES  # type: ignore[attr-defined]
    form.completer = _formats  # type: ignore[attr-defined]


def _formats(**_: object) -> list[str]:
    """Name every format, for the shell."""
    from citygraph.formats import ANSWERS, EXPORTS, GRAPHS, PICTURES, REPORTS

    return list(dict.fromkeys((*ANSWERS, *GRAPHS, *REPORTS, *EXPORTS, *PICTURES)))
