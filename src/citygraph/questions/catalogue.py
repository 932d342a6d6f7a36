"""The questions: each a `.rq` file whose name asks it and whose header explains it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import InputError, UnknownNameError
from citygraph.questions.guard import service_addresses
from citygraph.questions.header import read_header
from citygraph.questions.parameters import Parameter, read_parameter
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

INFERENCES = ("domain", "asserted")
"""`domain`: the same answer with OWL RL inference; `asserted`: only what is said counts."""


class Question(NamedTuple):
    """One question.

    Attributes:
        name: what the command line calls it; empty for a query without a file.
        text: the SPARQL query, header and all.
        header: the values of each key of the header.
        parameters: what can be given, in the header's order.
    """

    name: str
    text: str
    header: Mapping[str, tuple[str, ...]]
    parameters: tuple[Parameter, ...]

    def summary(self, lang: str = LANGUAGES[0]) -> str:
        """Say what it answers, in this language if the header has it, else in English."""
        english = self._value("summary") or self._value("problem")
        return self._value(f"summary-{lang}") or self._value(f"problem-{lang}") or english

    def description(self, lang: str = LANGUAGES[0]) -> str:
        """Say more about it, in this language if the header has it, else in English."""
        return self._value(f"description-{lang}") or self._value("description")

    @property
    def competency(self) -> str:
        """The identifier of the competency question it answers; empty if it has none."""
        return self._value("competency")

    @property
    def tags(self) -> tuple[str, ...]:
        """The words by which questions are grouped."""
        return tuple(each.strip() for each in self._value("tags").split(",") if each.strip())

    @property
    def inference(self) -> str:
        """Which graph it looks at; see `INFERENCES`."""
        return self._value("inference") or INFERENCES[0]

    @property
    def services(self) -> tuple[str, ...]:
        """The addresses of other machines that it asks, each of which has to be allowed."""
        return tuple(dict.fromkeys(service_addresses(self.text)))

    def _value(self, key: str) -> str:
        return self.header.get(key, ("",))[0]


def read_question(text: str, name: str = "", where: str = "query") -> Question:
    r"""Make a question of a query's text and its header, if it has one.

    Args:
        text: the query.
        name: what the question is called.
        where: where the text is from, for messages.

    Raises:
        InputError: the header is malformed, or the text holds half a character.

    >>> read_question("#+ summary: All cities\nSELECT ?s { ?s a cg:City }").summary("en")
    'All cities'
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError(f"{where}: {error.object[error.start]!a} is no character") from error
    header = read_header(text, where)
    parameters = tuple(read_parameter(line, where) for line in header.get("param", ()))
    question = Question(name, text, header, parameters)
    if question.inference not in INFERENCES:
        raise InputError(
            f"{where}: inference is '{question.inference}'; expected one of {', '.join(INFERENCES)}"
        )
    return question


def read_file(path: Path, name: str = "") -> Question:
    """Read a question from a `.rq` file.

    Raises:
        InputError: the file cannot be read, is not UTF-8, or its header is malformed.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read: {error.strerror}; give a file with a query, or the name of "
            "a question without .rq"
        ) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InputError(f"{path}:{line}: not UTF-8; save the query as UTF-8") from error
    return read_question(text, name, str(path))


def names(folder: Path) -> dict[str, Path]:
    """Find the questions in a folder: files at its top by stem, others as `subfolder/stem`."""
    paths = {path.relative_to(folder).with_suffix(""): path for path in folder.rglob("*.rq")}
    ordered = sorted(paths.items(), key=lambda each: (len(each[0].parts), each[0].parts))
    return {name.as_posix(): path for name, path in ordered}


def catalogue(folder: Path) -> tuple[Question, ...]:
    """Read all questions of a folder, those at its top first, in the order of their names.

    Raises:
        InputError: a file cannot be read or its header is malformed.
    """
    return tuple(read_file(path, name) for name, path in names(folder).items())


def find_question(folder: Path, name: str) -> Question:
    """Read the question of this name.

    Raises:
        UnknownNameError: there is none; the message suggests near names.
        InputError: its file cannot be read or its header is malformed.
    """
    path = folder / f"{name}.rq"
    known_shape = name and not Path(name).is_absolute() and ".." not in Path(name).parts
    if known_shape and path.is_file():
        return read_file(path, name)
    from difflib import get_close_matches

    near = get_close_matches(name, names(folder), n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "none has a name like it;"
    raise UnknownNameError(
        f"unknown question '{name}': {hint}  citygraph query  lists all questions, and a text "
        "with blanks or braces is taken as a query"
    )
