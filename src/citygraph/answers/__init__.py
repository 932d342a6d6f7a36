"""What a store answers, and how an answer is written.

A SELECT gives an `Answer`, an ASK a `Truth`, a CONSTRUCT or DESCRIBE gives `Triples`.
"""

from typing import TYPE_CHECKING

from citygraph.answers.model import Answer, Result, Triples, Truth
from citygraph.answers.writing import write, write_statements

if TYPE_CHECKING:
    from citygraph.answers.model import Term as Term

__all__ = ["Answer", "Result", "Triples", "Truth", "write", "write_statements"]
