"""Things: one of them with all its facts, or those whose labels and definitions hold a text."""

from citygraph.things.find import Match, find
from citygraph.things.labels import resolve
from citygraph.things.show import Fact, Thing, show

__all__ = ["Fact", "Match", "Thing", "find", "resolve", "show"]
