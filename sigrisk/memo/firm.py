"""The part of section 12 that says how firm the verdicts are."""

from __future__ import annotations

from sigrisk import firmtext
from sigrisk.assess import Assessment
from sigrisk.memo.model import Block, Bullets, Paragraph, Subheading


def firmness_part(assessment: Assessment) -> tuple[Block, ...]:
    """The outcome first, then the criteria and flags."""
    outcome = firmtext.outcome_sentence(assessment) or firmtext.NOT_SETTLED
    lines = firmtext.rule_lines(assessment)
    listed = (Paragraph(firmtext.WHERE), Bullets(lines)) if lines else ()
    return (Subheading(firmtext.HEADING), Paragraph(firmtext.ABOUT), Paragraph(outcome), *listed)
