"""Whether anybody notices a mutant: the rules' own cases, the scenarios' keys, the decision list.

Each case and scenario is evaluated once as the book stands. A mutant then costs only the rules that build on the
changed one, through the readable evaluator: the other one is compared with it on the unchanged book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sigrisk.assess import Assessment, NoOutcome, open_facts, walk
from sigrisk.condition import Condition, ConditionError, Scope, Tree, resolve, rules_in
from sigrisk.effects import effects_by_decision
from sigrisk.engine.evaluate import Node, evaluate, run, verdicts_of
from sigrisk.mutate import Mutant, Numbers, Order, mutants
from sigrisk.packs import Packs
from sigrisk.possible import Possible, Verdict
from sigrisk.rulebook import Effect, ExampleCase, Kind, Rule, RuleBook
from sigrisk.testing import example_values

Progress = Callable[[int, int], None]
"""Called with how many mutants are done and how many there are."""


@dataclass(frozen=True, slots=True)
class Example:
    """A rule's case with its facts, its numbers, and the verdicts of the rule and all below it."""

    rule: str
    values: Mapping[str, Possible]
    numbers: Mapping[str, int]
    given: frozenset[str]
    verdicts: Mapping[str, Verdict]


@dataclass(frozen=True, slots=True)
class Played:
    """A scenario as it was assessed, with the verdicts that its key speaks of."""

    assessment: Assessment
    values: Mapping[str, Possible]
    nodes: Mapping[str, Node]

    @property
    def book(self) -> RuleBook:
        """The rule book it was assessed with."""
        return self.assessment.book


class Watch:
    """Everything that may notice a mutant of a set of rule books. Build it only where every case passes."""

    def __init__(self, packs: Packs, scenarios: Iterable[Assessment]) -> None:
        self.books = [packs.book(profile) for profile in packs.profiles.ids]
        # A rule that stands in another's place (``instead``) answers to its name; only the one that owns the name is
        # changed here, and only where it stands itself.
        self.rules: dict[str, Rule] = {
            r.id: r.rule for book in self.books for r in book.rules.values() if r.id not in book.profile.instead
        }
        self._order = sorted(self.rules, key=lambda r: (self.rules[r].kind.stratum, r))
        defaults = {p.id: p.default for p in packs.params.values()}
        self.scope = Scope(packs.vocabulary, defaults)
        self._trees: dict[frozenset[tuple[str, int]], dict[str, Tree]] = {}
        self._above = self._dependents()
        self._examples: dict[str, list[Example]] = {rule_id: list(self._cases(rule_id)) for rule_id in self._order}
        self._played = [self._play(assessment) for assessment in scenarios]
        self._effects = [effects_by_decision(book) for book in self.books]

    def mutants(self) -> tuple[Mutant, ...]:
        """Every mutant of the rules that some profile uses."""
        rules = [self.rules[rule_id] for rule_id in self._order]
        return tuple(mutants(rules, (book.decision for book in self.books), self.scope))

    def survivors(self, progress: Progress) -> Iterator[Mutant]:
        """The mutants that nobody notices."""
        every = self.mutants()
        for done, mutant in enumerate(every):
            progress(done, len(every))
            if not self.notices(mutant):
                yield mutant
        progress(len(every), len(every))

    def notices(self, mutant: Mutant) -> bool:
        """Whether some case or scenario, or for an effect the decision list, comes out otherwise."""
        if isinstance(mutant.change, Effect):
            return self._effect_noticed(mutant.rule, mutant.change)
        if isinstance(mutant.change, Order):
            return any(_order_noticed(played, mutant.change) for played in self._played)
        condition = mutant.change
        first = (mutant.rule, *(r for r in self._above[mutant.rule]))
        examples = (example for rule_id in first for example in self._examples[rule_id])
        if any(self._example_noticed(example, mutant.rule, condition) for example in examples):
            return True
        own = (played for played in self._played if mutant.rule not in played.book.profile.instead)
        return any(self._scenario_noticed(played, mutant.rule, condition) for played in own)

    # -- how the book stands

    def _dependents(self) -> dict[str, tuple[str, ...]]:
        """For each rule those that build on it, themselves or through others, in strata order."""
        reads: dict[str, set[str]] = {}
        for rule_id in self._order:
            own = rules_in(self._tree(rule_id, self.scope.params))
            reads[rule_id] = set(own).union(*(reads[r] for r in own if r in reads))
        return {r: tuple(other for other in self._order if r in reads[other]) for r in self._order}

    def _tree(self, rule_id: str, numbers: Mapping[str, int]) -> Tree:
        trees = self._trees.setdefault(frozenset(numbers.items()), {})
        if rule_id not in trees:
            trees[rule_id] = resolve(self.rules[rule_id].when, Scope(self.scope.vocabulary, numbers))
        return trees[rule_id]

    def _cases(self, rule_id: str) -> Iterator[Example]:
        cases = self.rules[rule_id].cases
        for example in (*cases.met, *cases.not_met, *cases.open):
            yield self._example(rule_id, example)

    def _example(self, rule_id: str, example: ExampleCase) -> Example:
        values = example_values(example, self.scope.vocabulary)
        numbers = {**self.scope.params, **example.params}
        verdicts = {r: Verdict(given) for r, given in example.rules.items()}
        for other in self._order:
            if other not in verdicts and (other == rule_id or rule_id in self._above[other]):
                verdicts[other] = evaluate(self._tree(other, numbers), values, verdicts).verdict
        return Example(rule_id, values, numbers, frozenset(example.rules), verdicts)

    def _play(self, assessment: Assessment) -> Played:
        values = assessment.knowledge.values()
        return Played(assessment, values, run({r: t.tree for r, t in assessment.book.rules.items()}, values))

    # -- who notices

    def _effect_noticed(self, rule_id: str, changed: Effect) -> bool:
        own = self.rules[rule_id].effect
        return any(wanted.get(rule_id) is own and changed is not own for wanted in self._effects)

    def _example_noticed(self, example: Example, rule_id: str, condition: Condition) -> bool:
        if rule_id in example.given:
            return False
        tree = self._changed(condition, example.numbers)
        if tree is None:
            return True
        verdicts = {**example.verdicts, rule_id: evaluate(tree, example.values, example.verdicts).verdict}
        if verdicts[rule_id] is example.verdicts[rule_id]:
            return False
        for other in self._above[rule_id]:
            if other in verdicts and other not in example.given:
                verdicts[other] = evaluate(self._tree(other, example.numbers), example.values, verdicts).verdict
        return verdicts[example.rule] is not example.verdicts[example.rule]

    def _scenario_noticed(self, played: Played, rule_id: str, condition: Condition) -> bool:
        if rule_id not in played.book.rules:
            return False
        tree = self._changed(condition, played.book.values)
        if tree is None:
            return True
        nodes = dict(played.nodes)
        verdicts = verdicts_of(nodes)
        for other in (rule_id, *self._above[rule_id]):
            if other in played.book.rules:
                now = tree if other == rule_id else played.book.rules[other].tree
                nodes[other] = evaluate(now, played.values, verdicts)
                verdicts[other] = nodes[other].verdict
        return not _as_expected(played, nodes, played.book.decision)

    def _changed(self, condition: Condition, numbers: Mapping[str, int]) -> Tree | None:
        """The changed condition with these numbers; None where they make it one that the loader refuses."""
        try:
            return resolve(condition, Scope(self.scope.vocabulary, Numbers(numbers)))
        except ConditionError:
            return None


def _order_noticed(played: Played, order: Order) -> bool:
    decision = list(played.book.decision)
    for index in range(len(decision) - 1):
        if decision[index : index + 2] == [order.first, order.second]:
            decision[index : index + 2] = [order.second, order.first]
            return not _as_expected(played, played.nodes, tuple(decision))
    return False


def _as_expected(played: Played, nodes: Mapping[str, Node], decision: tuple[str, ...]) -> bool:
    """Whether the scenario's key still holds: outcomes, flags, open flags, notes and questions."""
    expect = played.assessment.case.expect
    assert expect is not None  # a scenario without a key doesn't pass, and then nothing is mutated
    verdicts = verdicts_of(nodes)
    try:
        outcomes, decided_by = walk(replace(played.book, decision=decision), verdicts)
    except NoOutcome:
        return False
    met, open_ = (_having(played.book, Kind.FLAG, verdicts, v) for v in (Verdict.MET, Verdict.OPEN))
    asked: set[str] = set()
    if len(outcomes) > 1:
        asked = {f for r in decided_by if verdicts[r] is Verdict.OPEN for f in open_facts(nodes, r)}
    return (
        set(outcomes) == set(expect.outcomes)
        and met == set(expect.flags)
        and open_ == set(expect.open_flags)
        and set(expect.notes) <= _having(played.book, Kind.NOTE, verdicts, Verdict.MET)
        and set(expect.questions) <= asked
        and bool(expect.questions) >= bool(asked)
    )


def _having(book: RuleBook, kind: Kind, verdicts: Mapping[str, Verdict], wanted: Verdict) -> set[str]:
    return {r.id for r in book.of_kind(kind) if verdicts[r.id] is wanted}
