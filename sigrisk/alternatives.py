"""What else may suit a case: which alternatives are shown with which outcomes, and what took a closed place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sigrisk.assess import Assessment, Result
from sigrisk.possible import Verdict
from sigrisk.rulebook import Kind, OutcomeId, Rule, RuleBook

OFFERS: Final = (OutcomeId.OFFER, OutcomeId.OFFER_FIRST)
RESEARCH: Final = frozenset({OutcomeId.STUDY_IN, OutcomeId.STUDY_OUT})
"""The outcomes of a selection for research: they answer who took part in a study, not who is to be offered SIG."""


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The alternatives of one assessment, in the order the profile names them.

    ``replacing`` took the place of a closed operation: those that hold, and where it is all that stands between the
    case and an offer, each of them whatever its own condition says. ``named`` hold, ``perhaps`` can't be settled yet.
    """

    replacing: tuple[Result, ...]
    named: tuple[Result, ...]
    perhaps: tuple[Result, ...]


def shown_with(book: RuleBook, alternative: Rule) -> tuple[OutcomeId, ...]:
    """The outcomes with which an alternative is shown: its own, and an offer that a closed operation can't make.

    Empty where it is shown with every outcome.
    """
    own = alternative.outcomes
    return tuple(dict.fromkeys((*own, *OFFERS))) if own and book.profile.closed else own


def is_research(book: RuleBook) -> bool:
    """Whether the profile only selects for research: none of its outcomes says anything of who is to be offered SIG."""
    return {book.rules[row].rule.outcome for row in book.decision} <= RESEARCH


def offer_can_not_be_made(assessment: Assessment) -> bool:
    """Whether the criteria may come to an offer that nobody can make any more, because the operation is closed."""
    return bool(assessment.book.profile.closed and set(OFFERS) & set(assessment.outcomes))


def alternatives_of(assessment: Assessment) -> Alternatives:
    """What the memo, the screen and the data name as alternatives."""
    book, possible = assessment.book, set(assessment.outcomes)
    fitting = [
        result
        for result in assessment.of_kind(Kind.ALTERNATIVE)
        if not result.rule.outcomes or set(shown_with(book, result.rule)) & possible
    ]
    holding = {result.rule.id for result in fitting if result.verdict is Verdict.MET}
    every = offer_can_not_be_made(assessment)
    first = [rule_id for rule_id in book.profile.replaced_by if every or rule_id in holding]
    others = [result for result in fitting if result.rule.id not in first]
    return Alternatives(
        replacing=tuple(assessment.results[rule_id] for rule_id in first),
        named=tuple(r for r in others if r.verdict is Verdict.MET),
        perhaps=tuple(r for r in others if r.verdict is Verdict.OPEN),
    )
