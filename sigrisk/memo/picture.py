"""The memo's section on risk, needs and protection: counts in words and tables, never a sum or a level."""

from __future__ import annotations

from collections.abc import Mapping

from sigrisk.assess import Assessment
from sigrisk.case import SummaryRating
from sigrisk.explain import ground, lower_first
from sigrisk.instrument import Instrument, ItemSide
from sigrisk.memo.model import Block, Bullets, Paragraph, Subheading, Table
from sigrisk.memo.wording import day_text, ground_text
from sigrisk.score import ChecklistScore, Count, Tally
from sigrisk.vocabulary import Side

STEPS = {
    "low": "Låg eller ingen",
    "moderate": "Måttlig",
    "high": "Hög",
    "absent": "Saknas",
    "thread": "En tråd",
    "clear": "Tydlig",
}
_MISSING = ("Svar saknas helt eller delvis", "Ej aktuellt")


def count_text(count: Count) -> str:
    """A count as one number, or as an interval where answers are missing."""
    return str(count.low) if count.low == count.high else f"{count.low}–{count.high}"


def pictures(assessment: Assessment) -> tuple[Block, ...]:
    """Life areas, needs, and each checklist with the assessor's own summary rating."""
    blocks: list[Block] = [
        Paragraph(
            "Tabellerna visar hur många uppgifter som ligger på varje nivå. Ett spann, till exempel 1–4, betyder "
            "att svar saknas: antalet är minst det första talet och högst det andra. "
            "Talen läggs inte ihop till någon risknivå."
        ),
        Subheading("Risk per livsområde"),
        _area_table(assessment, ItemSide.RISK),
        Subheading("Skydd per livsområde"),
        _area_table(assessment, ItemSide.PROTECTION),
        Subheading("Behov av stöd"),
        *_needs(assessment),
    ]
    for score in assessment.scores:
        blocks += _checklist(score)
    if not assessment.scores:
        blocks += [Subheading("Checklistor"), Paragraph("Ingen strukturerad checklista ingår i underlaget.")]
    return tuple(blocks)


def _area_table(assessment: Assessment, side: ItemSide) -> Table:
    tallies = [p.risk if side is ItemSide.RISK else p.protection for p in assessment.picture]
    whole = assessment.whole[0] if side is ItemSide.RISK else assessment.whole[1]
    caption = "Riskfaktorer per livsområde" if side is ItemSide.RISK else "Skyddsfaktorer per livsområde"
    return tally_table(caption, [t for t in tallies if t.items] + [whole], "Livsområde")


def tally_table(caption: str, tallies: list[Tally], first: str, labels: Mapping[str, str] = STEPS) -> Table:
    """Counts by step, with how many answers are missing. Steps without a label are left out: no level leads to them."""
    header = (first, *(labels[c.step] for c in tallies[0].counts if c.step in labels), *_MISSING)
    rows = tuple(
        (t.label, *(count_text(c) for c in t.counts if c.step in labels), str(t.unknown), str(t.not_applicable))
        for t in tallies
    )
    return Table(caption, header, rows)


def step_labels(instrument: Instrument, side: ItemSide) -> dict[str, str]:
    """The checklist's own word for a step where one level alone leads to it, ours where several do."""
    found: dict[str, set[str]] = {}
    for scale in instrument.scales:
        if scale.side is side:
            for level in scale.levels:
                found.setdefault(level.shows, set()).add(level.label)
    return {step: next(iter(words)) if len(words) == 1 else STEPS[step] for step, words in found.items()}


def _needs(assessment: Assessment) -> list[Block]:
    known = [
        ground_text(ground(assessment, k.fact.id))
        for k in assessment.knowledge.facts.values()
        if k.fact.definition.side is Side.NEED and k.answered
    ]
    unknown = [
        lower_first(k.fact.definition.label)
        for k in assessment.knowledge.facts.values()
        if k.fact.definition.side is Side.NEED and not k.answered
    ]
    blocks: list[Block] = [Bullets(tuple(known))] if known else [Paragraph("Inga behov är bedömda.")]
    if unknown:
        blocks.append(Paragraph("Inte bedömt: " + ", ".join(unknown) + "."))
    return blocks


def _checklist(score: ChecklistScore) -> list[Block]:
    checklist, instrument = score.checklist, score.instrument
    by = f"{checklist.assessor.name}, {checklist.assessor.role}, den {day_text(checklist.date)}"
    total = len(score.readings)
    answered = f"{score.answered} av {total} frågor är besvarade på formuläret"
    if score.read_elsewhere:
        answered += f", och {score.read_elsewhere} till framgår av andra uppgifter i ärendet"
    blocks: list[Block] = [
        Subheading(instrument.label),
        Paragraph(f"Ifylld av {by}. {answered}. Checklistan är inte prövad i forskning.", strong="Underlag."),
    ]
    for side in ItemSide:
        areas = [t for t in score.areas if t.side is side]
        if areas:
            what = "riskfrågor" if side is ItemSide.RISK else "skyddsfrågor"
            blocks.append(
                tally_table(
                    f"{instrument.label}: {what}",
                    areas + [t for t in score.total if t.side is side],
                    "Del",
                    step_labels(instrument, side),
                )
            )
    labels = {i.id: i.label for i in instrument.items()}
    if checklist.critical:
        named = ", ".join(lower_first(labels[c]) for c in checklist.critical)
        blocks.append(Paragraph(f"Bedömaren lyfter fram: {named}.", strong="Särskilt viktigt."))
    for extra in checklist.extra:
        kind = "Ytterligare riskfaktor." if extra.side == "risk" else "Ytterligare skyddsfaktor."
        blocks.append(Paragraph(extra.text, strong=kind))
    blocks += _summary(score)
    blocks.append(Bullets(tuple(instrument.limits)))
    return blocks


def _summary(score: ChecklistScore) -> list[Block]:
    if score.instrument.summary is None:
        return []
    summary: SummaryRating | None = score.checklist.summary
    if summary is None:
        return [Paragraph("Bedömaren har inte gjort någon samlad bedömning.", strong="Samlad bedömning.")]
    step = next((s for s in score.instrument.summary.steps if s.id == summary.rating), None)
    label = step.label if step is not None else summary.rating
    text = f"{label}, för de närmaste {summary.horizon_months} månaderna. "
    text += f"Skäl: {summary.reasons}" if summary.reasons else "Inga skäl är angivna."
    blocks: list[Block] = [Paragraph(text, strong="Bedömarens samlade bedömning.")]
    if score.departs:
        need = " Skäl till det behöver skrivas." if score.reasons_missing else " Bedömarens skäl står ovan."
        blocks.append(Paragraph(score.departs + need, strong="Avviker från bilden."))
    return blocks
