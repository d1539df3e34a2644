"""By how much a verdict is settled: how many answers would have to be wrong for it to turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import comb
from typing import Final

MOST_WRONG: Final = 3
"""So many wrong answers at once are tried, in every combination."""


@dataclass(frozen=True, slots=True)
class Support:
    """An answer that a verdict may rest on: one fact, or all that follows from one part of the case."""

    label: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Firm:
    """How firm one settled verdict is.

    ``least`` is how many answers must be wrong for it to turn; None where more than ``MOST_WRONG`` are needed, or where
    no wrong answers turn it at all, which ``ever`` tells apart. ``sets`` are all the sets of so many answers that may
    turn it.
    """

    least: int | None
    ever: bool
    sets: tuple[tuple[Support, ...], ...] = ()

    @property
    def count(self) -> int:
        """How many sets of answers may turn it."""
        return len(self.sets)

    @property
    def answers(self) -> tuple[Support, ...]:
        """Every answer that is in one of the sets, in the order that they first come in."""
        return tuple(dict.fromkeys(one for some in self.sets for one in some))

    @property
    def any_of_them(self) -> bool:
        """Whether any so many of these answers turn it, whichever they are."""
        return self.least is not None and self.count == comb(len(self.answers), self.least)


@dataclass(frozen=True, slots=True)
class Firmness:
    """How firm the outcome is, where one stands, and each settled criterion and flag by its rule."""

    outcome: Firm | None
    rules: Mapping[str, Firm]
