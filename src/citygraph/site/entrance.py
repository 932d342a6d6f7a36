"""What stands at the root: the first page, the page for what is not there, and signs for robots."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from citygraph.errors import InputError
from citygraph.pages import Links
from citygraph.pages.addresses import page_path
from citygraph.site.model import File
from citygraph.site.wording import say
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from citygraph.site.model import Ground

FIRST, MISSING = "/index.html", "/404.html"
_FIRST_LANGUAGE = LANGUAGES[0]
_NO_JEKYLL, _ROBOTS, _SITEMAP = "/.nojekyll", "/robots.txt", "/sitemap.xml"
_MOST_LISTED = 50_000
"""How many addresses a sitemap may have (sitemaps.org, protocol 0.9)."""
_LISTS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_IN_ADDRESSES = "%/:@!$&'()*+,;=~[]"
_MISSING = """\
<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>404 · citygraph</title>
{style}
</head>
<body>
<main id="main">
<h1>404 · citygraph</h1>
{said}</main>
</body>
</html>
"""
_OWN_STYLE = (
    "<style>body { font: 1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; "
    "padding: 0 1.5rem } h1, h2 { line-height: 1.25 }</style>"
)
"""Enough to be read with ease, where the style sheet cannot be found."""


class Entrance:
    """What is found without a link to it; what has to name its own address needs to know it."""

    name = "entrance"

    def subjects(self, ground: Ground) -> Iterable[str]:
        """List the paths."""
        if not ground.address:
            return (FIRST, MISSING, _NO_JEKYLL)
        count = sum(1 for _ in ground.pages.paths())
        return (FIRST, MISSING, _NO_JEKYLL, _ROBOTS, *_sitemaps(count))

    def paths(self, subject: str) -> Iterable[str]:
        """Give the path of one."""
        return (subject,)

    def make(self, ground: Ground, subject: str) -> Iterator[File]:
        """Make one."""
        if subject == FIRST:
            text = _first(ground)
        elif subject == MISSING:
            text = _missing(ground.address)
        elif subject == _NO_JEKYLL:
            text = ""  # GitHub would else leave out what begins with a dot
        elif subject == _ROBOTS:
            text = f"User-agent: *\nSitemap: {ground.address}{_SITEMAP[1:]}\n"
        else:
            text = _sitemap(ground, subject)
        yield File(subject, (text.encode(),))


def _first(ground: Ground) -> str:
    """Show the first page in English at the root, its links being those from where it lies."""
    path = page_path("index", _FIRST_LANGUAGE)
    html = ground.pages.render(path).html
    return html.replace("<head>", f'<head>\n<base href="{path.removeprefix("/")}">', 1)


def _missing(address: str) -> str:
    """Say that there is nothing, in every language.

    It is shown at any address, so no relative link can lead from it: unless it is known where the
    site is, it has none, and dresses itself.
    """
    said = []
    for lang in LANGUAGES:
        lines = [f"<h2>{say('missing.title', lang)}</h2>", f"<p>{say('missing.told', lang)}</p>"]
        if address:
            ways = (("front", "index"), ("search", "search"))
            lines += [
                f'<p><a href="{escape(address)}{page_path(local, lang)[1:]}">'
                f"{say(f'missing.{name}', lang)}</a></p>"
                for name, local in ways
            ]
        said.append(f'<section lang="{lang}">\n' + "\n".join(lines) + "\n</section>\n")
    style = f'<link rel="stylesheet" href="{escape(address)}assets/style.css">'
    return _MISSING.format(
        lang=_FIRST_LANGUAGE, style=style if address else _OWN_STYLE, said="".join(said)
    )


def _sitemaps(count: int) -> Sequence[str]:
    """Name the files that list the pages; where there are several, the first lists the others.

    >>> _sitemaps(3), _sitemaps(50_001)
    (('/sitemap.xml',), ('/sitemap.xml', '/sitemap-1.xml', '/sitemap-2.xml'))
    """
    if count <= _MOST_LISTED:
        return (_SITEMAP,)
    parts = -(-count // _MOST_LISTED)
    return (_SITEMAP, *(f"/sitemap-{each}.xml" for each in range(1, parts + 1)))


def _sitemap(ground: Ground, subject: str) -> str:
    pages = list(ground.pages.paths())
    _, *parts = _sitemaps(len(pages))
    if subject in parts:
        place = parts.index(subject) * _MOST_LISTED
        return _listed("urlset", "url", ground.address, pages[place : place + _MOST_LISTED])
    if parts:
        return _listed("sitemapindex", "sitemap", ground.address, parts)
    return _listed("urlset", "url", ground.address, pages)


def _listed(root: str, each: str, address: str, paths: Iterable[str]) -> str:
    from_root = Links(FIRST)
    lines = (
        f"<{each}><loc>{escape(address)}{escape(from_root(path))}</loc></{each}>\n"
        for path in paths
    )
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_LISTS}">\n'
    return f"{head}{''.join(lines)}</{root}>\n"


def site_address(given: str) -> str:
    """Read where a site will be, and end it with a slash.

    Raises:
        InputError: that is no address of a site.

    >>> site_address("https://example.org/cities")
    'https://example.org/cities/'
    """
    try:
        parts = urlsplit(given)
        fit = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets without end, or a port that is none
        fit = False
    if not fit or quote(given, safe=_IN_ADDRESSES) != given:
        raise InputError(
            f"--base-url {given}: expected the address of a site, such as "
            "https://example.org/cities/"
        )
    return given.rstrip("/") + "/"
