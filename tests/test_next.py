"""Which question comes next: the net of gates, what can still decide, and the order of the questions."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sigrisk.assess import walk
from sigrisk.condition import AllOf, AnyOf, AtLeastOf, Condition, FactTest, NoneOf, RuleTest
from sigrisk.engine.evaluate import run, verdicts_of
from sigrisk.knowledge import gather
from sigrisk.net import Net, State
from sigrisk.nextquestions import Next, NextQuestions
from sigrisk.packs import Packs
from sigrisk.possible import Choices, Ordered, Possible
from sigrisk.questionfile import Questions
from sigrisk.relevance import Relevance, settled_outcome
from sigrisk.rulebook import OutcomeId, RuleBook
from sigrisk.screenitems import askable
from tests.drawing import Knobs, draw_case, knobs
from tests.test_assess import Bench, outcomes_for

A, B, C, D = "crime.imminent", "will.coerced", "placement.risk", "health.other_root"
LEVEL, CONSENT = "peers.criminal", "consent.youth"
FEW = (A, B, C, LEVEL, CONSENT)


@pytest.fixture(scope="module")
def questions(packs: Packs) -> Questions:
    return packs.questions


class SmallBench(Bench):
    def __repr__(self) -> str:  # Hypothesis prints it with a failing example
        return "bench"


@pytest.fixture(scope="module")
def bench(book: RuleBook, packs: Packs) -> Bench:
    return SmallBench(book, packs)


# -- the net says what the readable evaluator says ---------------------------------------------------------------------


@given(knobs())
@settings(max_examples=60)
def test_the_net_leaves_the_outcomes_that_the_walk_leaves(packs: Packs, knob: Knobs) -> None:
    for profile in ("socialstyrelsen-ungdom", "stockholm-unga-vuxna", "rps-2011"):
        book = packs.book(profile)
        values = gather(draw_case(packs, knob), book, packs.instruments).values()
        net = Net(book)
        assert tuple(State(net, net.masks(values)).outcomes()) == outcomes_for(book, values)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=40)
def test_a_state_that_has_been_somewhere_else_is_the_same_when_it_comes_back(book: RuleBook, seed: int) -> None:
    """Thousands of answers are put and put back in one state: nothing may stick."""
    random, net = Random(seed), Net(book)
    masks = [
        random.choice([whole, 1 << random.randrange(len(c))]) for whole, c in zip(net.whole, net.cells, strict=True)
    ]
    state = State(net, net.whole)
    for _ in range(60):
        fact = random.randrange(len(net.facts))
        state.put(fact, random.randint(1, net.whole[fact]))
    for fact, mask in enumerate(masks):
        state.put(fact, mask)
    fresh = State(net, masks)
    assert state.verdicts == fresh.verdicts
    assert state.waiting() == fresh.waiting()


def test_the_values_of_one_cell_are_told_apart_by_no_condition(book: RuleBook) -> None:
    """Every value of small facts, and the ends of each cell of large ones: all give what the cell gives."""
    net, tried = Net(book), 0
    trees = {rule_id: one.tree for rule_id, one in book.rules.items()}
    values = {f.id: net.cells[net.index[f.id]][0].values for f in book.vocabulary if f.id in net.index}
    values = {**gather_all(book), **values}
    for fact, cells in enumerate(net.cells):
        for cell in cells:
            seen = set()
            for one in ends(cell.values):
                verdicts = verdicts_of(run(trees, {**values, net.facts[fact]: one}))
                seen.add(tuple(verdicts[rule] for rule in sorted(net.rules)))
                tried += 1
            assert len(seen) == 1, (net.facts[fact], cell)
    assert tried > len(net.facts)


def ends(values: Possible) -> list[Possible]:
    if isinstance(values, Choices):
        return [Choices(frozenset({name})) for name in sorted(values.names)] or [values]
    return [Ordered(values.low, values.low), Ordered(values.high, values.high)] if values.has_numbers else [values]


def gather_all(book: RuleBook) -> dict[str, Possible]:
    from sigrisk.vocabulary import everything

    return {f.id: everything(f.definition) for f in book.vocabulary}


# -- what can decide, against all complete sets of answers ------------------------------------------------------------


def test_of(random: Random, fact: str) -> FactTest:
    if fact == LEVEL:
        return FactTest.model_validate({"fact": fact, "at_least": random.choice(["low", "moderate", "high"])})
    if fact == CONSENT:
        return FactTest.model_validate({"fact": fact, "in": tuple(random.sample(["given", "asked", "refused"], 2))})
    return FactTest.model_validate({"fact": fact, "is": random.choice([True, False])})


test_of.__test__ = False  # type: ignore[attr-defined]


def condition(random: Random, depth: int, lower: tuple[str, ...]) -> Condition:
    if depth == 0 or random.random() < 0.2:
        if lower and random.random() < 0.4:
            return RuleTest(criterion=random.choice(lower))
        return test_of(random, random.choice(FEW))
    parts = tuple(condition(random, depth - 1, lower) for _ in range(random.randint(1, 3)))
    kind = random.randrange(4)
    if kind == 3:
        return AtLeastOf(at_least=random.randint(1, len(parts)), of=parts)
    return (AllOf(all=parts), AnyOf(any=parts), NoneOf(none=parts))[kind]


def small_book(bench: Bench, random: Random) -> RuleBook:
    """Rules of many shapes over five facts, in a list that always ends in something."""
    lower = {name: condition(random, 2, ()) for name in ("low_one", "low_two")}
    outcomes = [OutcomeId.OUTSIDE, OutcomeId.NOT_SUITED, OutcomeId.AWAIT, OutcomeId.OUTSIDE]
    listed = [(one, condition(random, 2, tuple(lower))) for one in random.sample(outcomes, 3)]
    always = AnyOf(
        any=(test_of(random, A), NoneOf(none=(FactTest.model_validate({"fact": A, "is": True}),)), anything())
    )
    return bench.with_rules([*listed, (OutcomeId.OFFER, always)], lower)


def anything() -> Condition:
    return FactTest.model_validate({"fact": A, "is": True})


def brute(net: Net, masks: tuple[int, ...], book: RuleBook) -> tuple[set[str], set[OutcomeId]]:
    """The facts that decide, and the outcomes that are possible, over every complete set of answers."""
    cells = [[c for c in range(len(own)) if masks[f] >> c & 1] for f, own in enumerate(net.cells)]
    outcome: dict[tuple[int, ...], OutcomeId] = {}
    values = gather_all(book)
    trees = {rule_id: one.tree for rule_id, one in book.rules.items()}
    for complete in product(*cells):
        told = {net.facts[f]: net.cells[f][c].values for f, c in enumerate(complete)}
        (outcome[complete],) = walk(book, verdicts_of(run(trees, {**values, **told})))[0]
    decides = set()
    for complete, one in outcome.items():
        for f in range(len(complete)):
            others = ((*complete[:f], c, *complete[f + 1 :]) for c in cells[f])
            if any(outcome[other] is not one for other in others):
                decides.add(net.facts[f])
    return decides, set(outcome.values())


def masks_of(random: Random, net: Net) -> tuple[int, ...]:
    """What is known: nothing, something or all of each fact."""
    return tuple(random.choice([whole, whole, random.randint(1, whole)]) for whole in net.whole)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=150)
def test_what_can_decide_is_exact_on_small_books(bench: Bench, seed: int) -> None:
    random = Random(seed)
    book = small_book(bench, random)
    net = Net(book)
    relevance, masks = Relevance(net), masks_of(random, net)
    decides, possible = brute(net, masks, book)
    found = {net.facts[f]: relevance.can_decide(masks, f) for f in range(len(net.facts))}
    assert None not in found.values()
    assert {f for f, can in found.items() if can} == decides
    assert {net.facts[f] for f in relevance.deciding(masks, range(len(net.facts)))} == decides
    assert possible <= set(State(net, masks).outcomes())
    if not decides:
        assert possible == {settled_outcome(net, masks)}


def test_three_valued_logic_alone_would_ask_for_what_can_not_decide(bench: Bench) -> None:
    """Two tests that exclude each other: B leaves the rule open, but no case makes it decide."""
    both = AllOf(all=(fact(A, True), fact(A, False), fact(B, True)))
    book = bench.with_rules([(OutcomeId.AWAIT, both), (OutcomeId.OFFER, AnyOf(any=(fact(A, True), fact(A, False))))])
    net = Net(book)
    state = State(net, net.whole)
    assert {net.facts[f] for f in state.waiting()} == {A, B}
    assert len(state.outcomes()) == 2
    assert [Relevance(net).can_decide(net.whole, net.index[f]) for f in (A, B)] == [False, False]
    assert settled_outcome(net, net.whole) is OutcomeId.OFFER


def fact(fact_id: str, value: bool) -> FactTest:
    return FactTest.model_validate({"fact": fact_id, "is": value})


def test_a_search_that_gives_up_says_neither(book: RuleBook) -> None:
    net = Net(book)
    assert Relevance(net, tries=1).can_decide(net.whole, net.index[LEVEL]) is None
    assert Relevance(net).can_decide(net.whole, net.index[LEVEL]) is True


def test_a_worry_that_is_no_crime_worry_decides_nothing_in_the_shipped_book(book: RuleBook) -> None:
    """The target group asks for crime or for wanting out, and the flag for neither: so it never turns the outcome."""
    net = Net(book)
    found = {f for f in net.facts if Relevance(net).can_decide(net.whole, net.index[f]) is False}
    assert found == {"nomination.not_crime_worry"}


# -- the order of the questions ----------------------------------------------------------------------------------------


def order_of(book: RuleBook, masks: Mapping[str, int] | None = None) -> list[Next]:
    order = NextQuestions(book)
    at = [(masks or {}).get(f, whole) for f, whole in zip(order.net.facts, order.net.whole, strict=True)]
    return list(order.ranked(at, frozenset()))


def test_the_question_that_settles_whatever_the_answer_comes_first(bench: Bench, questions: Questions) -> None:
    book = bench.with_rules(
        [
            (OutcomeId.NOT_SUITED, AllOf(all=(fact(A, True), fact(B, True), fact(C, True)))),
            (OutcomeId.OFFER, fact(C, True)),
            (OutcomeId.TOO_LIGHT, NoneOf(none=(fact(C, True),))),
        ]
    )
    found = order_of(book)
    assert found[0].fact_id == C
    assert found[0].worst == 2
    assert [(values, outcome) for values, outcome in found[0].settles] == [(Ordered(0, 0), OutcomeId.TOO_LIGHT)]


def test_of_two_questions_alike_the_cheaper_is_asked(bench: Bench, questions: Questions) -> None:
    """The level is a weighed judgement and the crime a matter of the register: dear and cheap."""
    cheap = FactTest.model_validate({"fact": "offences.shown", "is": True})
    dear = FactTest.model_validate({"fact": LEVEL, "at_least": "high"})
    book = bench.with_rules(
        [(OutcomeId.AWAIT, AllOf(all=(dear, cheap))), (OutcomeId.OFFER, NoneOf(none=(AllOf(all=(dear, cheap)),)))]
    )
    assert questions.of("offences.shown").cost < questions.of(LEVEL).cost
    assert order_of(book)[0].fact_id == "offences.shown"


def test_what_nobody_can_answer_is_not_asked_for(book: RuleBook, questions: Questions) -> None:
    order = NextQuestions(book)
    first = next(order.ranked(order.net.whole, frozenset()))
    again = [one.fact_id for one in order.ranked(order.net.whole, frozenset({first.fact_id}))]
    assert first.fact_id not in again
    assert order.can_decide(order.net.whole, frozenset({first.fact_id})) == (first.fact_id,)


def test_what_follows_from_an_answer_is_counted_as_known(book: RuleBook, questions: Questions) -> None:
    """No crime at all answers five questions about crimes: less is left to ask than after one answer."""
    order = NextQuestions(book)
    (shown,) = (one for one in order.ranked(order.net.whole, frozenset()) if one.fact_id == "offences.shown")
    (grave,) = (one for one in order.ranked(order.net.whole, frozenset()) if one.fact_id == "offences.grave")
    assert shown.left < grave.left - 3


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=25)
def test_an_interview_with_a_complete_case_ends_in_its_outcome(packs: Packs, questions: Questions, seed: int) -> None:
    """Each question is asked once, could decide when it was asked, and the last answer leaves the case's outcome."""
    random = Random(seed)
    book = packs.book(random.choice(packs.profiles.ids))
    order = NextQuestions(book)
    net = order.net
    truth = [1 << random.randrange(len(cells)) for cells in net.cells]
    (expected,) = State(net, truth).outcomes()
    masks, asked = list(net.whole), []
    while (one := next(order.ranked(masks, frozenset()), None)) is not None:
        at = net.index[one.fact_id]
        assert order.relevance.can_decide(masks, at) is not False
        asked.append(one.fact_id)
        masks[at] = truth[at]
    assert len(asked) == len(set(asked))
    assert settled_outcome(net, masks) is expected


def test_facts_of_one_shape_are_searched_once(bench: Bench) -> None:
    """B and C stand in the same places, so one search serves both; not where more is known of one of them."""
    both = AtLeastOf(at_least=2, of=(fact(A, True), fact(B, True), fact(C, True), fact(D, False)))
    net = Net(bench.with_rules([(OutcomeId.AWAIT, both), (OutcomeId.OFFER, NoneOf(none=(both,)))]))
    shapes = [net.shape[net.index[f]] for f in (A, B, C, D)]
    assert shapes[0] == shapes[1] == shapes[2] != shapes[3]
    relevance, searched = Relevance(net), list[int]()
    relevance.can_decide = lambda masks, fact: searched.append(fact)  # type: ignore[method-assign]
    assert list(relevance.deciding(net.whole, range(4))) == [0, 1, 2, 3]
    assert len(searched) == 2
    known = [1 if f == net.index[B] else mask for f, mask in enumerate(net.whole)]
    searched.clear()
    list(relevance.deciding(known, range(4)))
    assert len(searched) == 3


# -- the data ----------------------------------------------------------------------------------------------------------


def test_every_fact_that_can_decide_can_be_asked_for_and_has_someone_to_answer(
    packs: Packs, questions: Questions
) -> None:
    for profile in packs.profiles.ids:
        for fact_id in Net(packs.book(profile)).facts:
            assert askable(packs.vocabulary[fact_id].definition), fact_id
            assert 1 <= questions.of(fact_id).cost <= 9


def test_every_group_of_flags_that_is_worded_is_a_group(packs: Packs, questions: Questions) -> None:
    assert questions.settles.keys() <= {placed.rule.group for placed in packs.rules.values()}
