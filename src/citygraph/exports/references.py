"""Which table the links of a column lead to: the foreign keys of the tables."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from citygraph import canonical
from citygraph.exports.sorted_triples import IRI
from citygraph.vocabulary import ONTOLOGY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from citygraph.exports.sorted_triples import Key, SortedTriples, Subject
    from citygraph.exports.survey import Survey

NOWHERE = "nowhere"
"""Is no class."""

_ROW, _LINK = "0", "1"


def references(
    source: SortedTriples, survey: Survey[str], classes: Callable[[Subject], Iterable[str]]
) -> dict[tuple[str, Key], str]:
    """Find for each column of single links the smallest table with a row for all it leads to.

    Of tables of one size, that of a class of ours goes first. What has a row and what is linked is
    sorted on disk and merged, whatever the size of the graph.

    Args:
        source: the triples.
        survey: what there is in the table of each class.
        classes: in whose tables a thing has a row.

    Returns:
        The class whose table is led to, by class and column; columns that lead elsewhere are left
        out.
    """
    groups = sorted(survey.rows)
    columns = [
        (group, key)
        for group in groups
        for key, use in survey.uses[group].items()
        if key.kind == IRI and not use.several
    ]
    candidates: dict[int, frozenset[int]] = {}
    lines = canonical.sorted_lines(_lines(source, groups, columns, classes))
    for _, about in groupby(
        (line.decode()[:-1].split(" ") for line in lines), key=lambda each: each[0]
    ):
        there: frozenset[int] = frozenset()
        for _, kind, number in about:  # rows come before links
            index = int(number)
            if kind == _ROW:
                there |= {index}
            else:
                candidates[index] = candidates.get(index, there) & there
    return {
        columns[index]: _smallest((groups[each] for each in possible), survey.rows)
        for index, possible in candidates.items()
        if possible
    }


def _lines(
    source: SortedTriples,
    groups: Sequence[str],
    columns: Sequence[tuple[str, Key]],
    classes: Callable[[Subject], Iterable[str]],
) -> Iterator[bytes]:
    """Give a line for each row of a thing, and one for each link to it."""
    number = {group: index for index, group in enumerate(groups)}
    place = {column: index for index, column in enumerate(columns)}
    for subject in source.subjects():
        for group in classes(subject):
            yield f"{subject.iri} {_ROW} {number[group]}\n".encode()
            for key, texts in subject.values.items():
                if (group, key) in place:
                    yield f"{texts[0]} {_LINK} {place[group, key]}\n".encode()


def _smallest(possible: Iterable[str], rows: Mapping[str, int]) -> str:
    return min(possible, key=lambda iri: (rows[iri], not iri.startswith(ONTOLOGY), iri))
