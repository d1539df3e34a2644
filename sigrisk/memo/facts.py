"""The memo's sections on the case itself: nomination, material, consents and voices."""

from __future__ import annotations

from sigrisk.assess import Assessment
from sigrisk.case import ROLES, STATUSES, Consent, Event
from sigrisk.evidence import Evidence
from sigrisk.memo import followed, timeline
from sigrisk.memo.model import Blank, Block, Paragraph, Subheading, Table
from sigrisk.memo.wording import (
    PERSONS,
    SOURCE_TYPES,
    approximate_text,
    day_text,
    said_text,
    valid_to,
)
from sigrisk.possible import Choices
from sigrisk.vocabulary import FactDef, show

MISSING = "Uppgift saknas."


def nomination(assessment: Assessment) -> tuple[Block, ...]:
    """Who nominated the young person, and what the case is."""
    case = assessment.case
    blocks: list[Block] = []
    if case.case.invented:
        blocks.append(Paragraph("Ärendet är påhittat. Namn och uppgifter är exempel.", strong="Övningsärende."))
    age = assessment.knowledge.facts["person.age"]
    born = f"Födelsedatum: {approximate_text(case.person.birth_date)}. " if case.person.birth_date else ""
    years = show(age.fact.definition, age.values) if age.answered else "uppgift saknas"
    blocks.append(Paragraph(f"{born}Ålder på bedömningsdagen: {years}.", strong=f"{case.person.label}."))
    if case.nomination is None:
        blocks.append(Paragraph("Uppgift saknas om vem som har nominerat den unge och varför.", strong="Nominering."))
    else:
        by = SOURCE_TYPES[case.nomination.by]
        when = f"den {day_text(case.nomination.date)}" if case.nomination.date is not None else "(dagen är inte känd)"
        reason = case.nomination.reason or "Uppgift saknas om skälet."
        text = f"Nominerad av {by} {when}. {reason}"
        blocks.append(Paragraph(text, strong="Nominering."))
    blocks += followed.earlier(assessment)
    if case.vignette:
        blocks.append(Paragraph(" ".join(case.vignette.split()), strong="Kort beskrivning."))
    blocks.append(Paragraph(assessment.book.profile.target_group, strong="Målgruppen enligt profilen."))
    if assessment.book.profile.closed:
        blocks.append(Paragraph(assessment.book.profile.closed, strong="Verksamheten är stängd."))
    return tuple(blocks)


def material(assessment: Assessment) -> tuple[Block, ...]:
    """Every claim with source, date, status and last day; the events; the sources."""
    case = assessment.case
    rows = [
        _claim_row(known.fact.definition, claim, known.contradicted and claim.counts)
        for known in assessment.knowledge.facts.values()
        for claim in known.evidence
        if not claim.source_key.startswith("derived:")
    ]
    blocks: list[Block] = [Subheading("Uppgifter")]
    if rows:
        header = ("Uppgift", "Svar", "Källa", "Datum", "Gäller till", "Status")
        blocks.append(Table("Uppgifter i ärendet", header, tuple(rows), unbroken=(3, 4)))
    else:
        blocks.append(Paragraph(MISSING))
    blocks += [Subheading("Händelser"), *_events(assessment)]
    if over_time := timeline.pictures(assessment):
        blocks += [Subheading(timeline.TITLE), *over_time]
    blocks.append(Subheading("Källor i ärendet"))
    if case.sources:
        names = tuple((s.name, SOURCE_TYPES[s.type]) for _, s in sorted(case.sources.items()))
        blocks.append(Table("Källor i ärendet", ("Källa", "Kommer från"), names))
    else:
        blocks.append(Paragraph(MISSING))
    return tuple(blocks)


def _claim_row(fact: FactDef, claim: Evidence, contradicted: bool) -> tuple[str, ...]:
    said = said_text(fact, claim)
    status = "gäller"
    if claim.values is None:
        status = "obesvarad"
    elif claim.expired:
        status = "för gammal, räknas inte"
    elif claim.superseded:
        status = "ersatt av senare uppgift"
    elif contradicted:
        status = "motsägs av annan källa"
    answer = f"{said}. {claim.note}" if claim.note else said
    return (fact.label, answer, claim.source, claim.day.isoformat() if claim.day else "", valid_to(fact, claim), status)


def _events(assessment: Assessment) -> list[Block]:
    case = assessment.case
    blocks: list[Block] = []
    complete = case.events.complete
    if complete is not None:
        name = case.sources[complete.source].name
        blocks.append(Paragraph(f"Listan är fullständig enligt {name}, {day_text(complete.date)}."))
    else:
        blocks.append(Paragraph("Ingen källa har bekräftat att listan är fullständig. Fler händelser kan finnas."))
    if not case.events.list:
        blocks.append(Paragraph("Inga händelser är antecknade."))
        return blocks
    ordered = sorted(case.events.list, key=lambda e: (e.date, e.type, e.role.value, e.report))
    rows = tuple(_event_row(assessment, e) for e in ordered)
    header = ("Datum", "Brott", "Den unges roll", "Rättsligt läge", "Källa")
    blocks.append(Table("Händelser", header, rows, unbroken=(0,)))
    blocks.append(Paragraph("Händelser där den unge är brottsoffer eller vittne räknas aldrig till målgruppen."))
    return blocks


def _event_row(assessment: Assessment, event: Event) -> tuple[str, ...]:
    offence = assessment.book.offences[event.type]
    marks = [f"{offence.chapter} kap. brottsbalken"] if offence.chapter is not None else []
    edition = assessment.book.profile.strategic_edition
    marks += [f"strategiskt brott enligt {edition} års lista"] if edition in offence.strategic else []
    label = offence.label + (f" ({'; '.join(marks)})" if marks else "")
    status = STATUSES[event.status] if event.status is not None else ""
    if not status:
        status = "uppgift saknas" if event.role.value == "perpetrator" else "–"
    return (event.date, label, ROLES[event.role], status, assessment.case.sources[event.source].name)


def consents(assessment: Assessment) -> tuple[Block, ...]:
    """Where each person's consent stands, for what information, to whom and until when."""
    case = assessment.case
    first = "Samtycke hämtas in efter bedömningen av om SIG är lämpligt, och kan tas tillbaka när som helst."
    if assessment.book.profile.closed:
        first = "Verksamheten är stängd, så frågan om samtycke till SIG ställs inte längre där."
    blocks: list[Block] = [Paragraph(first)]
    if not case.consent:
        blocks.append(Paragraph("Uppgift saknas om samtycke."))
        return tuple(blocks)
    fact = {"youth": "consent.youth"}
    rows = tuple(
        _consent_row(assessment, one, fact.get(one.person, "consent.guardians"))
        for one in sorted(case.consent, key=lambda c: (c.person != "youth", c.person, c.date, c.state.value))
    )
    header = ("Vem", "Läge", "Datum", "Gäller till", "Vilka uppgifter", "Till vem", "Källa")
    blocks.append(Table("Samtycken", header, rows, unbroken=(2,)))
    return tuple(blocks)


def _consent_row(assessment: Assessment, one: Consent, fact_id: str) -> tuple[str, ...]:
    options = {o.id: o.label for o in assessment.book.vocabulary["consent.youth"].definition.options}
    return (
        PERSONS[one.person],
        options[one.state.value],
        one.date.isoformat(),
        one.until.isoformat() if one.until is not None else "uppgift saknas",
        one.information or "uppgift saknas",
        one.recipients or "uppgift saknas",
        assessment.case.sources[one.source].name,
    )


def voices(assessment: Assessment) -> tuple[Block, ...]:
    """What the young person and the guardians say themselves, or why that is missing."""
    blocks: list[Block] = []
    said = {v.person: v for v in assessment.case.voice}
    guardians = [f"guardian_{i}" for i in range(1, (assessment.case.guardians or 1) + 1)]
    if assessment.knowledge.facts["consent.guardians"].values == Choices(frozenset(), na=True):
        guardians = []
    for person in dict.fromkeys(["youth", *guardians, *sorted(said)]):
        voice = said.get(person)
        name = f"{PERSONS[person]}."
        if voice is None:
            blocks.append(Paragraph("Uppgift saknas, och inget skäl är angett.", strong=name))
        elif voice.missing_because:
            blocks.append(Paragraph(f"Uppgift saknas. Skäl: {voice.missing_because}", strong=name))
        else:
            when = f" ({day_text(voice.date)})" if voice.date is not None else ""
            blocks.append(Paragraph(f"”{voice.says}”{when}", strong=name))
    if "youth" not in said:
        blocks.append(Blank("Den unges egna åsikter, eller skälet till att de saknas"))
    return tuple(blocks)
