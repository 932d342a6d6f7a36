"""The evidence of a thing's facts: who says so, where, on what ground, and who says otherwise."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from citygraph.errors import DataFileError, UnknownNameError
from citygraph.pages import places
from citygraph.pages.addresses import EVIDENCE, local_name, local_path, outward
from citygraph.pages.model import Content
from citygraph.pages.parts import Part, read_parts, written_out
from citygraph.pages.proofs import Passage, Proof, Told, Witness
from citygraph.pages.values import NO_LANGUAGE, Shown, cut, linked, literal, named, when
from citygraph.pages.words import say
from citygraph.things.labels import labelled
from citygraph.tracing import trace
from citygraph.vocabulary import compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from citygraph.pages.model import Ground, Request
    from citygraph.tracing import Named, Section, Source, Statement, Testimony, Trace


class EvidencePages:
    """The page of evidence of every thing of whose facts there are claims."""

    menu: tuple[tuple[str, str], ...] = ()

    def covers(self, local: str) -> bool:
        """Say whether a local path is that of a page of evidence."""
        return local.startswith(EVIDENCE) and places.is_thing(local.removeprefix(EVIDENCE))

    def paths(self, ground: Ground) -> Iterable[str]:
        """List the local paths of all of them."""
        return (EVIDENCE + local for local in places.claimed(ground.store))

    def content(self, request: Request) -> Content:
        """Fill one, with six queries.

        Where what is claimed cannot be told, as a part of it is missing, the page says so.

        Raises:
            UnknownNameError: nothing is claimed of such a thing.
        """
        iri = places.iri_of(request.local.removeprefix(EVIDENCE))
        try:
            traced = trace(request.ground.store, iri, request.lang, home=request.ground.home)
        except DataFileError as error:
            return _incomplete(iri, request, str(error))
        if not any(each.statement.testimonies for each in traced.facts):
            return _incomplete(iri, request)
        (section,) = traced.sections
        teller = _Teller(traced, section, request)
        name = teller.named(section.about[0])
        return _content(name, request, teller.proofs(), own_words=section.own_words)


def _incomplete(iri: str, request: Request, fault: str = "") -> Content:
    store, lang = request.ground.store, request.lang
    if not places.claimed_among(store, [iri]):
        raise UnknownNameError(f"nothing is claimed of <{iri}>")
    name = named(iri, labelled(store, [iri], lang), store.prefixes, lang)
    return _content(name, request, fault=fault)


def _content(
    thing: Shown,
    request: Request,
    proofs: Sequence[Proof] = (),
    *,
    own_words: int = 0,
    fault: str = "",
) -> Content:
    local = request.local.removeprefix(EVIDENCE)
    values = {
        "thing": thing._replace(href=request.links.local(local), relation=""),
        "proofs": proofs,
        "own_words": own_words,
        "fault": fault,
    }
    title = say("evidence.title", request.lang, thing=thing.text)
    return Content("evidence.html", title, values)


class _Teller:
    """Tells what was traced, naming each claim once."""

    def __init__(self, traced: Trace, section: Section, request: Request) -> None:
        self._lang, self._links = request.lang, request.links
        self._prefixes = request.ground.store.prefixes
        self._about, self._facts = section.about[0], section.facts
        self._texts = {each.text.node.value: each for each in traced.texts}
        self._anchors: set[str] = set()
        self._parts: Mapping[str, Part] = read_parts(
            request.ground.store, self._nameless(), request.lang
        )

    def proofs(self) -> list[Proof]:
        """Tell all facts: anchors are given to the facts first, then to what stands against."""
        told = [self._told(fact.statement) for fact in self._facts]
        return [
            Proof(first, tuple(map(self._told, fact.against)), fact.follows, fact.why)
            for first, fact in zip(told, self._facts, strict=True)
        ]

    def named(self, named: Named) -> Shown:
        """Show a term, leading to it."""
        from pyoxigraph import NamedNode

        if not isinstance(named.term, NamedNode):
            return literal(named.term, self._lang)
        if named.label:
            shown = cut(named.label, "" if named.lang == self._lang else named.lang)
        else:
            part = self._parts.get(named.iri)
            told = written_out(part, self._lang) if part else None
            shown = told or Shown(compact(named.iri, self._prefixes), NO_LANGUAGE)
        return linked(shown, named.iri, self._links)

    def _told(self, statement: Statement) -> Told:
        mapping = statement.mapping
        # A page names no folder of this machine.
        if mapping and PurePath(mapping.table).is_absolute():
            mapping = mapping._replace(table=PurePath(mapping.table).name)
        return Told(
            None if statement.subject.term == self._about.term else self.named(statement.subject),
            self.named(statement.property),
            self.named(statement.value),
            statement.asserted,
            tuple(map(self._witness, statement.testimonies)),
            mapping,
            tuple(map(_address, mapping.see_also)) if mapping else (),
        )

    def _witness(self, testimony: Testimony) -> Witness:
        source = testimony.source
        name = local_name(testimony.claim)
        anchor = "" if name in self._anchors else name
        self._anchors.add(name)
        text = self._texts.get(testimony.spans[0].text.value) if testimony.spans else None
        iri = text.text.node.value if text else ""
        return Witness(
            anchor,
            linked(
                Shown(compact(testimony.claim, self._prefixes), NO_LANGUAGE),
                testimony.claim,
                self._links,
            ),
            self.named(source.name),
            self._title(source),
            self._maybe(source.kind),
            tuple(map(self.named, source.publishers)),
            self._maybe(source.part_of),
            when(source.issued, self._lang) if source.issued else None,
            _address(source.url) if source.url else None,
            testimony.rows,
            tuple(
                Passage(str(span.stretch.start), str(span.stretch.end), digest)
                for span, digest in zip(testimony.spans, testimony.digests, strict=True)
            ),
            Shown("", href=self._links.thing(iri) or "") if iri else None,
            self.named(testimony.status),
            self._maybe(testimony.rule),
            self._maybe(testimony.precision),
            testimony.note,
        )

    def _title(self, source: Source) -> Shown | None:
        code = source.title_lang
        return cut(source.title, "" if code == self._lang else code) if source.title else None

    def _maybe(self, named: Named | None) -> Shown | None:
        return None if named is None else self.named(named)

    def _nameless(self) -> set[str]:
        from pyoxigraph import NamedNode

        ends = (
            end
            for fact in self._facts
            for one in (fact.statement, *fact.against)
            for end in (one.subject, one.value)
        )
        nameless = (
            each.iri
            for each in (self._about, *ends)
            if isinstance(each.term, NamedNode) and not each.label
        )
        return {iri for iri in nameless if local_path(iri) is not None}


def _address(url: str) -> Shown:
    """Show an address as people read it, without its escapes; it leads to where it says."""
    text = unquote(url.removeprefix("https://").removeprefix("http://").removesuffix("/"))
    shown = cut(text.replace("\ufffd", "?"), NO_LANGUAGE)
    return shown._replace(href=outward(url) or "", relation="external")
