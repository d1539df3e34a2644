"""Compiles resolved conditions to positive durable-rules rules: a proof that each is met, and a proof that it isn't.

Equal conditions become one node. A test of a fact gives rules over that fact; *at least k of n* gives two counting
rules, over one auxiliary fact ("ballot") for each part: k parts proved met, or n-k+1 proved not met (the dual). *Not*
swaps the two proofs, and a reference to a rule is that rule's node. Every rule is positive, so more ballots never undo
a proof, and the order of firing can't matter.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from sigrisk.condition import Counted, InRange, InSet, Not, RuleMet, Tree
from sigrisk.engine.encode import Pattern, Patterns, proofs, properties, property_names
from sigrisk.engine.limits import (
    Check,
    EngineRule,
    check_hashes,
    check_number,
    check_properties,
    check_property_names,
    check_rules,
)
from sigrisk.engine.port import CompileError
from sigrisk.possible import Possible

SID: Final = "s1"
START: Final = "START"
END: Final = "END"
# Keys per bucket. Tests on one level are searched one by one, and more than about 510 hang: so two levels.
_BUCKET: Final = 32


class Proof(NamedTuple):
    """That the node is met, or that it isn't."""

    node: int
    met: bool

    @property
    def opposite(self) -> Proof:
        """The proof of the contrary."""
        return Proof(self.node, not self.met)

    def __str__(self) -> str:
        return f"{self.node}{'+' if self.met else '-'}"


class _Count(NamedTuple):
    k: int
    parts: tuple[Proof, ...]


_Node: TypeAlias = InRange | InSet | _Count


@dataclass(frozen=True, slots=True)
class Ballot:
    """An auxiliary fact: one part of a count is proved."""

    id: str
    fact: str


@dataclass(frozen=True, slots=True)
class Program:
    """Compiled rules, and what the driver needs to run them."""

    rules: tuple[EngineRule, ...]
    proves: Mapping[str, tuple[Proof, ...]]  # engine rule → what its firing proves
    ballots: Mapping[Proof, tuple[Ballot, ...]]  # proof → the facts to assert when it is found
    roots: Mapping[str, Proof]  # rule → the proof that it is met
    keys: Mapping[str, tuple[str, str]]  # observed fact → its bucket and key
    start: str
    ends: tuple[str, ...]  # one END fact for each possible wave
    firings: int  # the most that can ever fire in one run
    everything: Mapping[str, Possible]

    def ruleset(self) -> str:
        """The rules as durable-rules reads them; END comes last, so that it fires last."""
        return json.dumps({rule.name: _written(rule) for rule in self.rules})

    def observation(self, fact: str, possible: Possible) -> str | None:
        """The fact as asserted, or None where no rule reads it or nothing is known of it. Raises EngineFault."""
        if fact not in self.keys:
            return None
        props = properties(fact, possible, self.everything[fact])
        if possible == self.everything[fact]:
            return None
        return _fact(f"o:{fact}", self.keys[fact], props)


def _written(rule: EngineRule) -> dict[str, object]:
    written: dict[str, object] = {"all": [{"m": {"$and": [check.written() for check in rule.checks]}}]}
    return written if rule.count == 1 else {"count": rule.count, **written}


def _fact(fact_id: str, key: tuple[str, str], props: Mapping[str, int] | None = None) -> str:
    return json.dumps({"sid": SID, "id": fact_id, "s": key[0], "t": key[1], **(props or {})})


class _Nodes:
    """The distinct conditions of all rules. Not(…) and rule references have no node of their own."""

    def __init__(self, everything: Mapping[str, Possible]) -> None:
        self._everything = everything
        self._index: dict[_Node, int] = {}
        self.roots: dict[str, Proof] = {}

    def __iter__(self) -> Iterator[tuple[int, _Node]]:
        return ((i, node) for node, i in self._index.items())

    def add(self, rule_id: str, tree: Tree) -> None:
        """Raises CompileError for a fact that isn't known or a rule that doesn't stand earlier."""
        self.roots[rule_id] = self._proof(tree)

    def _proof(self, tree: Tree) -> Proof:
        match tree:
            case Not():
                return self._proof(tree.part).opposite
            case RuleMet():
                if tree.rule not in self.roots:
                    raise CompileError(f"ett villkor hänvisar till regeln ”{tree.rule}”, som inte står tidigare.")
                return self.roots[tree.rule]
            case Counted():
                parts = tuple(self._proof(part) for part in tree.parts)
                return parts[0] if len(parts) == 1 == tree.k else self._node(_Count(tree.k, tuple(sorted(parts))))
            case _:
                if tree.fact not in self._everything:
                    raise CompileError(f"ett villkor prövar ”{tree.fact}”, som inte finns i vokabulären.")
                return self._node(tree)

    def _node(self, node: _Node) -> Proof:
        if isinstance(node, InRange):
            check_number(node.low)
            check_number(node.high)
        return Proof(self._index.setdefault(node, len(self._index)), True)


class _Emitter:
    """Writes the engine rules of the nodes, children before parents."""

    def __init__(self, everything: Mapping[str, Possible]) -> None:
        self._everything = everything
        self._named: dict[str, tuple[str, str]] = {}
        self._patterns: dict[tuple[str, Pattern], str] = {}
        self._depth: dict[Proof, int] = {}
        self.rules: list[EngineRule] = [EngineRule(START, self._at("start"))]
        self.proves: dict[str, list[Proof]] = {START: []}
        self.ballots: dict[Proof, list[Ballot]] = {}
        self.keys: dict[str, tuple[str, str]] = {}
        self.firings = 1

    def emit(self, index: int, node: _Node) -> None:
        """Write both proofs of a node."""
        if isinstance(node, _Count):
            self._count(Proof(index, True), node.k, node.parts)
            self._count(Proof(index, False), len(node.parts) - node.k + 1, tuple(p.opposite for p in node.parts))
        else:
            met, not_met = proofs(node, self._everything[node.fact])
            self._tests(Proof(index, True), node.fact, met)
            self._tests(Proof(index, False), node.fact, not_met)

    def finish(self) -> tuple[str, ...]:
        """Write the last rule and return the END fact of each wave."""
        self.rules.append(EngineRule(END, self._at("end")))
        self.proves[END] = []
        waves = max(self._depth.values(), default=0) + 1
        self.firings += waves
        return tuple(_fact(f"e:{wave}", self._key("end"), None) for wave in range(waves))

    def start_fact(self) -> str:
        return _fact("e:start", self._key("start"))

    def _key(self, key: str) -> tuple[str, str]:
        return self._named.setdefault(key, (f"b{len(self._named) // _BUCKET}", key))

    def _at(self, key: str) -> Pattern:
        bucket, name = self._key(key)
        return (Check("s", "$eq", bucket), Check("t", "$eq", name))

    def _rule(self, rule: EngineRule, proof: Proof, most: int) -> None:
        self.rules.append(rule)
        self.proves[rule.name] = [proof]
        self.firings += most

    def _tests(self, proof: Proof, fact: str, patterns: Patterns) -> None:
        self._depth[proof] = 0
        for pattern in patterns:
            if not pattern:
                self.proves[START].append(proof)  # true whatever the answers are
            elif (fact, pattern) in self._patterns:
                self.proves[self._patterns[fact, pattern]].append(proof)
            else:
                name = self._patterns[fact, pattern] = f"o:{fact}:{len(self._patterns)}"
                self._rule(EngineRule(name, self._at(f"o:{fact}") + pattern), proof, 1)
                self.keys[fact] = self._key(f"o:{fact}")

    def _count(self, proof: Proof, k: int, parts: tuple[Proof, ...]) -> None:
        self._depth[proof] = 1 + max((self._depth[part] for part in parts), default=0)
        if k <= 0:
            self.proves[START].append(proof)
        if not 1 <= k <= len(parts):
            return
        name = f"c:{proof}"
        self._rule(EngineRule(name, self._at(name), k), proof, len(parts) // k)
        for i, part in enumerate(parts):
            ballot_id = f"a:{proof}:{i}"
            self.ballots.setdefault(part, []).append(Ballot(ballot_id, _fact(ballot_id, self._key(name))))


def compile_trees(trees: Mapping[str, Tree], everything: Mapping[str, Possible]) -> Program:
    """The program of a rule book's trees, in strata order. Raises CompileError where a limit would be passed."""
    nodes = _Nodes(everything)
    for rule_id, tree in trees.items():
        nodes.add(rule_id, tree)
    emitter = _Emitter(everything)
    for index, node in nodes:
        emitter.emit(index, node)
    start, ends = emitter.start_fact(), emitter.finish()
    program = Program(
        tuple(emitter.rules),
        {name: tuple(found) for name, found in emitter.proves.items()},
        {proof: tuple(found) for proof, found in emitter.ballots.items()},
        nodes.roots,
        emitter.keys,
        start,
        ends,
        emitter.firings,
        dict(everything),
    )
    _check(program)
    return program


def _check(program: Program) -> None:
    check_rules(program.rules)
    names = ["s", "t"]
    for fact in program.keys:
        own = property_names(fact, program.everything[fact])
        check_properties(fact, ("sid", "id", "s", "t", *own))
        names += own
    check_property_names(names)
    ids = [f"sid-{SID}", "e:start", *(f"e:{wave}" for wave in range(len(program.ends)))]
    ids += [f"o:{fact}" for fact in program.keys]
    ids += [ballot.id for found in program.ballots.values() for ballot in found]
    check_hashes(ids, "uppgifterna")
