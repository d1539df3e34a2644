"""By how much a verdict is settled: how many answers would have to be wrong for it to turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
    no wrong answers turn it at all, which ``ever`` tells apart. ``examples`` are the first sets of so many answers that
    may turn it (all of them, where one answer is enough), and ``count`` how many such sets there are.
    """

    least: int | None
    ever: bool
    examples: tuple[tuple[Support, ...], ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class Firmness:
    """How firm the outcome is, where one stands, and each settled criterion and flag by its rule."""

    outcome: Firm | None
    rules: Mapping[str, Firm]
