"""A made-up city, and the items of a made-up Wikibase that agree with it or have drifted."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from citygraph.home import find_root
from citygraph.linking.asking import Asking
from citygraph.linking.batches import Batches
from citygraph.linking.cache import Cache
from citygraph.linking.drift import Expected, Linked, Service
from citygraph.linking.findings import Place
from citygraph.linking.kinds import read_kinds
from citygraph.linking.polite import Polite
from citygraph.linking.rows import Rows
from citygraph.linking.tolerances import read_compared
from tests.wikibase_slices import full

if TYPE_CHECKING:
    from pathlib import Path

    from citygraph.linking.wikibase import Wikibase

MAPPINGS = find_root() / "mappings"
WD = "http://www.wikidata.org/entity/"
KM2, HECTARE = "Q712226", "Q35852"
OURS = """
@prefix cg: <https://w3id.org/citygraph/ns#> .
@prefix cgv: <https://w3id.org/citygraph/voc/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix osaka: <https://w3id.org/citygraph/id/osaka/> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
@prefix unit: <http://qudt.org/vocab/unit/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

osaka:osaka a cg:City ; skos:prefLabel "Osaka"@en , "大阪"@ja , "오사카"@ko ;
    cg:establishedOn osaka:year-1889 ; schema:geo osaka:middle .
osaka:middle schema:latitude 34.69 ; schema:longitude 135.50 .
osaka:year-1889 cg:earliest "1889-01-01"^^xsd:date ; cg:latest "1889-12-31"^^xsd:date .
osaka:day-2020 cg:earliest "2020-10-01"^^xsd:date ; cg:latest "2020-10-01"^^xsd:date .
osaka:people a sosa:Observation ; sosa:hasFeatureOfInterest osaka:osaka ;
    sosa:observedProperty cgv:population ; sosa:phenomenonTime osaka:day-2020 ;
    sosa:hasResult [ qudt:numericValue 2750000 ] .
osaka:people-about a sosa:Observation ; sosa:hasFeatureOfInterest osaka:osaka ;
    cg:precision cgv:about ; sosa:observedProperty cgv:population ;
    sosa:hasResult [ qudt:numericValue 9000000 ] .
osaka:land a sosa:Observation ; sosa:hasFeatureOfInterest osaka:osaka ;
    sosa:observedProperty cgv:total-area ;
    sosa:hasResult [ qudt:numericValue 225.3 ; qudt:unit unit:KiloM2 ] .
osaka:mayor org:postIn osaka:office ; org:heldBy osaka:a-person ;
    skos:prefLabel "Mayor of Osaka"@en , "大阪市長"@ja .
osaka:vice-mayor org:postIn osaka:office ; org:heldBy osaka:another ;
    skos:prefLabel "Vice Mayor of Osaka"@en , "大阪市副市長"@ja .
osaka:another skos:prefLabel "Another"@en .
osaka:office cg:jurisdiction osaka:osaka .
osaka:a-person skos:prefLabel "A Person"@en .
"""


def on(year: int) -> dt.date:
    """Give the day of a census."""
    return dt.date(year, 10, 1)


CITY: dict[str, object] = {
    "label": {"en": "Osaka", "ja": "大阪市", "ko": "오사카시"},
    "P31": "Q515",
    "P571": dt.date(1889, 4, 1),
    "P625": [34.694, 135.502],
    "P1082": [{"is": 2_628_811, "P585": on(2005)}, {"is": 2_752_412, "P585": on(2020)}],
    "P2046": {"is": 22_530, "unit": HECTARE},
    "P6": {"is": "Q9300", "P580": on(2023)},
}
MADE_UP: dict[str, dict[str, object]] = {
    "Q9100": CITY,
    "Q9101": {**CITY, "P1082": [{"is": 3_200_000, "P585": on(2020)}]},
    "Q9102": {**CITY, "P2046": {"is": 225, "unit": HECTARE}},
    "Q9103": {**CITY, "P625": [35.01, 135.77]},
    "Q9104": {**CITY, "P571": dt.date(1956, 9, 1)},
    "Q9105": {**CITY, "P6": {"is": "Q9301", "P580": on(2023)}},
    "Q9106": {
        "label": CITY["label"],
        "P31": "Q515",
        "P1082": ["somevalue", {"is": 9, "rank": "deprecated"}],
        "P571": "novalue",
    },
    "Q9107": {"redirect": "Q9101"},
    "Q9108": {**CITY, "P2046": {"is": 225, "unit": "Q515"}},
    "Q9300": {"label": {"en": "A Person"}, "P31": "Q5"},
    "Q9301": {"label": {"en": "Another"}, "P31": "Q5"},
}

EXPECTED = Expected(read_kinds(MAPPINGS / "kinds.toml"), read_compared(MAPPINGS / "values.toml"))


def service(wikibase: Wikibase, folder: Path, **options: object) -> Service:
    """Ask a Wikibase without a pause; its answers are kept in a folder."""
    polite = Polite(
        wikibase.sparql,
        contact="tests@example.org",
        limits=wikibase.limits,
        cache=Cache(folder),
        rest=lambda _: None,
        **options,  # type: ignore[arg-type]
    )
    rows = Rows(polite)
    return Service(wikibase, rows, Asking(rows, wikibase), Batches(polite))


def link(thing: str, item: str, label: str = "", *, exact: bool = True, line: int = 1) -> Linked:
    """Write a row that links a thing to an item."""
    return Linked(full(thing), WD + item, label, exact, Place("t.tsv", line))
