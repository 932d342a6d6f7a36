"""Pictures for the Python API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph import pictures
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from citygraph.endpoint import RemoteGraph
    from citygraph.graph import CityGraph
    from citygraph.pictures import Picture


def draw(
    graph: CityGraph | RemoteGraph, kind: str, city: str, *, lang: str = LANGUAGES[0]
) -> Picture:
    """Draw a picture of a city: the same facts give the same SVG, to the byte.

    Args:
        graph: what is drawn.
        kind: strategy, timeline, budget or map-of-goals.
        city: the city's local name, a CURIE, an IRI or a label in any language.
        lang: the language of all words: en, ja or ko.

    Raises:
        UnknownNameError: there is no such city.
        AmbiguousNameError: the label fits several cities.
        NothingToDrawError: nothing is known of the city that such a picture could show.
        InputError: there is no such kind or language.

    >>> from citygraph import load
    >>> picture = draw(load(), "timeline", "tokyo", lang="ko")
    >>> picture.title, picture.details[0].text
    ('도쿄의 연표', '2016년: 도쿄도지사: 고이케 유리코 (재임 시작)')
    """
    return pictures.draw(graph, kind, pictures.find_city(graph, city), lang)
