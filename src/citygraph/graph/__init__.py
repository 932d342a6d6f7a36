"""The embedded store: the domain files as named graphs whose union is questioned."""

from citygraph.graph.city_graph import CityGraph
from citygraph.graph.store import Store

__all__ = ["CityGraph", "Store"]
