"""How many answers would have to be wrong for a settled verdict to turn, and which: counted exactly, up to three.

Nothing is said of how likely a wrong answer is. A verdict *turns* when sigrisk would come to another one, or could no
longer settle it, with everything that is unknown left unknown. An answer is *wrong* when the fact truly has any other
value. What follows from one part of the case, as the counts do from the events, is one answer: all of it may then be
otherwise, so that a verdict is never called firmer than it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sigrisk.alterations import Altered, Tries, tries
from sigrisk.assess import Assessment
from sigrisk.bits import Can
from sigrisk.case import Case, LegalStatus, Role
from sigrisk.derived import ADULT, consents_at
from sigrisk.firmness import MOST_WRONG, Firm, Firmness, Support
from sigrisk.possible import Ordered, Possible, Verdict, meet
from sigrisk.rulebook import Kind, OutcomeId
from sigrisk.turns import Tried, Wanted

MATERIAL: Final = frozenset(
    {"assessment.answered", "assessment.outdated", "assessment.sources", "assessment.checklists"}
)
"""Counts of the answers themselves: they are no answers that anyone gave."""

_OF_CONSENTS: Final = ("consent.months", "consent.specified")
_AGE: Final = Support(
    "den unges ålder",
    ("person.age", "offences.age_first", "offences.when_too_young", "consent.guardians", *_OF_CONSENTS),
)
PARTS: Final = (
    Support(
        "de brott och andra händelser som står i ärendet",
        (
            *("offences.shown", "offences.reports_12m", "offences.total", "offences.age_first", "offences.grave"),
            *("offences.strategic", "offences.convicted", "offences.when_too_young", "victim.events", "witness.events"),
        ),
    ),
    _AGE,
    Support("den unges samtycke", ("consent.youth", "consent.refusals", *_OF_CONSENTS)),
    Support("vårdnadshavarnas samtycke", ("consent.guardians", *_OF_CONSENTS)),
)
"""The parts of a case from which several facts follow; a mistake in one of them may change all of these at once."""

PART_LABELS: Final = frozenset(part.label for part in PARTS)
_SHARED: Final = frozenset(fact_id for part in PARTS for fact_id in part.facts)
JUDGED: Final = (Kind.CRITERION, Kind.AGGREGATE, Kind.FLAG)
_OUTCOME: Final = ""
"""Stands for the outcome among the rules."""


def firmness(assessment: Assessment) -> Firmness:
    """How firm the outcome and each settled criterion and flag is; worked out once for each assessment."""
    if not assessment.kept:
        assessment.kept.append(_work_out(assessment))
    return assessment.kept[0]


def _work_out(assessment: Assessment) -> Firmness:
    settled = {r.rule.id: r.verdict for r in assessment.of_kind(*JUDGED) if r.verdict.settled}
    outcome = assessment.outcomes[0] if assessment.settled else None
    tried, values = Tried.of(assessment.book), assessment.knowledge.values()
    search = _Search(tried, values, _part_boxes(assessment.case, tried, values), settled, outcome)
    found = search.all()
    return Firmness(found.get(_OUTCOME), {rule_id: found[rule_id] for rule_id in settled})


def _part_boxes(
    case: Case, tried: Tried, values: Mapping[str, Possible]
) -> tuple[tuple[Support, Mapping[str, frozenset[int]]], ...]:
    """What each part of the case may turn into when it is wrong. Only what would then be otherwise is in it."""
    young, grown = (consents_at(case, age) for age in (ADULT - 1, ADULT))
    own = any(e.role is Role.PERPETRATOR and e.status is not LegalStatus.CLEARED for e in case.events.list)
    guarded = _has_guardians(case, values)
    found = []
    for part in PARTS if guarded else PARTS[:-1]:
        boxes = {}
        for fact_id in (f for f in part.facts if f in tried.regions):
            regions = tried.regions[fact_id]
            before = box = regions.of(values[fact_id])
            if part is not _AGE or fact_id == "person.age" or (fact_id == "consent.guardians" and not guarded):
                box = regions.all  # who is younger than was said has guardians after all, and they may say anything
            elif fact_id.startswith("consent."):
                for then in (young, grown):
                    box |= regions.of(then[fact_id]) if fact_id in then else regions.all
            elif own:  # without an event of their own it matters little how old they were
                box = regions.all
            if box != before:
                boxes[fact_id] = box
        found.append((Support(part.label, tuple(boxes)), boxes))
    return tuple(found)


def _has_guardians(case: Case, values: Mapping[str, Possible]) -> bool:
    """Whether any guardian has, or may have, a say: else there is no answer of theirs that could be wrong."""
    return any(one.person != "youth" for one in case.consent) or (
        meet(values["person.age"], Ordered(0, ADULT - 1)) is not None
    )


@dataclass(frozen=True, slots=True)
class _Search:
    """The verdicts to turn, and the case they stand in."""

    tried: Tried
    values: Mapping[str, Possible]
    parts: tuple[tuple[Support, Mapping[str, frozenset[int]]], ...]
    settled: Mapping[str, Verdict]
    outcome: OutcomeId | None

    def all(self) -> dict[str, Firm]:
        """Every verdict with how firm it is."""
        asked = left = [*self.settled, *([_OUTCOME] if self.outcome is not None else [])]
        ever = self._ever(left)
        found = {one: Firm(None, ever=False) for one in left if not ever[one]}
        for size in range(1, MOST_WRONG + 1):
            left = [one for one in left if one not in found]
            if left:
                found |= self._of_size(left, size)
        return {one: found.get(one, Firm(None, ever=True)) for one in asked}

    def _ever(self, left: list[str]) -> dict[str, int]:
        """Which verdicts turn when every answer at once may be anything: the others never do."""
        boxes: dict[str, frozenset[int]] = {}
        for one in (one for support in self._supports(left) for one in self._altered(support, left)):
            for fact_id, box in one.boxes.items():
                now = self.tried.regions[fact_id].of(self.values[fact_id])
                boxes[fact_id] = boxes.get(fact_id, now) | box
        return self._turned(left, tries(self.values, self.tried.regions, [Altered("", boxes)], 1))

    def _of_size(self, left: list[str], size: int) -> dict[str, Firm]:
        """The verdicts that so many wrong answers turn."""
        supports = tuple(self._supports(left))
        altered = [(s, one) for s in supports for one in self._altered(s, left)]
        tried = tries(self.values, self.tried.regions, [one for _, one in altered], size)
        turned = self._turned(left, tried)
        told = [s for s, _ in altered]
        return {
            one: _firm(size, bits, tried, self._told_of(one, told))
            for one in left
            if (bits := turned[one] & tried.valid)
        }

    def _told_of(self, one: str, told: Sequence[Support]) -> list[Support]:
        """The answers with no more of what follows from a part of the case than the verdict rests on."""
        cone = self.tried.cone(self._rules([one]))
        return [replace(s, facts=tuple(f for f in s.facts if f in cone)) for s in told]

    # -- what may be wrong

    def _supports(self, left: Iterable[str]) -> Iterator[Support]:
        """The answers given that these verdicts rest on, in the vocabulary's order; the parts of the case last."""
        cone = self.tried.cone(self._rules(left)) - MATERIAL
        for fact_id, told in self.tried.regions.items():
            if fact_id in cone - _SHARED and told.of(self.values[fact_id]) != told.all:
                yield Support(told.fact.definition.label, (fact_id,))
        yield from (support for support, boxes in self.parts if cone.intersection(boxes))

    def _altered(self, support: Support, left: Sequence[str]) -> Iterator[Altered]:
        """The ways in which an answer may be wrong.

        One is enough where no verdict asks two things of it at once: the answer that helps most then stands for all.
        """
        regions = self.tried.regions
        for part, boxes in self.parts:
            if part is support:
                yield Altered(support.label, boxes)
                return
        fact_id = support.facts[0]
        others = regions[fact_id].all - regions[fact_id].of(self.values[fact_id])
        if any(self.tried.pulled_apart(fact_id, wanted, others) for wanted in self._ways(left)):
            for place in sorted(others):
                yield Altered(fact_id, {fact_id: frozenset({place})})
        else:
            yield Altered(fact_id, {fact_id: others})

    # -- what turns

    def _rules(self, left: Iterable[str]) -> Iterator[str]:
        for one in left:
            yield from self.tried.book.decision if one == _OUTCOME else (one,)

    def _ways(self, left: Iterable[str]) -> Iterator[tuple[Wanted, ...]]:
        """The ways in which these verdicts may turn, each as what it needs of the facts."""
        for one in left:
            if one != _OUTCOME:
                yield (self.tried.wanted(one, met=self.settled[one] is Verdict.NOT_MET),)
                continue
            for other in self.tried.book.outcomes:
                if other is not self.outcome:
                    yield from self.tried.for_outcome(other)

    def _turned(self, left: Sequence[str], tried: Tries) -> dict[str, int]:
        """For each verdict the cases in which it isn't what it was."""
        verdicts = tried.cases.verdicts(self.tried.trees_for(self._rules(left)))
        return {one: self._otherwise(one, tried, verdicts) for one in left}

    def _otherwise(self, one: str, tried: Tries, verdicts: Mapping[str, Can]) -> int:
        if one != _OUTCOME:
            return verdicts[one].fail if self.settled[one] is Verdict.MET else verdicts[one].hold
        turned = 0
        for outcome, cases in self.tried.outcomes(tried.cases, verdicts).items():
            turned |= cases if outcome is not self.outcome else 0
        return turned


def _firm(size: int, bits: int, tried: Tries, told: Sequence[Support]) -> Firm:
    """How firm a verdict is that so many wrong answers turn: every set of them, in the vocabulary's order.

    A set of which some answer was tried value by value may have been found several times over.
    """
    first = {one: i for i, one in reversed(list(enumerate(told)))}
    places = [first[one] for one in told]
    found = sorted({tuple(places[i] for i in members) for members in tried.sets.members(bits)})
    return Firm(size, True, tuple(tuple(told[i] for i in some) for some in found))
