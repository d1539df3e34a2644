"""What if, and how firm a verdict is: against counting through, on small rule books and on drawn cases of the real."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sigrisk.assess import Assessment, assess, possible_outcomes
from sigrisk.derived import ADULT
from sigrisk.engine.evaluate import run, verdicts_of
from sigrisk.firmness import MOST_WRONG, Firm
from sigrisk.packs import DEFAULT_PROFILE, Packs
from sigrisk.possible import Ordered, Possible, Verdict, holds, meet
from sigrisk.robustness import MATERIAL, PARTS, firmness
from sigrisk.rulebook import Kind, OutcomeId, RuleBook
from sigrisk.subsets import Subsets
from sigrisk.whatif import MOST_CHANGES, Goal, WhatIf, applied, may_change, search
from tests.drawing import Knobs, draw_case, knobs
from tests.smallbooks import Small, draw_small, singles

SEEDS = 150
FEWER = settings(max_examples=30)


@dataclass(frozen=True)
class Found:
    """What the rules come to: by the readable evaluator, one case at a time."""

    verdicts: Mapping[str, Verdict]
    outcomes: tuple[OutcomeId, ...]


def tried(book: RuleBook, values: Mapping[str, Possible]) -> Found:
    nodes = run({r: one.tree for r, one in book.rules.items()}, values)
    return Found(verdicts_of(nodes), possible_outcomes(book, values, nodes)[0])


def reaches(found: Found, goal: Goal, before: tuple[OutcomeId, ...]) -> bool:
    if goal.flag is not None:
        return found.verdicts[goal.flag] is Verdict.NOT_MET
    wanted = [goal.outcome] if goal.outcome is not None else [o for o in OutcomeId if (o,) != before]
    return any(found.outcomes == (outcome,) for outcome in wanted)


# -- the sets ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 8, 9, 17])
def test_every_set_has_a_bit_of_its_own(count: int, size: int) -> None:
    sets = Subsets(count, size)
    assert sorted(sets.members(sets.all)) == list(combinations(range(count), size))
    for thing in range(count):
        assert sorted(sets.members(sets.having[thing])) == [s for s in combinations(range(count), size) if thing in s]


def test_there_is_no_empty_set() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Subsets(3, 0)


# -- what if ----------------------------------------------------------------------------------------------------------

Steps = tuple[tuple[str, Possible], ...]


def counted_through(packs: Packs, small: Small, goal: Goal) -> set[frozenset[tuple[str, str]]]:
    """The smallest sets of changes, by trying every answer to every fact: each change as fact and answer."""
    book, values = small.book, small.assessment.knowledge.values()
    facts = sorted({f for one in book.rules.values() for f in _facts(book, one.id)})
    steps = [
        (f, value)
        for f in facts
        if may_change(packs.vocabulary[f].definition)
        for value in singles(packs, f)
        if value != values[f]
    ]
    minimal: set[frozenset[tuple[str, str]]] = set()
    for size in range(1, MOST_CHANGES + 1):
        for some in combinations(steps, size):
            if len({f for f, _ in some}) < size:
                continue
            key = frozenset((f, repr(v)) for f, v in some)
            if any(one < key for one in minimal):
                continue
            if reaches(tried(book, {**values, **dict(some)}), goal, small.assessment.outcomes):
                minimal.add(key)
    return minimal


def _facts(book: RuleBook, rule_id: str) -> frozenset[str]:
    from sigrisk.condition import facts_in

    return frozenset(facts_in(book.rules[rule_id].tree))


def spelled_out(packs: Packs, found: tuple[WhatIf, ...]) -> set[frozenset[tuple[str, str]]]:
    """Every single answer that the sets stand for."""
    told = set()
    for one in found:
        choices = [
            [(c.fact.id, repr(v)) for v in singles(packs, c.fact.id) if any(holds(run_, v) for run_ in c.after)]
            for c in one.changes
        ]
        told |= {frozenset(some) for some in product(*choices)}
    return told


@pytest.mark.parametrize("seed", range(SEEDS))
def test_what_if_on_small_books_is_what_counting_through_gives(packs: Packs, seed: int) -> None:
    small = draw_small(packs, seed)
    flags = [r.id for r in small.book.of_kind(Kind.FLAG)]
    goals = [Goal(), Goal(outcome=small.book.rules["o9"].rule.outcome), *(Goal(flag=f) for f in flags)]
    for goal in goals:
        answer = search(small.assessment, goal)
        if answer.reached:
            assert reaches(tried(small.book, small.assessment.knowledge.values()), goal, ())
            continue
        assert spelled_out(packs, answer.found) == counted_through(packs, small, goal), goal


def test_small_books_are_worth_trying(packs: Packs) -> None:
    """They give sets of every size, and none, settled outcomes and open ones: else the test above says little."""
    sizes: set[int] = set()
    settled: set[bool] = set()
    for seed in range(SEEDS):
        small = draw_small(packs, seed)
        for goal in (Goal(), *(Goal(flag=r.id) for r in small.book.of_kind(Kind.FLAG))):
            sizes |= {len(one.changes) for one in search(small.assessment, goal).found} or {0}
        settled.add(small.assessment.settled)
    assert sizes == {0, 1, 2, 3}
    assert settled == {True, False}


def drawn(packs: Packs, knob: Knobs, profile: str = DEFAULT_PROFILE) -> Assessment:
    return assess(draw_case(packs, knob), packs.book(profile), packs.instruments, lambda *_: "")


def some_of(found: tuple[WhatIf, ...], random: Random, most: int) -> Iterator[WhatIf]:
    yield from random.sample(found, most) if len(found) > most else found


@FEWER
@given(knob=knobs())
def test_every_set_of_changes_is_enough_and_no_part_of_it_is(packs: Packs, knob: Knobs) -> None:
    assessment = drawn(packs, knob)
    book, values = assessment.book, assessment.knowledge.values()
    for one in some_of(search(assessment, Goal()).found, Random(knob.seed), 5):
        steps = [(c.fact.id, c.example) for c in one.changes]
        got = tried(book, {**values, **dict(steps)})
        assert got.outcomes == one.outcomes
        assert reaches(got, Goal(), assessment.outcomes)
        turned = {t.rule.id: t.after for t in one.turns}
        for kind in (Kind.CRITERION, Kind.AGGREGATE, Kind.FLAG, Kind.OUTCOME):
            for rule in book.of_kind(kind):
                if rule.id in assessment.results:
                    after = turned.get(rule.id, assessment.results[rule.id].verdict)
                    assert got.verdicts[rule.id] is after, rule.id
        for size in range(1, len(steps)):
            for part in combinations(steps, size):
                assert not reaches(tried(book, {**values, **dict(part)}), Goal(), assessment.outcomes)


@FEWER
@given(knob=knobs(), seed=st.integers(0, 2**32 - 1))
def test_no_set_of_changes_is_missed(packs: Packs, knob: Knobs, seed: int) -> None:
    assessment, random = drawn(packs, knob), Random(seed)
    book, values = assessment.book, assessment.knowledge.values()
    answer = search(assessment, Goal())
    dynamic = [f.id for f in book.vocabulary if may_change(f.definition)]
    for _ in range(15):
        some = random.sample(dynamic, random.randint(1, 3))
        steps = {f: random.choice(singles(packs, f)) for f in some}
        if reaches(tried(book, {**values, **steps}), Goal(), assessment.outcomes):
            assert any(_inside(one, steps) for one in answer.found), steps


def _inside(one: WhatIf, steps: Mapping[str, Possible]) -> bool:
    return all(c.fact.id in steps and any(holds(run_, steps[c.fact.id]) for run_ in c.after) for c in one.changes)


def test_only_dynamic_facts_are_changed(packs: Packs) -> None:
    assessment = drawn(packs, Knobs(seed=3, answered=9, risk=8, protection=5, trouble=3, events=4, uncertain=1))
    found = search(assessment, Goal()).found
    assert found
    assert all(may_change(c.fact.definition) for one in found for c in one.changes)


@FEWER
@given(knob=knobs(), seed=st.integers(0, 2**32 - 1))
def test_changes_by_hand_are_what_the_rules_say(packs: Packs, knob: Knobs, seed: int) -> None:
    assessment, random = drawn(packs, knob), Random(seed)
    facts = random.sample([f for f in packs.vocabulary if may_change(f.definition)], 3)
    changes = [(f, random.choice(singles(packs, f.id))) for f in facts]
    got = tried(assessment.book, {**assessment.knowledge.values(), **{f.id: v for f, v in changes}})
    told = applied(assessment, changes)
    assert told.outcomes == got.outcomes
    before = {r: one.verdict for r, one in assessment.results.items() if one.rule.kind is not Kind.NOTE}
    shown = (Kind.CRITERION, Kind.AGGREGATE, Kind.FLAG, Kind.OUTCOME)
    changed = {r for r, v in before.items() if got.verdicts[r] is not v and assessment.results[r].rule.kind in shown}
    assert {t.rule.id for t in told.turns} == changed
    assert all(t.after is got.verdicts[t.rule.id] and t.before is before[t.rule.id] for t in told.turns)


# -- how firm ---------------------------------------------------------------------------------------------------------


def least_by_counting(packs: Packs, small: Small, rule_id: str | None) -> tuple[int | None, set[frozenset[str]]]:
    """How many facts must be otherwise for a verdict to turn, and which, by trying every answer."""
    book, values = small.book, small.assessment.knowledge.values()
    facts = sorted({f for r in book.rules for f in _facts(book, r)})
    wrong = {f: [v for v in singles(packs, f) if meet(values[f], v) is None] for f in facts}
    known = [f for f in facts if wrong[f]]
    for size in range(1, MOST_WRONG + 1):
        found = set()
        for some in combinations(known, size):
            for answers in product(*(wrong[f] for f in some)):
                got = tried(book, {**values, **dict(zip(some, answers, strict=True))})
                if rule_id is None:
                    turned = got.outcomes != small.assessment.outcomes
                else:
                    turned = got.verdicts[rule_id] is not small.assessment.results[rule_id].verdict
                if turned:
                    found.add(frozenset(some))
                    break
        if found:
            return size, found
    return None, set()


@pytest.mark.parametrize("seed", range(SEEDS))
def test_firmness_on_small_books_is_what_counting_through_gives(packs: Packs, seed: int) -> None:
    small = draw_small(packs, seed)
    firm = firmness(small.assessment)
    settled = {r.rule.id for r in small.assessment.of_kind(Kind.CRITERION, Kind.FLAG) if r.verdict.settled}
    assert set(firm.rules) == settled
    assert (firm.outcome is not None) == small.assessment.settled
    told = {**firm.rules, **({None: firm.outcome} if firm.outcome is not None else {})}
    for rule_id, one in told.items():
        least, sets = least_by_counting(packs, small, rule_id)
        assert one.least == least, rule_id
        assert one.count == len(sets), rule_id
        assert {frozenset(f for s in some for f in s.facts) for some in one.sets} == sets


def supports_of(assessment: Assessment) -> list[tuple[str, ...]]:
    """The answers that are known: each fact, and what follows from each part of the case.

    Where nobody has a guardian's say, no guardian can have been misheard.
    """
    parts = [part.facts for part in PARTS]
    shared = {f for part in parts for f in part} | MATERIAL
    age = assessment.knowledge.facts["person.age"].values
    if all(one.person == "youth" for one in assessment.case.consent) and meet(age, Ordered(0, ADULT - 1)) is None:
        parts.remove(PARTS[-1].facts)
    known = assessment.knowledge.facts
    return [*((f,) for f in known if f not in shared and known[f].answered), *parts]


def made_wrong(packs: Packs, assessment: Assessment, facts: Iterable[str], random: Random) -> dict[str, Possible]:
    """Other values of some facts."""
    known = assessment.knowledge.facts
    found = {f: [v for v in singles(packs, f) if meet(known[f].values, v) is None] for f in facts}
    return {f: random.choice(others) for f, others in found.items() if others}


@FEWER
@given(knob=knobs(), seed=st.integers(0, 2**32 - 1))
def test_fewer_wrong_answers_than_said_never_turn_a_verdict(packs: Packs, knob: Knobs, seed: int) -> None:
    assessment, random = drawn(packs, knob), Random(seed)
    firm, supports = firmness(assessment), supports_of(assessment)
    asked: list[tuple[str, Firm]] = [*firm.rules.items(), *([("", firm.outcome)] if firm.outcome is not None else [])]
    for _ in range(25):
        size = random.randint(1, MOST_WRONG)
        some = [f for support in random.sample(supports, min(size, len(supports))) for f in support]
        values = {**assessment.knowledge.values(), **made_wrong(packs, assessment, some, random)}
        got = tried(assessment.book, values)
        for rule_id, one in asked:
            if not one.ever or size < (one.least or MOST_WRONG + 1):
                same = got.verdicts[rule_id] is assessment.results[rule_id].verdict if rule_id else None
                assert got.outcomes == assessment.outcomes if same is None else same, rule_id


@FEWER
@given(knob=knobs())
def test_wrong_answers_that_are_said_to_turn_a_verdict_do(packs: Packs, knob: Knobs) -> None:
    assessment = drawn(packs, knob)
    known, firm = assessment.knowledge.facts, firmness(assessment)
    parts = {part.label for part in PARTS}
    for rule_id, one in [*firm.rules.items(), *([("", firm.outcome)] if firm.outcome is not None else [])]:
        for some in one.sets[:2]:
            if any(s.label in parts for s in some):
                continue
            facts = [f for s in some for f in s.facts]
            wrong = [[v for v in singles(packs, f) if meet(known[f].values, v) is None] for f in facts]
            assert any(
                got.verdicts[rule_id] is not assessment.results[rule_id].verdict
                if rule_id
                else got.outcomes != assessment.outcomes
                for answers in product(*wrong)
                for got in [
                    tried(assessment.book, {**assessment.knowledge.values(), **dict(zip(facts, answers, strict=True))})
                ]
            ), (rule_id, facts)
