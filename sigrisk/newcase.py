"""A new case file with every question the profile asks, and nothing filled in."""

from __future__ import annotations

import re
from typing import Final

from sigrisk.case import ConsentState, LegalStatus, Role, SourceType
from sigrisk.newchecklist import blank_checklist
from sigrisk.packs import Packs
from sigrisk.rulebook import RuleBook, facts_used
from sigrisk.series import series
from sigrisk.vocabulary import Side, choices_meant, choices_text
from sigrisk.words import Worded

_ID: Final = re.compile(r"(?!(null|true|false)$)[A-Za-zÅÄÖåäö][A-Za-z0-9ÅÄÖåäö_.-]{0,39}")  # what YAML reads as text


def blank_case(packs: Packs, book: RuleBook, day: str, name: str, checklists: tuple[str, ...] = ()) -> str:
    """The text of a case file for one profile. It passes ``sigrisk validate`` as it stands, and answers nothing.

    ``checklists`` are written out question by question.
    """
    lines = [
        "# Ärende för sigrisk. Fyll i det som är känt och lämna resten: en obesvarad fråga räknas aldrig som nej.",
        "# Ta bort # framför en rad när du fyller i den. Skriv vet ej om någon har frågats men inte vet.",
        "sigrisk: 1",
        "case:",
        f"  id: {name if _ID.fullmatch(name) else 'ARENDE-1'}",
        "  # title: kort rubrik",
        f"  profile: {book.profile.id}",
        f"  assessment_date: {day}",
        "  # operation_model: samverkan   # samverkan, pussel eller lotsning: hur er SIG arbetar",
        "person:",
        "  label: Den unge",
        "  # birth_date: 2010-05-14       # det räcker med 2010-05 eller 2010",
        "# nomination:",
        "#   by: polisen",
        f"#   # by: {_words(SourceType)}",
        f"#   date: {day}",
        "#   reason: Varför den unge nomineras.",
        "sources:",
        "#   polisen: {name: Polisens underlag, type: polisen}",
        "#   skolan: {name: Skolans rapport, type: skolan}",
        "#   gruppen: {name: Beredningsgruppen, type: annan}   # för gruppens egen bedömning av underlaget",
        "#   # type: samma ord som i by",
        "",
        "# Varje uppgift: värde, källa och datum. Två källor om samma sak skrivs som en lista.",
        "#   peers.criminal: {value: måttlig, source: polisen, date: 2026-10-01, note: valfri anmärkning}",
        "facts:",
    ]
    used = facts_used(book)
    asked = [f for f in book.vocabulary if not f.definition.derived and _asked(f.id, f.definition.side, used)]
    for domain in book.vocabulary.domains:
        inside = [f for f in asked if f.domain.id == domain.id]
        if not inside:
            continue
        lines += ["", f"  # ---- {domain.label}"]
        for fact in inside:
            lines.append(f"  # {fact.definition.ask}")
            if fact.definition.help:
                lines.append(f"  #   {fact.definition.help}")
            lines.append(f"  #   {choices_text(fact.definition)}")
            lines += [f"  #     {meant}" for meant in choices_meant(fact.definition)]
            lines.append(f"  # {fact.id}: {{value: …, source: …, date: {day}}}")
    lines += [
        "",
        "# Händelser: sigrisk räknar själv antal, ålder vid första brottet, grova och strategiska brott.",
        "events:",
        "  # complete: {source: polisen, date: 2026-10-01}   # när källan har räknat upp allt den känner till",
        "  list:",
        "  # - {date: 2026-08, type: rån, role: gärningsperson, status: misstänkt, report: A1, source: polisen}",
        f"  #   type: se ”sigrisk offences”; role: {_words(Role)}",
        "  #   report: anmälans nummer; brott i samma anmälan får samma nummer och räknas en gång",
        f"  #   status: {_words(LegalStatus)} (bara för gärningsperson; friad även när saken är nedlagd)",
        "",
        "# Checklistor: " + ", ".join(packs.instruments) + " (se ”sigrisk instruments show ID”).",
        "checklists:",
        *(line for one in checklists for line in blank_checklist(packs.instruments[one], packs.vocabulary, day)),
        *([] if checklists else _sample(day)),
        "",
        "# guardians: 2                   # antal vårdnadshavare",
        "consent:",
        "# - {person: den unge, state: lämnat, date: 2026-11-01, source: socialtjansten, until: 2027-05-01,",
        "#    information: vilka uppgifter, recipients: till vem}",
        "#   person: den unge, vårdnadshavare 1 eller vårdnadshavare 2",
        f"#   state: {_words(ConsentState)}",
        "",
        "voice:",
        "# - {person: den unge, says: Den unges egna ord., date: 2026-11-01}",
        "# - {person: vårdnadshavare 1, missing_because: Varför vi inte har frågat.}",
        "",
    ]
    return "\n".join(lines)


def _sample(day: str) -> list[str]:
    return [
        "# - instrument: savry_inspirerad",
        "#   version: 1",
        f"#   date: {day}",
        "#   assessor: {name: Namn, role: socialsekreterare}",
        "#   answers: {h1: hög, h2: {level: låg, note: valfri anmärkning}}",
        "#   summary: {rating: måttlig, horizon_months: 12, reasons: Skälen med egna ord.}",
        "#   Med ”sigrisk new FIL --checklist ID” skrivs checklistans alla frågor ut här.",
    ]


def _words(kind: type[Worded]) -> str:
    """The words of one of the case file's lists, to choose from."""
    words = [one.word for one in kind]
    return series(words, "eller")


def _asked(fact_id: str, side: Side, used: frozenset[str]) -> bool:
    return fact_id in used or side in (Side.RISK, Side.PROTECTION, Side.NEED, Side.RESPONSIVITY)
