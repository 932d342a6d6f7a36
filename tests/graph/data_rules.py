"""What must hold of the files of facts, rule by rule.

Each rule takes the triples of the files and yields a line of words for everything that breaks it.
How the files are written (prefixes, sections, order) is read off their text, in test_data.py.
"""

import calendar
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from citygraph.evidence.terms import short
from citygraph.vocabulary import LANGUAGES


@dataclass(frozen=True, slots=True)
class Fact:
    """A triple in short: CURIEs for IRIs; the object's text, with its datatype if a literal."""

    subject: str
    predicate: str
    object: str
    datatype: str | None = None
    language: str | None = None

    def __str__(self) -> str:
        tag = f"@{self.language}" if self.language else ""
        text = self.object if self.datatype is None else f'"{self.object}"{tag}'
        return f"{self.subject} {self.predicate} {text}"


Facts = frozenset[Fact]
Rule = Callable[[Facts], Iterator[str]]

NAMED = {
    "cg:Agency",
    "cg:BudgetAllocation",
    "cg:City",
    "cg:CommercialService",
    "cg:FiscalYear",
    "cg:Fund",
    "cg:Goal",
    "cg:GoalSet",
    "cg:Infrastructure",
    "cg:Initiative",
    "cg:Phase",
    "cg:PilotArea",
    "cg:PilotAreaGroup",
    "cg:PublicService",
    "cg:RankClaim",
    "cg:Roadmap",
    "cg:Service",
    "cg:SourceText",
    "cg:Strategy",
    "cg:Vision",
    "dcterms:RightsStatement",
    "org:Organization",
    "org:OrganizationalUnit",
    "org:Post",
    "prov:Person",
    "schema:AdministrativeArea",
    "schema:Country",
    "schema:Dataset",
    "schema:Event",
    "schema:NewsArticle",
    "schema:PaymentService",
    "schema:PresentationDigitalDocument",
    "schema:Report",
    "schema:WebPage",
    "sosa:Observation",
}
UNNAMED = {
    "qudt:QuantityValue",
    "time:Instant",
    "time:ProperInterval",
    "vcard:Address",
    "vcard:Kind",
}

LABELS = ("skos:prefLabel", "skos:altLabel")
NOTES = ("skos:definition", "skos:editorialNote", "skos:scopeNote")
LONGEST = {**dict.fromkeys(LABELS, 70), **dict.fromkeys(NOTES, 240)}

PORTABLE = {
    "xsd:anyURI": r"https?://[!-~]+",
    "xsd:date": r"\d{4}-\d{2}-\d{2}",
    "xsd:decimal": r"-?(0|[1-9]\d*)\.\d*[1-9]",
    "xsd:integer": r"0|-?[1-9]\d*",
    "xsd:string": r"\S(.*\S)?",
    "rdf:langString": r"\S(.*\S)?",
}
"""The literals that every store gives back as they came in, and how they are written."""

FOREIGN_SCRIPT = {
    "en": r"[^\x00-\x7f]",
    "ja": r"[\uac00-\ud7a3]",
    "ko": r"[\u3040-\u30ff\u4e00-\u9fff]",
}

THING = re.compile(r"(id|sources|tokyo):[a-z0-9]+(-[a-z0-9]+)*")
POINTERS = ("id:", "sources:", "tokyo:")
FORBIDDEN = {"owl:sameAs", "rdfs:comment", "rdfs:label", "rdfs:seeAlso", "skos:hiddenLabel"}


def in_short(triples: Iterable[ox.Triple]) -> Facts:
    return frozenset(
        Fact(
            short(each.subject),
            short(each.predicate),
            each.object.value,
            short(each.object.datatype),
            each.object.language,
        )
        if isinstance(each.object, ox.Literal)
        else Fact(short(each.subject), short(each.predicate), short(each.object))
        for each in triples
    )


def of_class(facts: Facts, name: str) -> list[str]:
    return sorted(
        each.subject for each in facts if (each.predicate, each.object) == ("rdf:type", name)
    )


def values(facts: Facts, name: str) -> defaultdict[str, list[str]]:
    """Give what each thing has for a property."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for each in facts:
        if each.predicate == name:
            found[each.subject].append(each.object)
    return found


def languages(facts: Facts, name: str) -> defaultdict[str, list[str]]:
    """Give the languages in which each thing has a text."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for each in facts:
        if each.predicate == name:
            found[each.subject].append(each.language or "none")
    return found


# --- things --------------------------------------------------------------------------------------


def things_are_named_by_pattern(facts: Facts) -> Iterator[str]:
    """No blank nodes; kebab-case names under the project's own namespace."""
    for each in facts:
        if not THING.fullmatch(each.subject):
            yield f"{each}: no name of a thing"
        if each.datatype is None and each.object.startswith("_:"):
            yield f"{each}: a node without a name"


def things_are_of_known_classes(facts: Facts) -> Iterator[str]:
    types = values(facts, "rdf:type")
    for thing in sorted({each.subject for each in facts}):
        if not types[thing]:
            yield f"{thing} has no class"
        yield from (f"{thing} is a {name}" for name in types[thing] if name not in NAMED | UNNAMED)


def things_pointed_at_are_there(facts: Facts) -> Iterator[str]:
    there = {each.subject for each in facts}
    for each in facts:
        is_thing = each.datatype is None and each.object.startswith(POINTERS)
        if is_thing and each.object not in there:
            yield f"{each}: nothing is there"


def nodes_without_a_name_are_used(facts: Facts) -> Iterator[str]:
    """A quantity, a contact or an instant belongs to one thing; a date may belong to many."""
    used = Counter(each.object for each in facts if each.datatype is None)
    for kind in sorted(UNNAMED):
        for thing in sorted({*of_class(facts, kind)} - {*of_class(facts, "cg:FiscalYear")}):
            if used[thing] == 0 or (used[thing] > 1 and kind != "time:ProperInterval"):
                yield f"{thing} is used {used[thing]} times"


def nothing_is_said_that_is_derived(facts: Facts) -> Iterator[str]:
    yield from (str(each) for each in facts if each.predicate in FORBIDDEN)


# --- words ---------------------------------------------------------------------------------------


def named_things_have_one_label_per_language(facts: Facts) -> Iterator[str]:
    types, given = values(facts, "rdf:type"), languages(facts, "skos:prefLabel")
    for thing, names in sorted(types.items()):
        expected = sorted(LANGUAGES) if NAMED & set(names) else []
        if sorted(given.get(thing, [])) != expected:
            yield f"{thing} has labels in {sorted(given.get(thing, []))}"


def notes_are_in_every_language(facts: Facts) -> Iterator[str]:
    for name in NOTES:
        for thing, given in sorted(languages(facts, name).items()):
            if sorted(given) != sorted(LANGUAGES):
                yield f"{thing} has {name} in {sorted(given)}"


def labels_are_in_their_script(facts: Facts) -> Iterator[str]:
    for each in facts:
        foreign = FOREIGN_SCRIPT.get(each.language or "none", ".")
        if each.predicate in LABELS and re.search(foreign, each.object):
            yield str(each)


def texts_are_short(facts: Facts) -> Iterator[str]:
    """A label is a name, a note is a remark: neither retells a source."""
    for each in facts:
        longest = LONGEST.get(each.predicate)
        if longest and len(each.object) > longest:
            yield f"{each}: {len(each.object)} characters"


def labels_tell_things_apart(facts: Facts) -> Iterator[str]:
    """Whoever looks up a label finds one thing: no two share one in a language."""
    holders: defaultdict[str, set[str]] = defaultdict(set)
    for each in facts:
        if each.predicate in LABELS:
            holders[f"{each.object.casefold()}@{each.language}"].add(each.subject)
    for label, things in sorted(holders.items()):
        if len(things) > 1:
            yield f"{label} names {', '.join(sorted(things))}"


def literals_are_portable(facts: Facts) -> Iterator[str]:
    for each in facts:
        if each.datatype is None:
            continue
        pattern = PORTABLE.get(each.datatype)
        if pattern is None or not re.fullmatch(pattern, each.object):
            yield f"{each}: not kept as it is by every store"
        elif each.language not in {None, *LANGUAGES}:
            yield f"{each}: in another language"
        elif unicodedata.normalize("NFC", each.object) != each.object:
            yield f"{each}: not normalised"


# --- dates and figures ---------------------------------------------------------------------------


def bounds(text: str) -> tuple[date, date]:
    """Give the first and the last day that a year, a month or a day may mean."""
    year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
    last_month = month or 12
    last_day = day or calendar.monthrange(year, last_month)[1]
    return date(year, month or 1, day or 1), date(year, last_month, last_day)


def dates_mean_what_they_say(facts: Facts) -> Iterator[str]:
    earliest, latest = values(facts, "cg:earliest"), values(facts, "cg:latest")
    texts = values(facts, "cg:dateText")
    for thing in of_class(facts, "time:ProperInterval"):
        if thing in of_class(facts, "cg:FiscalYear"):
            continue
        said = [texts[thing], earliest[thing], latest[thing]]
        text = thing.removeprefix("id:date-")
        if said != [[text], *([day.isoformat()] for day in bounds(text))]:
            yield f"{thing} says {said}"


def fiscal_years_are_whole(facts: Facts) -> Iterator[str]:
    """A Japanese fiscal year runs from April to March and has the number of its April."""
    days = values(facts, "time:inXSDDate")
    begins, ends = values(facts, "time:hasBeginning"), values(facts, "time:hasEnd")
    for thing in of_class(facts, "cg:FiscalYear"):
        year = int(thing.removeprefix("id:fy-jp-"))
        said = [[day for each in edge[thing] for day in days[each]] for edge in (begins, ends)]
        if said != [[f"{year}-04-01"], [f"{year + 1}-03-31"]]:
            yield f"{thing} runs {said}"


def figures_say_how_exact_they_are(facts: Facts) -> Iterator[str]:
    precision = values(facts, "cg:precision")
    figures = {
        *of_class(facts, "sosa:Observation"),
        *of_class(facts, "cg:BudgetAllocation"),
        *values(facts, "cg:statedCount"),
    }
    for thing in sorted(figures):
        if len(precision[thing]) != 1:
            yield f"{thing} has precision {precision[thing]}"


def quantities_are_whole(facts: Facts) -> Iterator[str]:
    numbers, units = values(facts, "qudt:numericValue"), values(facts, "qudt:unit")
    for thing in of_class(facts, "qudt:QuantityValue"):
        if (len(numbers[thing]), len(units[thing])) != (1, 1):
            yield f"{thing} has numbers {numbers[thing]} and units {units[thing]}"


RULES: tuple[Rule, ...] = (
    things_are_named_by_pattern,
    things_are_of_known_classes,
    things_pointed_at_are_there,
    nodes_without_a_name_are_used,
    nothing_is_said_that_is_derived,
    named_things_have_one_label_per_language,
    notes_are_in_every_language,
    labels_are_in_their_script,
    texts_are_short,
    labels_tell_things_apart,
    literals_are_portable,
    dates_mean_what_they_say,
    fiscal_years_are_whole,
    figures_say_how_exact_they_are,
    quantities_are_whole,
)
