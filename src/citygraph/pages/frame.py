"""The frame around every page: its head, its menu, the language switch and its foot."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from citygraph import formats
from citygraph.errors import MissingExtraError
from citygraph.pages.addresses import page_path
from citygraph.pages.words import say
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jinja2 import Environment

    from citygraph.pages.model import Content, Request

OWN_NAMES: Mapping[str, str] = {"en": "English", "ja": "日本語", "ko": "한국어"}
"""What each language calls itself."""
DATA_FORMATS = ("turtle", "jsonld", "nt", "rdfxml")
"""The formats of `formats.GRAPHS` in which the data about a thing can be had."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


class Alternate(NamedTuple):
    """The same in another form.

    Attributes:
        name: what people call the form, or the language.
        kind: its media type, or the language's tag.
        href: the link to it.
    """

    name: str
    kind: str
    href: str


def environment(package: str = "citygraph.pages") -> Environment:
    """Make what fills the templates: it escapes all values, and knows no undefined ones.

    Args:
        package: beside whose modules the folder of the templates is.

    Raises:
        MissingExtraError: Jinja is not installed.
    """
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError as error:
        raise MissingExtraError(
            "pages need Jinja, which is not installed: "
            "install it with  pip install 'citygraph[web]'"
        ) from error
    return Environment(
        loader=PackageLoader(package, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def framed(
    templates: Environment,
    request: Request,
    content: Content,
    menu: Iterable[tuple[str, str]],
) -> str:
    """Put what a page holds into the frame.

    Args:
        templates: made by `environment`.
        request: what was asked for.
        content: what the page holds.
        menu: what the menu lists, as names in `[menu]` and local paths.
    """
    links, lang = request.links, request.lang
    values = {
        "say": partial(say, lang=lang),
        "links": links,
        "lang": lang,
        "local": request.local,
        "offers": request.ground.offers,
        "bundled": request.ground.home.bundled,
        "title": content.title,
        "description": content.description,
        "scripts": [links(each) for each in content.scripts],
        "styles": [links(each) for each in ("/assets/style.css", *content.styles)],
        "languages": [
            Alternate(
                OWN_NAMES[each], each, links(page_path(request.local, each), **request.parameters)
            )
            for each in LANGUAGES
        ],
        "data": [
            Alternate(form.title, form.media_type, links(f"/{content.data}{form.suffixes[0]}"))
            for form in (formats.GRAPHS[name] for name in DATA_FORMATS)
            if content.data
        ],
        "menu": [
            Alternate(say(f"menu.{name}", lang), local, links(page_path(local, lang)))
            for name, local in menu
        ],
    }
    html = templates.get_template(content.template).render(values | dict(content.values))
    return _CONTROLS.sub("\ufffd", html)
