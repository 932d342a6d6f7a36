"""The site: the same pages, pictures and data as files, for any static host and no server at all.

A build writes only what has changed, touches nothing that is not its own, and follows every link
at the end.
"""

from citygraph.site.building import build
from citygraph.site.checking import check
from citygraph.site.model import Blueprint, Broken, Kept, Report

__all__ = ["Blueprint", "Broken", "Kept", "Report", "build", "check"]
