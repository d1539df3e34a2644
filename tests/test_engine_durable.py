"""The durable-rules engine against a small oracle, and where the engine isn't."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sigrisk.condition import Counted, InRange, InSet, Not, RuleMet, Tree
from sigrisk.engine import port
from sigrisk.engine.durable import DurableEngine, EngineFault, Firing, available
from sigrisk.possible import (
    NOT_APPLICABLE,
    UNBOUNDED,
    Choices,
    Ordered,
    Possible,
    Verdict,
    at_least,
    one_of,
    within,
)

needs_engine = pytest.mark.skipif(not available(), reason="durable-rules can't be used on this interpreter")

TOP = 2**41
LEVEL = Ordered(0, 3)
BOOL = Ordered(0, 1)


# -- the oracle -------------------------------------------------------------------------------------------------------


def oracle(trees: Mapping[str, Tree], values: Mapping[str, Possible]) -> dict[str, Verdict]:
    verdicts: dict[str, Verdict] = {}
    for rule_id, tree in trees.items():
        verdicts[rule_id] = _verdict(tree, values, verdicts)
    return verdicts


def _verdict(tree: Tree, values: Mapping[str, Possible], lower: Mapping[str, Verdict]) -> Verdict:
    match tree:
        case InRange():
            return within(values[tree.fact], tree.low, tree.high)
        case InSet():
            return one_of(values[tree.fact], tree.names)
        case RuleMet():
            return lower[tree.rule]
        case Not():
            return _verdict(tree.part, values, lower).negate()
        case Counted():
            return at_least(tree.k, [_verdict(part, values, lower) for part in tree.parts])
    raise AssertionError(tree)


# -- generated rule books and cases -----------------------------------------------------------------------------------

FACTS = [f"{domain}.f{i}" for domain in ("kamrater", "familj") for i in range(4)]
OPTIONS = ("a", "b", "c", "d")
_kinds: st.SearchStrategy[Possible] = st.one_of(
    st.builds(Ordered, st.just(0), st.sampled_from([1, 3, 120, UNBOUNDED]), st.booleans()),
    st.builds(Ordered, st.just(1), st.just(3_652_059), st.booleans()),
    st.builds(Choices, st.frozensets(st.sampled_from(OPTIONS), min_size=1), st.booleans()),
)
_numbers = st.sampled_from([-1, 0, 1, 2, 3, 4, 60, 120, 121, 738_000, UNBOUNDED, TOP])


@st.composite
def _leaves(draw: st.DrawFn, everything: Mapping[str, Possible]) -> Tree:
    fact = draw(st.sampled_from(FACTS))
    if isinstance(everything[fact], Choices):
        return InSet(fact, draw(st.frozensets(st.sampled_from(OPTIONS), min_size=1)))
    return InRange(fact, draw(_numbers), draw(_numbers))  # also empty ranges


def _trees(everything: Mapping[str, Possible], lower: tuple[str, ...]) -> st.SearchStrategy[Tree]:
    ends: st.SearchStrategy[Tree] = _leaves(everything)
    if lower:
        ends = st.one_of(ends, st.builds(RuleMet, st.sampled_from(lower)))

    def grow(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        parts = st.lists(inner, min_size=1, max_size=5).map(tuple)
        counted = parts.flatmap(
            lambda p: st.builds(Counted, st.integers(0, len(p) + 1), st.just(p), st.just("at_least"))
        )
        return st.one_of(counted, counted, st.builds(Not, inner))

    return st.recursive(ends, grow, max_leaves=12)


def _possible(everything: Possible, random: Random) -> Possible:
    """Drawn by a seeded generator: a tenth of the time that Hypothesis takes for as many whole cases."""
    na = everything.na and random.random() < 0.4
    if random.random() < 0.3:
        return everything
    if isinstance(everything, Choices):
        names = frozenset(name for name in sorted(everything.names) if random.random() < 0.4)
        return Choices(names, na) if names or na else everything
    if na and random.random() < 0.5:
        return NOT_APPLICABLE
    near = [n for n in (0, 1, 2, 3, 60, 120, 738_000, UNBOUNDED) if everything.low <= n <= everything.high]
    low = random.choice(near)
    return Ordered(low, random.choice([n for n in near if n >= low]), na)


@st.composite
def books(draw: st.DrawFn) -> tuple[dict[str, Tree], dict[str, Possible]]:
    everything = {fact: draw(_kinds) for fact in FACTS}
    trees: dict[str, Tree] = {}
    for stratum in range(3):
        lower = tuple(trees)
        for i in range(draw(st.integers(1, 3))):
            trees[f"s{stratum}.r{i}"] = draw(_trees(everything, lower))
    return trees, everything


@needs_engine
@pytest.mark.slow
@given(books(), st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_the_engine_comes_to_what_the_logic_says(book: tuple[dict[str, Tree], dict[str, Possible]], seed: int) -> None:
    trees, everything = book
    random = Random(seed)
    with closing(DurableEngine(trees, everything)) as engine:
        for _ in range(30):
            values = {fact: _possible(every, random) for fact, every in everything.items()}
            run = engine.run(values)
            assert run.verdicts == oracle(trees, values)
            assert engine.run(dict(reversed(values.items()))) == run
            _check_trace(run.fired, run.verdicts, trees, everything, values)


def _check_trace(
    fired: tuple[Firing, ...],
    verdicts: Mapping[str, Verdict],
    trees: Mapping[str, Tree],
    everything: Mapping[str, Possible],
    values: Mapping[str, Possible],
) -> None:
    """Every settled rule fired once, and the facts that its proof names settle it alone."""
    settled = {rule_id: verdict.value for rule_id, verdict in verdicts.items() if verdict.settled}
    assert sorted((f.rule_id, f.proof) for f in fired) == sorted(settled.items())
    for firing in fired:
        alone = {**everything, **{fact: values[fact] for fact in firing.facts}}
        assert oracle(trees, alone)[firing.rule_id].value == firing.proof


@needs_engine
@pytest.mark.parametrize("everything", [Ordered(0, 4), Ordered(0, 4, True), Ordered(2, 2), NOT_APPLICABLE])
def test_every_range_on_every_interval(everything: Ordered) -> None:
    trees = {f"r{a}_{b}": InRange("x", a, b) for a, b in itertools.product(range(-1, 6), repeat=2)}
    numbers = range(everything.low, everything.high + 1)
    intervals = [Ordered(a, b, na) for a in numbers for b in numbers if a <= b for na in (False, everything.na)]
    with closing(DurableEngine(trees, {"x": everything})) as engine:
        for value in [*intervals, everything, *([NOT_APPLICABLE] if everything.na else [])]:
            assert engine.verdicts({"x": value}) == oracle(trees, {"x": value})


@needs_engine
@pytest.mark.parametrize("na", [False, True])
def test_every_set_on_every_choice(na: bool) -> None:
    subsets = [frozenset(s) for n in range(5) for s in itertools.combinations((*"abc", "okänd"), n)]
    trees = {f"r{i}": InSet("x", names) for i, names in enumerate(subsets)}
    everything = Choices(frozenset("abc"), na)
    with closing(DurableEngine(trees, {"x": everything})) as engine:
        for names in subsets:
            for also_na in {False, na}:
                if names <= everything.names and (names or also_na):
                    value = Choices(names, also_na)
                    assert engine.verdicts({"x": value}) == oracle(trees, {"x": value})


@needs_engine
def test_a_missing_fact_is_unknown_and_a_fact_that_no_rule_reads_is_harmless() -> None:
    trees = {"r": Counted(2, (InRange("x", 2, TOP), InRange("y", 2, TOP)), "all")}
    with closing(DurableEngine(trees, {"x": LEVEL, "y": LEVEL, "z": LEVEL})) as engine:
        assert engine.verdicts({}) == {"r": Verdict.OPEN}
        assert engine.verdicts({"x": Ordered(1, 1), "z": Ordered(3, 3)}) == {"r": Verdict.NOT_MET}
        assert engine.verdicts({"x": Ordered(2, 3), "y": Ordered(3, 3)}) == {"r": Verdict.MET}


@needs_engine
def test_a_test_that_every_value_settles_holds_without_an_answer() -> None:
    trees: dict[str, Tree] = {"any": InRange("n", 0, TOP), "no": Not(RuleMet("any")), "open": InRange("n", 1, TOP)}
    with closing(DurableEngine(trees, {"n": LEVEL})) as engine:
        run = engine.run({})
    assert run.verdicts == {"any": Verdict.MET, "no": Verdict.NOT_MET, "open": Verdict.OPEN}
    assert run.fired == (Firing("any", "met", ()), Firing("no", "not_met", ()))


@needs_engine
@pytest.mark.parametrize("k", [1, 17, 40])
def test_more_parts_than_patterns_fit_in_a_rule(k: int) -> None:
    facts = [f"f{i}" for i in range(40)]
    trees = {"r": Counted(k, tuple(InRange(f, 1, TOP) for f in facts), "at_least")}
    with closing(DurableEngine(trees, dict.fromkeys(facts, BOOL))) as engine:
        for met, unknown in itertools.product((0, 1, 16, 17, 39, 40), (0, 1, 23)):
            values: dict[str, Possible] = {
                f: Ordered(1, 1) if i < met else BOOL if i < met + unknown else Ordered(0, 0)
                for i, f in enumerate(facts)
            }
            assert engine.verdicts(values) == oracle(trees, values)


@needs_engine
def test_the_most_firings_that_the_rules_allow_are_within_the_budget() -> None:
    """An "any" fires once for each part that is met, and its firings are a part of the budget."""
    facts = [f"f{i}" for i in range(40)]
    tests = tuple(InRange(f, 1, TOP) for f in facts)
    trees: dict[str, Tree] = {f"r{i}": Counted(1, tests[i:], "any") for i in range(30)}
    with closing(DurableEngine(trees, dict.fromkeys(facts, BOOL))) as engine:
        assert set(engine.verdicts(dict.fromkeys(facts, Ordered(1, 1))).values()) == {Verdict.MET}
        assert set(engine.verdicts(dict.fromkeys(facts, Ordered(0, 0))).values()) == {Verdict.NOT_MET}


@needs_engine
def test_the_same_part_twice_counts_twice() -> None:
    part = InRange("x", 1, TOP)
    trees = {"r": Counted(2, (part, part, InRange("y", 1, TOP)), "at_least")}
    with closing(DurableEngine(trees, {"x": BOOL, "y": BOOL})) as engine:
        for x, y in itertools.product((BOOL, Ordered(0, 0), Ordered(1, 1)), repeat=2):
            assert engine.verdicts({"x": x, "y": y}) == oracle(trees, {"x": x, "y": y})


# -- where durable-rules isn't ----------------------------------------------------------------------------------------


@pytest.fixture
def fresh() -> Iterator[None]:
    port._module.cache_clear()
    yield
    port._module.cache_clear()


@pytest.mark.usefixtures("fresh")
def test_a_later_python_is_not_available(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(port, "sys", type("Later", (), {"version_info": (3, 13, 0)}))
    assert not available()
    with pytest.raises(EngineFault, match="i den här installationen"):
        DurableEngine({"r": InRange("x", 2, TOP)}, {"x": LEVEL})


@pytest.mark.usefixtures("fresh")
def test_a_missing_module_is_not_available(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)  # the import raises ImportError
    assert not available()


@pytest.mark.usefixtures("fresh")
def test_a_module_without_the_calls_is_not_available(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", type(sys)("durable_rules_engine"))
    assert not available()
