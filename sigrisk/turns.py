"""What the decision list comes to in many changed cases at once, exactly as ``assess.standing`` says it of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sigrisk.bits import Can, Cases
from sigrisk.condition import Counted, InRange, InSet, Not, RuleMet, Tree, facts_in, rules_in
from sigrisk.regions import Regions, regions_in
from sigrisk.rulebook import Kind, OutcomeId, RuleBook

Wanted = Mapping[str, frozenset[frozenset[int]]]
"""For each fact the sets of regions in which it helps a condition to come out one way, one for each test of it."""

TRIED = (Kind.CRITERION, Kind.AGGREGATE, Kind.FLAG, Kind.OUTCOME)
"""The kinds of rules whose verdicts are looked at: reminders, requirements and alternatives decide nothing."""


@dataclass(slots=True)
class Tried:
    """The rules of a book that a question is about, the regions they tell apart, and what each rule rests on."""

    book: RuleBook
    trees: Mapping[str, Tree]
    regions: Mapping[str, Regions]
    cones: Mapping[str, frozenset[str]]
    below: Mapping[str, frozenset[str]]
    _wanted: dict[tuple[str, bool], Wanted] = field(default_factory=dict)

    @classmethod
    def of(cls, book: RuleBook, kinds: Iterable[Kind] = TRIED) -> Tried:
        """The rules of some kinds, with every rule they build on."""
        asked = set(kinds)
        return cls.of_rules(book, (r.id for r in book.rules.values() if r.rule.kind in asked))

    @classmethod
    def of_rules(cls, book: RuleBook, rules: Iterable[str]) -> Tried:
        """Some rules, with every rule they build on: the fewer they are, the fewer answers are told apart."""
        needed, waiting = set[str](), list(rules)
        while waiting:
            rule_id = waiting.pop()
            if rule_id not in needed:
                needed.add(rule_id)
                waiting += rules_in(book.rules[rule_id].tree)
        trees = {rule_id: resolved.tree for rule_id, resolved in book.rules.items() if rule_id in needed}
        cones: dict[str, frozenset[str]] = {}
        below: dict[str, frozenset[str]] = {}
        for rule_id, tree in trees.items():
            lower = rules_in(tree)
            cones[rule_id] = frozenset(facts_in(tree)).union(*(cones[r] for r in lower))
            below[rule_id] = frozenset({rule_id}).union(*(below[r] for r in lower))
        return cls(book, trees, regions_in(trees.values(), book.vocabulary), cones, below)

    def trees_for(self, rules: Iterable[str]) -> dict[str, Tree]:
        """Some of the rules and those they build on, in strata order."""
        needed = frozenset[str]().union(*(self.below[r] for r in rules))
        return {rule_id: tree for rule_id, tree in self.trees.items() if rule_id in needed}

    def cone(self, rules: Iterable[str]) -> frozenset[str]:
        """Every fact that some of these rules rest on, themselves or through lower rules."""
        return frozenset().union(*(self.cones[r] for r in rules))

    # -- what a verdict needs of each fact

    def wanted(self, rule_id: str, met: bool) -> Wanted:
        """What would help a rule to be met, or not to be."""
        key = rule_id, met
        if key not in self._wanted:
            gathered: dict[str, set[frozenset[int]]] = {}
            for fact_id, places in self._wants(self.trees[rule_id], met):
                gathered.setdefault(fact_id, set()).update(places)
            self._wanted[key] = {fact_id: frozenset(places) for fact_id, places in gathered.items()}
        return self._wanted[key]

    def _wants(self, tree: Tree, met: bool) -> Iterator[tuple[str, frozenset[frozenset[int]]]]:
        match tree:
            case InRange() | InSet():
                meeting = self.regions[tree.fact].meeting[tree]
                yield tree.fact, frozenset({meeting if met else self.regions[tree.fact].all - meeting})
            case RuleMet():
                yield from self.wanted(tree.rule, met).items()
            case Not():
                yield from self._wants(tree.part, not met)
            case Counted():
                for part in tree.parts:
                    yield from self._wants(part, met)

    def pulled_apart(self, fact_id: str, wanted: Iterable[Wanted], left: frozenset[int]) -> bool:
        """Whether no single one of the answers left gives all that some answer left could give.

        Where one does, the fact may be taken to have it without anything being lost; where none does, the condition
        needs it to be two things at once.
        """
        places = (one & left for of in wanted for one in of.get(fact_id, ()))
        helpful = [one for one in places if one]
        return bool(helpful) and not frozenset.intersection(*helpful)

    def for_outcome(self, outcome: OutcomeId) -> Iterator[tuple[Wanted, ...]]:
        """For each rule of the decision list that gives an outcome: what it needs, and the earlier rules not met."""
        earlier: list[Wanted] = []
        for rule_id in self.book.decision:
            if self.book.rules[rule_id].rule.outcome is outcome:
                yield (*earlier, self.wanted(rule_id, met=True))
            earlier.append(self.wanted(rule_id, met=False))

    # -- the outcomes

    def outcomes(self, cases: Cases, verdicts: Mapping[str, Can]) -> dict[OutcomeId, int]:
        """For each outcome the cases in which it may be the one, without those that no open fact has an answer for."""
        listed = self._walk(cases, verdicts)
        several, once = 0, 0
        for those in listed.values():
            several, once = several | (once & those), once | those
        if not several:
            return listed
        split: dict[tuple[str, int], dict[OutcomeId, int]] = {}
        for outcome in list(listed):
            for fact_id in sorted(self._torn(outcome, cases)):
                allowed = 0
                for region, possible in enumerate(cases.possible[fact_id]):
                    if possible and (key := (fact_id, region)) not in split:
                        split[key] = self._with(cases, verdicts, fact_id, region)
                    allowed |= split[fact_id, region][outcome] & possible if possible else 0
                listed[outcome] &= allowed | ~several
        return listed

    def _walk(self, cases: Cases, verdicts: Mapping[str, Can]) -> dict[OutcomeId, int]:
        listed: dict[OutcomeId, int] = {}
        going = cases.all
        for rule_id in self.book.decision:
            outcome = self.book.rules[rule_id].rule.outcome
            assert outcome is not None  # the loader lets only outcome rules into the decision list
            listed[outcome] = listed.get(outcome, 0) | (going & verdicts[rule_id].hold)
            going &= verdicts[rule_id].fail
        return listed

    def _torn(self, outcome: OutcomeId, cases: Cases) -> set[str]:
        """The facts of which the outcome may ask two things at once in some of the cases."""
        return {
            fact_id
            for wanted in self.for_outcome(outcome)
            for fact_id, boxes in cases.boxes.items()
            if any(self.pulled_apart(fact_id, wanted, box) for box in boxes)
        }

    def _with(self, cases: Cases, verdicts: Mapping[str, Can], fact_id: str, region: int) -> dict[OutcomeId, int]:
        needed = {r: tree for r, tree in self.trees.items() if r in verdicts and fact_id in self.cones[r]}
        return self._walk(cases, cases.answered(fact_id, region).verdicts(needed, verdicts))
