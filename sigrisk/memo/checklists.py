"""Each filled-in checklist in the memo: counts in tables, what isn't counted answer by answer, and the limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sigrisk.assess import Assessment
from sigrisk.checklisttext import (
    SIDE_WORDS,
    STEPS,
    Answered,
    count_text,
    filled_text,
    own_view,
    step_labels,
    told_answers,
)
from sigrisk.explain import ground, lower_first
from sigrisk.instrument import ItemSide
from sigrisk.memo import figures
from sigrisk.memo.model import Block, Bullets, Paragraph, Picture, Subheading, Table
from sigrisk.memo.wording import ground_text
from sigrisk.score import ChecklistScore, Tally, is_yes_no

_MISSING: Final = ("Svar saknas helt eller delvis", "Ej aktuellt")
_ELSEWHERE: Final = "Därav från andra uppgifter i ärendet"


def checklist(assessment: Assessment, score: ChecklistScore, number: int) -> list[Block]:
    """One filled-in checklist: its counts, its told answers, the assessor's own view, and what it can't say.

    ``number`` is its place among the case's checklists.
    """
    instrument = score.instrument
    text = filled_text(score) + ("" if instrument.validated else " Checklistan är inte prövad i forskning.")
    blocks: list[Block] = [Subheading(instrument.label), Paragraph(text, strong="Underlag.")]
    for side in ItemSide:
        blocks += _counts(score, side, f"bild-{number}-{side.value}")
    for heading, answers in told_answers(assessment, score):
        blocks += _told(f"{instrument.label}: {heading}", answers)
    for elsewhere in instrument.elsewhere:
        blocks.append(Paragraph(elsewhere.ask, strong="Räknas fram ur ärendet."))
        blocks.append(Bullets(tuple(ground_text(ground(assessment, fact)) for fact in elsewhere.facts)))
    blocks += [Paragraph(line.text, strong=line.lead) for line in own_view(assessment, score)]
    if instrument.limits:
        blocks.append(Paragraph("Det här behöver den känna till som läser checklistan.", strong="Begränsningar."))
        blocks.append(Bullets(tuple(instrument.limits)))
    return blocks


def _counts(score: ChecklistScore, side: ItemSide, name: str) -> list[Picture]:
    instrument = score.instrument
    areas = [t for t in score.areas if t.side is side]
    stepped = [t for t in areas if not is_yes_no(t)]
    blocks: list[Picture] = []
    if stepped:
        caption = f"{instrument.label}: {SIDE_WORDS[side]}"
        labels = step_labels(instrument, side)
        blocks += figures.counted(name, stepped, tally_table(caption, stepped, "Del", labels), labels)
    if len(stepped) < len(areas):
        answered = [t for t in areas if is_yes_no(t)]
        caption = f"{instrument.label}: {SIDE_WORDS[side]} som besvaras med ja eller nej"
        blocks += figures.counted(f"{name}-ja", answered, yes_table(caption, answered))
    facts = frozenset(item.fact for item in instrument.items() if instrument.scale_of(item).side is side)
    return figures.counting(blocks, facts)


def tally_table(caption: str, tallies: list[Tally], first: str, labels: Mapping[str, str] = STEPS) -> Table:
    """Counts by step, with how many answers are missing. Steps without a label are left out: no level leads to them.

    There is no row for all areas together: it would read as a sum.
    """
    header = (first, *(labels[c.step] for c in tallies[0].counts if c.step in labels), *_MISSING)
    rows = [
        (t.label, *(count_text(c) for c in t.counts if c.step in labels), str(t.unknown), str(t.not_applicable))
        for t in tallies
    ]
    return _saying_whose(Table(caption, header, tuple(rows)), tallies)


def yes_table(caption: str, tallies: list[Tally]) -> Table:
    """At least and at most so many answers with yes in each area. There is no row for all of them together."""
    header = ("Del", "Frågor", "Minst ja", "Högst ja", *_MISSING)
    rows = []
    for one in tallies:
        yes = one.counts[-1]
        rows.append((one.label, *map(str, (one.items, yes.low, yes.high, one.unknown, one.not_applicable))))
    return _saying_whose(Table(caption, header, tuple(rows)), tallies)


def _saying_whose(table: Table, tallies: list[Tally]) -> Table:
    """The table with how many of the answers aren't the assessor's own, where there are any."""
    if not any(one.elsewhere for one in tallies):
        return table
    rows = tuple((*row, str(one.elsewhere)) for row, one in zip(table.rows, tallies, strict=True))
    return replace(table, header=(*table.header, _ELSEWHERE), rows=rows)


def _told(caption: str, answers: tuple[Answered, ...]) -> list[Block]:
    blocks: list[Block] = []
    rows = tuple((a.label, a.answer, a.note) for a in answers if a.answer)
    if rows:
        blocks.append(Table(caption, ("Fråga", "Svar", "Anmärkning"), rows))
    missing = [lower_first(a.label) for a in answers if not a.answer]
    if missing:
        blocks.append(Paragraph(", ".join(missing) + ".", strong="Svar saknas:"))
    return blocks
