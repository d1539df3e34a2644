"""A rule book as formulas for z3, over every case that is as complete as a case can be.

*What a proof here means.* A complete case gives each fact one value ("not applicable" is one where the fact allows it).
A few facts can't be known that far, however much is asked: that no more sources exist, or that somebody was never a
victim, no case file can say; of those a complete case holds the lowest value, and a rule on them may stay open. What
share of the questions is answered, and how many only by what is too old, is left to vary too, though all of them are
answered here: otherwise a rule on thin material would look as if it said nothing. So each rule has two formulas: when
it is met, and when it is not met; elsewhere it is open. Facts that are worked out from the same events, consents and
person take only values that go together (``sigrisk.prove.together``).

*What it doesn't mean.* A case with answers missing is not among these. But every verdict that is settled in such a case
is the same in every complete case that it may turn out to be (knowledge is monotone: the guarantees' property tests
hold that). Hence what is proved never to be met is never met in any case, however little is known, though it may well
be *open* there, since Kleene's logic sees one test at a time and not that two of them exclude each other. Likewise
what is always met may be open where answers are missing, and two rules proved to say the same may then differ in that
one is open and the other settled. What exists (an overlap, a gap) is shown by a case file that runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from sigrisk.condition import Counted, InRange, InSet, Not, RuleMet, Tree
from sigrisk.instrument import Instrument
from sigrisk.possible import Possible, Verdict
from sigrisk.prove.facts import AGE, Pair, Variable, variable_of
from sigrisk.prove.port import (
    Formula,
    Found,
    Solver,
    at_least,
    differ,
    equals,
    every,
    named,
    opposite,
    same,
    some,
)
from sigrisk.prove.together import World, together, world_of
from sigrisk.rulebook import RuleBook
from sigrisk.vocabulary import FactDef

Values: TypeAlias = Mapping[str, Possible]
Signature: TypeAlias = str
"""A short name for what a condition says: the same for conditions that resolve to the same, in whatever profile."""

ALL_ANSWERED: Final = "all answered"
"""The name of the statement that no question is unanswered, which holds where a case says all that one can say."""

_KEPT: Final = 10  # complete cases kept to tell conditions apart without asking z3


class Bench:
    """The formulas of all conditions asked about, and the answers: what profiles have in common is proved once."""

    def __init__(self, facts: Iterable[FactDef], world: World) -> None:
        self.facts = {fact.id: variable_of(fact) for fact in facts}
        self._solver = Solver()
        self._names: dict[str, Formula] = {}
        self._signatures: dict[Tree, Signature] = {}
        self._pairs: dict[Signature, Pair] = {}
        self._answers: dict[tuple[str, ...], bool] = {}
        self._kept: list[Found] = []
        self._prints: dict[Signature, list[tuple[bool, bool]]] = {}
        for fact in self.facts.values():
            self._solver.add(fact.domain())
        for statement in together(world, self.facts):
            self._solver.add(statement)
        self._name(ALL_ANSWERED, every(fact.is_whole() for fact in self.facts.values()))

    # -- what conditions say

    def sign(self, tree: Tree, lower: Mapping[str, Signature]) -> Signature:
        """The signature of a condition, given those of the rules that it builds on."""
        shape = _with_signatures(tree, lower)
        if shape not in self._signatures:
            signature = f"c{len(self._signatures)}"
            self._signatures[shape] = signature
            pair = self._pairs[signature] = self._pair(shape)
            self._name(_met(signature), pair.met)
            self._name(_not_met(signature), pair.not_met)
        return self._signatures[shape]

    def sign_all(self, trees: Mapping[str, Tree]) -> dict[str, Signature]:
        """The signatures of all rules of a book, which must come in strata order."""
        found: dict[str, Signature] = {}
        for rule_id, tree in trees.items():
            found[rule_id] = self.sign(tree, found)
        return found

    def _pair(self, shape: Tree) -> Pair:
        match shape:
            case InRange() | InSet():
                return self.facts[shape.fact].test(shape)
            case RuleMet():
                return self._pairs[shape.rule]
            case Not():
                pair = self._pair(shape.part)
                return Pair(pair.not_met, pair.met)
            case Counted():
                pairs = [self._pair(part) for part in shape.parts]
                fails = len(pairs) - shape.k + 1
                return Pair(at_least(shape.k, (p.met for p in pairs)), at_least(fails, (p.not_met for p in pairs)))
        raise AssertionError(shape)

    def _name(self, name: str, formula: Formula) -> str:
        """Give a formula a name that a question can use."""
        if name not in self._names:
            self._names[name] = named(name)
            self._solver.add(same(self._names[name], formula))
        return name

    # -- questions

    def is_(self, signature: Signature, verdict: Verdict) -> str:
        """The name of the statement that a condition has a verdict (met or not met)."""
        return _met(signature) if verdict is Verdict.MET else _not_met(signature)

    def fits(self, values: Values) -> bool:
        """Whether some complete case has each of these facts within its possible values."""
        known = every(self.facts[fact_id].may_be(possible) for fact_id, possible in values.items())
        return self._solver.find(also=known) is not None

    def go_together(self, values: Values) -> bool:
        """Whether some complete case has exactly these values."""
        return self._solver.find(also=self._is(values)) is not None

    def _is(self, values: Values) -> Formula:
        """The statement that facts have these single values."""
        return every(self.facts[fact_id].is_(value) for fact_id, value in values.items())

    def verdicts(self, values: Values, signatures: Mapping[str, Signature]) -> dict[str, Verdict]:
        """What conditions come to in one complete case. Raises ValueError where the values can't go together."""
        found = self._solver.find(also=self._is(values))
        if found is None:
            raise ValueError("no case has these values")
        verdicts: dict[str, Verdict] = {}
        for rule_id, signature in signatures.items():
            met, not_met = (found.holds(formula) for formula in self._pairs[signature])
            verdicts[rule_id] = Verdict.MET if met else Verdict.NOT_MET if not_met else Verdict.OPEN
        return verdicts

    def find(self, *wanted: str) -> bool:
        """Whether all statements hold together in some complete case; False is a proof that they don't.

        A name with ``~`` before it is denied.
        """
        key = tuple(sorted(wanted))
        if key not in self._answers:
            found = self._solver.find(self._literal(name) for name in key)
            self._answers[key] = found is not None
            if found is not None and len(self._kept) < _KEPT:
                self._kept.append(found)
        return self._answers[key]

    def example(
        self, wanted: Iterable[str], ages: tuple[int, ...], passed_over: Iterable[Values] = ()
    ) -> Values | None:
        """A complete case in which all statements hold; None where it is proved that there is none (left).

        Which one doesn't depend on how z3 searches: each fact in turn takes the plainest value that it still can, and
        the person has the first of the ages that is possible.
        """
        with self._solver.for_a_while():
            for name in wanted:
                self._solver.add(self._literal(name))
            for values in passed_over:
                self._solver.add(opposite(self._is(values)))
            found = self._solver.find()
            if found is None:
                return None
            codes: dict[str, int] = {}
            for fact_id, fact in sorted(self.facts.items(), key=lambda f: f[0] != AGE):  # the age first, then in order
                found = self._plainest(fact, found, ages)
                codes[fact_id] = found.number(fact.number)
                self._solver.add(equals(fact.number, codes[fact_id]))
        return {fact_id: self.facts[fact_id].values(code) for fact_id, code in codes.items()}

    def _plainest(self, fact: Variable, found: Found, ages: tuple[int, ...]) -> Found:
        """A case in which one fact has the first of its plain values that it can have, or else its lowest value."""
        for code in fact.plain(ages):
            if found.number(fact.number) == code:
                return found
            nearer = self._solver.find(also=equals(fact.number, code))
            if nearer is not None:
                return nearer
        while (nearer := self._solver.find(also=fact.number < found.number(fact.number))) is not None:
            found = nearer
        return found

    def _literal(self, name: str) -> Formula:
        return opposite(self._names[name[1:]]) if name.startswith("~") else self._names[name]

    def say_the_same(self, one: Signature, other: Signature) -> bool:
        """Whether two conditions have the same verdict in every complete case."""
        if one == other:
            return True
        if any(mine != theirs for mine, theirs in zip(self._print(one), self._print(other), strict=True)):
            return False
        first, second = sorted((one, other))
        unlike = some(differ(a, b) for a, b in zip(self._pairs[first], self._pairs[second], strict=True))
        return not self.find(self._name(f"differ:{first}:{second}", unlike))

    def _print(self, signature: Signature) -> list[tuple[bool, bool]]:
        """What a condition comes to in the cases that are kept."""
        seen = self._prints.setdefault(signature, [])
        pair = self._pairs[signature]  # not its names: a case found earlier knows nothing of a later name
        seen += [(case.holds(pair.met), case.holds(pair.not_met)) for case in self._kept[len(seen) :]]
        return seen


def _met(signature: Signature) -> str:
    return f"met:{signature}"


def _not_met(signature: Signature) -> str:
    return f"not:{signature}"


def _with_signatures(tree: Tree, lower: Mapping[str, Signature]) -> Tree:
    """The condition with what a lower rule says in the place of its name."""
    match tree:
        case RuleMet():
            return RuleMet(lower[tree.rule])
        case Not():
            return Not(_with_signatures(tree.part, lower))
        case Counted():
            # How the author wrote it (all, any, at least) is no part of what it says.
            return Counted(tree.k, tuple(_with_signatures(part, lower) for part in tree.parts), "")
    return tree


_benches: dict[tuple[tuple[FactDef, ...], World], Bench] = {}


def bench_for(book: RuleBook, instruments: Mapping[str, Instrument]) -> Bench:
    """The bench for a rule book: one for each vocabulary and world in a process."""
    key = (tuple(fact.definition for fact in book.vocabulary), world_of(book, instruments))
    if key not in _benches:
        _benches[key] = Bench(*key)
    return _benches[key]
