"""The three-valued evaluator for many cases at once: each bit of a whole number is one case.

It says of every condition in which cases it can be met and in which it can fail, as ``engine/evaluate.py`` does of one
case at a time; where both, the condition is open. That the two agree is tested.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_

from sigrisk.condition import Counted, InRange, InSet, Not, RuleMet, Tree
from sigrisk.regions import Regions


@dataclass(frozen=True, slots=True)
class Can:
    """The cases in which a condition can be met, and those in which it can fail."""

    hold: int
    fail: int


@dataclass(frozen=True, slots=True)
class Cases:
    """Many cases: for each fact and each of its regions the cases in which the fact may lie there.

    ``boxes`` are, for each fact that some case leaves open, the sets of regions that it is left with in such a case.
    """

    all: int
    regions: Mapping[str, Regions]
    possible: Mapping[str, tuple[int, ...]]
    boxes: Mapping[str, frozenset[frozenset[int]]]

    def answered(self, fact_id: str, region: int) -> Cases:
        """The same cases with one fact in one region in all of them."""
        answer = tuple(self.all if i == region else 0 for i in range(len(self.possible[fact_id])))
        return replace(self, possible={**self.possible, fact_id: answer})

    def verdicts(self, trees: Mapping[str, Tree], known: Mapping[str, Can] | None = None) -> dict[str, Can]:
        """What each rule comes to in every case. ``trees`` must come in strata order; ``known`` are rules below."""
        found = dict(known or {})
        tests: dict[InRange | InSet, Can] = {}
        for rule_id, tree in trees.items():
            found[rule_id] = self._can(tree, found, tests)
        return found

    def _can(self, tree: Tree, lower: Mapping[str, Can], tests: dict[InRange | InSet, Can]) -> Can:
        match tree:
            case InRange() | InSet():
                if tree not in tests:
                    tests[tree] = self._test(tree)
                return tests[tree]
            case RuleMet():
                return lower[tree.rule]
            case Not():
                part = self._can(tree.part, lower, tests)
                return Can(part.fail, part.hold)
            case Counted():
                parts = [self._can(part, lower, tests) for part in tree.parts]
                missing = len(parts) - tree.k + 1  # so many failures and too few are left
                return Can(
                    self._at_least(tree.k, [p.hold for p in parts]), self._at_least(missing, [p.fail for p in parts])
                )
        raise AssertionError(tree)

    def _test(self, test: InRange | InSet) -> Can:
        meeting = self.regions[test.fact].meeting[test]
        hold = fail = 0
        for region, cases in enumerate(self.possible[test.fact]):
            if region in meeting:
                hold |= cases
            else:
                fail |= cases
        return Can(hold, fail)

    def _at_least(self, k: int, several: Sequence[int]) -> int:
        """The cases that at least ``k`` of the lists have."""
        if k == 1:  # some or all of them: nearly every condition
            return reduce(or_, several, 0)
        if k == len(several):
            return reduce(and_, several, self.all)
        reached = [self.all, *([0] * k)]
        for cases in several:
            for n in range(k, 0, -1):
                reached[n] |= reached[n - 1] & cases
        return reached[k]
