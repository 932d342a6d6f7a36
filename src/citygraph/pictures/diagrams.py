"""The strategies of a city as text for Mermaid and for Graphviz.

Every label is quoted so that no sign in it means anything to the reader of the text: Mermaid takes
entity codes in quoted labels (Flowcharts Syntax, "Entity codes to escape characters"), Graphviz
quotes its own way (The DOT Language, "ID").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.pictures.measuring import cleaned
from citygraph.pictures.palette import KINDS, PAPER
from citygraph.pictures.wording import listed, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.pictures.plans import Goal, Means, Plan

_PLAIN = frozenset(" .,-_")


class Node(NamedTuple):
    """A box of a diagram.

    Attributes:
        name: by which edges know it.
        kind: vision, strategy, goal or what contributes to one.
        label: what is written in it.
        parents: the names of the boxes from which arrows lead to it.
    """

    name: str
    kind: str
    label: str
    parents: tuple[str, ...]


def mermaid(plans: tuple[Plan, ...], title: str, language: str) -> str:
    """Write strategies as a flowchart for Mermaid.

    >>> print(mermaid((), "Goals: none", "en"), end="")
    ---
    title: "Goals: none"
    ---
    flowchart LR
    """
    nodes = _nodes(plans, language)
    lines = ["---", f'title: "{_in_yaml(title)}"', "---", "flowchart LR"]
    lines += [f'  {node.name}["{_in_mermaid(node.label)}"]:::{node.kind}' for node in nodes]
    lines += [f"  {parent} --> {node.name}" for node in nodes for parent in node.parents]
    lines += [
        f"  classDef {kind} fill:{PAPER},stroke:{KINDS[kind]},stroke-width:2px,color:#000000"
        for kind in dict.fromkeys(node.kind for node in nodes)
    ]
    return "\n".join(lines) + "\n"


def dot(plans: tuple[Plan, ...], title: str, language: str) -> str:
    r"""Write strategies as a directed graph for Graphviz.

    >>> print(dot((), 'The "goals"', "en"), end="")
    digraph strategies {
      graph [rankdir=LR, labelloc=t, label="The \"goals\""];
      node [shape=box, style=rounded, fontname="sans-serif"];
    }
    """
    nodes = _nodes(plans, language)
    lines = [
        "digraph strategies {",
        f'  graph [rankdir=LR, labelloc=t, label="{_in_dot(title)}"];',
        '  node [shape=box, style=rounded, fontname="sans-serif"];',
    ]
    lines += [
        f'  {node.name} [label="{_in_dot(node.label)}", color="{KINDS[node.kind]}"];'
        for node in nodes
    ]
    lines += [f"  {parent} -> {node.name};" for node in nodes for parent in node.parents]
    return "\n".join([*lines, "}"]) + "\n"


def _nodes(plans: tuple[Plan, ...], language: str) -> tuple[Node, ...]:
    """List the boxes: things that stand in several places have one, with several arrows to it."""
    found: dict[str, Node] = {}
    arrows: list[tuple[str, str]] = []
    for plan in plans:
        for iri, kind, label, parents in _of_plan(plan, language):
            found.setdefault(iri, Node(f"n{len(found) + 1}", kind, label, ()))
            arrows += [(parent, iri) for parent in parents]
        arrows += [(plan.iri, iri) for iri, _ in plan.elsewhere]
        arrows += [(goal.iri, iri) for goal in plan.every_goal for iri, _ in goal.elsewhere]
    for parent, iri in dict.fromkeys(arrows):
        found[iri] = found[iri]._replace(parents=(*found[iri].parents, found[parent].name))
    return tuple(found.values())


_Row = tuple[str, str, str, tuple[str, ...]]


def _of_plan(plan: Plan, language: str) -> Iterator[_Row]:
    for iri, label in plan.visions:
        yield iri, "vision", label, ()
    yield plan.iri, "strategy", plan.label, tuple(iri for iri, _ in plan.visions)
    for goal in plan.goals:
        yield from _of_goal(goal, plan.iri, language)
    for means in plan.means:
        yield _of_means(means, plan.iri, language)


def _of_goal(goal: Goal, parent: str, language: str) -> Iterator[_Row]:
    stated = f"{goal.stated}. {goal.label}" if goal.stated else goal.label
    official = word("strategy", "official", language).format(order=goal.official)
    yield goal.iri, "goal", f"{stated} ({official})" if goal.official else stated, (parent,)
    for means in goal.means:
        yield _of_means(means, goal.iri, language)
    for sub in goal.goals:
        yield from _of_goal(sub, goal.iri, language)


def _of_means(means: Means, parent: str, language: str) -> _Row:
    areas = listed(means.areas, language)
    label = f"{means.label} ({areas})" if areas else means.label
    return means.iri, means.kind, label, (parent,)


def _in_mermaid(text: str) -> str:
    """Write what is neither letter, digit nor harmless as an entity code: `#34;` for a quote."""
    return "".join(
        sign if sign.isalnum() or sign in _PLAIN or not sign.isascii() else f"#{ord(sign)};"
        for sign in cleaned(text)
    )


def _in_yaml(text: str) -> str:
    return cleaned(text).replace("\\", "\\\\").replace('"', '\\"')


def _in_dot(text: str) -> str:
    """Escape backslashes and ampersands, which begin escapes and entities in labels, and quotes."""
    return _in_yaml(text).replace("&", "&amp;")
