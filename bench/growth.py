"""A rule book made larger: the real one's rules and facts several times over, under names of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bench.timing import Timing, timed
from sigrisk.condition import Counted, InRange, InSet, Not, RuleMet, Tree
from sigrisk.engine.durable import CompileError, DurableEngine, available
from sigrisk.engine.evaluate import run, verdicts_of
from sigrisk.possible import Possible
from sigrisk.rulebook import RuleBook
from sigrisk.vocabulary import everything

NOT_HERE = "durable-rules can't run on this Python"


@dataclass(frozen=True, slots=True)
class Enlarged:
    """Trees in strata order, what each fact may be at all, and what it may be in the case."""

    trees: Mapping[str, Tree]
    everything: Mapping[str, Possible]
    values: Mapping[str, Possible]


@dataclass(frozen=True, slots=True)
class Grown:
    """One size of the rule book. ``stopped`` says why durable-rules didn't take part, where it didn't."""

    factor: int
    rules: int
    facts: int
    readable: Timing
    durable: Timing | None
    compiled: Timing | None
    stopped: str = ""


def renamed(tree: Tree, prefix: str) -> Tree:
    """The same condition over facts and rules whose names begin with ``prefix``."""
    match tree:
        case InRange():
            return InRange(prefix + tree.fact, tree.low, tree.high)
        case InSet():
            return InSet(prefix + tree.fact, tree.names)
        case RuleMet():
            return RuleMet(prefix + tree.rule)
        case Not():
            return Not(renamed(tree.part, prefix))
        case Counted():
            return Counted(tree.k, tuple(renamed(part, prefix) for part in tree.parts), tree.written)
    raise AssertionError(tree)


def enlarged(book: RuleBook, values: Mapping[str, Possible], factor: int) -> Enlarged:
    """The rule book and a case ``factor`` times over. The copies don't refer to each other."""
    prefixes = [f"k{number}." for number in range(factor)]
    return Enlarged(
        trees={p + rule_id: renamed(r.tree, p) for p in prefixes for rule_id, r in book.rules.items()},
        everything={p + f.id: everything(f.definition) for p in prefixes for f in book.vocabulary},
        values={p + fact_id: possible for p in prefixes for fact_id, possible in values.items()},
    )


def grown(book: RuleBook, values: Mapping[str, Possible], factor: int, rounds: int) -> Grown:
    """Time both evaluators on an enlarged rule book. Raises RuntimeError where they differ."""
    big = enlarged(book, values, factor)
    readable = timed(lambda: run(big.trees, big.values), rounds)
    durable = compiled = None
    stopped = "" if available() else NOT_HERE
    if not stopped:
        try:
            engine = DurableEngine(big.trees, big.everything)
            compiled = timed(lambda: DurableEngine(big.trees, big.everything).close(), min(rounds, 5), warm_up=0)
        except CompileError as limit:
            stopped = str(limit)
        else:
            if engine.verdicts(big.values) != verdicts_of(run(big.trees, big.values)):
                raise RuntimeError(f"the two evaluators differ on the rule book times {factor}")
            durable = timed(lambda: engine.verdicts(big.values), rounds)
            engine.close()
    return Grown(factor, len(big.trees), len(big.everything), readable, durable, compiled, stopped)
