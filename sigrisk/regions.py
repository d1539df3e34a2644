"""The answers that rules tell apart: every answer to a fact falls into one of a few regions, whatever its range.

All answers of a region meet the same tests, so that trying one of them tries them all: counts, ages and dates are
covered exactly, without being counted through.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sigrisk.condition import InRange, InSet, RuleMet, Tree, leaves
from sigrisk.possible import NOT_APPLICABLE, Choices, Ordered, Possible, hull, meet
from sigrisk.vocabulary import Fact, FactDef, Vocabulary, everything

Test: TypeAlias = InRange | InSet


@dataclass(frozen=True, slots=True)
class Region:
    """Answers that meet the same tests, as one or more runs of values that follow on each other."""

    runs: tuple[Possible, ...]

    def within(self, values: Possible) -> tuple[Possible, ...]:
        """What of the region a fact may still be, run by run; empty where it can't lie here."""
        return tuple(common for run in self.runs if (common := meet(values, run)) is not None)

    def outside(self, values: Possible) -> tuple[Possible, ...]:
        """What of the region a fact can't be as far as is known, run by run; empty where all of it is possible."""
        return tuple(rest for run in self.runs for rest in _rest(run, values))


@dataclass(frozen=True, slots=True)
class Regions:
    """The regions of one fact, and for each test of it the places of those that meet it."""

    fact: Fact
    regions: tuple[Region, ...]
    meeting: Mapping[Test, frozenset[int]]

    @property
    def all(self) -> frozenset[int]:
        """Every place."""
        return frozenset(range(len(self.regions)))

    def of(self, values: Possible) -> frozenset[int]:
        """The places of the regions that a fact with these possible values may lie in."""
        return frozenset(i for i, region in enumerate(self.regions) if region.within(values))


def regions_in(trees: Iterable[Tree], vocabulary: Vocabulary) -> dict[str, Regions]:
    """The regions of every fact that some of these conditions test, in the vocabulary's order."""
    tests: dict[str, dict[Test, None]] = {}
    for leaf in (leaf for tree in trees for leaf in leaves(tree)):
        if not isinstance(leaf, RuleMet):
            tests.setdefault(leaf.fact, {})[leaf] = None
    return {fact.id: _regions(fact, tuple(tests[fact.id])) for fact in vocabulary if fact.id in tests}


def _regions(fact: Fact, tests: tuple[Test, ...]) -> Regions:
    runs: dict[frozenset[Test], list[Possible]] = {}
    for run in _runs(fact.definition, tests):
        runs.setdefault(frozenset(t for t in tests if _meets(run, t)), []).append(run)
    meeting = {test: frozenset(i for i, met in enumerate(runs) if test in met) for test in tests}
    return Regions(fact, tuple(Region(joined_runs(listed)) for listed in runs.values()), meeting)


def _runs(fact: FactDef, tests: tuple[Test, ...]) -> list[Possible]:
    """Every value, cut where some test begins or ends; an option is a run of its own."""
    whole = everything(fact)
    last: list[Possible] = []
    if isinstance(whole, Choices):
        if whole.na:
            last.append(Choices(frozenset(), na=True))
        return [*(Choices(frozenset({o.id})) for o in fact.options), *last]
    ranges = [test for test in tests if isinstance(test, InRange)]
    cuts = {end for test in ranges for end in (test.low, test.high + 1) if whole.low < end <= whole.high}
    starts = sorted({whole.low, *cuts})
    ends = [*(start - 1 for start in starts[1:]), whole.high]
    return [*map(Ordered, starts, ends), *([NOT_APPLICABLE] if whole.na else last)]


def _meets(run: Possible, test: Test) -> bool:
    if isinstance(test, InSet):
        return isinstance(run, Choices) and bool(run.names) and run.names <= test.names
    return isinstance(run, Ordered) and run.has_numbers and test.low <= run.low and run.high <= test.high


def joined_runs(runs: list[Possible]) -> tuple[Possible, ...]:
    """Runs that follow on each other as one; options as one set; "not applicable" with the last."""
    found: list[Possible] = []
    for run in runs:
        before = found[-1] if found else None
        if isinstance(before, Choices) and isinstance(run, Choices):
            found[-1] = before.hull(run)
        elif isinstance(before, Ordered) and isinstance(run, Ordered) and _follows(before, run):
            found[-1] = before.hull(run)
        else:
            found.append(run)
    return tuple(found)


def _follows(before: Ordered, run: Ordered) -> bool:
    return not run.has_numbers or before.high + 1 == run.low


def one_of(values: Possible, near: Possible) -> Possible:
    """One single answer among these values: the one nearest to what the fact was said to be before."""
    if isinstance(values, Choices):
        return Choices(frozenset({min(values.names)})) if values.names else values
    if not values.has_numbers:
        return NOT_APPLICABLE
    low = near.low if isinstance(near, Ordered) and near.has_numbers else values.low
    code = min(max(low, values.low), values.high)
    return Ordered(code, code)


def _rest(run: Possible, values: Possible) -> list[Possible]:
    """What is left of a run without some values."""
    na = run.na and not values.na
    if isinstance(run, Choices) and isinstance(values, Choices):
        names = run.names - values.names
        return [Choices(names, na)] if names or na else []
    assert isinstance(run, Ordered) and isinstance(values, Ordered)
    if not run.has_numbers:
        return [run] if na else []
    if not values.has_numbers:
        return [Ordered(run.low, run.high, na)]
    ends = [(run.low, min(run.high, values.low - 1)), (max(run.low, values.high + 1), run.high)]
    found: list[Possible] = [Ordered(low, high) for low, high in ends if low <= high]
    return [*found[:-1], hull(found[-1], NOT_APPLICABLE)] if na and found else found or [NOT_APPLICABLE] * na
