"""Which question matters most now: what its answers would leave possible, and what would still be left to ask.

Every answer that a fact may still get is tried. The order is that of the least helpful answer first (how many outcomes
it leaves at the most), then of what is left to ask on an average over the answers, the work of this answer among it.
A question that presupposes another one (rules/questions.yaml, ``after``) comes after it.
No answer is held to be likelier than another: nothing here is a probability, and nothing is learnt.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sigrisk.follows import follows_from
from sigrisk.net import Mask, Net, State
from sigrisk.possible import Possible
from sigrisk.questionfile import Answerer
from sigrisk.relevance import Relevance
from sigrisk.rulebook import OutcomeId, RuleBook


@dataclass(frozen=True, slots=True)
class Next:
    """A question worth asking, and why.

    ``worst`` is how many outcomes the least helpful answer leaves; ``left`` what remains to ask, this question among
    it, in the unit of ``cost`` and on an average over the answers; ``settles`` the answers after which one outcome
    stands.
    """

    fact_id: str
    asked_of: Answerer
    worst: int
    left: float
    settles: tuple[tuple[Possible, OutcomeId], ...]


class NextQuestions:
    """Puts the questions of one rule book in order, whatever is known."""

    def __init__(self, book: RuleBook) -> None:
        self.net = Net(book)
        self.questions = book.questions
        self.relevance = Relevance(self.net)
        self._costs = [self.questions.of(fact_id).cost for fact_id in self.net.facts]
        self._follows = [
            [
                [(self.net.index[f], v) for f, v in follows_from(fact_id, cell.values) if f in self.net.index]
                for cell in own
            ]
            for fact_id, own in zip(self.net.facts, self.net.cells, strict=True)
        ]

    def ranked(
        self, masks: Sequence[Mask], passed: frozenset[str] = frozenset(), among: Sequence[OutcomeId] = tuple(OutcomeId)
    ) -> Iterator[Next]:
        """The questions that can decide, the one that matters most first; found one by one, as they are asked for.

        ``passed`` are facts that nobody can answer now: they stay unknown, and aren't asked for again. ``among`` are
        the outcomes that are known to be the only possible ones.
        """
        state = State(self.net, masks)
        beyond = frozenset(self.net.index[f] for f in passed if f in self.net.index)
        tried = {fact: self._tried(state, fact, beyond, among) for fact in sorted(state.waiting() - beyond)}
        order = sorted(tried, key=lambda fact: (tried[fact].worst, tried[fact].left, fact))
        asked = dict.fromkeys(one for fact in order for one in self._presupposed_first(fact, tried))
        return (tried[fact] for fact in self.relevance.deciding(masks, tuple(asked)))

    def _presupposed_first(self, fact: int, open_: Collection[int]) -> Iterator[int]:
        """A fact, and before it those that its question presupposes and that still can be asked for."""
        for before in self.questions.after.get(self.net.facts[fact], ()):
            at = self.net.index.get(before)
            if at is not None and at in open_:
                yield from self._presupposed_first(at, open_)
        yield fact

    def can_decide(self, masks: Sequence[Mask], passed: frozenset[str]) -> tuple[str, ...]:
        """Those of the facts that nobody can answer now whose answer could still change the outcome."""
        facts = [self.net.index[f] for f in self.net.facts if f in passed]
        return tuple(self.net.facts[f] for f in self.relevance.deciding(masks, facts))

    def _tried(self, state: State, fact: int, beyond: frozenset[int], among: Sequence[OutcomeId]) -> Next:
        worst = weight = left = 0
        settles: list[tuple[Possible, OutcomeId]] = []
        for number, cell in enumerate(self.net.cells[fact]):
            if not state.masks[fact] >> number & 1:
                continue
            before = self._answer(state, fact, number)
            outcomes = [one for one in state.outcomes() if one in among]
            if len(outcomes) == 1:
                settles.append((cell.values, outcomes[0]))
            else:
                left += cell.weight * sum(self._costs[f] for f in state.waiting() - beyond)
            worst, weight = max(worst, len(outcomes)), weight + cell.weight
            for other, mask in before.items():
                state.put(other, mask)
        fact_id = self.net.facts[fact]
        left_to_ask = left / weight + self._costs[fact]
        return Next(fact_id, self.questions.of(fact_id), worst, left_to_ask, tuple(settles))

    def _answer(self, state: State, fact: int, number: int) -> Mapping[int, Mask]:
        """Let a fact have one cell, and others what follows from it. Returns what they had before."""
        before = {fact: state.put(fact, 1 << number)}
        for other, values in self._follows[fact][number]:
            narrowed = state.masks[other] & self.net.mask(other, values)
            if other not in before and narrowed:  # what contradicts something known isn't followed
                before[other] = state.put(other, narrowed)
        return before
