"""The header of a question."""

import pytest

from citygraph.errors import InputError
from citygraph.questions import (
    read_question,
)
from citygraph.questions.header import read_header

XSD = "http://www.w3.org/2001/XMLSchema#"


def test_a_header_is_read_to_the_first_line_of_the_query() -> None:
    text = "\n# a note\n#+ summary: A\n#+   longer one\n#+ tags: x, y\nSELECT * {}\n#+ late: x"
    assert dict(read_header(text, "q")) == {"summary": ("A longer one",), "tags": ("x, y",)}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("#+ sumary: x", "q.rq:1: unknown key 'sumary'; the keys are competency, description, "),
        ("#+summary: x", "q.rq:1: expected  #+ key: value  but found  #+summary: x"),
        ("#+ tags: x\n#+ tags: y", "q.rq:2: 'tags' is given twice; keep one of them"),
        ("#+   more", "q.rq:1: expected  #+ key: value  but found  #+   more"),
        (
            "#+ inference: none",
            "q.rq: inference is 'none'; expected one of domain, asserted",
        ),
        (
            "#+ param: goal",
            "q.rq: expected  #+ param: name type default description  but found  goal",
        ),
        (
            "#+ param: goal url - The goal",
            "q.rq: parameter 'goal' has the unknown type 'url'; the types are iri, string, ",
        ),
    ],
)
def test_a_header_with_a_mistake(line: str, message: str) -> None:
    with pytest.raises(InputError) as raised:
        read_question(line + "\nASK {}", where="q.rq")
    assert str(raised.value).startswith(message)
