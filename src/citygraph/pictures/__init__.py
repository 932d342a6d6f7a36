"""Pictures of a city: its strategies, its timeline, its budget, and how its goals connect."""

from citygraph.pictures.drawing import draw, find_city, kinds
from citygraph.pictures.picture import DEFAULT_WIDTH, Detail, Picture

__all__ = [
    "DEFAULT_WIDTH",
    "Detail",
    "Picture",
    "draw",
    "find_city",
    "kinds",
]
