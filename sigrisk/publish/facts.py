"""The facts that a profile's rules read, its numbers and its offences, as a reader meets them on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sigrisk.condition import facts_in
from sigrisk.counted import counted
from sigrisk.derived import ADULT
from sigrisk.explain import listing
from sigrisk.instrument import Instrument
from sigrisk.material import JUDGED, asked
from sigrisk.packs import Packs
from sigrisk.publish.model import Counting, FactGroup, FactView, NumberView, Row
from sigrisk.publish.wording import (
    answers_of,
    fact_anchor,
    fact_link,
    item_anchor,
    link,
    md,
    number_anchor,
    origin,
    rule_link,
)
from sigrisk.rulebook import (
    CHECKLIST_MONTHS,
    CHECKLIST_SHARE,
    REGISTER_MONTHS,
    TOO_YOUNG,
    Param,
    RuleBook,
    facts_used,
    params_used,
)
from sigrisk.show import rules_in_order
from sigrisk.vocabulary import Fact, Side

CHECKLISTS: Final = "checklistor.md"
COUNTED: Final[Mapping[str, tuple[str, str]]] = {
    "offences.": ("rakna-brott", "Så räknas händelser"),
    "victim.": ("rakna-brott", "Så räknas händelser"),
    "witness.": ("rakna-brott", "Så räknas händelser"),
    "person.age": ("rakna-alder", "Så räknas ålder"),
    "consent.": ("rakna-samtycke", "Så räknas samtycke"),
    "assessment.": ("rakna-underlag", "Så räknas underlaget"),
}
"""Where the page tells how derived facts are counted, by how their ids begin."""
_SIDES: Final[Mapping[Side, str]] = {
    Side.RISK: "risk",
    Side.PROTECTION: "skydd",
    Side.NEED: "behov",
    Side.HISTORY: "det som har hänt",
    Side.WILL: "vilja och samtycke",
    Side.CONTEXT: "sammanhang",
    Side.RESPONSIVITY: "mottaglighet",
}


def fact_groups(packs: Packs, book: RuleBook) -> tuple[FactGroup, ...]:
    """Every fact that a rule of the profile reads, by life area."""
    used = facts_used(book)
    asked = _items(packs.instruments)
    groups = []
    for domain in book.vocabulary.domains:
        facts = [f for f in book.vocabulary if f.domain.id == domain.id and f.id in used]
        if facts:
            groups.append(FactGroup(md(domain.label), tuple(_fact(book, f, asked.get(f.id, [])) for f in facts)))
    return tuple(groups)


def _items(instruments: Mapping[str, Instrument]) -> dict[str, list[str]]:
    """The checklist questions that inform each fact, as links."""
    found: dict[str, list[str]] = {}
    for instrument in instruments.values():
        for item in instrument.items():
            place = f"{CHECKLISTS}#{item_anchor(instrument.id, item.id)}"
            found.setdefault(item.fact, []).append(f"{link(item.label, place)} ({md(instrument.label)})")
    return found


def _fact(book: RuleBook, fact: Fact, asked: list[str]) -> FactView:
    return FactView(
        anchor=fact_anchor(fact.id),
        name=fact.id,
        title=md(fact.definition.label),
        ask=md(fact.definition.ask),
        notes=tuple(Row(note) for note in _notes(book, fact, asked)),
    )


def _notes(book: RuleBook, fact: Fact, asked: list[str]) -> Iterator[tuple[str, str]]:
    definition = fact.definition
    yield "Handlar om", _SIDES[definition.side]
    yield "Svar", answers_of(definition)
    if definition.help:
        yield "Mer om uppgiften", md(definition.help)
    place = next((p for start, p in COUNTED.items() if fact.id.startswith(start)), None) if definition.derived else None
    if place is not None:
        yield "Räknas fram", f"se {link(place[1], '#' + place[0])}"
    if definition.expires is not None:
        yield "Räknas i", f"{counted(definition.expires, 'månad', 'månader')} från den dag svaret gavs"
    elif not definition.derived:
        yield "Räknas i", "obegränsad tid"
    if asked:
        yield "Vad nivåerna betyder", "se checklistornas frågor " + ", ".join(asked)
    readers = [one.rule for one in rules_in_order(book) if fact.id in facts_in(one.tree)]
    yield "Används i", ", ".join(rule_link(rule) for rule in readers)
    yield "Källa", origin(definition.basis, definition.sources, book.sources)


def numbers(book: RuleBook) -> tuple[NumberView, ...]:
    """Every number that the profile uses, with its unit and where it comes from."""
    found = []
    for param in params_used(book):
        own, basis = param.id in book.profile.params, book.origin(param.id)
        whence = ("satt i profilen: " if own else "") + origin(basis.basis, basis.sources, book.sources)
        value = book.values[param.id]
        unit = md(param.unit_of(value))
        found.append(NumberView(number_anchor(param.id), md(param.label), str(value), unit, whence, _why(param, book)))
    return tuple(found)


def _why(param: Param, book: RuleBook) -> str:
    """Why the number is what it is. The default's reason says nothing of one that the profile has put in its place."""
    own = book.profile.origins.get(param.id)
    why = f" {md(own.why)}" if own is not None and own.why else ""
    if book.values[param.id] == param.default:
        return why.strip() or md(param.why)
    return f"Det förvalda talet är {param.default}.{why}"


def counting(packs: Packs, book: RuleBook) -> Counting:
    """The numbers that decide how facts are counted."""
    read = facts_used(book)
    derived = [f for f in read if book.vocabulary[f].definition.derived]
    return Counting(
        passages=frozenset(place[0] for start, place in COUNTED.items() if any(f.startswith(start) for f in derived)),
        adult=ADULT,
        too_young=book.values[TOO_YOUNG],
        register_months=book.values[REGISTER_MONTHS],
        checklist_months=book.values[CHECKLIST_MONTHS],
        checklist_share=book.values[CHECKLIST_SHARE],
        grave=listing([str(chapter) for chapter in sorted(packs.grave_chapters)]),
        edition=md(book.profile.strategic_edition),
        judged=listing([f"”{fact_link(f.definition)}”" for f in book.vocabulary if f.id in JUDGED & read]),
        questions=tuple(fact_link(f.definition) for f in book.vocabulary if f.id in asked(book)),
    )


def offence_rows(book: RuleBook) -> tuple[Row, ...]:
    """Every type of crime: its chapter, and whether the profile counts it as grave or strategic."""
    return tuple(
        Row(
            (
                md(offence.label),
                f"{offence.chapter} kap." if offence.chapter is not None else "–",
                "ja" if book.grave(offence.id) else "nej",
                "ja" if book.profile.strategic_edition in offence.strategic else "nej",
            )
        )
        for offence in book.offences.values()
    )
