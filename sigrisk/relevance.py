"""Can one more answer still change the outcome? Tried exactly, as far as it can be afforded.

Three-valued logic sees one test at a time, so a fact may leave a rule open though nothing that can still be true lets
it decide. Here a fact *can decide* when there are two complete sets of answers that fit what is known, differ in this
fact only, and lead to different outcomes. Such a pair is sought as tests of circuits are: let the difference travel
from the fact towards the outcomes, settle what stands in its way, and go back where that can't be done.

The search says yes with a pair in hand, no where it has tried all ways, and None where it gave up after ``TRIES``
steps; then the fact is kept as one that can decide. Facts are taken to be free of each other: that a report is also a
crime is not seen here, so a yes may rest on a pair that no case has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from sigrisk.net import FAILED, MET, OPEN, Mask, Net, Part, Shape, State
from sigrisk.rulebook import OutcomeId

TRIES: Final = 5_000
"""So many steps are taken for one pair of values before the question is kept undecided: some tenths of a second."""


class _Want(NamedTuple):
    """A leaf, and what it should come to for the difference to get through."""

    leaf: int
    verdict: int


class _GaveUp(Exception):
    pass


class Relevance:
    """Which facts can decide the outcome of one decision list."""

    def __init__(self, net: Net, tries: int = TRIES) -> None:
        self.net, self.tries = net, tries

    def deciding(self, masks: Sequence[Mask], facts: Iterable[int]) -> Iterator[int]:
        """Those of some facts that can decide, or may for all the search has found, found one by one.

        Facts of one shape of which as much is known can decide alike, so that one search serves them all.
        """
        tried: dict[tuple[Shape, Mask], bool] = {}
        for fact in facts:
            alike = self.net.shape[fact], masks[fact]
            if alike not in tried:
                tried[alike] = self.can_decide(masks, fact) is not False
            if tried[alike]:
                yield fact

    def can_decide(self, masks: Sequence[Mask], fact: int) -> bool | None:
        """Whether some answer to a fact can still change the outcome; None where the search gave up.

        It is enough to try each cell against the next: where all neighbours lead to the same, all cells do.
        """
        left = [1 << cell for cell in range(len(self.net.cells[fact])) if masks[fact] >> cell & 1]
        found: bool | None = False
        for one, other in pairwise(left):
            tried = _Pair(self.net, masks, fact, (one, other), self.tries).differs()
            if tried:
                return True
            found = None if tried is None else found
        return found


def settled_outcome(net: Net, masks: Sequence[Mask]) -> OutcomeId:
    """The outcome where no fact can decide any more: any complete set of answers leads to it."""
    state = State(net, [mask & -mask for mask in masks])
    return state.outcomes()[0]


class _Pair:
    """Two sets of answers that differ in one fact, and the search for what else they must be to part in the outcome."""

    def __init__(self, net: Net, masks: Sequence[Mask], fact: int, cells: tuple[Mask, Mask], tries: int) -> None:
        self.net, self.fact, self.left = net, fact, tries
        self.one, self.other = State(net, masks), State(net, masks)
        self.one.put(fact, cells[0])
        self.other.put(fact, cells[1])

    def differs(self) -> bool | None:
        """Whether there is such a pair; None where the search gave up."""
        undo: list[tuple[_Want, Mask]] = []  # what was chosen, with what its fact could be before
        while True:
            if self.left == 0:
                return None
            self.left -= 1
            cone = self._cone()
            if cone is None:
                return True
            want = self._want(cone) if cone else None
            if want is not None:
                undo.append((want, self._choose(want)))
                continue
            while undo:
                want, before = undo.pop()
                self._put(self.net.test[want.leaf].fact, before)
                if want.verdict > OPEN:  # its opposite is left to try
                    self._choose(_Want(want.leaf, MET + FAILED - want.verdict))
                    undo.append((_Want(want.leaf, -1), before))
                    break
            else:
                return False

    def _choose(self, want: _Want) -> Mask:
        fact, test = self.net.test[want.leaf]
        before = self.one.masks[fact]
        self._put(fact, before & test if want.verdict == MET else before & ~test)
        return before

    def _put(self, fact: int, mask: Mask) -> None:
        self.one.put(fact, mask)
        self.other.put(fact, mask)

    # -- where the difference has come, and what stands in its way

    def _same(self, gate: int) -> bool:
        return self.one.verdicts[gate] == self.other.verdicts[gate] != OPEN

    def _differ(self, gate: int) -> bool:
        one, other = self.one.verdicts[gate], self.other.verdicts[gate]
        return one != other and one != OPEN and other != OPEN

    def _cone(self) -> list[int] | None:
        """The gates that the difference can still reach, the topmost first; None where the outcomes differ.

        Empty where it can't reach any outcome.
        """
        stack = [leaf for leaf, _ in self.net.leaves[self.fact] if self._differ(leaf)]
        seen = set(stack)
        reached = False
        while stack:
            gate = stack.pop()
            if gate in self.net.wins:
                if self._differ(gate):
                    return None
                reached = True
            for above, _ in self.net.above[gate]:
                if above not in seen and not self._same(above):
                    seen.add(above)
                    stack.append(above)
        return sorted(seen, reverse=True) if reached else []

    def _want(self, cone: list[int]) -> _Want | None:
        """What to choose next: first where the difference stands at the door, then anywhere it may come to."""
        waiting = [gate for gate in cone if self.net.parts[gate] and not self._differ(gate)]
        at_door = [gate for gate in waiting if any(self._differ(part.gate) for part in self.net.parts[gate])]
        for gate in (*at_door, *waiting):
            if (want := self._let_through(gate)) is not None:
                return want
        return None

    def _let_through(self, gate: int) -> _Want | None:
        """A choice that brings a gate nearer to turning on the difference: one part short of being met."""
        met = 0
        left: list[Part] = []
        for part in self.net.parts[gate]:
            if self._same(part.gate):
                met += self.one.verdict(part) == MET
            elif not self._differ(part.gate):
                left.append(part)
        verdict = MET if met < self.net.need[gate] - 1 else FAILED
        for part in sorted(left, key=lambda part: self.net.size[part.gate]):
            if (want := self._down(part, verdict)) is not None:
                return want
        return None

    def _down(self, part: Part, verdict: int) -> _Want | None:
        """A leaf below a gate whose answer helps the gate to come to a verdict."""
        gate = part.gate
        verdict = MET + FAILED - verdict if part.denied else verdict
        if not self.net.parts[gate]:
            free = self.one.verdicts[gate] == OPEN and self.net.test[gate].fact != self.fact
            return _Want(gate, verdict) if free else None
        below = [p for p in self.net.parts[gate] if not (self._same(p.gate) or self._differ(p.gate))]
        for one in sorted(below, key=lambda p: self.net.size[p.gate]):
            if (want := self._down(one, verdict)) is not None:
                return want
        return None
