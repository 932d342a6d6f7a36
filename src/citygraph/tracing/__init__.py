"""Tracing: where each fact comes from, and what other sources say of it.

A trace is read from the claims of a store in SPARQL, so it needs neither tables nor files. With a
reader's copy of a pinned text, each passage is verified and can be shown; no passage is kept.
"""

from citygraph.tracing.answers import trace_answer
from citygraph.tracing.model import (
    MappingRow,
    Named,
    Section,
    Source,
    Statement,
    Testimony,
    TextHint,
    Trace,
    TracedFact,
)
from citygraph.tracing.things import trace
from citygraph.tracing.verifying import Verification, WrongPassage, verify

__all__ = [
    "MappingRow",
    "Named",
    "Section",
    "Source",
    "Statement",
    "Testimony",
    "TextHint",
    "Trace",
    "TracedFact",
    "Verification",
    "WrongPassage",
    "trace",
    "trace_answer",
    "verify",
]
