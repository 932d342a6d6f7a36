"""What a reader sees in place of a page that there is not."""

from __future__ import annotations

from citygraph.pages.model import Content
from citygraph.pages.words import say

_LONGEST = 80


def missing_content(name: str, lang: str) -> Content:
    """Tell that nothing is known by a name; its last part may be what was looked for.

    >>> missing_content("/ko/id/tokyo/goal-safe-city.html", "ko").values["text"]
    'goal safe city'
    """
    last = name.removesuffix("/").rpartition("/")[2].partition("?")[0].rpartition("#")[2]
    text = last.removesuffix(".html").replace("-", " ").strip()[:_LONGEST]
    values = {"name": name, "text": text, "local": ""}
    return Content("missing.html", say("missing.title", lang), values)
