"""From verdicts to outcomes and questions: the decision walk, which answers matter, and what stops an assessment."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from random import Random
from shutil import copy

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from sigrisk.assess import Assessment, NoOutcome, Question, assess, possible_outcomes, walk
from sigrisk.case import Case
from sigrisk.casefile import load_case
from sigrisk.cli import main
from sigrisk.condition import (
    AllOf,
    AnyOf,
    Condition,
    ConditionError,
    Counted,
    FactTest,
    NoneOf,
    Not,
    RuleMet,
    RuleTest,
    Scope,
    facts_in,
    resolve,
    rules_in,
)
from sigrisk.engine.agree import EnginesDisagree, compare
from sigrisk.engine.durable import DurableEngine, available
from sigrisk.engine.evaluate import comes_to, deciding, evaluate, run, verdicts_of
from sigrisk.knowledge import gather
from sigrisk.packs import Packs
from sigrisk.possible import NOT_APPLICABLE, UNBOUNDED, Choices, Ordered, Possible, Verdict
from sigrisk.rulebook import Effect, Kind, OutcomeId, ResolvedRule, RuleBook, in_strata_order
from tests.drawing import Knobs, build, draw_case, knobs, plain

MET, NOT_MET, OPEN = Verdict.MET, Verdict.NOT_MET, Verdict.OPEN
VERDICTS = (MET, NOT_MET, OPEN)
SCENARIOS = Path(__file__).parent.parent / "scenarios"


def empty_case(**parts: object) -> Case:
    return build(
        {
            "sigrisk": 1,
            "case": {"id": "P-1", "assessment_date": "2026-11-16"},
            "person": {"label": "Kim"},
            "sources": {"skolan": {"name": "Skolan", "type": "school"}},
            **parts,
        }
    )


def readable_only(*_: object) -> str:
    """For tests of what follows from the verdicts; the second evaluator has tests of its own."""
    return "bara den läsbara"


def tried(case: Case, book: RuleBook, packs: Packs) -> Assessment:
    return assess(case, book, packs.instruments, readable_only)


# -- the decision walk ------------------------------------------------------------------------------------------------


@given(st.data())
def test_the_walk_stops_at_the_first_met_rule_and_passes_the_open_ones(book: RuleBook, data: st.DataObject) -> None:
    """Drawn verdicts of the real decision list, held against a definition of its own: completions of the open ones."""
    verdicts = {rule: data.draw(st.sampled_from(VERDICTS), label=rule) for rule in book.decision}
    verdicts[book.decision[-1]] = data.draw(st.sampled_from([MET, OPEN]))
    ways = product(*((v,) if v.settled else (MET, NOT_MET) for v in verdicts.values()))
    first = {next((r for r, v in zip(book.decision, way, strict=True) if v is MET), None) for way in ways} - {None}
    outcomes, steps = walk(book, verdicts)
    assert set(steps) == first
    assert list(steps) == [r for r in book.decision if r in first]
    assert set(outcomes) == {book.rules[r].rule.outcome for r in steps}
    assert len(set(outcomes)) == len(outcomes)


def test_the_order_of_the_list_decides(book: RuleBook) -> None:
    """Two met rules: the upper one's outcome, and the lower one isn't even named."""
    for upper, lower in zip(book.decision, book.decision[1:], strict=False):
        verdicts = dict.fromkeys(book.decision, NOT_MET) | {upper: MET, lower: MET}
        assert walk(book, verdicts) == ((book.rules[upper].rule.outcome,), (upper,))


def test_rules_with_one_outcome_give_one_outcome(book: RuleBook) -> None:
    """Two open rules that lead to the same leave one outcome possible: it stands whatever the answers are."""
    twin = book.rules[book.decision[0]].rule.model_copy(update={"id": "twin"})
    both = replace(
        book,
        rules={**book.rules, "twin": ResolvedRule(twin, book.rules[book.decision[0]].tree)},
        decision=(book.decision[0], "twin"),
    )
    outcomes, steps = walk(both, {book.decision[0]: OPEN, "twin": MET})
    assert outcomes == (OutcomeId.OUTSIDE,)
    assert steps == (book.decision[0], "twin")


def test_a_gap_in_the_list_stops_the_assessment(book: RuleBook, packs: Packs) -> None:
    """No outcome is met or open: that is a fault of the profile, named, and never "no"."""
    with pytest.raises(NoOutcome, match=book.profile.id):
        walk(book, dict.fromkeys(book.decision, NOT_MET))
    with pytest.raises(NoOutcome):
        tried(empty_case(person={"label": "Kim", "age": 15}), replace(book, decision=("outside_age",)), packs)


def test_an_empty_case_leaves_every_outcome_possible(book: RuleBook, packs: Packs) -> None:
    """Knowing nothing settles nothing: every outcome of the list, and every question of the open rules, is there."""
    found = tried(empty_case(), book, packs)
    assert set(found.outcomes) == {book.rules[r].rule.outcome for r in book.decision}
    assert not found.settled
    assert all(found.results[r].verdict is OPEN for r in book.decision)
    assert found.questions


def test_a_settled_case_asks_nothing(book: RuleBook, packs: Packs) -> None:
    """Outside the age: nothing that is missing can change that, so nothing is asked."""
    found = tried(empty_case(person={"label": "Kim", "age": 30}), book, packs)
    assert found.outcomes == (OutcomeId.OUTSIDE,)
    assert found.questions == ()


# -- hand-made rule books ---------------------------------------------------------------------------------------------


def fact(fact_id: str, value: object = True) -> FactTest:
    return FactTest.model_validate({"fact": fact_id, "is": value})


@dataclass(frozen=True)
class Bench:
    """A rule book of a few rules over real facts: ``decision`` is a list of (outcome, condition)."""

    book: RuleBook
    packs: Packs

    def with_rules(
        self, decision: list[tuple[OutcomeId, Condition]], lower: Mapping[str, Condition] | None = None
    ) -> RuleBook:
        model = self.book.rules[self.book.decision[0]].rule
        scope = Scope(self.book.vocabulary, self.book.values)
        made = [
            model.model_copy(update={"id": i, "kind": Kind.CRITERION, "outcome": None, "when": when})
            for i, when in (lower or {}).items()
        ]
        made += [
            model.model_copy(update={"id": f"step_{n}", "outcome": outcome, "when": when})
            for n, (outcome, when) in enumerate(decision)
        ]
        rules = in_strata_order(ResolvedRule(rule, resolve(rule.when, scope)) for rule in made)
        names = tuple(f"step_{n}" for n in range(len(decision)))
        profile = self.book.profile.model_copy(
            update={"rules": tuple(lower or {}), "decision": names, "alternatives": ()}
        )
        return replace(self.book, rules=rules, decision=names, profile=profile)

    def tried(self, book: RuleBook, facts: Mapping[str, object] | None = None) -> Assessment:
        said = {f: {"value": v, "source": "skolan", "date": "2026-11-10"} for f, v in (facts or {}).items()}
        return tried(empty_case(facts=said), book, self.packs)


@pytest.fixture(scope="module")
def bench(book: RuleBook, packs: Packs) -> Bench:
    return Bench(book, packs)


A, B, C = "crime.imminent", "will.coerced", "placement.risk"
ELSE = (OutcomeId.OFFER, AnyOf(any=(fact(A), NoneOf(none=(fact(A),)))))


def asked(found: Assessment) -> list[str]:
    return [q.fact.id for q in found.questions]


def test_only_open_conditions_ask(bench: Bench) -> None:
    """One part of *any* is met already in the first rule, so its other part isn't asked; *all* asks what is left."""
    rules = bench.with_rules(
        [(OutcomeId.NOT_SUITED, AllOf(all=(AnyOf(any=(fact(A), fact(B))), fact(C)))), (OutcomeId.OFFER, fact(A))]
    )
    assert asked(bench.tried(rules, {A: True})) == [C]
    assert set(asked(bench.tried(rules, {}))) == {A, B, C}


def test_a_rule_below_a_met_one_asks_nothing(bench: Bench) -> None:
    """The walk never gets there, so its answers can't matter."""
    rules = bench.with_rules([(OutcomeId.AWAIT, fact(B)), (OutcomeId.OFFER, fact(A)), (OutcomeId.TOO_LIGHT, fact(C))])
    found = bench.tried(rules, {A: True})
    assert found.outcomes == (OutcomeId.AWAIT, OutcomeId.OFFER)
    assert asked(found) == [B]


def test_questions_reach_through_lower_rules(bench: Bench) -> None:
    """A decision rule that builds on a criterion asks its facts, and names the open rules that read them."""
    rules = bench.with_rules(
        [(OutcomeId.AWAIT, RuleTest(criterion="lower")), (OutcomeId.OFFER, fact(A))],
        {"lower": AllOf(all=(fact(A), fact(B)))},
    )
    (question,) = bench.tried(rules, {A: True}).questions
    assert question.fact.id == B
    assert question.rules == ("lower", "step_0")
    assert (question.worst, question.settles) == (1, True)
    assert [left for _, left in question.next.settles] == [OutcomeId.OFFER, OutcomeId.AWAIT]


def test_the_question_that_narrows_most_comes_first(bench: Bench) -> None:
    """C alone settles whatever the answer; A and B don't: so C is first, and those that tie keep the facts' order."""
    rules = bench.with_rules(
        [
            (OutcomeId.NOT_SUITED, AllOf(all=(fact(A), fact(B), fact(C)))),
            (OutcomeId.OFFER, fact(C)),
            (OutcomeId.TOO_LIGHT, NoneOf(none=(fact(C),))),
        ]
    )
    order = asked(bench.tried(rules))
    assert order[0] == C
    by_vocabulary = [f.id for f in rules.vocabulary if f.id in (A, B)]
    assert order[1:] == by_vocabulary


@pytest.mark.parametrize(
    ("test", "otherwise"),
    [({"at_most": 18}, True), ({"at_least": 19}, False), ({"between": [13, 18]}, True), ({"between": [0, 18]}, False)],
)
def test_a_wide_fact_is_tried_on_both_sides_of_every_threshold(
    bench: Bench, test: Mapping[str, object], otherwise: bool
) -> None:
    """Only some ages leave B to be asked; at worst the age is one of those, wherever they lie on the scale."""
    ages = FactTest.model_validate_json(json.dumps({"fact": "person.age", **test}))
    beyond: Condition = NoneOf(none=(ages,)) if otherwise else ages
    rules = bench.with_rules(
        [(OutcomeId.AWAIT, AllOf(all=(beyond, fact(B)))), (OutcomeId.OFFER, NoneOf(none=(fact(C),)))]
    )
    (question,) = (q for q in bench.tried(rules, {C: False}).questions if q.fact.id == "person.age")
    assert (question.worst, question.settles) == (2, True)


def test_a_contradicted_fact_is_asked_and_marked(bench: Bench) -> None:
    """Two sources against each other leave the rule open; asking again may settle it."""
    rules = bench.with_rules([(OutcomeId.AWAIT, fact(A)), (OutcomeId.OFFER, NoneOf(none=(fact(A),)))])
    claims = [{"value": v, "source": s, "date": "2026-11-10"} for v, s in ((True, "skolan"), (False, "polisen"))]
    sources = {s: {"name": s, "type": "other"} for s in ("skolan", "polisen")}
    found = tried(empty_case(sources=sources, facts={A: claims}), rules, bench.packs)
    (question,) = found.questions
    assert question.contradicted
    assert [k.fact.id for k in found.contradictions()] == [A]


@pytest.mark.parametrize(("low", "high"), [(19, 18), ("age_high", "age_low")])
def test_a_range_that_holds_nothing_is_refused(bench: Bench, low: object, high: object) -> None:
    """Where a profile's numbers cross, a rule could never be met: told when the book is put together."""
    ends = [{"param": e} if isinstance(e, str) else e for e in (low, high)]
    test = FactTest.model_validate_json(json.dumps({"fact": "person.age", "between": ends}))
    with pytest.raises(ConditionError, match="between") as caught:
        resolve(test, Scope(bench.book.vocabulary, bench.book.values))
    assert caught.value.code == "SIG113"


# -- do the questions matter, and only they? --------------------------------------------------------------------------


def answers_to(possible: Possible) -> list[Possible]:
    """Every single value left; of large ranges all up to 130, and the greatest."""
    if isinstance(possible, Choices):
        found: list[Possible] = [Choices(frozenset({n})) for n in sorted(possible.names)]
        return found + ([Choices(frozenset(), na=True)] if possible.na else [])
    if not possible.has_numbers:
        return [possible]
    codes = [*range(possible.low, min(possible.high, possible.low + 130) + 1)]
    codes += [possible.high] if possible.high > codes[-1] else []
    return [*(Ordered(c, c) for c in codes), *([NOT_APPLICABLE] if possible.na else [])]


def outcomes_for(book: RuleBook, values: Mapping[str, Possible]) -> tuple[OutcomeId, ...]:
    return walk(book, verdicts_of(run({r: one.tree for r, one in book.rules.items()}, values)))[0]


def deciding_part(book: RuleBook) -> RuleBook:
    """Only the rules that the decision list builds on: the same outcomes, sooner."""
    wanted = set(book.decision)
    for rule_id in reversed(list(book.rules)):
        if rule_id in wanted:
            wanted |= set(rules_in(book.rules[rule_id].tree))
    return replace(book, rules={r: one for r, one in book.rules.items() if r in wanted})


def drawn(book: RuleBook, packs: Packs, wanted: int) -> list[Assessment]:
    """Drawn cases that are open with one to eight questions, the same in every run."""
    random, found = Random(7), []
    while len(found) < wanted:
        knob = Knobs(random.getrandbits(32), random.choice([8, 9, 9, 10, 10]), 7, 7, 3, 3, random.choice([0, 2, 5]))
        one = tried(draw_case(packs, knob), book, packs)
        if 1 <= len(one.questions) <= 8:
            found.append(one)
    return found


@pytest.fixture(scope="module")
def opened(book: RuleBook, packs: Packs) -> list[Assessment]:
    return drawn(book, packs, 12)


def test_drawn_cases_are_of_many_kinds(opened: list[Assessment]) -> None:
    """The tests below would be weak if all cases asked the same."""
    assert len({q.fact.id for one in opened for q in one.questions}) >= 8
    assert len({one.outcomes for one in opened}) >= 3


def test_a_fact_that_is_not_asked_cannot_change_the_outcomes(opened: list[Assessment], book: RuleBook) -> None:
    """Every value of every other unsettled fact, one fact at a time: the possible outcomes stay exactly the same."""
    small = deciding_part(book)
    tried_values = 0
    for one in opened[:6]:
        values, questions = one.knowledge.values(), set(asked(one))
        read = {f for r in small.rules.values() for f in facts_in(r.tree)}
        for other in sorted(read - questions):
            if len(spread := answers_to(values[other])) > 1:
                for value in spread[:12] + spread[-1:]:
                    tried_values += 1
                    assert outcomes_for(small, {**values, other: value}) == one.outcomes, (other, value)
    assert tried_values > 50


def test_what_a_question_promises_is_what_its_answers_do(opened: list[Assessment], book: RuleBook) -> None:
    """Every value of every asked fact, all else as it is: the worst number of outcomes and "may settle" are true."""
    small = deciding_part(book)
    for one in opened:
        values = one.knowledge.values()
        for question in one.questions:
            sizes = [
                len(outcomes_for(small, {**values, question.fact.id: v})) for v in answers_to(values[question.fact.id])
            ]
            assert max(sizes) == question.worst, question.fact.id
            assert (min(sizes) == 1) == question.settles, question.fact.id


def test_nearly_every_question_asked_can_decide(opened: list[Assessment], book: RuleBook) -> None:
    """For an asked fact there are answers to all the others with which its own answer decides between outcomes.

    Not for quite every one here, where only some of all answers are drawn; on small books test_next.py tries them all.
    """
    idle, questions = 0, 0
    small = deciding_part(book)
    random = Random(11)
    for one in opened:
        values = one.knowledge.values()
        spread = {f: answers_to(values[f])[:20] for f in asked(one)}
        for wanted in asked(one):
            questions += 1
            idle += not any(
                len({outcomes_for(small, {**values, **others, wanted: v}) for v in spread[wanted]}) > 1
                for others in _completions(spread, wanted, random)
            )
    assert questions > 20
    assert idle * 10 <= questions, (idle, questions)


def _completions(spread: Mapping[str, list[Possible]], wanted: str, random: Random) -> Iterator[dict[str, Possible]]:
    """Answers to all the other questions: all ways where they are few, else many drawn ones."""
    others = {f: v for f, v in spread.items() if f != wanted}
    total = 1
    for found in others.values():
        total *= len(found)
    if total <= 600:
        yield from (dict(zip(others, way, strict=True)) for way in product(*others.values()))
        return
    for _ in range(3000):
        yield {f: random.choice(v) for f, v in others.items()}


def test_all_answers_together_settle(opened: list[Assessment], book: RuleBook) -> None:
    """When every question has an answer one outcome is left, and it was among the possible ones: then one may stop."""
    small, random = deciding_part(book), Random(3)
    for one in opened:
        values = one.knowledge.values()
        for _ in range(15):
            full = {**values, **{f: random.choice(answers_to(values[f])) for f in asked(one)}}
            outcomes = outcomes_for(small, full)
            assert len(outcomes) == 1
            assert set(outcomes) <= set(one.outcomes)


def test_questions_stand_in_the_promised_order(opened: list[Assessment], book: RuleBook) -> None:
    """Fewest outcomes left at worst first, then least left to ask; ties by the facts' own order.

    Before each stands what it presupposes.
    """
    place = {f.id: i for i, f in enumerate(book.vocabulary)}

    def key(q: Question) -> tuple[int, float, int]:
        return q.worst, q.next.left, place[q.fact.id]

    def with_presupposed(q: Question, listed: Mapping[str, Question]) -> Iterator[Question]:
        for before in book.questions.after.get(q.fact.id, ()):
            if before in listed:
                yield from with_presupposed(listed[before], listed)
        yield q

    for one in opened:
        listed = {q.fact.id: q for q in one.questions}
        wanted = [each for q in sorted(one.questions, key=key) for each in with_presupposed(q, listed)]
        assert list(one.questions) == list(dict.fromkeys(wanted))
        assert len(set(asked(one))) == len(one.questions)


@given(knobs(), st.randoms(use_true_random=False))
@settings(max_examples=15)
def test_questions_are_the_same_in_whatever_order_the_case_is_written(
    book: RuleBook, packs: Packs, knob: Knobs, random: Random
) -> None:
    """Facts, events, checklists and consents shuffled: the same questions in the same order."""
    case = draw_case(packs, knob)
    data = plain(case)
    facts = list(case.facts)
    random.shuffle(facts)
    mixed: dict[str, object] = {**data, "facts": {f: _group(data["facts"])[f] for f in facts}}
    for key in ("checklists", "consent"):
        listed = data.get(key, [])
        assert isinstance(listed, list)
        mixed[key] = random.sample(listed, len(listed))
    first, again = tried(case, book, packs), tried(build(mixed), book, packs)
    assert first.questions == again.questions
    assert (first.outcomes, first.decided_by) == (again.outcomes, again.decided_by)


def _group(value: object) -> Mapping[str, object]:
    assert isinstance(value, dict)
    return value


# -- what no answer allows --------------------------------------------------------------------------------------------


def test_an_outcome_that_no_answer_allows_is_not_possible(book: RuleBook, packs: Packs) -> None:
    """One guardian has said no and the other hasn't been heard: they disagree, or both say no. Neither is an offer."""
    case, _ = load_case(SCENARIOS / "01_tydligt_erbjudande.yaml", packs)
    data = plain(case)
    no = {"person": "guardian_1", "state": "withdrawn", "date": "2026-11-14", "source": "socialtjansten"}
    asked_before = [c for c in data["consent"] if c["person"] == "youth"]
    found = tried(build({**data, "guardians": 2, "consent": [*asked_before, no]}), book, packs)
    assert found.knowledge.facts["consent.guardians"].values == Choices(frozenset({"one_against", "withdrawn"}))
    listed, _ = walk(book, {r: one.verdict for r, one in found.results.items()})
    assert listed == (OutcomeId.AWAIT, OutcomeId.DELIBERATE, OutcomeId.OFFER), "each rule by itself leaves the offer"
    assert found.outcomes == (OutcomeId.AWAIT, OutcomeId.DELIBERATE)
    assert found.decided_by == ("await_will", "deliberate_weigh")
    (question,) = found.questions
    assert (question.fact.id, question.worst, question.settles) == ("consent.guardians", 1, True)


def test_what_is_left_may_be_one_outcome_that_no_rule_alone_settles(bench: Bench) -> None:
    """Yes leads there by one rule and no by another; the third is left open by both and allowed by neither."""
    no = NoneOf(none=(fact(A),))
    rules = bench.with_rules(
        [(OutcomeId.AWAIT, fact(A)), (OutcomeId.AWAIT, no), (OutcomeId.OFFER, AnyOf(any=(no, fact(A))))]
    )
    found = bench.tried(rules)
    assert walk(rules, {r: one.verdict for r, one in found.results.items()})[0] == (OutcomeId.AWAIT, OutcomeId.OFFER)
    assert (found.outcomes, found.settled, found.questions) == ((OutcomeId.AWAIT,), True, ())


@given(knobs(), st.integers(0, 2**32 - 1))
@settings(max_examples=40)
def test_the_true_outcome_is_never_taken_away_and_none_comes_back(
    packs: Packs, book: RuleBook, knob: Knobs, seed: int
) -> None:
    """The facts are answered one by one: no answer makes an outcome possible again, and the last one is left."""
    small, random = deciding_part(book), Random(seed)
    values = gather(draw_case(packs, knob), book, packs.instruments).values()
    before, _ = settled_by(small, values)
    unknown = [f for f in values if len(answers_to(values[f])) > 1]
    random.shuffle(unknown)
    for index, name in enumerate(unknown):
        values[name] = random.choice(answers_to(values[name]))
        if index % 8 == 0 or index == len(unknown) - 1:
            after, _ = settled_by(small, values)
            assert set(after) <= set(before), name
            before = after
    assert len(before) == 1
    assert outcomes_for(small, values) == before


def settled_by(book: RuleBook, values: Mapping[str, Possible]) -> tuple[tuple[OutcomeId, ...], tuple[str, ...]]:
    return possible_outcomes(book, values, run({r: one.tree for r, one in book.rules.items()}, values))


@given(knobs())
@settings(max_examples=40)
def test_a_stop_still_never_loses_to_a_grant(packs: Packs, book: RuleBook, knob: Knobs) -> None:
    """Also when outcomes are taken away: a stop that holds leaves no offer, an open one something else too."""
    one = tried(draw_case(packs, knob), book, packs)
    stops = {r.verdict for r in one.of_kind(Kind.FLAG) if r.rule.effect is Effect.STOP}
    offers = {OutcomeId.OFFER, OutcomeId.OFFER_FIRST}
    assert not (MET in stops and offers & set(one.outcomes))
    assert not (OPEN in stops and set(one.outcomes) <= offers)


# -- reasons ----------------------------------------------------------------------------------------------------------


@given(st.data())
@settings(max_examples=60)
def test_the_deciding_tests_alone_give_the_verdict(bench: Bench, data: st.DataObject) -> None:
    """For a settled rule: keep what is known of the deciding facts, forget all else, and the verdict stands."""
    tests = st.sampled_from([fact(A), fact(B), fact(C)])
    condition: Condition = data.draw(
        st.recursive(
            tests,
            lambda inner: st.one_of(
                st.lists(inner, min_size=1, max_size=3).map(lambda p: AllOf(all=tuple(p))),
                st.lists(inner, min_size=1, max_size=3).map(lambda p: AnyOf(any=tuple(p))),
                st.lists(inner, min_size=1, max_size=3).map(lambda p: NoneOf(none=tuple(p))),
            ),
            max_leaves=8,
        )
    )
    tree = resolve(condition, Scope(bench.book.vocabulary, bench.book.values))
    sets = st.sampled_from([Ordered(0, 0), Ordered(1, 1), Ordered(0, 1)])
    values: dict[str, Possible] = {f: data.draw(sets) for f in (A, B, C)}
    node = evaluate(tree, values, {})
    named = {leaf.tree.fact for leaf in deciding(node) if hasattr(leaf.tree, "fact")}
    if node.verdict.settled:
        kept = {f: v if f in named else Ordered(0, 1) for f, v in values.items()}
        assert evaluate(tree, kept, {}).verdict is node.verdict
    else:
        assert all(values[f] == Ordered(0, 1) for f in named)
        assert named


@pytest.mark.parametrize("k", range(5))
def test_a_verdict_without_its_reasons_is_the_same_verdict(k: int) -> None:
    """Of every count of up to three parts, whatever each comes to, as it stands and denied."""
    for size in range(4):
        tree = Counted(k, tuple(RuleMet(str(i)) for i in range(size)), "at_least")
        for parts in product(VERDICTS, repeat=size):
            lower = {str(i): verdict for i, verdict in enumerate(parts)}
            for one in (tree, Not(tree), Counted(1, (Not(tree), tree), "any")):
                assert comes_to(one, {}, lower) is evaluate(one, {}, lower).verdict, (k, parts)


# -- two evaluators that differ ---------------------------------------------------------------------------------------


def test_any_difference_between_the_evaluators_is_told() -> None:
    """Each rule with both verdicts; a rule that only one of them knows is a difference too."""
    readable = {"one": MET, "two": OPEN, "three": NOT_MET}
    compare(readable, dict(readable))
    with pytest.raises(EnginesDisagree, match=r"two \(läsbar: open, durable-rules: met\)") as caught:
        compare(readable, {**readable, "two": MET})
    assert caught.value.differences == {"two": (OPEN, MET)}
    with pytest.raises(EnginesDisagree):
        compare(readable, {k: v for k, v in readable.items() if k != "three"})
    with pytest.raises(EnginesDisagree):
        compare(readable, {**readable, "four": MET})


@pytest.mark.skipif(not available(), reason="durable-rules runs on CPython 3.11 and 3.12 only")
def test_a_difference_stops_the_command_and_saves_the_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One verdict of durable-rules is flipped: exit status 1, the rule is named, the case is saved beside it each time
    under a new name, and no memo is written."""
    case = tmp_path / "mitt.yaml"
    copy(next(SCENARIOS.glob("01_*.yaml")), case)
    honest = DurableEngine.verdicts

    def flipped(engine: DurableEngine, values: Mapping[str, Possible]) -> Mapping[str, Verdict]:
        found = dict(honest(engine, values))
        found["no_secure_point"] = found["no_secure_point"].negate()
        return found

    out = tmp_path / "promemoria"
    arguments = ["assess", str(case), "--out", str(out)]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    for path in out.iterdir():
        path.unlink()
    out.rmdir()

    monkeypatch.setattr(DurableEngine, "verdicts", flipped)
    for number in (1, 2):
        result = CliRunner().invoke(main, arguments)
        saved = tmp_path / f"mitt.oense-{number}.yaml"
        assert result.exit_code == 1
        assert "no_secure_point (läsbar: not_met, durable-rules: met)" in result.stderr
        assert str(saved) in result.stderr
        assert result.stdout == ""
        assert saved.is_file()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mitt.oense-1.yaml", "mitt.oense-2.yaml", "mitt.yaml"]
    text = (tmp_path / "mitt.oense-1.yaml").read_text(encoding="utf-8")
    assert text.endswith(case.read_text(encoding="utf-8"))
    assert "# no_secure_point: läsbar not_met, durable-rules met" in text.splitlines()

    monkeypatch.undo()
    again = CliRunner().invoke(main, ["assess", str(tmp_path / "mitt.oense-1.yaml")])
    assert again.exit_code == 0, "the saved case is a case file that can be run again"


def test_the_checker_sees_every_rule_and_its_words_are_kept(book: RuleBook, packs: Packs) -> None:
    """The second evaluator is given the values and all verdicts, and what it says stands in the assessment."""
    seen: list[set[str]] = []

    def checker(_: RuleBook, values: Mapping[str, Possible], verdicts: Mapping[str, Verdict]) -> str:
        seen.append(set(verdicts))
        assert set(values) == set(book.vocabulary.ids)
        assert values["offences.total"] == Ordered(0, UNBOUNDED)
        return "provad"

    found = assess(empty_case(), book, packs.instruments, checker)
    assert seen == [set(book.rules)]
    assert found.engine == "provad"
