"""The pictures of every city, in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.errors import FaultError, MissingExtraError, NothingToDrawError
from citygraph.pages.addresses import local_name, local_path
from citygraph.pictures import draw, kinds
from citygraph.site.model import File, Note
from citygraph.things.labels import rows
from citygraph.vocabulary import LANGUAGES, ONTOLOGY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citygraph.site.model import Ground, Made

_CITIES = f"SELECT DISTINCT ?city WHERE {{ ?city a <{ONTOLOGY}City> FILTER(ISIRI(?city)) }}"


class Pictures:
    """Each picture as SVG and as PNG."""

    name = "pictures"

    def subjects(self, ground: Ground) -> Iterable[str]:
        """List the kinds of pictures of each city, with the language and the IRI of the city."""
        cities = sorted(str(city)[1:-1] for (city,) in rows(ground.graph, _CITIES))
        return [
            f"{kind} {lang} {city}"
            for kind in kinds()
            for lang in LANGUAGES
            for city in cities
            if local_path(city)
        ]

    def paths(self, subject: str) -> Iterable[str]:
        """List the paths of a picture."""
        kind, lang, city = subject.split(" ", 2)
        return [f"/pictures/{local_name(city)}/{kind}.{lang}.{form}" for form in ("svg", "png")]

    def make(self, ground: Ground, subject: str) -> Iterator[Made]:
        """Draw a picture, if there is anything to draw.

        Where this machine has no font for it, there is no PNG, and a note says why.
        """
        kind, lang, city = subject.split(" ", 2)
        vector, pixels = self.paths(subject)
        try:
            picture = draw(ground.graph, kind, city, lang)
        except NothingToDrawError:
            return
        yield File(vector, (picture.svg.encode(),))
        try:
            yield File(pixels, (picture.png(),))
        except MissingExtraError:
            raise
        except FaultError as error:
            yield Note(f"{pixels.removeprefix('/')} is left out: {error}")
