"""What a case is to show, and whether an assessment shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sigrisk.assess import Assessment
from sigrisk.condition import rules_in
from sigrisk.engine.evaluate import run, verdicts_of
from sigrisk.possible import Verdict
from sigrisk.prove.encode import Values
from sigrisk.rulebook import OutcomeId, RuleBook


@dataclass(frozen=True, slots=True)
class Claim:
    """Rules that are met and rules that are not met in one and the same case, and the outcome that it then has.

    Without an outcome the decision list must give none: no rule of it is met. ``whole``: it does so although everything
    is known that can be known, so the example may leave nothing out.
    """

    title: str
    shows: str
    met: tuple[str, ...] = ()
    not_met: tuple[str, ...] = ()
    outcome: OutcomeId | None = None
    whole: bool = False

    def verdicts(self) -> Mapping[str, Verdict]:
        """The verdict of each rule that is named."""
        return dict.fromkeys(self.met, Verdict.MET) | dict.fromkeys(self.not_met, Verdict.NOT_MET)

    def holds_for(self, book: RuleBook, values: Values) -> bool:
        """Whether the named rules have their verdicts where the facts have these possible values."""
        trees = {rule_id: book.rules[rule_id].tree for rule_id in below(book, self.verdicts())}
        got = verdicts_of(run(trees, values))
        return all(got[rule_id] is verdict for rule_id, verdict in self.verdicts().items())

    def shown_by(self, assessment: Assessment | None, book: RuleBook) -> bool:
        """Whether an assessment shows it; None stands for a case that the decision list gives no outcome for."""
        if assessment is None:
            return self.outcome is None and set(self.not_met) >= set(book.decision)
        got = {rule_id: result.verdict for rule_id, result in assessment.results.items()}
        if any(got[rule_id] is not verdict for rule_id, verdict in self.verdicts().items()):
            return False
        if self.outcome is not None:
            return assessment.outcomes == (self.outcome,)
        return self.whole and all(got[rule_id] is not Verdict.MET for rule_id in book.decision)


def below(book: RuleBook, rule_ids: Iterable[str]) -> tuple[str, ...]:
    """Some rules and all that they build on, in evaluation order."""
    found: set[str] = set()
    waiting = list(rule_ids)
    while waiting:
        rule_id = waiting.pop()
        if rule_id not in found:
            found.add(rule_id)
            waiting += rules_in(book.rules[rule_id].tree)
    return tuple(rule_id for rule_id in book.rules if rule_id in found)
