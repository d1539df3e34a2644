"""A decision list laid out for many quick tries: what stays possible when one answer more is known.

The readable evaluator (``engine.evaluate``) keeps reasons, and an assessment rests on it alone. Here the same
conditions are one net of gates over the facts that the decision list reads, and each fact is cut into *cells*: values
that no condition of the list tells apart. To narrow a fact touches only the gates above it, so that thousands of
answers can be tried between two questions. Tests hold the net against the readable evaluator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

from sigrisk.condition import Counted, InRange, InSet, Not, RuleMet, Tree
from sigrisk.possible import NOT_APPLICABLE, Choices, Ordered, Possible, Verdict, meet, one_of, within
from sigrisk.rulebook import OutcomeId, RuleBook
from sigrisk.vocabulary import FactDef, everything

OPEN: Final = 0
MET: Final = 1
FAILED: Final = 2
_FEW: Final = 9  # a fact with at most so many values is weighed by them; of a longer one every cell weighs alike

Mask: TypeAlias = int
"""Which cells of a fact are still possible: one bit for each."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Values of one fact that no condition of the decision list tells apart, and how much they weigh together."""

    values: Possible
    weight: int


class Part(NamedTuple):
    """A gate as a part of another, and whether it is denied there."""

    gate: int
    denied: bool


class Test(NamedTuple):
    """A leaf: which fact it tests, and the cells that meet it."""

    fact: int
    mask: Mask


Shape: TypeAlias = tuple[Mask, tuple[tuple[Mask, tuple[Part, ...]], ...]]
"""The cells of a fact, and for each of its tests the cells that meet it and the gates that it is a part of."""


class Net:
    """The decision list of one rule book as gates. A gate is met when ``need`` of its parts are; a leaf has none.

    ``wins`` has a gate for each outcome, met where the list ends in it.
    """

    def __init__(self, book: RuleBook) -> None:
        self.need: list[int] = []
        self.parts: list[tuple[Part, ...]] = []
        self.above: list[list[Part]] = []
        self._trees = {rule_id: resolved.tree for rule_id, resolved in book.rules.items()}
        self._roots: dict[str, Part] = {}
        self._leaves: dict[InRange | InSet, int] = {}
        self._made: dict[tuple[int, tuple[Part, ...]], int] = {}
        self.decision: list[tuple[OutcomeId, Part]] = []
        for rule_id in book.decision:
            outcome = book.rules[rule_id].rule.outcome
            assert outcome is not None  # the loader lets only outcome rules into the decision list
            self.decision.append((outcome, self._root(rule_id)))
        self.rules = frozenset(self._roots)
        self.wins = self._wins()
        self._cut(book)
        self.size = self._sizes()
        self.shape = tuple(self._shape(fact) for fact in range(len(self.facts)))

    def _cut(self, book: RuleBook) -> None:
        """The facts that are read, in the order of the vocabulary, their cells, and the test of each leaf."""
        own: dict[str, list[InRange | InSet]] = {}
        for leaf in self._leaves:
            own.setdefault(leaf.fact, []).append(leaf)
        self.facts: tuple[str, ...] = tuple(f.id for f in book.vocabulary if f.id in own)
        self.index: Mapping[str, int] = {fact_id: i for i, fact_id in enumerate(self.facts)}
        self.cells = tuple(cells_of(book.vocabulary[f].definition, own[f]) for f in self.facts)
        self.whole = tuple((1 << len(cells)) - 1 for cells in self.cells)
        self.leaves: tuple[tuple[tuple[int, Mask], ...], ...] = tuple(
            tuple((self._leaves[leaf], _meeting(leaf, cells)) for leaf in own[f])
            for f, cells in zip(self.facts, self.cells, strict=True)
        )
        self.test: Mapping[int, Test] = {
            gate: Test(fact, mask) for fact, tests in enumerate(self.leaves) for gate, mask in tests
        }

    def _sizes(self) -> list[int]:
        """How many leaves lie below each gate, one counted as often as it is used."""
        found: list[int] = []
        for parts in self.parts:
            found.append(sum(found[part.gate] for part in parts) if parts else 1)
        return found

    def _shape(self, fact: int) -> Shape:
        """Where a fact's tests stand: facts of one shape can change places and every gate comes to the same."""
        tests = sorted((mask, tuple(sorted(self.above[gate]))) for gate, mask in self.leaves[fact])
        return self.whole[fact], tuple(tests)

    def _root(self, rule_id: str) -> Part:
        if rule_id not in self._roots:
            self._roots[rule_id] = self._gate(self._trees[rule_id])
        return self._roots[rule_id]

    def _gate(self, tree: Tree) -> Part:
        match tree:
            case Not():
                inner = self._gate(tree.part)
                return Part(inner.gate, not inner.denied)
            case RuleMet():
                return self._root(tree.rule)
            case Counted():
                return self._counted(tree.k, tuple(self._gate(part) for part in tree.parts))
        if tree not in self._leaves:
            self._leaves[tree] = self._new(1, ())
        return Part(self._leaves[tree], False)

    def _counted(self, need: int, parts: tuple[Part, ...]) -> Part:
        if len(parts) == 1:
            return parts[0]
        if (need, parts) not in self._made:
            self._made[need, parts] = self._new(need, parts)
        return Part(self._made[need, parts], False)

    def _new(self, need: int, parts: tuple[Part, ...]) -> int:
        self.need.append(need)
        self.parts.append(parts)
        self.above.append([])
        gate = len(self.need) - 1
        for part in parts:
            self.above[part.gate].append(Part(gate, part.denied))
        return gate

    def _wins(self) -> Mapping[int, OutcomeId]:
        """For each outcome the gate that is met where one of its rules is met and none before it."""
        ways: dict[OutcomeId, list[Part]] = {}
        passed: list[Part] = []
        for outcome, root in self.decision:
            ways.setdefault(outcome, []).append(Part(self._new(len(passed) + 1, (*passed, root)), False))
            passed.append(Part(root.gate, not root.denied))
        return {self._new(1, tuple(parts)): outcome for outcome, parts in ways.items()}

    def masks(self, values: Mapping[str, Possible]) -> tuple[Mask, ...]:
        """Which cells of each fact some possible values lie in."""
        return tuple(self.mask(i, values[fact_id]) for i, fact_id in enumerate(self.facts))

    def mask(self, fact: int, values: Possible) -> Mask:
        """Which cells of one fact some possible values lie in."""
        return sum(1 << i for i, cell in enumerate(self.cells[fact]) if meet(cell.values, values) is not None)


class State:
    """What is possible of each fact, and what every gate comes to."""

    def __init__(self, net: Net, masks: Sequence[Mask]) -> None:
        self.net = net
        self.masks = list(net.whole)
        self.verdicts = [OPEN] * len(net.need)
        self._met = [0] * len(net.need)
        self._failed = [0] * len(net.need)
        for fact, mask in enumerate(masks):
            self.put(fact, mask)

    def put(self, fact: int, mask: Mask) -> Mask:
        """Let one fact have these cells and no others. Returns what it had, to be put back."""
        before = self.masks[fact]
        if mask != before:
            self.masks[fact] = mask
            for leaf, test in self.net.leaves[fact]:
                verdict = FAILED if not mask & test else OPEN if mask & ~test else MET
                if verdict != self.verdicts[leaf]:
                    self._turn(leaf, verdict)
        return before

    def _turn(self, leaf: int, verdict: int) -> None:
        """Let a leaf have a new verdict, and every gate above it what follows."""
        net, verdicts, met, failed = self.net, self.verdicts, self._met, self._failed
        changed = [(leaf, verdicts[leaf], verdict)]
        verdicts[leaf] = verdict
        while changed:
            at, old, new = changed.pop()
            for gate, denied in net.above[at]:
                for one, step in ((old, -1), (new, 1)):
                    if one == OPEN:
                        continue
                    if (one == MET) is not denied:
                        met[gate] += step
                    else:
                        failed[gate] += step
                left = len(net.parts[gate]) - failed[gate]
                now = MET if met[gate] >= net.need[gate] else FAILED if left < net.need[gate] else OPEN
                if now != verdicts[gate]:
                    changed.append((gate, verdicts[gate], now))
                    verdicts[gate] = now

    def outcomes(self) -> list[OutcomeId]:
        """The outcomes that the walk down the decision list leaves."""
        found: list[OutcomeId] = []
        for outcome, root in self.net.decision:
            verdict = self.verdict(root)
            if verdict != FAILED and outcome not in found:
                found.append(outcome)
            if verdict == MET:
                break
        return found

    def verdict(self, part: Part) -> int:
        """What a part comes to, denied where it is."""
        found = self.verdicts[part.gate]
        return MET + FAILED - found if part.denied and found != OPEN else found

    def waiting(self) -> set[int]:
        """The facts that leave some rule of the walk open."""
        stack: list[int] = []
        for _, root in self.net.decision:
            verdict = self.verdict(root)
            if verdict == OPEN:
                stack.append(root.gate)
            elif verdict == MET:
                break
        seen: set[int] = set()
        found: set[int] = set()
        while stack:
            gate = stack.pop()
            if gate in seen:
                continue
            seen.add(gate)
            if self.net.parts[gate]:
                stack += [part.gate for part in self.net.parts[gate] if self.verdicts[part.gate] == OPEN]
            else:
                found.add(self.net.test[gate].fact)
        return found


def cells_of(fact: FactDef, tests: Iterable[InRange | InSet]) -> tuple[Cell, ...]:
    """The cells into which some tests cut a fact; "not applicable" is one of its own."""
    whole = everything(fact)
    if isinstance(whole, Choices):
        alike: dict[tuple[bool, ...], set[str]] = {}
        own = [leaf for leaf in tests if isinstance(leaf, InSet)]
        for name in sorted(whole.names):
            alike.setdefault(tuple(name in leaf.names for leaf in own), set()).add(name)
        found = [Cell(Choices(frozenset(names)), len(names)) for names in alike.values()]
        return (*found, Cell(Choices(frozenset(), na=True), 1)) if whole.na else tuple(found)
    cuts = {whole.low, whole.high + 1}
    for leaf in tests:
        if isinstance(leaf, InRange):
            cuts |= {cut for cut in (leaf.low, leaf.high + 1) if whole.low < cut <= whole.high}
    ends = sorted(cuts)
    few = whole.high - whole.low < _FEW
    found = [Cell(Ordered(low, end - 1), end - low if few else 1) for low, end in pairwise(ends)]
    return (*found, Cell(NOT_APPLICABLE, 1)) if whole.na else tuple(found)


def _meeting(leaf: InRange | InSet, cells: tuple[Cell, ...]) -> Mask:
    found = 0
    for i, cell in enumerate(cells):
        values = cell.values
        verdict = within(values, leaf.low, leaf.high) if isinstance(leaf, InRange) else one_of(values, leaf.names)
        assert verdict is not Verdict.OPEN  # a cell is made so that no test divides it
        found |= (verdict is Verdict.MET) << i
    return found
