"""A difference as JSON; its schema is `docs/schemas/diff.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.answers.writing import json_term
from citygraph.vocabulary import compact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.differences.model import (
        ClaimChange,
        Compared,
        Difference,
        Pair,
        PropertyChange,
        ThingChange,
        Value,
    )


def as_json(difference: Difference, prefixes: Mapping[str, str]) -> str:
    """Write the whole difference, each term in full."""
    import json

    def thing(change: ThingChange) -> object:
        return {
            "iri": change.iri,
            "name": compact(change.iri, prefixes),
            "label": change.label,
            "kind": change.kind,
            "class": {"iri": change.group, "label": change.group_label},
            "state": change.state,
            "part": change.part,
            "rule": change.rule,
            "properties": [_property(each) for each in change.properties],
        }

    document = {
        "old": _side(difference.old),
        "new": _side(difference.new),
        "language": difference.lang,
        "differs": bool(difference),
        "version": {
            "part": difference.part,
            "reasons": [
                {
                    "part": each.part,
                    "rule": each.rule,
                    "count": each.count,
                    "examples": list(each.examples),
                }
                for each in difference.reasons
            ],
        },
        "things": [thing(each) for each in difference.things],
        "renames": [
            {
                "old": each.old,
                "new": each.new,
                "label": each.label,
                "shared": each.shared,
                "facts": each.facts,
            }
            for each in difference.renames
        ],
        "evidence": {
            "sources": [
                {
                    "source": _value(each.source),
                    "added": each.added,
                    "removed": each.removed,
                    "changed": each.changed,
                    "passages": each.passages,
                }
                for each in difference.sources
            ],
            "claims": [_claim(each) for each in difference.claims],
        },
        "notCompared": [
            {"what": each.what, "side": each.side, "triples": each.triples}
            for each in difference.left_out
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _side(side: Compared) -> object:
    return {"name": side.name, "form": side.form, "triples": side.triples}


def _property(change: PropertyChange) -> object:
    return {
        "property": {"iri": change.property, "label": change.label},
        "effect": change.effect,
        "added": [_value(each) for each in change.added],
        "removed": [_value(each) for each in change.removed],
        "altered": [_pair(each) for each in change.altered],
        "rewritten": [_pair(each) for each in change.rewritten],
    }


def _pair(pair: Pair) -> object:
    return {"old": _value(pair.old), "new": _value(pair.new)}


def _value(value: Value) -> object:
    return {**json_term(value.term), "label": value.label, "text": value.text}


def _claim(claim: ClaimChange) -> object:
    return {
        "claim": claim.claim,
        "state": claim.state,
        "subject": _value(claim.subject),
        "property": _value(claim.property),
        "value": _value(claim.value),
        "source": _value(claim.source),
        "fact": claim.fact,
    }
