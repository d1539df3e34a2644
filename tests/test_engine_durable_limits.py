"""The limits of durable-rules are checked before any rule is given to it."""

from __future__ import annotations

import json
from contextlib import closing

import pytest

from sigrisk.condition import InRange, InSet, RuleMet, Tree
from sigrisk.engine import limits
from sigrisk.engine.compile import compile_trees
from sigrisk.engine.durable import CompileError, DurableEngine, available
from sigrisk.engine.limits import Check, EngineRule, check_rules, fnv32
from sigrisk.engine.port import load
from sigrisk.possible import Choices, Ordered, Possible, within

needs_engine = pytest.mark.skipif(not available(), reason="durable-rules can't be used on this interpreter")

TOP = 2**41
LEVEL = Ordered(0, 3)


def _thresholds(facts: int, each: int) -> tuple[dict[str, InRange], dict[str, Possible]]:
    trees = {f"r{f}_{i}": InRange(f"f{f}", i + 1, TOP) for f in range(facts) for i in range(each)}
    return trees, {f"f{f}": Ordered(0, 100) for f in range(facts)}


def test_too_many_rules_are_refused() -> None:
    with pytest.raises(CompileError, match="4802 delregler, och motorn klarar 4096"):
        compile_trees(*_thresholds(80, 30))


@needs_engine
@pytest.mark.slow
def test_nearly_the_most_rules_still_run() -> None:
    trees, everything = _thresholds(80, 25)
    values = {fact: Ordered(i % 30, i % 30 + 2) for i, fact in enumerate(everything)}
    with closing(DurableEngine(trees, everything)) as engine:
        found = engine.verdicts(values)
    assert len(found) == 2000
    for rule_id, leaf in trees.items():
        assert found[rule_id] is within(values[leaf.fact], leaf.low, leaf.high)


def test_too_many_tests_of_one_fact_are_refused() -> None:
    with pytest.raises(CompileError, match="80 prov kan träffa samma uppgift"):
        compile_trees(*_thresholds(1, 40))


def test_too_many_tests_on_a_level_are_refused() -> None:
    def rules(n: int) -> list[EngineRule]:
        return [EngineRule(f"r{i}", (Check("t", "$eq", f"t{i}"),)) for i in range(n)]

    check_rules(rules(500))
    with pytest.raises(CompileError, match="501 olika prov"):
        check_rules(rules(501))


def test_too_many_patterns_on_a_test_are_refused() -> None:
    def rules(n: int) -> list[EngineRule]:
        return [EngineRule(f"r{i}", (Check("t", "$eq", "t"),)) for i in range(n)]

    check_rules(rules(255))
    with pytest.raises(CompileError, match="256 delregler slutar i samma prov"):
        check_rules(rules(256))


def test_too_high_a_count_and_two_rules_of_one_name_are_refused() -> None:
    check = (Check("t", "$eq", "t"),)
    check_rules([EngineRule("r", check, 65_535)])
    with pytest.raises(CompileError, match="räknar till 65536"):
        check_rules([EngineRule("r", check, 65_536)])
    with pytest.raises(CompileError, match="samma namn"):
        check_rules([EngineRule("r", check), EngineRule("r", (Check("t", "$eq", "u"),))])


def test_too_many_properties_of_a_fact_are_refused() -> None:
    options = [f"o{i}" for i in range(248)]
    trees = {"r": InSet("x", frozenset(options[:1]))}
    compile_trees(trees, {"x": Choices(frozenset(options[:247]))})
    with pytest.raises(CompileError, match="253 egenskaper"):
        compile_trees(trees, {"x": Choices(frozenset(options))})


@pytest.mark.parametrize("number", [2**53, -(2**53), 1.5, float("nan"), float("inf")])
def test_numbers_that_the_engine_cannot_compare_exactly_are_refused_in_rules(number: float) -> None:
    with pytest.raises(CompileError, match="inte ett heltal"):
        compile_trees({"r": InRange("x", number, 3)}, {"x": LEVEL})  # type: ignore[arg-type]


def test_facts_whose_ids_share_a_hash_are_refused() -> None:
    one, two = "siixdfg", "rlleewe"
    assert fnv32(f"o:{one}") == fnv32(f"o:{two}")
    trees: dict[str, Tree] = {"r": InRange(one, 1, TOP), "s": InRange(two, 1, TOP)}
    with pytest.raises(CompileError, match="uppgifterna ”o:rlleewe” och ”o:siixdfg”"):
        compile_trees(trees, {one: LEVEL, two: LEVEL})


def test_properties_that_share_a_hash_are_refused() -> None:
    one, two = "a71187", "b32400"
    assert fnv32(f"{one}.low") == fnv32(f"{two}.high")
    with pytest.raises(CompileError, match=r"egenskaperna ”b32400\.high” och ”a71187\.low”"):
        compile_trees({"r": InRange(one, 1, TOP), "s": InRange(two, 1, TOP)}, {one: LEVEL, two: LEVEL})


def test_the_hash_is_the_one_in_the_engine() -> None:
    """The engine's source writes these three out as numbers."""
    assert [fnv32(word) for word in ("all", "$and", "sid")] == [321211332, 3746487396, 3593476751]


@pytest.mark.parametrize("name", ["å", 'a"b', "a\\b", "a b"])
def test_names_that_the_engine_may_read_wrongly_are_refused(name: str) -> None:
    with pytest.raises(CompileError, match="tecken"):
        compile_trees({"r": InRange(name, 1, TOP)}, {name: LEVEL})


@pytest.mark.parametrize(
    ("trees", "text"),
    [
        ({"a": RuleMet("b"), "b": InRange("x", 1, TOP)}, "”b”, som inte står tidigare"),
        ({"a": RuleMet("a")}, "”a”, som inte står tidigare"),
        ({"a": InRange("y", 1, TOP)}, "”y”, som inte finns"),
        ({"a": InSet("x", frozenset("a"))}, "inte passar dess slag"),
    ],
)
def test_rules_that_fit_nothing_are_refused(trees: dict[str, Tree], text: str) -> None:
    with pytest.raises(CompileError, match=text):
        compile_trees(trees, {"x": LEVEL})


@needs_engine
def test_more_tests_waiting_than_the_limit_do_fail_in_the_engine() -> None:
    """The limit is a real one: just under it the engine takes the fact, over it it doesn't."""

    def code(n: int) -> int:
        checks = [(Check("s", "$eq", "b"), Check("t", "$eq", "t"), Check("n", "$gte", -i)) for i in range(n)]
        written = {f"r{i}": {"all": [{"m": {"$and": [c.written() for c in found]}}]} for i, found in enumerate(checks)}
        handle = load().create_ruleset(f"waiting-{n}", json.dumps(written))
        return load().assert_fact(handle, json.dumps({"sid": "s1", "id": "x", "s": "b", "t": "t", "n": 1}))[0]

    assert code(limits.MAX_TESTS_WAITING) == 0
    with pytest.raises(load().error, match="303"):
        code(66)
