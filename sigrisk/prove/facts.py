"""The facts of a vocabulary as numbers for z3, and which values each can take in a complete case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple

from sigrisk.condition import InRange, InSet
from sigrisk.derived import DERIVES
from sigrisk.possible import NOT_APPLICABLE, Choices, Ordered, Possible, Verdict, one_of, within
from sigrisk.prove.port import Formula, Number, between, constant, equals, opposite, some, variable
from sigrisk.vocabulary import FactDef, FactType, Side, everything

NA: Final = -1
"""The number of "not applicable": below every value, so that it meets no test."""


class Knowable(Enum):
    """How much a case file can say about a fact at the most."""

    EXACTLY = "one value"
    AT_LEAST = "a lowest value: more may always come to light"
    AT_MOST = "a highest value: what is too old may always be renewed"
    NEVER = "nothing: it is said to be worked out, and nothing works it out"


ANSWERED: Final = "assessment.answered"
OUTDATED: Final = "assessment.outdated"
GROWING: Final = frozenset({"assessment.sources", "assessment.checklists", ANSWERED, "victim.events", "witness.events"})
"""What sigrisk.derived tells a lowest value of, and at most the highest that there is."""

SHRINKING: Final = frozenset({OUTDATED})
"""What sigrisk.derived tells a highest value of."""

AGE: Final = "person.age"
PERSONAL: Final = frozenset({AGE, "person.sex", "operation.model", "nomination.by"})
CONSENTS: Final = frozenset(f"consent.{name}" for name in ("youth", "guardians", "specified", "months", "refusals"))
MARKS: Final = frozenset(f"offences.{name}" for name in ("shown", "grave", "strategic", "convicted", "when_too_young"))
COUNTS: Final = frozenset({"offences.reports_12m", "offences.total"})
OFFENCES: Final = MARKS | COUNTS | {"offences.age_first"}

_PERCENT: Final = 100


class Pair(NamedTuple):
    """When a condition is met, and when it isn't; where neither holds it is open."""

    met: Formula
    not_met: Formula


def knowable(fact: FactDef) -> Knowable:
    """How much a case file can say about a fact at the most."""
    if fact.derived and fact.id in GROWING:
        return Knowable.AT_LEAST
    if fact.derived and fact.id in SHRINKING:
        return Knowable.AT_MOST
    if fact.derived and fact.id not in DERIVES and fact.side is not Side.HISTORY:
        return Knowable.NEVER
    return Knowable.EXACTLY


@dataclass(frozen=True)
class Variable:
    """One fact and the number that stands for its value.

    Of an AT_LEAST fact the number is its lowest value, and of an AT_MOST fact its highest.
    """

    fact: FactDef
    knowable: Knowable
    number: Number
    names: tuple[str, ...]

    @property
    def low(self) -> int:
        """The lowest value that is no "not applicable"."""
        whole = everything(self.fact)
        return whole.low if isinstance(whole, Ordered) else 0

    @property
    def high(self) -> int:
        """The highest value."""
        if self.fact.id == ANSWERED and self.fact.derived:
            return _PERCENT
        whole = everything(self.fact)
        return whole.high if isinstance(whole, Ordered) else len(self.names) - 1

    def domain(self) -> Formula:
        """That the number is one of the values the fact can have."""
        if self.knowable is Knowable.NEVER:
            return equals(self.number, self.low)
        inside = between(self.number, self.low, self.high)
        may_not_apply = self.fact.not_applicable and self.knowable is Knowable.EXACTLY
        return some((inside, equals(self.number, NA))) if may_not_apply else inside

    def is_not_applicable(self) -> Formula:
        """That the fact isn't applicable."""
        return equals(self.number, NA)

    def is_named(self, *names: str) -> Formula:
        """That a choice is one of the names; those it doesn't have are passed over."""
        return some(equals(self.number, self.names.index(n)) for n in names if n in self.names)

    def is_true(self) -> Formula:
        """That a bool is true."""
        return equals(self.number, 1)

    def may_be(self, values: Possible) -> Formula:
        """That the number is one of some possible values."""
        found = [self.is_not_applicable()] if values.na else []
        if isinstance(values, Choices):
            found.append(self.is_named(*sorted(values.names)))
        elif values.has_numbers:
            found.append(between(self.number, values.low, values.high))
        return some(found)

    def is_whole(self) -> Formula:
        """That the material leaves nothing unanswered and nothing too old, as far as this fact tells."""
        if self.fact.id == ANSWERED:
            return equals(self.number, self.high)
        return equals(self.number, self.low) if self.fact.id == OUTDATED else constant(True)

    def is_(self, value: Possible) -> Formula:
        """That the fact has this one value, or the bound that this value has."""
        if isinstance(value, Ordered) and value.has_numbers:
            return equals(self.number, value.high if self.knowable is Knowable.AT_MOST else value.low)
        return self.may_be(value)

    def values(self, code: int) -> Possible:
        """What the evaluators are given where the number is ``code``."""
        whole = everything(self.fact)
        if self.knowable is Knowable.NEVER:
            return whole
        if isinstance(whole, Choices):
            return Choices(frozenset(), na=True) if code == NA else Choices(frozenset({self.names[code]}))
        if code == NA:
            return NOT_APPLICABLE
        low = self.low if self.knowable is Knowable.AT_MOST else code
        return Ordered(low, self.high if self.knowable is Knowable.AT_LEAST else code)

    def test(self, leaf: InRange | InSet) -> Pair:
        """When a test of the fact is met, and when it isn't."""
        whole = everything(self.fact)
        if self.knowable is Knowable.NEVER:
            verdict = within(whole, leaf.low, leaf.high) if isinstance(leaf, InRange) else one_of(whole, leaf.names)
            return Pair(constant(verdict is Verdict.MET), constant(verdict is Verdict.NOT_MET))
        if isinstance(leaf, InSet):
            chosen = self.is_named(*sorted(leaf.names))
            return Pair(chosen, opposite(chosen))
        low = max(leaf.low, 0)
        if self.knowable is Knowable.AT_LEAST:
            above = self.number >= low if self.high <= leaf.high else constant(False)
            return Pair(above, self.number > leaf.high if self.high >= leaf.low else constant(True))
        if self.knowable is Knowable.AT_MOST:
            below = self.number <= leaf.high if self.low >= leaf.low else constant(False)
            return Pair(below, self.number < leaf.low if self.low <= leaf.high else constant(True))
        inside = between(self.number, low, leaf.high)
        return Pair(inside, opposite(inside))

    def plain(self, ages: tuple[int, ...]) -> tuple[int, ...]:
        """The numbers that make an example easy to read, the plainest first; not all where the fact has many."""
        if self.fact.id == AGE:
            return ages
        if self.fact.id == "offences.age_first":
            return tuple(age - 1 for age in ages)
        if isinstance(everything(self.fact), Choices):
            usual = [n for n in (*_USUAL, *(o.id for o in self.fact.options)) if n in self.names]
            return tuple(dict.fromkeys(self.names.index(n) for n in usual))
        return tuple(range(self.low, min(self.high, self.low + _FEW) + 1))


_USUAL: Final = ("given", "pussel")
_FEW: Final = 4


def variable_of(fact: FactDef) -> Variable:
    """The number that stands for a fact."""
    names = tuple(sorted(o.id for o in fact.options)) if fact.type is FactType.CHOICE else ()
    return Variable(fact, knowable(fact), variable(fact.id), names)
