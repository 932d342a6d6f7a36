"""What a store answers, and how an answer is written.

A SELECT gives an `Answer`, an ASK a `Truth`, a CONSTRUCT or DESCRIBE gives `Triples`.
"""

from citygraph.answers.model import Answer, Result, Term, Triples, Truth
from citygraph.answers.writing import write

__all__ = ["Answer", "Result", "Term", "Triples", "Truth", "write"]
