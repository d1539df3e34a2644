"""How sure a figure of agreement is: the middle 95 percent of what it becomes when the cases are drawn anew.

A percentile bootstrap with an explicit seed. Only ``random()`` of the generator is used, whose sequence Python promises
to keep.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sigrisk.training.measures import Grid, Measure, figures_of

FEWEST_CASES: Final = 5
"""With fewer cases no interval is given: the same few would be drawn over and over. A proposal of sigrisk's own."""

_LOW, _HIGH = 0.025, 0.975


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, with the ends of its interval where there is one."""

    value: float
    low: float | None = None
    high: float | None = None


def figures(grid: Grid, seed: str, resamples: int, cases: Sequence[int] | None = None) -> dict[Measure, Figure]:
    """Every figure that these ratings give, each with its interval where there are enough cases.

    ``cases`` says which case each unit is of. Units of one case hang together, and are drawn or left out together:
    drawn apart they would make the interval too narrow. Without it each unit is a case of its own.
    """
    found = figures_of(grid)
    of = range(len(grid.units)) if cases is None else cases
    compared = sorted({of[place] for place in grid.compared})
    members = [[place for place, case in enumerate(of) if case == one] for one in compared]
    drawn = _drawn(grid, seed, resamples, members) if len(compared) >= FEWEST_CASES else {}
    return {one: Figure(value, *_ends(drawn.get(one, []), resamples)) for one, value in found.items()}


def _drawn(grid: Grid, seed: str, resamples: int, members: Sequence[Sequence[int]]) -> dict[Measure, list[float]]:
    rng = random.Random(seed)
    found: dict[Measure, list[float]] = {one: [] for one in Measure}
    for _ in range(resamples):
        counts = [0] * len(grid.units)
        for _ in members:
            for place in members[int(rng.random() * len(members))]:
                counts[place] += 1
        for one, value in figures_of(grid, counts).items():
            found[one].append(value)
    return found


def _ends(values: list[float], resamples: int) -> tuple[float, float] | tuple[()]:
    """The ends of the interval; none where the figure had no meaning in more than half of the draws."""
    if resamples == 0 or len(values) * 2 < resamples:
        return ()
    values.sort()
    return _at(values, _LOW), _at(values, _HIGH)


def _at(ordered: list[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
