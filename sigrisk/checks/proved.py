"""The checks that are proved with z3, in the order of their codes."""

from __future__ import annotations

from typing import Final

from sigrisk.checks import (
    always_met,
    decision_gap,
    decision_overlap,
    idle_part,
    never_met,
    offer_despite_stop,
    same_rules,
    stop_loses,
    unreachable_outcome,
)
from sigrisk.checks.base import Check

PROVED: Final[tuple[Check, ...]] = (
    never_met.CHECK,
    always_met.CHECK,
    same_rules.CHECK,
    unreachable_outcome.CHECK,
    decision_gap.CHECK,
    decision_overlap.CHECK,
    stop_loses.CHECK,
    idle_part.CHECK,
    offer_despite_stop.CHECK,
)
