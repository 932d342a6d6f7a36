"""Whether everything works: what is installed, the engines, the files, and an endpoint."""

from citygraph.doctor.examining import examine
from citygraph.doctor.model import AREAS, Check, Examination
from citygraph.doctor.surroundings import Terminal

__all__ = ["AREAS", "Check", "Examination", "Terminal", "examine"]
