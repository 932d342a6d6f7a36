"""Pages: what people see of the graph, in their language, as HTML.

The same pages are served and written as files. A page is made from the answers to a fixed number
of queries, links only by relative addresses, and asks nothing of any other host.
"""

from citygraph.pages.addresses import Links, local_path, outward
from citygraph.pages.answer_files import answer_files
from citygraph.pages.assets import assets
from citygraph.pages.model import Content, Ground, Kind, Offers, Page, Request, UnfitParametersError
from citygraph.pages.pages import Pages

__all__ = [
    "Content",
    "Ground",
    "Kind",
    "Links",
    "Offers",
    "Page",
    "Pages",
    "Request",
    "UnfitParametersError",
    "answer_files",
    "assets",
    "local_path",
    "outward",
]
