"""Sets of possible values and three-valued logic: what a fact may still be, and what that settles.

Every fact of a case is the set of values it may still have. An ordered fact (level, protection, bool, count, age,
date) is an interval of whole numbers; a choice is a set of names. Either may also be "not applicable", a value of
its own that meets no test. A test on such a set is met (true for every possible value), not met (true for none) or
open (both occur). Combinators follow Kleene's strong logic.

This module knows nothing of cases, rules or Swedish; it imports nothing from the rest of sigrisk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

# Above every count, age and date ordinal, and exactly representable in the C engine (|int| < 2**53).
UNBOUNDED: Final = 2**40


class Verdict(Enum):
    """What a condition comes to: met, not met, or open because an answer is missing or contradicted."""

    MET = "met"
    NOT_MET = "not_met"
    OPEN = "open"

    @property
    def settled(self) -> bool:
        """Whether the verdict stands whatever the missing answers are."""
        return self is not Verdict.OPEN

    def negate(self) -> Verdict:
        """The verdict of the opposite statement; open stays open."""
        if self is Verdict.MET:
            return Verdict.NOT_MET
        return Verdict.MET if self is Verdict.NOT_MET else Verdict.OPEN


@dataclass(frozen=True, slots=True)
class Ordered:
    """The whole numbers from ``low`` to ``high``, and "not applicable" too where ``na`` is true.

    ``low > high`` means that no number is possible, so that "not applicable" is the only value left.
    """

    low: int
    high: int
    na: bool = False

    def __post_init__(self) -> None:
        if self.low > self.high:
            if not self.na:
                raise ValueError("a fact must have at least one possible value")
            object.__setattr__(self, "low", UNBOUNDED)
            object.__setattr__(self, "high", -1)

    @property
    def has_numbers(self) -> bool:
        """Whether any number is possible, that is, whether more than "not applicable" is left."""
        return self.low <= self.high

    @property
    def single(self) -> bool:
        """Whether exactly one value is left."""
        return self.low == self.high and not self.na if self.has_numbers else True

    def meet(self, other: Ordered) -> Ordered | None:
        """The values both sets allow, or None where they allow none in common."""
        low, high, na = max(self.low, other.low), min(self.high, other.high), self.na and other.na
        return Ordered(low, high, na) if low <= high or na else None

    def hull(self, other: Ordered) -> Ordered:
        """The smallest interval that holds both sets: what contradicting sources leave possible."""
        na = self.na or other.na
        if not self.has_numbers:
            return Ordered(other.low, other.high, na)
        if not other.has_numbers:
            return Ordered(self.low, self.high, na)
        return Ordered(min(self.low, other.low), max(self.high, other.high), na)

    def holds(self, other: Ordered) -> bool:
        """Whether every value that ``other`` allows is allowed here too."""
        inside = not other.has_numbers or (self.low <= other.low and other.high <= self.high)
        return inside and (self.na or not other.na)


@dataclass(frozen=True, slots=True)
class Choices:
    """The named options that are still possible, and "not applicable" too where ``na`` is true."""

    names: frozenset[str]
    na: bool = False

    def __post_init__(self) -> None:
        if not self.names and not self.na:
            raise ValueError("a fact must have at least one possible value")

    @property
    def single(self) -> bool:
        """Whether exactly one value is left."""
        return len(self.names) + self.na == 1

    def meet(self, other: Choices) -> Choices | None:
        """The values both sets allow, or None where they allow none in common."""
        names, na = self.names & other.names, self.na and other.na
        return Choices(names, na) if names or na else None

    def hull(self, other: Choices) -> Choices:
        """The union of both sets: what contradicting sources leave possible."""
        return Choices(self.names | other.names, self.na or other.na)

    def holds(self, other: Choices) -> bool:
        """Whether every value that ``other`` allows is allowed here too."""
        return other.names <= self.names and (self.na or not other.na)


Possible: TypeAlias = Ordered | Choices

NOT_APPLICABLE: Final = Ordered(UNBOUNDED, -1, na=True)


def meet(left: Possible, right: Possible) -> Possible | None:
    """The values both sets allow; None where there are none. Sets of different kinds raise TypeError."""
    if isinstance(left, Ordered) and isinstance(right, Ordered):
        return left.meet(right)
    if isinstance(left, Choices) and isinstance(right, Choices):
        return left.meet(right)
    raise TypeError("an interval and a choice have nothing in common")


def hull(left: Possible, right: Possible) -> Possible:
    """The smallest set that holds both. Sets of different kinds raise TypeError."""
    if isinstance(left, Ordered) and isinstance(right, Ordered):
        return left.hull(right)
    if isinstance(left, Choices) and isinstance(right, Choices):
        return left.hull(right)
    raise TypeError("an interval and a choice have nothing in common")


def holds(outer: Possible, inner: Possible) -> bool:
    """Whether every value that ``inner`` allows is allowed by ``outer``."""
    if isinstance(outer, Ordered) and isinstance(inner, Ordered):
        return outer.holds(inner)
    if isinstance(outer, Choices) and isinstance(inner, Choices):
        return outer.holds(inner)
    return False


def combine(claims: Iterable[Possible], everything: Possible) -> Possible:
    """What several claims about one fact leave possible.

    Claims that agree narrow each other; claims that contradict each other leave everything from the lowest to the
    highest that any of them allows. No claim leaves ``everything``. The order of the claims has no effect.
    """
    common: Possible | None = everything
    widest: Possible | None = None
    for claim in claims:
        common = None if common is None else meet(common, claim)
        widest = claim if widest is None else hull(widest, claim)
    if common is not None:
        return common
    assert widest is not None  # without a claim the common part is everything
    return widest


def within(possible: Possible, low: int, high: int) -> Verdict:
    """Whether the number lies from ``low`` to ``high``, both included. "Not applicable" doesn't."""
    if not isinstance(possible, Ordered):
        raise TypeError("a choice has no order")
    if not possible.has_numbers or possible.high < low or possible.low > high:
        return Verdict.NOT_MET
    if low <= possible.low and possible.high <= high and not possible.na:
        return Verdict.MET
    return Verdict.OPEN


def one_of(possible: Possible, names: frozenset[str]) -> Verdict:
    """Whether the choice is one of ``names``. "Not applicable" isn't."""
    if not isinstance(possible, Choices):
        raise TypeError("an ordered fact has no options")
    if not possible.names & names:
        return Verdict.NOT_MET
    if possible.names <= names and not possible.na:
        return Verdict.MET
    return Verdict.OPEN


def at_least(k: int, verdicts: Iterable[Verdict]) -> Verdict:
    """Whether at least ``k`` of the conditions are met: met if so already, not met if it can't be any more."""
    met = still_possible = 0
    for verdict in verdicts:
        met += verdict is Verdict.MET
        still_possible += verdict is not Verdict.NOT_MET
    if met >= k:
        return Verdict.MET
    return Verdict.NOT_MET if still_possible < k else Verdict.OPEN


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Kleene's *and*. An empty list is met."""
    listed = tuple(verdicts)
    return at_least(len(listed), listed)


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Kleene's *or*. An empty list is not met."""
    return at_least(1, verdicts)


def none_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Met when every condition is not met; not met as soon as one is met."""
    return any_of(verdicts).negate()
