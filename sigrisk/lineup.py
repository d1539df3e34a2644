"""The rules' own cases under the names that rules answer to, and which of them notice a change.

Where a profile puts one rule in the place of another (``instead``), everything that builds on the old name builds on
the new rule, and the cases of all of it are run so. Each such line-up is therefore watched on its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sigrisk.condition import Condition, ConditionError, Scope, Tree, params_in, resolve, rules_in
from sigrisk.engine.evaluate import comes_to
from sigrisk.mutate import Numbers
from sigrisk.possible import Possible, Verdict
from sigrisk.rulebook import ExampleCase, Rule
from sigrisk.testing import example_values


@dataclass(frozen=True, slots=True)
class Example:
    """A rule's case with its facts, its numbers, and the verdicts of the rule and all below it."""

    rule: str
    case: ExampleCase
    values: Mapping[str, Possible]
    numbers: Mapping[str, int]
    verdicts: Mapping[str, Verdict]


class Lineup:
    """Rules by the name they answer to, with the cases that live with them, each evaluated when first needed."""

    def __init__(self, rules: Mapping[str, Rule], scope: Scope) -> None:
        self.rules = rules
        self.scope = scope
        self._order = sorted(rules, key=lambda r: (rules[r].kind.stratum, r))
        self._trees: dict[frozenset[tuple[str, int]], dict[str, Tree]] = {}
        self._examples: dict[str, list[Example]] = {}
        below = self._below()
        self.above = {r: tuple(other for other in self._order if r in below[other]) for r in self._order}
        """For each rule those that build on it, themselves or through others, in strata order."""
        self._numbers = {
            r: params_in(rules[r].when).union(*(params_in(rules[other].when) for other in below[r]))
            for r in self._order
        }

    def notices(self, name: str, condition: Condition) -> bool:
        """Whether some case comes out otherwise when the rule of that name has another condition."""
        first = (name, *self.above[name])
        return any(self._noticed(e, name, condition) for rule_id in first for e in self._cases(rule_id))

    def notices_default(self, param: str, value: int) -> bool:
        """Whether some case comes out otherwise when a number has another default."""
        concerned = (e for r in self._order if param in self._numbers[r] for e in self._cases(r))
        return any(param not in e.case.params and self._moved(e, param, value) for e in concerned)

    def changed(self, condition: Condition, numbers: Mapping[str, int]) -> Tree | None:
        """The changed condition with these numbers; None where they make it one that the loader refuses."""
        try:
            return resolve(condition, Scope(self.scope.vocabulary, Numbers(numbers)))
        except ConditionError:
            return None

    # -- how the rules stand

    def _below(self) -> dict[str, set[str]]:
        """For each rule those it builds on, itself or through others."""
        below: dict[str, set[str]] = {}
        for rule_id in self._order:
            own = rules_in(self._tree(rule_id, self.scope.params))
            below[rule_id] = set(own).union(*(below[r] for r in own))
        return below

    def _tree(self, rule_id: str, numbers: Mapping[str, int]) -> Tree:
        trees = self._trees.setdefault(frozenset(numbers.items()), {})
        if rule_id not in trees:
            trees[rule_id] = resolve(self.rules[rule_id].when, Scope(self.scope.vocabulary, numbers))
        return trees[rule_id]

    def _cases(self, rule_id: str) -> list[Example]:
        if rule_id not in self._examples:
            cases = self.rules[rule_id].cases
            self._examples[rule_id] = [
                self._example(rule_id, case) for case in (*cases.met, *cases.not_met, *cases.open)
            ]
        return self._examples[rule_id]

    def _example(self, rule_id: str, case: ExampleCase) -> Example:
        values = example_values(case, self.scope.vocabulary)
        numbers = {**self.scope.params, **case.params}
        return Example(rule_id, case, values, numbers, self._verdicts(rule_id, case, values, numbers))

    def _verdicts(
        self, rule_id: str, case: ExampleCase, values: Mapping[str, Possible], numbers: Mapping[str, int]
    ) -> dict[str, Verdict]:
        verdicts = {r: Verdict(given) for r, given in case.rules.items()}
        for other in self._order:
            if other not in verdicts and (other == rule_id or rule_id in self.above[other]):
                verdicts[other] = comes_to(self._tree(other, numbers), values, verdicts)
        return verdicts

    # -- who notices

    def _noticed(self, example: Example, name: str, condition: Condition) -> bool:
        if name in example.case.rules:
            return False
        tree = self.changed(condition, example.numbers)
        if tree is None:
            return True
        verdicts = {**example.verdicts, name: comes_to(tree, example.values, example.verdicts)}
        if verdicts[name] is example.verdicts[name]:
            return False
        for other in self._between(name, example):
            verdicts[other] = comes_to(self._tree(other, example.numbers), example.values, verdicts)
        return verdicts[example.rule] is not example.verdicts[example.rule]

    def _between(self, name: str, example: Example) -> Iterator[str]:
        """The rules from the changed one up to the one whose case it is, where the case doesn't give their verdict."""
        return (r for r in self.above[name] if r in example.verdicts and r not in example.case.rules)

    def _moved(self, example: Example, param: str, value: int) -> bool:
        try:
            numbers = {**example.numbers, param: value}
            verdicts = self._verdicts(example.rule, example.case, example.values, numbers)
        except ConditionError:
            return True  # the loader refuses a book with that number
        return verdicts[example.rule] is not example.verdicts[example.rule]
