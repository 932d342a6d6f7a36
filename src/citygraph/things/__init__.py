"""Things: one of them with all its facts, or those whose labels and definitions hold a text."""

from citygraph.things.find import Match, find
from citygraph.things.labels import resolve
from citygraph.things.show import Fact, Origin, Thing, show

__all__ = ["Fact", "Match", "Origin", "Thing", "find", "resolve", "show"]
