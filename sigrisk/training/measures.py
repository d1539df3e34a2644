"""How far raters agree on one ordered scale: shares, kappas, Krippendorff's alpha and ICC(2,1), in plain Python.

Ratings are places on the scale, counted from 0; None is a rating that isn't there. Every figure may be asked for with
each unit counted any number of times, which is what a bootstrap needs, and is None where it has no meaning. The
definitions: Cohen (1960, 1968) for kappa and weighted kappa, as the mean over all pairs of raters where there are more
than two (Light 1971); Krippendorff's ordinal alpha (Hayes & Krippendorff 2007); Shrout & Fleiss (1979) for ICC(2,1).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import combinations, permutations
from operator import mul
from typing import Final, TypeAlias

Unit: TypeAlias = "tuple[int | None, ...]"
"""What each rater says of one thing, in the order of the raters."""

Counts: TypeAlias = "Sequence[int]"
"""How many times each unit is counted."""

_FEWEST: Final = 2  # units: agreement beyond chance can't be told from one thing alone


class Measure(Enum):
    """The figures of agreement, in the order they are shown."""

    EXACT = "exact"
    WITHIN_ONE = "within_one"
    KAPPA = "kappa"
    LINEAR = "kappa_linear"
    QUADRATIC = "kappa_quadratic"
    ALPHA = "alpha_ordinal"
    ICC = "icc_2_1"


@dataclass(frozen=True, slots=True)
class _Pair:
    """What two raters have both rated: each unit, and the cell of their table that it falls in."""

    both: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Grid:
    """All ratings of some units on one scale with ``steps`` steps. Raises ValueError for a place outside it."""

    units: tuple[Unit, ...]
    steps: int

    def __post_init__(self) -> None:
        if len({len(unit) for unit in self.units}) > 1:
            raise ValueError("every unit has a place for every rater")
        if any(value is not None and not 0 <= value < self.steps for unit in self.units for value in unit):
            raise ValueError("a rating outside the scale")

    @cached_property
    def pairs(self) -> tuple[_Pair, ...]:
        """Each pair of raters that have at least one unit in common."""
        raters = range(len(self.units[0])) if self.units else range(0)
        found = []
        for left, right in combinations(raters, 2):
            both = tuple(
                (place, a * self.steps + b)
                for place, unit in enumerate(self.units)
                if (a := unit[left]) is not None and (b := unit[right]) is not None
            )
            if both:
                found.append(_Pair(both))
        return tuple(found)

    @cached_property
    def compared(self) -> tuple[int, ...]:
        """The places of the units that at least two have rated."""
        return tuple(place for place, unit in enumerate(self.units) if sum(v is not None for v in unit) > 1)

    @cached_property
    def complete(self) -> tuple[int, ...]:
        """The places of the units that all have rated, of those who have rated anything."""
        active = [
            r for r in range(len(self.units[0]) if self.units else 0) if any(u[r] is not None for u in self.units)
        ]
        return tuple(place for place, unit in enumerate(self.units) if all(unit[r] is not None for r in active))

    @property
    def varies(self) -> bool:
        """Whether the compared ratings are of more than one kind."""
        return len({v for place in self.compared for v in self.units[place] if v is not None}) > 1

    def once(self) -> tuple[int, ...]:
        """Every unit counted once."""
        return (1,) * len(self.units)


def figure(grid: Grid, measure: Measure, counts: Counts | None = None) -> float | None:
    """One figure of agreement, or None where it can't be told from these ratings."""
    return figures_of(grid, counts).get(measure)


def figures_of(grid: Grid, counts: Counts | None = None) -> dict[Measure, float]:
    """Every figure of agreement that can be told from these ratings."""
    counts = grid.once() if counts is None else counts
    tables = [_table(pair, counts, grid.steps) for pair in grid.pairs]
    beyond_chance = tables if sum(counts[place] > 0 for place in grid.compared) >= _FEWEST else []
    found = {
        Measure.EXACT: _share(tables, grid.steps, 0),
        Measure.WITHIN_ONE: _share(tables, grid.steps, 1),
        Measure.KAPPA: _kappa(beyond_chance, grid.steps, lambda a, b: float(a != b)),
        Measure.LINEAR: _kappa(beyond_chance, grid.steps, lambda a, b: abs(a - b)),
        Measure.QUADRATIC: _kappa(beyond_chance, grid.steps, lambda a, b: (a - b) ** 2),
        Measure.ALPHA: _alpha(grid, counts),
        Measure.ICC: _icc(grid, counts),
    }
    return {one: value for one, value in found.items() if value is not None}


def pairs_with_kappa(grid: Grid) -> tuple[int, int]:
    """For how many pairs of raters kappa has a meaning, of how many that have something in common."""
    weights = [float(cell // grid.steps != cell % grid.steps) for cell in range(grid.steps**2)]
    tables = [_table(pair, grid.once(), grid.steps) for pair in grid.pairs]
    return sum(_kappa_of(table, weights) is not None for table in tables), len(tables)


# -- what two raters say ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Table:
    """How often two raters say each pair of things, row by row, and how often they would by chance.

    ``chance`` is as many times too large as there are ratings.
    """

    cells: list[int]
    chance: list[int]


def _table(pair: _Pair, counts: Counts, steps: int) -> _Table:
    cells = [0] * (steps * steps)
    for place, cell in pair.both:
        cells[cell] += counts[place]
    first = [sum(cells[a * steps : (a + 1) * steps]) for a in range(steps)]
    second = [sum(cells[b::steps]) for b in range(steps)]
    return _Table(cells, [a * b for a in first for b in second])


def _share(tables: Sequence[_Table], steps: int, apart: int) -> float | None:
    """The share of all pairs of ratings of the same unit that are at most so many steps apart."""
    near = [cell for cell in range(steps * steps) if abs(cell // steps - cell % steps) <= apart]
    of = sum(sum(table.cells) for table in tables)
    return sum(table.cells[cell] for table in tables for cell in near) / of if of else None


def _kappa(tables: Sequence[_Table], steps: int, weight: Callable[[int, int], float]) -> float | None:
    """The mean over the pairs of raters for whom kappa has a meaning; ``weight`` is how grave a disagreement is.

    A pair is left out only where both have said one and the same thing throughout, as scikit-learn does. A pair with a
    single unit on which they differ counts, with 0: to leave it out would show more agreement than there is.
    """
    weights = [weight(cell // steps, cell % steps) for cell in range(steps * steps)]
    found = [kappa for table in tables if (kappa := _kappa_of(table, weights)) is not None]
    return sum(found) / len(found) if found else None


def _kappa_of(table: _Table, weights: Sequence[float]) -> float | None:
    expected = sum(map(mul, table.chance, weights))
    observed = sum(map(mul, table.cells, weights)) * sum(table.cells)
    return 1 - observed / expected if expected else None  # both have said one and the same thing throughout


# -- Krippendorff's alpha ---------------------------------------------------------------------------------------------


def _alpha(grid: Grid, counts: Counts) -> float | None:
    counted = [place for place in grid.compared if counts[place]]
    if len(counted) < _FEWEST:
        return None
    together = [[0.0] * grid.steps for _ in range(grid.steps)]
    for place in counted:
        values = [value for value in grid.units[place] if value is not None]
        for a, b in permutations(values, 2):
            together[a][b] += counts[place] / (len(values) - 1)
    each = [sum(row) for row in together]
    distance = _ordinal(each)
    cells = [(a, b) for a in range(grid.steps) for b in range(grid.steps) if a != b]
    expected = sum(each[a] * each[b] * distance[a][b] for a, b in cells)
    observed = sum(together[a][b] * distance[a][b] for a, b in cells)
    return 1 - (sum(each) - 1) * observed / expected if expected else None


def _ordinal(each: list[float]) -> list[list[float]]:
    """How far apart two steps are: by how many ratings lie between them, squared."""
    steps = range(len(each))
    return [[(sum(each[min(a, b) : max(a, b) + 1]) - (each[a] + each[b]) / 2) ** 2 for b in steps] for a in steps]


# -- ICC(2,1) ---------------------------------------------------------------------------------------------------------


def _icc(grid: Grid, counts: Counts) -> float | None:
    """Two-way random effects, absolute agreement, a single rater; of the units that all have rated."""
    rows = [
        ([value for value in grid.units[place] if value is not None], counts[place])
        for place in grid.complete
        if counts[place]
    ]
    raters = len(rows[0][0]) if rows else 0
    if len(rows) < _FEWEST or raters < _FEWEST:
        return None
    of = sum(times for _, times in rows)
    mean = sum(sum(row) * times for row, times in rows) / (of * raters)
    between_units = raters * sum(times * (sum(row) / raters - mean) ** 2 for row, times in rows)
    between_raters = of * sum((sum(row[r] * times for row, times in rows) / of - mean) ** 2 for r in range(raters))
    whole = sum(times * (value - mean) ** 2 for row, times in rows for value in row)
    units, judges = between_units / (of - 1), between_raters / (raters - 1)
    rest = (whole - between_units - between_raters) / ((of - 1) * (raters - 1))
    divisor = units + (raters - 1) * rest + raters * (judges - rest) / of
    return (units - rest) / divisor if divisor > _NOTHING else None


_NOTHING: Final = 1e-12
