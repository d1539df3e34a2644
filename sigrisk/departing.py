"""When an assessor's summary rating departs from the picture, so that reasons are asked for.

There is no formula for a summary (see instruments.md), and none is made here: no sum and no middle, only what every
possible answer contradicts. docs/checklistor.md says the same to whoever fills in a checklist.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sigrisk.case import SummaryRating
from sigrisk.instrument import RISK_STEPS

_RATED: Final = {"low": "låg", "moderate": "måttlig", "high": "hög"}
_LOW, _MODERATE, _HIGH = range(len(RISK_STEPS))


@dataclass(frozen=True, slots=True)
class _Question:
    """The levels that one question may still have, as numbers; ``certain`` where it certainly applies."""

    levels: frozenset[int]
    certain: bool

    def above(self, rated: int) -> bool:
        """Whether it stands above a rating, whatever the missing answers are."""
        return self.certain and all(level > rated for level in self.levels)


def departure(
    summary: SummaryRating | None, steps: Iterable[frozenset[str]], critical: Iterable[frozenset[str]] = ()
) -> str:
    """How a summary rating parts from the picture, in Swedish; empty where it doesn't.

    ``steps`` are the steps that each question of risk may still stand at, and an empty set is one that doesn't apply;
    ``critical`` are those of the questions that the assessor marks as weighing the most. What is named stands whatever
    the missing answers are. The wording asks for reasons and corrects nothing.
    """
    if summary is None:
        return ""
    questions = tuple(_questions(steps))
    found = next(_departures(RISK_STEPS.index(summary.rating), questions, tuple(_questions(critical))), "")
    return f"Den samlade bedömningen är {_RATED[summary.rating]}, men {found}." if found else ""


def _questions(steps: Iterable[frozenset[str]]) -> Iterator[_Question]:
    for left in steps:
        levels = frozenset(RISK_STEPS.index(step) for step in left if step in RISK_STEPS)
        if levels:
            yield _Question(levels, len(levels) == len(left))


def _departures(rated: int, questions: tuple[_Question, ...], critical: tuple[_Question, ...]) -> Iterator[str]:
    possible = {level for one in questions for level in one.levels}
    applies = any(one.certain for one in questions)
    if rated == _HIGH and applies and possible <= {_LOW}:
        yield "ingen fråga om risk kan ha fått mer än den lägsta nivån"
    if rated == _HIGH and applies and _HIGH not in possible:
        yield "ingen fråga om risk har fått den högsta nivån"
    if rated == _MODERATE and applies and possible == {_LOW}:
        yield "alla frågor om risk har fått den lägsta nivån"
    if rated == _MODERATE and applies and possible == {_HIGH}:
        yield "alla frågor om risk har fått den högsta nivån"
    if rated == _LOW and applies and _LOW not in possible:
        yield "ingen fråga om risk har fått den lägsta nivån"
    highest = sum(one.above(_MODERATE) for one in questions)
    if rated < _HIGH and 2 * highest > len(questions):
        yield "mer än hälften av frågorna om risk har fått den högsta nivån"
    if 2 * sum(one.above(rated) for one in questions) > len(questions):
        yield "mer än hälften av frågorna om risk har fått en högre nivå"
    if rated == _LOW and highest and highest >= sum(_LOW in one.levels for one in questions):
        yield "minst lika många frågor har fått den högsta nivån som den lägsta"
    if any(one.above(rated) for one in critical):
        yield "en fråga som bedömaren säger väger särskilt tungt har fått en högre nivå"
