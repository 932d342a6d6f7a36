"""What a reader's copy shows: passages in their context, and whether all are as recorded.

The words of a source go to the reader's screen and nowhere else.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from citygraph import tables
from citygraph.tracing.wording import tell
from citygraph.vocabulary import PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from citygraph.evidence import Passage, Span
    from citygraph.tracing.model import Section, Trace
    from citygraph.tracing.verifying import Verification

_BETWEEN = MappingProxyType({"ja": ""})
"""What stands between two sentences, where it is not a space."""
_LISTED = MappingProxyType({"ja": "、"})
"""What stands between the parts of a list, where it is not a comma."""
_MANY = 10
"""Up to so many wrong passages are named one by one."""
_REVERSED, _PLAIN = "\x1b[1;7m", "\x1b[0m"


def passages(
    section: Section, verification: Verification, lang: str, *, colour: bool
) -> Iterator[str]:
    """Show the passages on which the facts of a section rest, each once, marked in its context.

    A passage that is not as recorded is not shown, nor is any where offsets are shifted.
    """
    rows: dict[Span, set[str]] = {}
    for fact in section.facts:
        for statement in (fact.statement, *fact.against):
            for testimony in statement.testimonies:
                for span in testimony.spans:
                    rows.setdefault(span, set()).update(testimony.rows)
    wrong = {each.span for each in verification.wrong}
    shown = [
        span
        for span in sorted(rows, key=lambda span: span.stretch)
        if verification.looked_up and span.text == verification.text.node and span not in wrong
    ]
    if shown:
        yield tell("passages", lang, copy=verification.copy.path) + "\n"
    for span in shown:
        passage = verification.copy.passage(span.stretch)
        where = tell(
            "passage", lang, rows=" ".join(sorted(rows[span])), span=span.stretch, line=passage.line
        )
        yield f"  {where}\n    {marked(passage, colour=colour)}\n"


def marked(passage: Passage, *, colour: bool) -> str:
    r"""Show a passage in its context: reversed on a terminal with colours, else in brackets.

    >>> from citygraph.evidence import Passage
    >>> marked(Passage("it has ", "21", " bridges", 1), colour=False)
    'it has ⟦21⟧ bridges'
    """
    before, words, after = (
        tables.printable(part.replace("\n", " ⏎ "))
        for part in (passage.before, passage.words, passage.after)
    )
    begin, end = (_REVERSED, _PLAIN) if colour else ("⟦", "⟧")
    return f"{before}{begin}{words}{end}{after}"


def verdict(
    verification: Verification, lang: str, prefixes: Mapping[str, str] = PREFIXES
) -> Iterator[str]:
    """Say whether a copy is the pinned text, and name each span that is not as recorded.

    Where the copy is the pinned text, a span that differs was recorded wrongly.
    """
    text, found = verification.text, verification.copy
    sizes = {"bytes": text.bytes, "chars": text.chars, "sha256": text.sha256}
    right = verification.passages - len(verification.wrong)
    counts = {"right": right, "passages": verification.passages, "wrong": len(verification.wrong)}
    name = compact(text.node.value, prefixes)
    if verification.verified:
        yield tell("verified", lang, copy=found.path, text=name, **sizes, **counts)
        return
    for complaint in verification.complaints:
        yield complaint.messages[lang] + _BETWEEN.get(lang, " ") + complaint.fixes[lang]
    if verification.complaints:
        yield _what_differs(verification, lang)
    else:
        yield tell("right-text", lang, copy=found.path, text=name, **sizes)
    if not verification.looked_up:
        yield tell("not-looked-up", lang)
        return
    gone = len(verification.wrong) - verification.moved
    if verification.complaints and gone == verification.passages:
        yield tell("another", lang, **counts)
        return
    many = len(verification.wrong) > _MANY
    for each in verification.wrong[: 1 if many else None]:
        yield tell(
            "wrong-record" if not verification.complaints else "wrong",
            lang,
            span=each.span.stretch,
            line=found.text.count("\n", 0, each.span.stretch.start) + 1,
            rows=" ".join(each.rows),
            claims=" ".join(compact(claim.iri, prefixes) for claim in each.claims),
        )
    if many:
        yield tell("more-wrong", lang, more=len(verification.wrong) - 1)
    if verification.moved:
        shift = f"{verification.shift:+}"
        yield tell("moved", lang, moved=verification.moved, shift=shift)
    yield tell("differ", lang, **counts)
    if not verification.complaints:
        yield tell("mend-record", lang, copy=found.path)


def _what_differs(verification: Verification, lang: str) -> str:
    """Say what was expected of the whole text and what was found; what is equal is left out."""
    text = verification.text
    measured = (
        ("size-in-chars", "size", text.chars, len(verification.copy.text)),
        ("size-in-bytes", "size", text.bytes, verification.bytes),
        ("digest", "sha256", text.sha256, verification.sha256),
    )
    pairs = [
        (tell(words, lang, **{place: expected}), tell(words, lang, **{place: found}))
        for words, place, expected, found in measured
        if expected != found
    ]
    expected, found = (_LISTED.get(lang, ", ").join(side) for side in zip(*pairs, strict=True))
    return tell("found", lang, expected=expected, found=found)


def how_to_get(trace: Trace) -> Iterator[str]:
    """Say where each pinned text is from, and what a copy has to be like."""
    for hint in trace.texts:
        yield tell(
            "get-text",
            trace.lang,
            source=hint.source.name.label or hint.source.name.iri,
            url=hint.source.url or hint.source.name.iri,
            bytes=hint.text.bytes,
            chars=hint.text.chars,
            sha256=hint.text.sha256,
            note=hint.note,
        ).rstrip()
