"""A plugin: proposals of links to items that are made up, and a table of three of them."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from citygraph.home import find_root
from citygraph.linking.link import Link
from citygraph.linking.mappings import Mappings, read_mappings, write_mappings
from citygraph.vocabulary import PREFIXES

HEADER = read_mappings(find_root() / "mappings" / "tokyo.sssom.tsv").header
TOKYO, KOIKE, ROBOTS = (
    PREFIXES["tokyo"] + "tokyo",
    PREFIXES["tokyo"] + "koike-yuriko",
    PREFIXES["cgv"] + "robots",
)
CLOSE = PREFIXES["skos"] + "closeMatch"


def proposal(subject: str, item: str, score: str, **said: object) -> Link:
    usual = {
        "subject": subject,
        "subject_label": subject.rpartition("/")[2],
        "predicate": CLOSE,
        "object": f"http://www.wikidata.org/entity/{item}",
        "object_label": f"label of {item}",
        "justification": "semapv:CompositeMatching",
        "tool": "citygraph link propose",
        "date": date(2026, 11, 22),
        "confidence": Decimal(score),
        "comment": "doubted: near; name-en 1.00; type 0.50; described as: a thing | of sorts",
        "state": "proposed",
    }
    return Link(**{**usual, **said})  # type: ignore[arg-type]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "some.sssom.tsv"
    rows = (
        proposal(TOKYO, "Q1490", "0.9", subject_label="Tokyo"),
        proposal(KOIKE, "Q261703", "0.8", subject_label="Koike Yuriko"),
        proposal(ROBOTS, "Q11012", "0.7", subject_label="robots"),
    )
    write_mappings(path, Mappings(HEADER, rows))
    return path
