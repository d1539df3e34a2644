"""How many questions an interview needs until the outcome stands: over all scenarios and over generated cases.

The one who answers knows what the case says. What it leaves unknown is asked for once, and passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from sigrisk.casefile import load_case, profile_id
from sigrisk.knowledge import gather
from sigrisk.net import Mask, State
from sigrisk.nextquestions import NextQuestions
from sigrisk.packs import DEFAULT_PROFILE, Packs, data_dir
from tests.drawing import Knobs, draw_case

GENERATED = 2_000
_UNDECIDED = "not settled"


@dataclass(frozen=True, slots=True)
class Played:
    """One case: what it came to, the questions asked, those of the fixed order, and those of the whole form.

    ``cost`` and ``form_cost`` are the same in the unit of rules/questions.yaml; ``slowest`` is the longest wait for a
    question in seconds.
    """

    outcome: str
    asked: int
    fixed: int
    form: int
    cost: int
    form_cost: int
    slowest: float

    @property
    def share(self) -> float:
        """Questions asked, of those of the whole form."""
        return self.asked / self.form


class Player:
    """Holds interviews over one profile's questions."""

    def __init__(self, packs: Packs, profile: str) -> None:
        self.order = NextQuestions(packs.book(profile))
        self.net = self.order.net
        self._costs = [self.order.questions.of(fact_id).cost for fact_id in self.net.facts]

    def play(self, truth: Sequence[Mask]) -> Played:
        """Interview someone who knows that the facts are these cells."""
        slowest = 0.0

        def best(masks: Sequence[Mask], asked: Sequence[int]) -> int | None:
            nonlocal slowest
            start = perf_counter()
            passed = frozenset(self.net.facts[f] for f in asked)
            one = next(self.order.ranked(masks, passed), None)
            slowest = max(slowest, perf_counter() - start)
            return None if one is None else self.net.index[one.fact_id]

        def in_turn(_: Sequence[Mask], asked: Sequence[int]) -> int | None:
            return len(asked) if len(asked) < len(self.net.facts) else None

        asked, outcome = self._asked(truth, best)
        fixed, _ = self._asked(truth, in_turn)
        cost = sum(self._costs[f] for f in asked)
        return Played(outcome, len(asked), len(fixed), len(self.net.facts), cost, sum(self._costs), slowest)

    def _asked(
        self, truth: Sequence[Mask], choose: Callable[[Sequence[Mask], Sequence[int]], int | None]
    ) -> tuple[list[int], str]:
        masks, asked = list(self.net.whole), list[int]()
        while len(left := State(self.net, masks).outcomes()) > 1 and (fact := choose(masks, asked)) is not None:
            asked.append(fact)
            masks[fact] = truth[fact]
        return asked, left[0].value if len(left) == 1 else _UNDECIDED


def scenarios(packs: Packs, paths: Sequence[Path] | None = None) -> Iterator[Played]:
    """Every shipped scenario, from a blank case, in its own profile."""
    players: dict[str, Player] = {}
    for path in paths or sorted((data_dir() / "scenarios").glob("*.yaml")):
        case, _ = load_case(path, packs)
        profile = profile_id(case)
        player = players.setdefault(profile, Player(packs, profile))
        yield player.play(player.net.masks(gather(case, packs.book(profile), packs.instruments).values()))


def generated(packs: Packs, number: int) -> Iterator[Played]:
    """Complete cases drawn for the default profile, the same in every run."""
    player, book = Player(packs, DEFAULT_PROFILE), packs.book(DEFAULT_PROFILE)
    for seed in range(number):
        random = Random(seed)
        risk, protection, trouble, events = (random.randint(0, most) for most in (10, 10, 10, 6))
        knob = Knobs(random.getrandbits(32), 10, risk, protection, trouble, events, 0)
        values = gather(draw_case(packs, knob), book, packs.instruments).values()
        yield player.play([one_of(mask, random) for mask in player.net.masks(values)])


def one_of(mask: Mask, random: Random) -> Mask:
    """One of the cells of a mask."""
    return 1 << random.choice([cell for cell in range(mask.bit_length()) if mask >> cell & 1])


def table(played: Sequence[Played]) -> Iterator[str]:
    """The lines of a table: for each outcome, and for all."""
    yield "| outcome | cases | asked, median | of the whole form | in the fixed order, median | cost, of the form's |"
    yield "|---|--:|--:|--:|--:|--:|"
    groups = {name: [one for one in played if one.outcome == name] for name in sorted({p.outcome for p in played})}
    for name, group in (*groups.items(), ("**all**", list(played))):
        asked, fixed = median(p.asked for p in group), median(p.fixed for p in group)
        share, cost = median(p.share for p in group), median(p.cost / p.form_cost for p in group)
        yield f"| {name} | {len(group)} | {asked:.0f} | {share:.0%} | {fixed:.0f} | {cost:.0%} |"
    even = median(median(p.share for p in group) for group in groups.values())
    yield f"\nEvery outcome weighed alike, the median of the medians is {even:.0%} of the form."
    asked_all, fixed_all = sum(p.asked for p in played), sum(p.fixed for p in played)
    yield f"Asked altogether: {asked_all}, in the fixed order {fixed_all}: {asked_all / fixed_all:.0%}."
    yield f"The longest wait for a question: {max(p.slowest for p in played):.2f} s."


def checklist_table(packs: Packs, played: Sequence[Played]) -> Iterator[str]:
    """The median interview beside each checklist filled in to the full."""
    asked = median(p.asked for p in played)
    yield "\n| checklist | questions | the median interview, of these |"
    yield "|---|--:|--:|"
    items = {instrument.label: len(instrument.items()) for instrument in packs.instruments.values()}
    for label, number in (*items.items(), ("all of them", sum(items.values()))):
        yield f"| {label} | {number} | {asked / number:.0%} |"


def report(packs: Packs, number: int = GENERATED) -> Iterator[str]:
    """The lines of the whole report, as they are measured."""
    yield "\n### Questions until the outcome stands: all scenarios, each in its own profile\n"
    told = list(scenarios(packs))
    yield from table(told)
    yield f"\n### Questions until the outcome stands: {number} generated cases, {DEFAULT_PROFILE}\n"
    drawn = list(generated(packs, number))
    yield from table(drawn)
    yield from checklist_table(packs, [*told, *drawn])
    yield from undecided(packs, number // 2)


def undecided(packs: Packs, number: int) -> Iterator[str]:
    """How exact it is that a fact can decide: over all open facts, on the way through generated cases."""
    player = Player(packs, DEFAULT_PROFILE)
    counts: dict[bool | None, int] = {True: 0, False: 0, None: 0}
    for seed in range(number):
        random = Random(seed)
        masks = list(player.net.whole)
        for fact in random.sample(range(len(masks)), random.randrange(len(masks))):
            masks[fact] = one_of(masks[fact], random)
        state = State(player.net, masks)
        for fact in state.waiting() if len(state.outcomes()) > 1 else ():
            counts[player.order.relevance.can_decide(masks, fact)] += 1
    total = sum(counts.values())
    yield f"\nOf {total} facts that leave the outcome open in {number} half-filled cases, {counts[True]} can decide,"
    yield f"{counts[False]} can't, and of {counts[None]} the search gave up ({counts[None] / max(1, total):.1%})."
