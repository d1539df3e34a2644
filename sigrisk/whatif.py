"""What if: the smallest sets of changes in dynamic facts that give another outcome or lift a flag, each proved minimal.

Only facts that support may change are varied: never the past, age or sex, nor anything that is worked out from the rest
of the case. Every set of up to three changes is tried, in rising size, so that a set is told only where no part of it
is enough. It is an exercise in arithmetic and says nothing of what is likely.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from sigrisk.alterations import Altered, each, tries
from sigrisk.assess import Assessment
from sigrisk.bits import Can, Cases
from sigrisk.possible import Possible, Verdict, holds
from sigrisk.regions import one_of
from sigrisk.rulebook import Kind, OutcomeId, Rule
from sigrisk.turns import Tried
from sigrisk.vocabulary import Fact, FactDef

MOST_CHANGES: Final = 3
_SHOWN: Final = frozenset({Kind.CRITERION, Kind.AGGREGATE, Kind.FLAG, Kind.OUTCOME})


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that is otherwise: what it may be now, and what it is then, run by run of values.

    ``turns_out``: nothing that is known is changed, but an answer that isn't known turns out to be this.
    """

    fact: Fact
    before: Possible
    after: tuple[Possible, ...]
    by_hand: bool = False

    @property
    def turns_out(self) -> bool:
        """Whether every such answer is possible already."""
        return all(holds(self.before, one) for one in self.after)

    @property
    def example(self) -> Possible:
        """One of the answers: the nearest to what is known; a span given by hand, and "vet ej", stay as they are."""
        return self.after[0] if self.by_hand else one_of(self.after[0], self.before)


@dataclass(frozen=True, slots=True)
class Turn:
    """A rule that gets another verdict."""

    rule: Rule
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Some changes, the outcomes that are then possible, and the rules that turn."""

    changes: tuple[Change, ...]
    outcomes: tuple[OutcomeId, ...]
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """What is looked for: another outcome, this outcome, or that this flag doesn't hold."""

    outcome: OutcomeId | None = None
    flag: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Every smallest set of changes that reaches a goal. ``reached`` where it is reached as the case stands.

    ``varied`` is how many facts were varied.
    """

    goal: Goal
    found: tuple[WhatIf, ...]
    varied: int
    reached: bool = False


def may_change(fact: FactDef) -> bool:
    """Whether support may change the fact: the vocabulary calls it dynamic, and it isn't worked out from the case."""
    return fact.dynamic and not fact.derived


def goals_of(assessment: Assessment) -> tuple[Goal, ...]:
    """What is looked for where nothing is asked for: another outcome, and each flag that holds lifted."""
    flags = [r.rule.id for r in assessment.of_kind(Kind.FLAG) if r.verdict is Verdict.MET]
    return (Goal(), *(Goal(flag=flag) for flag in flags))


def search(assessment: Assessment, goal: Goal) -> Answer:
    """Every smallest set of up to three changes that reaches the goal."""
    return _Search.of(assessment, goal).answer()


def applied(assessment: Assessment, changes: Sequence[tuple[Fact, Possible]]) -> WhatIf:
    """What the rules come to with these answers instead, all else as it is."""
    known = assessment.knowledge.facts
    made = tuple(Change(fact, known[fact.id].values, (after,), by_hand=True) for fact, after in changes)
    search = _Search.of(assessment, Goal())
    told = search.tried.regions
    boxes = {one.fact.id: told[one.fact.id].of(one.after[0]) for one in made if one.fact.id in told}
    cases = each(search.values, told, [boxes])
    verdicts = cases.verdicts(search.tried.trees)
    (outcomes,) = search.outcomes_in(cases, verdicts)
    return WhatIf(made, outcomes, tuple(search.turns(verdicts, 0)))


@dataclass(frozen=True, slots=True)
class _Search:
    """One search in one case."""

    assessment: Assessment
    goal: Goal
    tried: Tried
    values: Mapping[str, Possible]

    @classmethod
    def of(cls, assessment: Assessment, goal: Goal) -> _Search:
        return cls(assessment, goal, Tried.of(assessment.book), assessment.knowledge.values())

    def answer(self) -> Answer:
        cone = self.tried.cone(self._rules())
        steps = [step for fact_id in self.tried.regions if fact_id in cone for step in self._steps(fact_id)]
        varied = len({fact_id for fact_id, _ in steps})
        if self._is_reached():
            return Answer(self.goal, (), varied, reached=True)
        found: list[tuple[tuple[str, int], ...]] = []
        for size in range(1, MOST_CHANGES + 1):
            steps = [step for step in steps if (step,) not in found]  # with one that is enough nothing more is needed
            found += self._of_size(steps, size, [one for one in found if len(one) > 1])
        return Answer(self.goal, tuple(self._told(found)), varied)

    def _rules(self) -> tuple[str, ...]:
        return (self.goal.flag,) if self.goal.flag is not None else self.assessment.book.decision

    def _is_reached(self) -> bool:
        if self.goal.flag is not None:
            return self.assessment.results[self.goal.flag].verdict is Verdict.NOT_MET
        return self.goal.outcome is not None and self.assessment.outcomes == (self.goal.outcome,)

    def _steps(self, fact_id: str) -> Iterator[tuple[str, int]]:
        """The answers that a fact may change to, or turn out to have: the rules tell no others apart."""
        told = self.tried.regions[fact_id]
        now = told.of(self.values[fact_id])
        if may_change(told.fact.definition):
            yield from ((fact_id, place) for place in range(len(told.regions)) if now != {place})

    def _of_size(
        self, steps: Sequence[tuple[str, int]], size: int, smaller: Sequence[tuple[tuple[str, int], ...]]
    ) -> list[tuple[tuple[str, int], ...]]:
        """The sets of so many changes that reach the goal, none of which has a smaller one inside it."""
        if len(steps) < size:
            return []
        altered = [Altered(fact_id, {fact_id: frozenset({place})}) for fact_id, place in steps]
        tried = tries(self.values, self.tried.regions, altered, size)
        place = {step: i for i, step in enumerate(steps)}
        left = tried.valid
        for one in smaller:
            inside = tried.sets.all
            for step in one:
                inside &= tried.sets.having[place[step]]
            left &= ~inside
        verdicts = tried.cases.verdicts(self.tried.trees_for(self._rules()))
        reaching = self._reaching(tried.cases, verdicts) & left
        return sorted(tuple(steps[i] for i in members) for members in tried.sets.members(reaching))

    def _reaching(self, cases: Cases, verdicts: Mapping[str, Can]) -> int:
        """The cases in which the goal is reached: one outcome stands, or the flag surely doesn't hold."""
        if self.goal.flag is not None:
            return cases.all & ~verdicts[self.goal.flag].hold
        listed = self.tried.outcomes(cases, verdicts)
        before = self.assessment.outcomes
        wanted = [self.goal.outcome] if self.goal.outcome is not None else [o for o in listed if (o,) != before]
        reaching = 0
        for outcome in wanted:
            alone = listed.get(outcome, 0)
            for other, those in listed.items():
                alone &= ~those if other is not outcome else alone
            reaching |= alone
        return reaching

    # -- what is told of each set

    def _told(self, found: Sequence[tuple[tuple[str, int], ...]]) -> Iterator[WhatIf]:
        cases = each(self.values, self.tried.regions, [{f: frozenset({place}) for f, place in one} for one in found])
        verdicts = cases.verdicts(self.tried.trees)
        outcomes = self.outcomes_in(cases, verdicts)
        for index, one in enumerate(found):
            turns = tuple(self.turns(verdicts, index))
            for changes in product(*(self._changes(fact_id, place) for fact_id, place in one)):
                yield WhatIf(changes, outcomes[index], turns)

    def _changes(self, fact_id: str, place: int) -> Iterator[Change]:
        """A fact that turns out to lie in a region as far as that is possible, and one that is changed to the rest."""
        told = self.tried.regions[fact_id]
        now, region = self.values[fact_id], told.regions[place]
        for after in (region.within(now), region.outside(now)):
            if after:
                yield Change(told.fact, now, after)

    def outcomes_in(self, cases: Cases, verdicts: Mapping[str, Can]) -> list[tuple[OutcomeId, ...]]:
        """The possible outcomes of each case."""
        listed = self.tried.outcomes(cases, verdicts)
        return [tuple(o for o, those in listed.items() if those >> i & 1) for i in range(cases.all.bit_length())]

    def turns(self, verdicts: Mapping[str, Can], index: int) -> Iterator[Turn]:
        """The rules that get another verdict in one of the cases, in the order of the memo."""
        for result in self.assessment.of_kind(*_SHOWN):
            can = verdicts[result.rule.id]
            after = _verdict(bool(can.hold >> index & 1), bool(can.fail >> index & 1))
            if after is not result.verdict:
                yield Turn(result.rule, result.verdict, after)


def _verdict(hold: bool, fail: bool) -> Verdict:
    return Verdict.OPEN if hold and fail else Verdict.MET if hold else Verdict.NOT_MET
