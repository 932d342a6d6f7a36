"""A real browser: pages are visited in it, and none may complain, call elsewhere or bar anyone.

Chromium is the system's own, driven by Playwright; the rules of accessibility are those of axe-core
for WCAG 2.2 AA.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import pytest

from tests.programs import find_program

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

PATIENCE = 20_000
"""The milliseconds until something that does not appear is missing; a busy machine is slow."""
RULES = Path(__file__).parent / "browser/node_modules/axe-core/axe.min.js"
LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
DESK, PHONE = (1280, 900), (360, 740)
_OWN = frozenset({"data", "blob"})


@pytest.fixture(scope="module")  # while it is open, an event loop runs that no other test may meet
def browser() -> Iterator[Browser]:
    """Chromium, without a window; where it is missing, the test is skipped and says so."""
    from playwright.sync_api import sync_playwright  # slow to import, and few tests need it

    path = find_program("chromium", "install the package chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


class Visit:
    """One page in the browser, and what it did.

    Attributes:
        page: the page, to look at and to act on.
        complaints: what it wrote to the console as a warning or an error, and errors of scripts.
        requests: the addresses that it asked for.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._asked)

    def strangers(self) -> list[str]:
        """The addresses on other hosts that were asked for."""
        home = urlsplit(self.page.url).netloc
        asked = ((each, urlsplit(each)) for each in self.requests)
        return [each for each, at in asked if at.scheme not in _OWN and at.netloc != home]

    def barriers(self) -> list[str]:
        """What axe-core finds: the rule, and the elements that break it."""
        if not RULES.is_file():
            pytest.skip("axe-core is missing: run  npm ci --prefix tests/browser")
        # Evaluated, not added as an element: the page's own policy refuses scripts of others.
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(RULES.read_text(encoding="utf-8") + "\n;0")
        found = self.page.evaluate(
            "levels => axe.run({ runOnly: levels, resultTypes: ['violations'] })", list(LEVELS)
        )
        return [
            f"{each['id']}: {node['html'][:200]} {node['failureSummary']}"
            for each in found["violations"]
            for node in each["nodes"]
        ]

    def check(self) -> None:
        """Fail if the page complained, called another host, or has a barrier."""
        barriers = self.barriers()
        assert not barriers, "\n".join(barriers)
        assert not self.complaints, "\n".join(self.complaints)
        strangers = self.strangers()
        assert not strangers, "\n".join(strangers)

    def overflow(self) -> int:
        """How many pixels the page is wider than its window."""
        width: int = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return width

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)


@contextmanager
def visit(
    browser: Browser,
    address: str,
    *,
    size: tuple[int, int] = DESK,
    scheme: Literal["light", "dark"] = "light",
    scripts: bool = True,
) -> Iterator[Visit]:
    """Open an address in a window of its own, and see at the end that all is well there.

    Args:
        browser: the browser.
        address: of the page.
        size: of the window, in pixels.
        scheme: what colours the reader prefers.
        scripts: whether scripts run; without them, axe-core cannot look either.
    """
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    try:
        visited = Visit(context.new_page())
        visited.page.goto(address)
        yield visited
        if scripts:
            visited.check()
    finally:
        context.close()
