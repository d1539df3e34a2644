"""Coverage: whether each rule of each profile has been seen met, not met and open, and what the scenarios show.

A rule's own cases are enough for the first. The second asks more: that a trainer has a whole story for every profile,
operation model, outcome, flag, note and alternative, and a checklist filled in for every instrument.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sigrisk.assess import Assessment
from sigrisk.possible import Choices, Verdict
from sigrisk.rulebook import Kind, OperationModel, RuleBook
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


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """Something that some scenario should show: what kind of thing it is, in Swedish, and its id."""

    what: str
    id: str


SHOWN_WHEN_MET = {
    Kind.FLAG: "flagga",
    Kind.NOTE: "påminnelse",
    Kind.REQUIREMENT: "krav",
    Kind.ALTERNATIVE: "alternativ",
}
"""The kinds of rules that a scenario shows by meeting them, and what each is called."""


def parts(books: Iterable[RuleBook], instruments: Iterable[str]) -> frozenset[Part]:
    """Everything that the scenarios of some rule books and instruments should show between them."""
    found = {Part("arbetssätt", model.value) for model in OperationModel}
    found |= {Part("checklista", instrument) for instrument in instruments}
    for book in books:
        found.add(Part("profil", book.profile.id))
        found |= {Part("utfall", rule_id) for rule_id in book.decision}
        found |= {Part(SHOWN_WHEN_MET[r.rule.kind], r.id) for r in book.of_kind(*SHOWN_WHEN_MET)}
    return frozenset(found)


def shown(assessment: Assessment) -> frozenset[Part]:
    """What one scenario shows. An outcome is shown where it is settled, by the row that decides it."""
    book = assessment.book
    found = {Part("profil", book.profile.id)}
    found |= {Part("checklista", one.instrument) for one in assessment.case.checklists if one.answers}
    model = assessment.knowledge.facts["operation.model"].values
    if isinstance(model, Choices) and len(model.names) == 1:
        found |= {Part("arbetssätt", name) for name in model.names}
    if assessment.settled:
        found.add(Part("utfall", assessment.decided_by[-1]))
    met = (r.rule for r in assessment.of_kind(*SHOWN_WHEN_MET) if r.verdict is Verdict.MET)
    return frozenset(found | {Part(SHOWN_WHEN_MET[rule.kind], rule.id) for rule in met})
