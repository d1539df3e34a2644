"""Runs the compiled rules in durable-rules, one assessment at a time, in a small synchronous loop.

The C module is driven directly: no Host, no threads, no action functions. Facts are asserted one by one rather than in
a batch, since a batch stops silently at an object it can't read and its one result code hides those before it. A START
fact opens every session (so that it can be deleted), and an END fact closes every wave: unless its rule fires, and
fires last, the assessment stops.
"""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Literal

from sigrisk.condition import Tree
from sigrisk.engine.compile import END, SID, START, Program, Proof, compile_trees
from sigrisk.engine.port import CompileError, EngineFault, available, load
from sigrisk.possible import Possible, Verdict

__all__ = ["CompileError", "DurableEngine", "EngineFault", "Firing", "Run", "available"]

_HANDLED: Final = 0
_NO_TEST_MATCHED: Final = 1
_names = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Firing:
    """A rule that the engine proved met or not met, and the facts of the case that the proof rests on."""

    rule_id: str
    proof: Literal["met", "not_met"]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One assessment: every rule's verdict, and the proofs in the order in which they were found."""

    verdicts: dict[str, Verdict]
    fired: tuple[Firing, ...]


@dataclass(frozen=True, slots=True)
class _Activation:
    rule: str
    facts: tuple[str, ...]  # the ids of the facts that matched


class DurableEngine:
    """A rule book compiled for durable-rules. Keep one for each version of a rule book and process."""

    def __init__(self, trees: Mapping[str, Tree], everything: Mapping[str, Possible]) -> None:
        """Compile, check every limit, and run once on nothing.

        ``trees`` has every rule's condition in strata order, ``everything`` all values that each fact can have. Raises
        CompileError for rules that the engine can't take, EngineFault where it can't run.
        """
        self._port = load()
        self._program: Program = compile_trees(trees, everything)
        self._behind = {b.id: proof for proof, found in self._program.ballots.items() for b in found}
        self._lock = threading.Lock()
        self._may_delete = False  # before the first action has started, delete_state crashes the process
        self._usable = True
        with self._faults():
            self._handle = self._port.create_ruleset(f"sigrisk-{next(_names)}", self._program.ruleset())
        self.run({})

    def verdicts(self, values: Mapping[str, Possible]) -> dict[str, Verdict]:
        """Every rule's verdict in one case. A fact that is missing is unknown. Raises EngineFault."""
        return self.run(values).verdicts

    def run(self, values: Mapping[str, Possible]) -> Run:
        """Every rule's verdict in one case, with the trace. Raises EngineFault."""
        facts = [fact for name, possible in values.items() if (fact := self._program.observation(name, possible))]
        with self._lock:
            if not self._usable:
                raise EngineFault("den stängdes efter ett tidigare fel eller för att den inte behövs längre.")
            try:
                with self._faults():
                    found = self._prove(facts)
            finally:
                self._delete_session()
        if any(proof.opposite in found for proof in found):
            raise EngineFault("den bevisade både ett villkor och dess motsats.")
        return self._result(found)

    def close(self) -> None:
        """Free the rules. The engine can't be used afterwards; closing twice is harmless."""
        with self._lock:
            if self._usable:
                self._usable = False
                with self._faults():
                    self._port.delete_ruleset(self._handle)

    def _prove(self, observations: Iterable[str]) -> dict[Proof, tuple[str, ...]]:
        """Everything that can be proved, each with the facts it rests on.

        A wave asserts the ballots of what the wave before proved, and ends when no rule is waiting.
        """
        found: dict[Proof, tuple[str, ...]] = {}
        left = self._program.firings
        state = self._assert(self._program.start)
        for fact in observations:
            self._assert(fact, (_HANDLED, _NO_TEST_MATCHED))
        for wave, end in enumerate(self._program.ends):
            self._assert(end)
            activations = self._fire(state, left)
            left -= len(activations)
            _check_sentinels(activations, wave)
            fresh = self._take(activations, found)
            ballots = [ballot.fact for proof in fresh for ballot in self._program.ballots.get(proof, ())]
            if not ballots:
                return found
            for fact in ballots:
                self._assert(fact)
        raise EngineFault("den fortsatte längre än reglerna räcker.")

    def _assert(self, fact: str, expected: tuple[int, ...] = (_HANDLED,)) -> int:
        code, state = self._port.assert_fact(self._handle, fact)
        if code not in expected:
            raise EngineFault(f"den tog inte emot en uppgift (svar {code}).")
        return state

    def _fire(self, state: int, budget: int) -> list[_Activation]:
        """Every activation that is waiting, in the engine's order."""
        activations: list[_Activation] = []
        started = self._port.start_action_for_state(self._handle, state)
        message = None if started is None else started[1]
        while message is not None:
            self._may_delete = True
            activations.append(_activation(message))
            if len(activations) > budget:
                raise EngineFault("fler regler slog till än vad som är möjligt.")
            message = self._port.complete_and_start_action(self._handle, state)
        return activations

    def _take(self, activations: Iterable[_Activation], found: dict[Proof, tuple[str, ...]]) -> list[Proof]:
        """Note what the activations prove; the new proofs among them."""
        fresh: list[Proof] = []
        for activation in activations:
            if activation.rule not in self._program.proves:
                raise EngineFault("en okänd regel slog till.")
            for proof in self._program.proves[activation.rule]:
                if proof not in found:
                    found[proof] = self._support(activation.facts, found)
                    fresh.append(proof)
        return fresh

    def _support(self, ids: Iterable[str], found: Mapping[Proof, tuple[str, ...]]) -> tuple[str, ...]:
        """The facts of the case behind the matched facts; behind a ballot stand those of its proof."""
        support: set[str] = set()
        for fact_id in ids:
            if fact_id.startswith("o:"):
                support.add(fact_id.removeprefix("o:"))
            elif fact_id in self._behind:
                support.update(found[self._behind[fact_id]])
        return tuple(sorted(support))

    def _result(self, found: Mapping[Proof, tuple[str, ...]]) -> Run:
        named: dict[Proof, list[Firing]] = {}
        verdicts: dict[str, Verdict] = {}
        for rule_id, root in self._program.roots.items():
            verdicts[rule_id] = Verdict.OPEN
            if root in found:
                verdicts[rule_id] = Verdict.MET
                named.setdefault(root, []).append(Firing(rule_id, "met", found[root]))
            elif root.opposite in found:
                verdicts[rule_id] = Verdict.NOT_MET
                named.setdefault(root.opposite, []).append(Firing(rule_id, "not_met", found[root.opposite]))
        return Run(verdicts, tuple(firing for proof in found for firing in named.get(proof, ())))

    def _delete_session(self) -> None:
        """Forget the session; where that can't be done safely, the engine isn't used again."""
        if not self._may_delete:
            self._usable = False
            return
        try:
            with self._faults():
                self._port.delete_state(self._handle, SID)
        except EngineFault:
            self._usable = False
            raise

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Tell whatever the C module raises, and answers that aren't JSON, as an EngineFault."""
        try:
            yield
        except (self._port.error, MemoryError, SystemError, ValueError) as error:
            raise EngineFault(f"den meddelade ett fel ({error}).") from error


def _activation(message: str) -> _Activation:
    """One activation: ``{"rule": {"m": fact}}``, or a list of such matches for a rule that counts."""
    written: object = json.loads(message)
    if isinstance(written, dict) and len(written) == 1:
        rule, matches = next(iter(written.items()))
        return _Activation(str(rule), tuple(_matched(m) for m in (matches if isinstance(matches, list) else [matches])))
    raise EngineFault("ett besked från den gick inte att läsa.")


def _matched(frame: object) -> str:
    match frame:
        case {"m": {"id": str(fact_id)}}:
            return fact_id
    raise EngineFault("ett besked från den gick inte att läsa.")


def _check_sentinels(activations: list[_Activation], wave: int) -> None:
    """START must fire first of all, and once; END must fire last in its wave, for this wave's fact."""
    started = sum(activation.rule == START for activation in activations)
    if started != (wave == 0) or (started and activations[0].rule != START):
        raise EngineFault("dess startregel slog inte till som den ska.")
    ended = [activation for activation in activations if activation.rule == END]
    if len(ended) != 1 or activations[-1] is not ended[0] or ended[0].facts != (f"e:{wave}",):
        raise EngineFault("dess slutregel slog inte till, så alla uppgifter kan inte ha tagits emot.")
