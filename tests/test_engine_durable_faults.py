"""The guardrails round durable-rules: sessions, threads, and what happens when it misbehaves."""

from __future__ import annotations

import gc
import resource
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from sigrisk.condition import Counted, InRange, Not, RuleMet, Tree
from sigrisk.engine import durable
from sigrisk.engine.durable import DurableEngine, EngineFault, Firing, available
from sigrisk.engine.port import EnginePort, load
from sigrisk.possible import Choices, Ordered, Possible, Verdict

needs_engine = pytest.mark.skipif(not available(), reason="durable-rules can't be used on this interpreter")

TOP = 2**41
LEVEL = Ordered(0, 3)

SMALL: dict[str, Tree] = {
    "both": Counted(2, (InRange("x", 2, TOP), InRange("y", 2, TOP)), "all"),
    "not_both": Not(RuleMet("both")),
}
SMALL_FACTS: dict[str, Possible] = {"x": LEVEL, "y": LEVEL}
HIGH: dict[str, Possible] = {"x": Ordered(3, 3), "y": Ordered(2, 3)}
MET = {"both": Verdict.MET, "not_both": Verdict.NOT_MET}
OPEN = dict.fromkeys(SMALL, Verdict.OPEN)


@pytest.fixture
def small() -> Iterator[DurableEngine]:
    with closing(DurableEngine(SMALL, SMALL_FACTS)) as engine:
        yield engine


@needs_engine
def test_the_trace_names_rules_and_facts(small: DurableEngine) -> None:
    assert small.run(HIGH).fired == (Firing("both", "met", ("x", "y")), Firing("not_both", "not_met", ("x", "y")))
    assert small.run({"y": Ordered(0, 1)}).fired == (
        Firing("both", "not_met", ("y",)),
        Firing("not_both", "met", ("y",)),
    )


@needs_engine
def test_a_thousand_runs_leak_no_session(small: DurableEngine) -> None:
    """The engine itself gives up at the 1,025th session that wasn't deleted, and one session holds 5 MB."""
    for _ in range(20):
        assert small.verdicts(HIGH) == MET
    before = _memory()
    for _ in range(1100):
        assert small.verdicts(HIGH) == MET
        assert small.verdicts({}) == OPEN
    assert _memory() - before < 20
    with pytest.raises(load().error, match="309"):  # no such session
        load().delete_state(small._handle, "s1")


@needs_engine
def test_closed_engines_leave_no_memory_behind() -> None:
    facts = [f"f{i}" for i in range(100)]
    trees: dict[str, Tree] = {f: InRange(f, 1, TOP) for f in facts}
    everything = dict.fromkeys(facts, LEVEL)

    def cycle() -> None:
        engine = DurableEngine(trees, everything)
        engine.close()
        engine.close()
        with pytest.raises(EngineFault, match="stängdes"):
            engine.verdicts({})

    for _ in range(10):
        cycle()
    gc.collect()
    before = _memory()
    for _ in range(100):
        cycle()
    assert _memory() - before < 20


def _memory() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "linux" else 1024) / 1024


@needs_engine
def test_two_engines_share_no_facts(small: DurableEngine) -> None:
    with closing(DurableEngine(SMALL, SMALL_FACTS)) as other:
        for _ in range(5):
            assert small.verdicts({"x": Ordered(3, 3)}) == OPEN
            assert other.verdicts({"y": Ordered(3, 3)}) == OPEN
            assert other.verdicts(HIGH) == MET
            assert small.verdicts({}) == OPEN


@needs_engine
def test_threads_take_turns(small: DurableEngine) -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # so that threads meet inside a session, were it not for the lock
    wrong: list[dict[str, Verdict]] = []

    def work(values: dict[str, Possible], expected: dict[str, Verdict]) -> None:
        try:
            wrong.extend(found for _ in range(100) if (found := small.verdicts(values)) != expected)
        except EngineFault:
            wrong.append({})

    threads = [threading.Thread(target=work, args=pair) for pair in [(HIGH, MET), ({}, OPEN)] * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.setswitchinterval(before)
    assert not wrong


@needs_engine
@pytest.mark.parametrize(
    "value",
    [
        Ordered(0, 2**53),
        Ordered(0.5, 1),  # type: ignore[arg-type]
        Ordered(float("nan"), 1),  # type: ignore[arg-type]
        Ordered(0, 4),
        Ordered(0, 1, True),
        Choices(frozenset("a")),
    ],
)
def test_values_that_the_fact_cannot_have_stop_the_assessment(small: DurableEngine, value: Possible) -> None:
    with pytest.raises(EngineFault, match="”x” har ett"):
        small.verdicts({"x": value})
    assert small.verdicts(HIGH) == MET


# -- an engine that misbehaves ----------------------------------------------------------------------------------------


class Tampered:
    """The real C module, with a fault put in by the test."""

    def __init__(self) -> None:
        self._real = load()
        self.error = self._real.error
        self.deleted = 0
        self.on_assert: Callable[[EnginePort, int, str], tuple[int, int]] | None = None
        self.on_fire: Callable[[str | None], str | None] | None = None
        self.delete_fails = False
        self.over = False

    def create_ruleset(self, name: str, rules: str, /) -> int:
        return self._real.create_ruleset(name, rules)

    def delete_ruleset(self, handle: int, /) -> None:
        self._real.delete_ruleset(handle)

    def assert_fact(self, handle: int, fact: str, /) -> tuple[int, int]:
        return self.on_assert(self._real, handle, fact) if self.on_assert else self._real.assert_fact(handle, fact)

    def start_action_for_state(self, handle: int, state: int, /) -> tuple[str, str] | None:
        found = self._real.start_action_for_state(handle, state)
        self.over = found is None
        if self.on_fire is None or found is None:
            return found
        message = self.on_fire(found[1])
        return None if message is None else (found[0], message)

    def complete_and_start_action(self, handle: int, state: int, /) -> str | None:
        message = None if self.over else self._real.complete_and_start_action(handle, state)
        self.over = message is None
        return self.on_fire(message) if self.on_fire else message

    def delete_state(self, handle: int, sid: str, /) -> None:
        self.deleted += 1
        if self.delete_fails:
            raise self.error("no")
        self._real.delete_state(handle, sid)


@pytest.fixture
def tampered(monkeypatch: pytest.MonkeyPatch) -> Tampered:
    module = Tampered()
    monkeypatch.setattr(durable, "load", lambda: module)
    return module


def _drop_end(real: EnginePort, handle: int, fact: str) -> tuple[int, int]:
    return (0, 1) if '"e:0"' in fact else real.assert_fact(handle, fact)


def _twice(real: EnginePort, handle: int, fact: str) -> tuple[int, int]:
    real.assert_fact(handle, fact)
    return real.assert_fact(handle, fact)


def _exponent(real: EnginePort, handle: int, fact: str) -> tuple[int, int]:
    return real.assert_fact(handle, fact.replace('"x.low": 3', '"x.low": 1e-05'))


def _truncated(real: EnginePort, handle: int, fact: str) -> tuple[int, int]:
    return real.assert_fact(handle, fact[:-3] if '"o:x"' in fact else fact)


def _deferred(real: EnginePort, handle: int, fact: str) -> tuple[int, int]:
    return 3, real.assert_fact(handle, fact)[1]


def _lost_ballot(real: EnginePort, handle: int, fact: str) -> tuple[int, int]:
    return real.assert_fact(handle, fact.replace('"t": "c:', '"t": "d:'))


@needs_engine
@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (_drop_end, "slutregel"),
        (_twice, r"svar 2"),
        (_exponent, "meddelade ett fel"),
        (_truncated, "meddelade ett fel"),
        (_deferred, r"svar 3"),
        (_lost_ballot, r"svar 1"),
    ],
)
def test_a_fact_that_is_lost_or_refused_stops_the_assessment(
    tampered: Tampered, fault: Callable[[EnginePort, int, str], tuple[int, int]], text: str
) -> None:
    with closing(DurableEngine(SMALL, SMALL_FACTS)) as engine:
        tampered.on_assert = fault
        with pytest.raises(EngineFault, match=text):
            engine.verdicts(HIGH)
        tampered.on_assert = None
        assert engine.verdicts(HIGH) == MET  # the broken session is gone
        assert engine.verdicts({}) == OPEN


@needs_engine
@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (lambda m: None, "regel slog inte till"),
        (lambda m: m or '{"START": {"m": {"id": "e:start"}}}', "fler regler slog till"),
        (lambda m: m and m.replace('"o:x:', '"p:x:'), "okänd regel"),
        (lambda m: m and m.replace('"END"', '"START"'), "startregel"),
        (lambda m: m and m.replace('"e:0"', '"e:7"'), "slutregel"),
        (lambda m: m and "[" + m, "fel"),
        (lambda m: m and "[]", "gick inte att läsa"),
        (lambda m: m and '{"o:x:0": {"m": 1}}', "gick inte att läsa"),
    ],
)
def test_an_unexpected_firing_stops_the_assessment(
    tampered: Tampered, fault: Callable[[str | None], str | None], text: str
) -> None:
    with closing(DurableEngine(SMALL, SMALL_FACTS)) as engine:
        tampered.on_fire = fault
        with pytest.raises(EngineFault, match=text):
            engine.verdicts(HIGH)
        tampered.on_fire = None
        assert engine.verdicts(HIGH) == MET


@needs_engine
def test_a_proof_of_both_stops_the_assessment(small: DurableEngine) -> None:
    program = small._program
    met = program.roots["both"]
    rule = next(name for name, proofs in program.proves.items() if proofs == (met,))
    small._program = replace(program, proves={**program.proves, rule: (met, met.opposite)})
    with pytest.raises(EngineFault, match="både ett villkor och dess motsats"):
        small.verdicts(HIGH)


@needs_engine
def test_a_session_is_never_deleted_before_an_action_has_started(tampered: Tampered) -> None:
    """It would crash the process."""
    tampered.on_fire = lambda message: None
    with pytest.raises(EngineFault, match="startregel"):
        DurableEngine(SMALL, SMALL_FACTS)
    assert tampered.deleted == 0


@needs_engine
def test_a_session_that_cannot_be_deleted_closes_the_engine(tampered: Tampered) -> None:
    engine = DurableEngine(SMALL, SMALL_FACTS)
    tampered.delete_fails = True
    with pytest.raises(EngineFault, match="meddelade ett fel"):
        engine.verdicts(HIGH)
    tampered.delete_fails = False
    with pytest.raises(EngineFault, match="stängdes"):
        engine.verdicts(HIGH)
