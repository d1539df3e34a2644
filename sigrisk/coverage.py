"""Rule coverage: whether each rule of each profile has been seen met, not met and open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sigrisk.assess import Assessment
from sigrisk.possible import Verdict
from sigrisk.rulebook import RuleBook
from sigrisk.testing import Checked


@dataclass(frozen=True, slots=True)
class Covered:
    """One rule of one profile: the verdicts that its cases and the scenarios have given it."""

    profile: str
    rule: str
    by_cases: frozenset[Verdict]
    by_scenarios: frozenset[Verdict]

    @property
    def missing(self) -> tuple[Verdict, ...]:
        """The verdicts that nothing has given the rule."""
        return tuple(v for v in Verdict if v not in self.by_cases | self.by_scenarios)


def coverage(book: RuleBook, cases: Iterable[Checked], scenarios: Sequence[Assessment]) -> tuple[Covered, ...]:
    """Every rule of a profile with the verdicts it has been seen to give. Only a case that passed counts."""
    got: dict[str, set[Verdict]] = {rule_id: set() for rule_id in book.rules}
    for one in cases:
        if one.passed and one.got is not None:
            got[one.rule].add(one.got)
    own = [s for s in scenarios if s.book.profile.id == book.profile.id]
    return tuple(
        Covered(book.profile.id, rule_id, frozenset(got[rule_id]), frozenset(s.results[rule_id].verdict for s in own))
        for rule_id in book.rules
    )
