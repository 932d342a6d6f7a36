"""The kinds of pages there are, in the order of the menu: the one list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.pages.downloads import DownloadsPage
from citygraph.pages.editor import EditorPage
from citygraph.pages.evidence import EvidencePages
from citygraph.pages.front import FrontPage
from citygraph.pages.questions import QuestionPages
from citygraph.pages.reference import ReferencePage
from citygraph.pages.schemes import SchemesPage
from citygraph.pages.search import SearchPage
from citygraph.pages.things import ThingPages

if TYPE_CHECKING:
    from citygraph.pages.model import Kind

KINDS: tuple[Kind, ...] = (
    FrontPage(),
    SearchPage(),
    QuestionPages(),
    EditorPage(),
    ReferencePage(),
    SchemesPage(),
    DownloadsPage(),
    EvidencePages(),
    ThingPages(),
)
"""All kinds; a local path belongs to the first that covers it."""
