"""The two reasoners that hold the ontology: the rules of OWL 2 RL, and HermiT for OWL 2 DL.

owlrl applies the rules of https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs
_using_Rules to a copy of the graph. HermiT runs as a program of its own, from the archive that the
owlready2 distribution carries: it reads one local N-Triples file and asks the network for nothing.
"""

import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import pytest
from rdflib import Graph, Literal
from rdflib.namespace import RDF, XSD
from rdflib.term import Node

ANY_IRI_CHARACTER = "%:/?#[]@!$&'()*+,;="
"""What stands for itself in a URI, by RFC 3986; everything else is percent-encoded for HermiT."""

QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""Java for a run of a second: a light compiler, one thread to collect garbage."""


@dataclass(frozen=True)
class Closure:
    """A graph with all that follows from it, and the contradictions met on the way."""

    graph: Graph
    contradictions: tuple[str, ...]


@dataclass(frozen=True)
class Classification:
    """What HermiT says: whether all can be true at once, and which terms can have no instance."""

    consistent: bool
    empty: tuple[str, ...]
    subclasses: frozenset[tuple[str, str]]


def together(*graphs: Graph) -> Graph:
    union = Graph()
    for graph in graphs:
        union += graph
    return union


def closure(*graphs: Graph) -> Closure:
    """Add to a copy of the graphs all that the rules of OWL 2 RL derive from them."""
    from owlrl import DeductiveClosure, OWLRL_Semantics  # type: ignore[import-untyped]
    from owlrl.Namespaces import ERRNS  # type: ignore[import-untyped]

    expanded = together(*graphs)
    DeductiveClosure(OWLRL_Semantics).expand(expanded)
    messages = expanded.subjects(RDF.type, ERRNS.ErrorMessage)
    words = {str(text) for each in messages for text in expanded.objects(each, ERRNS.error)}
    return Closure(expanded, tuple(sorted(words)))


def readable(value: Node) -> Node:
    """Put a value into the datatypes and the spelling that HermiT knows, its meaning unchanged.

    xsd:date is outside the OWL 2 datatype map, so that a day becomes the midnight it begins with;
    of the addresses that are IRIs, HermiT reads only those that are URIs.
    """
    if isinstance(value, Literal) and value.datatype == XSD.date:
        return Literal(f"{value}T00:00:00", datatype=XSD.dateTime)
    if isinstance(value, Literal) and value.datatype == XSD.anyURI:
        return Literal(quote(value, safe=ANY_IRI_CHARACTER), datatype=XSD.anyURI)
    return value


def lines(graph: Graph) -> Iterable[str]:
    for subject, predicate, value in graph:
        yield f"{subject.n3()} {predicate.n3()} {readable(value).n3()} .\n"


def java() -> str:
    """Find Java, or skip the test and say what to install."""
    found = shutil.which("java")
    if found is None:
        pytest.skip("HermiT needs Java: apt-get install default-jre-headless")
    return found


def class_path() -> Path:
    """Find the folder of the owlready2 distribution that holds HermiT."""
    package = find_spec("owlready2")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "hermit"


def classify(folder: Path, *graphs: Graph) -> Classification:
    """Let HermiT classify the graphs; the folder receives the file that it reads.

    Raises:
        AssertionError: HermiT refused its input, for instance for a datatype it does not know.
    """
    file = folder / "hermit.nt"
    file.write_text("".join(lines(together(*graphs))), encoding="utf-8")
    archive = class_path() / "HermiT.jar"
    program = "org.semanticweb.HermiT.cli.CommandLine"
    asked = ("--classify", "--classifyOPs", "--classifyDPs")
    run = subprocess.run(
        [java(), *QUICK_START, "-cp", str(archive), program, *asked, file.as_uri()],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    inconsistent = "InconsistentOntologyException" in run.stderr
    assert run.returncode == 0 or inconsistent, run.stderr
    nothing = r"^Equivalent\w+\( <http://www\.w3\.org/2002/07/owl#(?:Nothing|bottom\w+)> (.*) \)$"
    empty = " ".join(re.findall(nothing, run.stdout, re.MULTILINE))
    below = re.findall(r"^SubClassOf\( <(\S+)> <(\S+)> \)$", run.stdout, re.MULTILINE)
    return Classification(
        consistent=not inconsistent,
        empty=tuple(sorted(re.findall(r"<([^>]+)>", empty))),
        subclasses=frozenset(below),
    )
