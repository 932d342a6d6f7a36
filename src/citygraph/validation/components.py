"""SHACL's parameters and the constraint components they belong to: one list, the rest derived.

Specification: SHACL, section 4 (Core) and section 5 (SPARQL-based constraints).
"""

from __future__ import annotations

from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Takes(Enum):
    """What kind of value a parameter takes."""

    TERM = auto()
    COUNT = auto()
    TRUTH = auto()
    PATTERN = auto()
    LITERAL = auto()
    IRI = auto()
    LIST = auto()
    SHAPE = auto()
    SHAPES = auto()
    SELECT = auto()


class Component(NamedTuple):
    """One way to constrain.

    Attributes:
        parameter: the local name of the property that declares it at a shape.
        iri: the component's IRI.
        takes: what the parameter's value must be.
        repeatable: whether a shape may have several, each a constraint of its own.
        property_only: whether it makes sense at property shapes alone.
    """

    parameter: str
    iri: str
    takes: Takes
    repeatable: bool = False
    property_only: bool = False


def _shacl(
    parameter: str,
    name: str,
    takes: Takes,
    *,
    repeatable: bool = False,
    property_only: bool = False,
) -> Component:
    iri = f"http://www.w3.org/ns/shacl#{name}ConstraintComponent"
    return Component(parameter, iri, takes, repeatable, property_only)


_ALL = (
    _shacl("class", "Class", Takes.IRI, repeatable=True),
    _shacl("datatype", "Datatype", Takes.IRI),
    _shacl("nodeKind", "NodeKind", Takes.IRI),
    _shacl("minCount", "MinCount", Takes.COUNT, property_only=True),
    _shacl("maxCount", "MaxCount", Takes.COUNT, property_only=True),
    _shacl("minExclusive", "MinExclusive", Takes.LITERAL),
    _shacl("minInclusive", "MinInclusive", Takes.LITERAL),
    _shacl("maxExclusive", "MaxExclusive", Takes.LITERAL),
    _shacl("maxInclusive", "MaxInclusive", Takes.LITERAL),
    _shacl("minLength", "MinLength", Takes.COUNT),
    _shacl("maxLength", "MaxLength", Takes.COUNT),
    _shacl("pattern", "Pattern", Takes.PATTERN, repeatable=True),
    _shacl("languageIn", "LanguageIn", Takes.LIST),
    _shacl("uniqueLang", "UniqueLang", Takes.TRUTH, property_only=True),
    _shacl("equals", "Equals", Takes.IRI, repeatable=True),
    _shacl("disjoint", "Disjoint", Takes.IRI, repeatable=True),
    _shacl("lessThan", "LessThan", Takes.IRI, repeatable=True, property_only=True),
    _shacl("lessThanOrEquals", "LessThanOrEquals", Takes.IRI, repeatable=True, property_only=True),
    _shacl("not", "Not", Takes.SHAPE, repeatable=True),
    _shacl("and", "And", Takes.SHAPES, repeatable=True),
    _shacl("or", "Or", Takes.SHAPES, repeatable=True),
    _shacl("xone", "Xone", Takes.SHAPES, repeatable=True),
    _shacl("node", "Node", Takes.SHAPE, repeatable=True),
    _shacl("qualifiedMinCount", "QualifiedMinCount", Takes.COUNT, property_only=True),
    _shacl("qualifiedMaxCount", "QualifiedMaxCount", Takes.COUNT, property_only=True),
    _shacl("closed", "Closed", Takes.TRUTH),
    _shacl("hasValue", "HasValue", Takes.TERM, repeatable=True),
    _shacl("in", "In", Takes.LIST),
    _shacl("sparql", "SPARQL", Takes.SELECT, repeatable=True),
)

COMPONENTS: Mapping[str, Component] = MappingProxyType({each.parameter: each for each in _ALL})
"""Every component that is checked, by its parameter."""

TARGETS = frozenset({"targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf"})
"""The properties that say which nodes a shape is about."""

PARTNERS = frozenset(
    {"flags", "ignoredProperties", "qualifiedValueShape", "qualifiedValueShapesDisjoint"}
)
"""Parameters that stand beside another and declare nothing alone."""

DESCRIPTIONS = frozenset(
    {"path", "property", "deactivated", "severity", "message"}
    | {"name", "description", "order", "group", "defaultValue"}
)
"""What else SHACL lets a shape say."""

KNOWN = frozenset(COMPONENTS) | TARGETS | PARTNERS | DESCRIPTIONS
"""Every property of SHACL that means something here; any other at a shape is a mistake."""
