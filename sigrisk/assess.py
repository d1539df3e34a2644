"""Case and rule book to assessment: verdicts, possible outcomes, and the questions that could still settle them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sigrisk.answers import answers_to_try
from sigrisk.case import Case
from sigrisk.condition import InRange, InSet, RuleMet, facts_in, params_in
from sigrisk.engine.evaluate import Node, comes_to, deciding, run, verdicts_of
from sigrisk.firmness import Firmness
from sigrisk.instrument import Instrument
from sigrisk.knowledge import Knowledge, Known, gather
from sigrisk.possible import Possible, Verdict
from sigrisk.rulebook import Kind, OutcomeId, Param, Rule, RuleBook, proposals
from sigrisk.score import ChecklistScore, Tally, area_picture, score_checklist, whole_picture
from sigrisk.vocabulary import Domain, Fact, FactType

if TYPE_CHECKING:
    from sigrisk.nextquestions import Next

Checker = Callable[[RuleBook, Mapping[str, Possible], Mapping[str, Verdict]], str]
"""Runs the second evaluator and compares; says in Swedish which engine served. Raises where they differ."""


class NoOutcome(Exception):
    """The decision list of a profile leaves a gap: no outcome is met or open. A fault in the rule book.

    ``asked`` is the open fact that has an answer which leads into the gap, where the case isn't in it yet.
    """

    def __init__(self, profile: str, asked: Fact | None = None) -> None:
        self.asked = asked
        self.where = f" med vissa svar på ”{asked.definition.label}”" if asked is not None else ""
        super().__init__(f"beslutslistan i profilen {profile} täcker inte ärendet{self.where}")

    @property
    def problem(self) -> str:
        """What is wrong, in Swedish, to a reader who sees the profile beside it."""
        return f"beslutslistan täcker inte ärendet{self.where}"


@dataclass(frozen=True, slots=True)
class Result:
    """One rule's verdict with its reasons."""

    rule: Rule
    node: Node

    @property
    def verdict(self) -> Verdict:
        """Met, not met or open."""
        return self.node.verdict


@dataclass(frozen=True, slots=True)
class Question:
    """An unanswered or contradicted fact that can still change the outcome; ``rules`` are open and read it."""

    fact: Fact
    next: Next
    contradicted: bool
    rules: tuple[str, ...]

    @property
    def worst(self) -> int:
        """How many outcomes are left after the least helpful answer."""
        return self.next.worst

    @property
    def settles(self) -> bool:
        """Whether some answer leaves one outcome only."""
        return bool(self.next.settles)


@dataclass(frozen=True, slots=True)
class Picture:
    """Risk and protection in one life area."""

    domain: Domain
    risk: Tally
    protection: Tally


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that follows from a case and a rule book. The human's decision is not part of it.

    ``kept`` is for ``robustness.firmness``, which works the same out for every form of the memo, and ``_asked`` for
    ``questions``.
    """

    case: Case
    book: RuleBook
    knowledge: Knowledge
    results: Mapping[str, Result]
    outcomes: tuple[OutcomeId, ...]
    decided_by: tuple[str, ...]
    scores: tuple[ChecklistScore, ...]
    picture: tuple[Picture, ...]
    whole: tuple[Tally, Tally]
    engine: str
    kept: list[Firmness] = field(default_factory=list, init=False, repr=False, compare=False)
    _asked: list[tuple[Question, ...]] = field(default_factory=list, init=False, repr=False, compare=False)

    def hides(self, fact_id: str) -> bool:
        """Whether this is for the party's copy and some claim about the fact concerns another person."""
        return any(e.hidden for e in self.knowledge.facts[fact_id].evidence)

    @property
    def settled(self) -> bool:
        """Whether one outcome stands whatever the missing answers are."""
        return len(self.outcomes) == 1

    @property
    def questions(self) -> tuple[Question, ...]:
        """The facts that can still change the outcome, the one that matters most first: see ``nextquestions``."""
        if not self._asked:
            self._asked.append(() if self.settled else tuple(self._questions()))
        return self._asked[0]

    def _questions(self) -> Iterator[Question]:
        from sigrisk.nextquestions import NextQuestions  # most cases are settled and ask for nothing

        order, reading = NextQuestions(self.book), self.book.reading()
        for one in order.ranked(order.net.masks(self.knowledge.values()), among=self.outcomes):
            known = self.knowledge.facts[one.fact_id]
            rules = tuple(r for r in reading[one.fact_id] if self.results[r].verdict is Verdict.OPEN)
            yield Question(known.fact, one, known.contradicted, rules)

    def of_kind(self, *kinds: Kind) -> tuple[Result, ...]:
        """The results of some kinds of rules, in the order the profile names them."""
        order = (*self.book.profile.rules, *self.book.decision, *self.book.profile.alternatives)
        return tuple(self.results[r] for r in order if self.results[r].rule.kind in kinds)

    def proposals_behind_outcome(self) -> tuple[Param, ...]:
        """The numbers without a source that the outcome, or the outcomes that are possible, rest on."""
        named = frozenset().union(*(params_in(self.results[r].rule.when) for r in self._behind_outcome()))
        return tuple(p for p in proposals(self.book) if p.id in named)

    def cut_offs_behind_outcome(self) -> tuple[bool, bool]:
        """Whether the outcome rests on how high a level must be, and on a fact that grows old: proposals mostly."""
        turned_on = (leaf.tree for r in self._behind_outcome() for leaf in deciding(self.results[r].node))
        facts = [self.book.vocabulary[f].definition for tree in turned_on for f in facts_in(tree)]
        return any(f.type is FactType.LEVEL for f in facts), any(f.expires is not None for f in facts)

    def _behind_outcome(self) -> tuple[str, ...]:
        """The rules that the outcome, or the outcomes that are possible, turned on."""
        below: dict[str, None] = {}
        waiting = list(self.decided_by)
        while waiting:
            rule_id = waiting.pop()
            if rule_id not in below:
                below[rule_id] = None
                turned_on = (leaf.tree for leaf in deciding(self.results[rule_id].node))
                waiting += [tree.rule for tree in turned_on if isinstance(tree, RuleMet)]
        return tuple(below)

    def contradictions(self) -> tuple[Known, ...]:
        """The facts about which sources contradict each other."""
        return tuple(k for k in self.knowledge.facts.values() if k.contradicted)

    def expired(self) -> tuple[Known, ...]:
        """The facts about which some claim has become too old to count."""
        return tuple(k for k in self.knowledge.facts.values() if any(e.expired for e in k.evidence))


def assess(case: Case, book: RuleBook, instruments: Mapping[str, Instrument], check: Checker) -> Assessment:
    """Assess one checked case. Raises NoOutcome where the profile's decision list has a gap."""
    knowledge = gather(case, book, instruments)
    values = knowledge.values()
    trees = {rule_id: resolved.tree for rule_id, resolved in book.rules.items()}
    nodes = run(trees, values)
    engine = check(book, values, verdicts_of(nodes))
    led = leads_to(book, values, nodes)
    outcomes, decided_by = standing(book, verdicts_of(nodes), led)
    return Assessment(
        case=case,
        book=book,
        knowledge=knowledge,
        results={rule_id: Result(book.rules[rule_id].rule, node) for rule_id, node in nodes.items()},
        outcomes=outcomes,
        decided_by=decided_by,
        scores=tuple(
            score_checklist(instruments[c.instrument], c, knowledge, book.vocabulary)
            for c in sorted(case.checklists, key=lambda c: (c.date, c.instrument, c.assessor.name))
        ),
        picture=tuple(Picture(d, risk, protection) for d, risk, protection in area_picture(knowledge, book.vocabulary)),
        whole=whole_picture(knowledge),
        engine=engine,
    )


def walk(book: RuleBook, verdicts: Mapping[str, Verdict]) -> tuple[tuple[OutcomeId, ...], tuple[str, ...]]:
    """The outcomes that the decision list leaves, and the rules that leave them.

    A rule that is met ends the walk; an open one stays possible and the walk goes on. Each rule is seen by itself, so
    that an outcome may be left that two open rules together rule out: see ``standing``.
    """
    possible: dict[OutcomeId, None] = {}
    steps: list[str] = []
    for rule_id in book.decision:
        verdict = verdicts[rule_id]
        if verdict is Verdict.NOT_MET:
            continue
        outcome = book.rules[rule_id].rule.outcome
        assert outcome is not None  # the loader lets only outcome rules into the decision list
        possible[outcome] = None
        steps.append(rule_id)
        if verdict is Verdict.MET:
            break
    if not possible:
        raise NoOutcome(book.profile.id)
    return tuple(possible), tuple(steps)


def possible_outcomes(
    book: RuleBook, values: Mapping[str, Possible], nodes: Mapping[str, Node]
) -> tuple[tuple[OutcomeId, ...], tuple[str, ...]]:
    """The possible outcomes, and the rules of the decision list that leave them possible. Raises NoOutcome."""
    return standing(book, verdicts_of(nodes), leads_to(book, values, nodes))


def standing(
    book: RuleBook, verdicts: Mapping[str, Verdict], led: Mapping[str, LeadsTo]
) -> tuple[tuple[OutcomeId, ...], tuple[str, ...]]:
    """What the walk leaves, without the outcomes that some open fact has no answer for.

    One guardian has said no and the other hasn't been heard: then they disagree, or both say no. An offer stands in the
    list as long as neither is known, but there is no answer that allows it. What an open fact truly is, is one of its
    answers, so the true outcome is never taken away; and with more known there are fewer answers, so that none comes
    back.
    """
    listed, steps = walk(book, verdicts)
    left = tuple(o for o in listed if all(any(o in found for found in answers.values()) for answers in led.values()))
    return left, tuple(r for r in steps if book.rules[r].rule.outcome in left)


# -- which answers matter ---------------------------------------------------------------------------------------------

LeadsTo = Mapping[Possible, frozenset[OutcomeId]]
"""The answers that one open fact may still have, each with the outcomes it leaves, all else as it is."""


def leads_to(book: RuleBook, values: Mapping[str, Possible], nodes: Mapping[str, Node]) -> dict[str, LeadsTo]:
    """What each answer to each open fact of the deciding rules would lead to. None where one outcome stands already."""
    listed, steps = walk(book, verdicts_of(nodes))
    if len(listed) == 1:
        return {}
    reading = book.reading()
    return {
        fact_id: {
            value: frozenset(_outcomes_with(book, values, nodes, fact_id, value, reading[fact_id]))
            for value in answers_to_try(fact_id, values[fact_id], book)
        }
        for fact_id in _waiting_for(nodes, steps)
    }


def _waiting_for(nodes: Mapping[str, Node], steps: Iterable[str]) -> dict[str, None]:
    """The facts that leave some of these rules open."""
    return dict.fromkeys(f for r in steps if nodes[r].verdict is Verdict.OPEN for f in open_facts(nodes, r))


def open_facts(nodes: Mapping[str, Node], rule_id: str) -> Iterator[str]:
    """The facts whose possible values leave a rule open, through the lower rules it builds on."""
    for leaf in deciding(nodes[rule_id]):
        if isinstance(leaf.tree, RuleMet):
            yield from open_facts(nodes, leaf.tree.rule)
        elif isinstance(leaf.tree, InRange | InSet):
            yield leaf.tree.fact


def _outcomes_with(
    book: RuleBook,
    values: Mapping[str, Possible],
    nodes: Mapping[str, Node],
    fact_id: str,
    value: Possible,
    rules: tuple[str, ...],
) -> tuple[OutcomeId, ...]:
    """The possible outcomes if one fact had one value, all else as it is."""
    changed = {**values, fact_id: value}
    verdicts = verdicts_of(nodes)
    for rule_id in rules:
        verdicts[rule_id] = comes_to(book.rules[rule_id].tree, changed, verdicts)
    try:
        return walk(book, verdicts)[0]
    except NoOutcome:
        raise NoOutcome(book.profile.id, book.vocabulary[fact_id]) from None
