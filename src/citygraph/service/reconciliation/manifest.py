"""What the service says of itself (section 3.1)."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING

from citygraph.service.reconciliation.asking import BATCH
from citygraph.service.reconciliation.extending import SETTINGS
from citygraph.service.reconciliation.identifiers import SPACE, identifier
from citygraph.service.reconciliation.suggesting import HEIGHT, WIDTH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.service.reconciliation.entities import Entities

_DEFAULTS = 20
_NAMES: Mapping[str, str] = MappingProxyType(
    {"en": "citygraph", "ja": "citygraph（日本語）", "ko": "citygraph (한국어)"}
)


def manifest(entities: Entities, address: str, language: str, version: str) -> dict[str, object]:
    """Write the manifest.

    Args:
        entities: all that has a name.
        address: the address of the service, from the outside.
        language: of names.
        version: of the software.
    """
    counts = Counter(iri for each in entities.things.values() for iri in each.types)
    ordered = sorted(counts, key=lambda iri: (-counts[iri], iri))
    return {
        "versions": ["0.2"],
        "name": _NAMES[language],
        "identifierSpace": SPACE,
        "schemaSpace": SPACE,
        "serviceVersion": version,
        "defaultTypes": [
            {"id": identifier(iri), "name": entities.class_name(iri, language)}
            for iri in ordered[:_DEFAULTS]
        ],
        "view": {"url": f"{address}/view?id={{{{id}}}}"},
        "preview": {
            "url": f"{address}/preview?id={{{{id}}}}",
            "width": WIDTH,
            "height": HEIGHT,
        },
        "suggest": {
            kind: {
                "service_url": address,
                "service_path": f"/suggest/{kind}",
                "flyout_service_url": address,
                "flyout_service_path": f"/flyout/{kind}?id=${{id}}",
            }
            for kind in ("entity", "property", "type")
        },
        "extend": {
            "propose_properties": {"service_url": address, "service_path": "/properties"},
            "property_settings": list(SETTINGS),
        },
        "batchSize": BATCH,
    }
