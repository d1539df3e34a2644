"""The memo's section on risk, needs, responsivity and protection: counts and tables, never a sum or a level."""

from __future__ import annotations

from sigrisk.assess import Assessment
from sigrisk.explain import ground, lower_first
from sigrisk.instrument import ItemSide
from sigrisk.memo import figures, labels
from sigrisk.memo.checklists import checklist, tally_table
from sigrisk.memo.model import Block, Bullets, Paragraph, Subheading
from sigrisk.memo.wording import ground_text
from sigrisk.vocabulary import Side


def pictures(assessment: Assessment) -> tuple[Block, ...]:
    """Life areas, needs, responsivity, and each checklist with the assessor's own view."""
    blocks: list[Block] = [
        Paragraph(labels.PICTURES),
        Subheading("Risk per livsområde"),
        *_areas(assessment, ItemSide.RISK),
        Subheading("Skydd per livsområde"),
        *_areas(assessment, ItemSide.PROTECTION),
        Subheading("Behov av stöd"),
        *_known(assessment, Side.NEED, "Inga behov är bedömda."),
        Subheading("Mottaglighet"),
        Paragraph(
            "Det här säger hur stöd, möten och information behöver läggas upp för att nå fram. "
            "Det räknas varken som risk eller som skydd."
        ),
        *_known(assessment, Side.RESPONSIVITY, "Mottagligheten är inte bedömd."),
    ]
    for number, score in enumerate(assessment.scores, start=1):
        blocks += checklist(assessment, score, number)
    if not assessment.scores:
        blocks += [Subheading("Checklistor"), Paragraph("Ingen strukturerad checklista ingår i underlaget.")]
    return tuple(blocks)


def _areas(assessment: Assessment, side: ItemSide) -> list[Block]:
    """The life areas' counts, each area for itself: a row for all of them would read as a sum."""
    both = [p.risk if side is ItemSide.RISK else p.protection for p in assessment.picture]
    tallies = [one for one in both if one.items]
    if not tallies:
        return [Paragraph("Inget livsområde har någon sådan uppgift.")]
    caption = "Riskfaktorer per livsområde" if side is ItemSide.RISK else "Skyddsfaktorer per livsområde"
    shown = figures.counted(f"bild-{side.value}", tallies, tally_table(caption, tallies, "Livsområde"))
    wanted = Side.RISK if side is ItemSide.RISK else Side.PROTECTION
    counted = frozenset(k.fact.id for k in assessment.knowledge.facts.values() if k.fact.definition.side is wanted)
    return [*figures.counting(shown, counted)]


def _known(assessment: Assessment, side: Side, nothing: str) -> list[Block]:
    known = [
        ground_text(ground(assessment, k.fact.id))
        for k in assessment.knowledge.facts.values()
        if k.fact.definition.side is side and (k.answered or assessment.hides(k.fact.id))
    ]
    unknown = [
        lower_first(k.fact.definition.label)
        for k in assessment.knowledge.facts.values()
        if k.fact.definition.side is side and not (k.answered or assessment.hides(k.fact.id))
    ]
    blocks: list[Block] = [Bullets(tuple(known))] if known else [Paragraph(nothing)]
    if unknown:
        blocks.append(Paragraph("Inte bedömt: " + ", ".join(unknown) + "."))
    return blocks
