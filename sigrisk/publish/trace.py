"""From each statement of the sources to what carries it and the scenarios that show it, and back again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sigrisk.packs import DEFAULT_PROFILE, Packs
from sigrisk.possible import Verdict
from sigrisk.publish.scenarios import Played, Shown, shown
from sigrisk.publish.wording import fact_anchor, number_anchor, outcome_anchor, rule_anchor
from sigrisk.rulebook import facts_used, params_used
from sigrisk.statements import Carriers, Statement, Statements, case_has

MOST: Final = 6
"""So many scenarios stand beside a statement or a rule: more than that nobody reads."""
_TEXTS: Final[Mapping[str, Verdict]] = {
    "says": Verdict.MET,
    "do": Verdict.MET,
    "says_not": Verdict.NOT_MET,
    "says_open": Verdict.OPEN,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands among the pages of the rule book."""

    profile: str
    anchor: str


@dataclass(frozen=True)
class Trace:
    """The packs with their statements and scenarios, the profiles that are published, and what follows from it all."""

    packs: Packs
    statements: Statements
    played: Sequence[Played]
    profiles: tuple[str, ...]

    @cached_property
    def shown(self) -> tuple[Shown, ...]:
        """What each scenario shows."""
        return tuple(shown(one) for one in self.played)

    @cached_property
    def scenarios(self) -> Mapping[str, tuple[Played, ...]]:
        """The scenarios that show each statement."""
        return {s.id: exercised(s.carried_by, self.shown) for s in self.statements.listed}

    @cached_property
    def clearest(self) -> Mapping[str, tuple[Played, ...]]:
        """The scenarios that show each statement most directly."""
        listed = {s.id: {one.name for one in self.scenarios[s.id]} for s in self.statements.listed}
        return {
            s.id: most_direct(
                ((one, evidence(s.carried_by, one)) for one in self.shown if one.played.name in listed[s.id]), MOST
            )
            for s in self.statements.listed
        }

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """The first page that has each rule (by its own id), fact, number and outcome; the usual profile goes first."""
        found: dict[str, Place] = {}
        for profile_id in sorted(self.profiles, key=lambda p: (p != DEFAULT_PROFILE, p)):
            book = self.packs.book(profile_id)
            names = {rule_anchor(book.profile.instead.get(r, r)): rule_anchor(r) for r in book.rules}
            same = [fact_anchor(f) for f in sorted(facts_used(book))] + [number_anchor(p.id) for p in params_used(book)]
            same += [outcome_anchor(o.value) for r in book.decision if (o := book.rules[r].rule.outcome) is not None]
            for name, anchor in {**names, **dict(zip(same, same, strict=True))}.items():
                found.setdefault(name, Place(profile_id, anchor))
        return found

    def with_rule(self, rule_id: str) -> tuple[Statement, ...]:
        """The statements that a rule carries."""
        return tuple(s for s in self.statements.listed if rule_id in s.carried_by.every_rule)

    def with_param(self, param_id: str) -> tuple[Statement, ...]:
        """The statements that a number carries, itself or as a profile sets it."""
        key = f"params.{param_id}"
        return tuple(
            s
            for s in self.statements.listed
            if param_id in s.carried_by.params or any(ref.key == key for ref in s.carried_by.profiles)
        )

    def with_outcome(self, outcome_id: str) -> tuple[Statement, ...]:
        """The statements that an outcome carries."""
        return tuple(s for s in self.statements.listed if outcome_id in s.carried_by.every_outcome)


def exercised(carriers: Carriers, all_shown: Iterable[Shown]) -> tuple[Played, ...]:
    """The scenarios that show a statement.

    Where profiles are among what carries it, those are the scenarios of the profiles: others are tried against
    something else. Otherwise a rule or outcome that carries it is met there, or a text of it is shown. What no rule
    carries is shown where a fact or number decides a rule, and where a checklist, a crime or a part of the case is.
    """
    profiles = {ref.id for ref in carriers.profiles}
    return tuple(s.played for s in all_shown if (s.profile in profiles if profiles else evidence(carriers, s)))


def evidence(carriers: Carriers, one: Shown) -> frozenset[str]:
    """What of that which carries a statement a scenario shows, each by a name of its own."""
    if carriers.every_rule or carriers.every_outcome:
        met = (f"rule {rule}" for rule in carriers.rules if one.verdicts.get(rule) is Verdict.MET)
        texts = (
            f"text {ref.id}.{ref.key}" for ref in carriers.rule_texts if _text_shown(ref.key, one.verdicts.get(ref.id))
        )
        return frozenset((*met, *texts, *(f"outcome {o}" for o in one.outcomes & carriers.every_outcome)))
    case = one.played.assessment.case
    kinds = (
        ("param", one.params & set(carriers.params)),
        ("fact", one.facts & set(carriers.facts)),
        ("instrument", one.instruments & set(carriers.instruments)),
        ("offence", one.offences & set(carriers.offences)),
        ("case", {field for field in carriers.case if case_has(case, field)}),
    )
    return frozenset(f"{kind} {name}" for kind, names in kinds for name in names)


def most_direct(shown: Iterable[tuple[Shown, frozenset[str]]], most: int) -> tuple[Played, ...]:
    """Some of the scenarios that show something, each with what it shows of it: those that show it most directly.

    First come those that together show as much of it as possible, each adding the most that is new; among equals the
    one where the fewest rules are met, since little else happens there. They stand in their own order.
    """
    left = [(one, what) for one, what in shown]
    order = {one.played.name: place for place, (one, _) in enumerate(left)}
    chosen: list[Played] = []
    wanted = unseen = frozenset[str]().union(*(what for _, what in left))
    while left and len(chosen) < most:
        if not any(what & unseen for _, what in left):
            unseen = wanted  # all of it has been shown: once more from the start
        best = min(left, key=lambda pair: (-len(pair[1] & unseen), pair[0].met, order[pair[0].played.name]))
        left.remove(best)
        unseen -= best[1]
        chosen.append(best[0].played)
    return tuple(sorted(chosen, key=lambda played: order[played.name]))


def _text_shown(key: str, verdict: Verdict | None) -> bool:
    """Whether a reader meets a rule's text, given the rule's verdict; its reason stands beside every verdict."""
    return verdict is not None and _TEXTS.get(key, verdict) is verdict
