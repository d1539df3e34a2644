"""Alterations of a case: which answers may be otherwise, and every set of a few of them tried at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sigrisk.bits import Cases
from sigrisk.possible import Possible
from sigrisk.regions import Regions
from sigrisk.subsets import Subsets

Box = frozenset[int]


@dataclass(frozen=True, slots=True)
class Altered:
    """One thing that may be otherwise: the facts that it concerns, and the regions that each may then lie in.

    ``name`` tells it from the others; two with the same name never go together.
    """

    name: str
    boxes: Mapping[str, Box]


@dataclass(frozen=True, slots=True)
class Tries:
    """Every set of so many alterations of a case: which they are, and the cases that they make."""

    sets: Subsets
    cases: Cases
    clashing: int

    @property
    def valid(self) -> int:
        """The sets in which no two alterations are of the same thing."""
        return self.sets.all & ~self.clashing


def tries(
    values: Mapping[str, Possible], regions: Mapping[str, Regions], altered: Sequence[Altered], size: int
) -> Tries:
    """Every set of ``size`` alterations of a case with these possible values. A fact altered twice may be either."""
    sets = Subsets(len(altered), size)
    named: dict[str, int] = {}
    clashing = 0
    for one, bits in zip(altered, sets.having, strict=True):
        clashing |= named.get(one.name, 0) & bits
        named[one.name] = named.get(one.name, 0) | bits
    touching = _touching((one.boxes, bits) for one, bits in zip(altered, sets.having, strict=True))
    return Tries(sets, _cases(values, regions, touching, sets.all), clashing)


def each(values: Mapping[str, Possible], regions: Mapping[str, Regions], chosen: Sequence[Mapping[str, Box]]) -> Cases:
    """One case for each of these alterations, in their order: what each makes of the case, all else as it is."""
    touching = _touching((boxes, 1 << i) for i, boxes in enumerate(chosen))
    return _cases(values, regions, touching, (1 << len(chosen)) - 1)


_Touching = dict[str, list[tuple[int, Box]]]
"""For each fact the cases in which it is altered, with the regions that it may lie in there."""


def _touching(altered: Iterable[tuple[Mapping[str, Box], int]]) -> _Touching:
    found: _Touching = {}
    for boxes, bits in altered:
        for fact_id, box in boxes.items():
            found.setdefault(fact_id, []).append((bits, box))
    return found


def _cases(values: Mapping[str, Possible], regions: Mapping[str, Regions], touching: _Touching, every: int) -> Cases:
    possible: dict[str, tuple[int, ...]] = {}
    boxes: dict[str, frozenset[Box]] = {}
    for fact_id, told in regions.items():
        before = told.of(values[fact_id])
        changes = touching.get(fact_id, [])
        untouched = every
        for bits, _ in changes:
            untouched &= ~bits
        places = [untouched if i in before else 0 for i in range(len(told.regions))]
        for bits, box in changes:
            for i in box:
                places[i] |= bits
        possible[fact_id] = tuple(places)
        if several := frozenset(box for box in (before, *(b for _, b in changes)) if len(box) > 1):
            boxes[fact_id] = several
    return Cases(every, regions, possible, boxes)
