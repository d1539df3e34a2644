"""The part of section 12 that says how firm the verdicts are."""

from __future__ import annotations

from sigrisk import firmtext
from sigrisk.assess import Assessment
from sigrisk.memo.model import Block, Bullets, Paragraph, Subheading, Table


def firmness_part(assessment: Assessment) -> tuple[Block, ...]:
    """The outcome first, then a row for each settled verdict with the answers that turn it."""
    blocks: list[Block] = [
        Subheading(firmtext.HEADING),
        Paragraph(firmtext.ABOUT),
        Paragraph(firmtext.outcome_only(assessment)),
    ]
    if rows := firmtext.rows(assessment):
        blocks += [Paragraph(firmtext.PARTS), Table(firmtext.CAPTION, firmtext.HEADER, rows)]
    if alone := firmtext.alone(assessment):
        blocks += [Paragraph(firmtext.ALONE), Bullets(alone)]
    return tuple(blocks)
