"""What if as data: what ``sigrisk whatif --json`` writes."""

from __future__ import annotations

from collections.abc import Sequence

from sigrisk import __version__
from sigrisk.assess import Assessment
from sigrisk.models import Model
from sigrisk.vocabulary import show
from sigrisk.whatif import MOST_CHANGES, Answer, Change, WhatIf
from sigrisk.whatiftext import ABOUT, answers_text


class ChangeReport(Model):
    """One changed fact; ``turns_out`` where nothing known is changed, but an open answer turns out to be this."""

    fact: str
    label: str
    before: str
    after: str
    turns_out: bool


class TurnReport(Model):
    """A rule that gets another verdict (met, not_met, open)."""

    rule: str
    title: str
    before: str
    after: str


class WhatIfReport(Model):
    """Some changes, the outcomes that are then possible, and the rules that turn."""

    changes: tuple[ChangeReport, ...]
    outcomes: tuple[str, ...]
    turns: tuple[TurnReport, ...]


class GoalReport(Model):
    """What was looked for (where both are empty: any other outcome), and every smallest set that reaches it."""

    outcome: str
    flag: str
    reached_already: bool
    facts_varied: int
    found: tuple[WhatIfReport, ...]


class WhatIfFile(Model):
    """A whole search, or the changes made by hand (``by_hand``). The same case and rule book give the same bytes."""

    sigrisk_whatif: int
    sigrisk_version: str
    case: str
    assessment_date: str
    profile: str
    rulebook_checksum: str
    about: str
    outcomes: tuple[str, ...]
    most_changes: int
    goals: tuple[GoalReport, ...]
    by_hand: WhatIfReport | None


def whatif_report(assessment: Assessment, answers: Sequence[Answer], by_hand: WhatIf | None = None) -> WhatIfFile:
    """The search, or the changes made by hand, as data."""
    return WhatIfFile(
        sigrisk_whatif=1,
        sigrisk_version=__version__,
        case=assessment.case.case.id,
        assessment_date=assessment.case.day.isoformat(),
        profile=assessment.book.profile.id,
        rulebook_checksum=assessment.book.checksum,
        about=ABOUT,
        outcomes=tuple(o.value for o in assessment.outcomes),
        most_changes=MOST_CHANGES,
        goals=tuple(_goal(answer) for answer in answers),
        by_hand=_what_if(by_hand) if by_hand is not None else None,
    )


def _goal(answer: Answer) -> GoalReport:
    return GoalReport(
        outcome=answer.goal.outcome.value if answer.goal.outcome is not None else "",
        flag=answer.goal.flag or "",
        reached_already=answer.reached,
        facts_varied=answer.varied,
        found=tuple(_what_if(one) for one in answer.found),
    )


def _what_if(one: WhatIf) -> WhatIfReport:
    return WhatIfReport(
        changes=tuple(_change(change) for change in one.changes),
        outcomes=tuple(o.value for o in one.outcomes),
        turns=tuple(
            TurnReport(rule=t.rule.id, title=t.rule.title, before=t.before.value, after=t.after.value)
            for t in one.turns
        ),
    )


def _change(change: Change) -> ChangeReport:
    fact = change.fact.definition
    return ChangeReport(
        fact=fact.id,
        label=fact.label,
        before=show(fact, change.before),
        after=answers_text(fact, change.after),
        turns_out=change.turns_out,
    )
