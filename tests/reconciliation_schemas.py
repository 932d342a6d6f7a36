"""The JSON Schemas of the specification of the Reconciliation API 0.2, if they are there."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry
from referencing.jsonschema import DRAFT7

SCHEMAS = os.environ.get("CITYGRAPH_SCHEMAS", "")
needs_schemas = pytest.mark.skipif(
    not SCHEMAS, reason="CITYGRAPH_SCHEMAS does not name the schemas"
)


@cache
def _schemas() -> dict[str, Any]:
    folder = next(Path(SCHEMAS).rglob("reconciliation-query-batch.json")).parent
    read = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in folder.iterdir()}
    for schema in read.values():  # they name no draft; those that are meant agree in what is used
        schema["$schema"] = "http://json-schema.org/draft-07/schema#"
    return read


def check(document: object, schema: str) -> None:
    """Hold a document to one of the schemas; without them, nothing is checked.

    Raises:
        ValidationError: it does not keep to it.
    """
    if not SCHEMAS:
        return
    every = _schemas()
    registry: Registry[Any] = Registry().with_resources(
        (each["$id"], DRAFT7.create_resource(each)) for each in every.values() if "$id" in each
    )
    validator = jsonschema.Draft7Validator(every[schema], registry=registry)
    validator.validate(document)
