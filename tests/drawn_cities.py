"""Cities to draw: the bundled one, the second one of the tests, and one that wants to break things.

The last, Knot, has goals that lead in a circle, orders that are none, labels that are markup, long
or of one endless word, amounts in several currencies, and dates of each kind.
"""

from functools import cache
from pathlib import Path

from citygraph.graph import CityGraph
from citygraph.home import find_root
from citygraph.pictures import Picture, draw
from citygraph.vocabulary import THINGS

TOKYO, OSAKA, KNOT = (f"{THINGS}{name}/{name}" for name in ("tokyo", "osaka", "knot"))
CITIES = {"tokyo": TOKYO, "osaka": OSAKA, "knot": KNOT}
_OSAKA_FILE = Path(__file__).parent / "graph" / "second-city" / "osaka.ttl"

_KNOT_FILE = Path(__file__).parent / "pictures" / "knot.ttl"


@cache
def graph(*names: str) -> CityGraph:
    """Load cities, to be asked only."""
    data = find_root() / "data"
    files = {
        "tokyo": (data / "tokyo.ttl", data / "tokyo.evidence.ttl", data / "sources.ttl"),
        "osaka": (_OSAKA_FILE,),
        "knot": (_KNOT_FILE,),
    }
    return CityGraph.load(*(path for name in names for path in files[name]))


@cache
def drawn(kind: str, city: str, language: str = "en") -> Picture:
    """Draw a city beside both others, as it is to be drawn: as if they were not there."""
    return draw(graph("tokyo", "osaka", "knot"), kind, CITIES[city], language)


def loaded(tmp_path: Path, text: str, name: str = "town") -> CityGraph:
    """Load a city of one's own, under the usual prefixes."""
    lines = _KNOT_FILE.read_text(encoding="utf-8").splitlines(keepends=True)
    head = "".join(line for line in lines if line.startswith("@prefix"))
    path = tmp_path / f"{name}.ttl"
    path.write_text(f"{head}@prefix {name}: <{THINGS}{name}/> .\n{text}", encoding="utf-8")
    return CityGraph.load(path)
