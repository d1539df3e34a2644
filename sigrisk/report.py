"""The machine-readable assessment: what ``--format json`` writes, with its JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from sigrisk import __version__
from sigrisk.alternatives import alternatives_of
from sigrisk.assess import Assessment
from sigrisk.checklistreport import ChecklistReport, TallyReport, checklist_report, tally_report
from sigrisk.evidence import Evidence
from sigrisk.explain import Ground, Reason, ground, reason
from sigrisk.memo.inshort import summary_sentences
from sigrisk.memo.offer import next_step
from sigrisk.memo.wording import NBSP
from sigrisk.models import Model
from sigrisk.operation import arrangement
from sigrisk.robustness import firmness
from sigrisk.rulebook import params_used
from sigrisk.validity import EditionReport, edition_reports, iso, out_of_validity
from sigrisk.vocabulary import show


class ClaimReport(Model):
    """One claim about a fact. ``counts`` is false for one that is too old, replaced or "vet ej"."""

    value: str
    source: str
    date: str | None
    note: str
    counts: bool
    expired: bool
    superseded: bool


class FactReport(Model):
    """One fact behind a verdict."""

    fact: str
    label: str
    value: str
    answered: bool
    contradicted: bool
    claims: tuple[ClaimReport, ...]


class SourceReport(Model):
    """A document and the heading under which the statement stands."""

    doc: str
    section: str


class RuleReport(Model):
    """One rule with its verdict (met, not_met, open), its sentence, its facts and its own source."""

    id: str
    kind: str
    effect: str
    title: str
    verdict: str
    sentence: str
    do: str
    facts: tuple[FactReport, ...]
    missing: tuple[str, ...]
    basis: str
    sources: tuple[SourceReport, ...]


class OutcomeReport(Model):
    """A possible outcome and the rule of the decision list that leaves it possible."""

    id: str
    title: str
    rule: str


class AlternativeReport(Model):
    """An alternative that the memo names: it replaces a closed operation, fits, or may fit when more is known."""

    rule: str
    title: str
    why: Literal["replaces", "fits", "may_fit"]


class QuestionReport(Model):
    """A fact that may still change the outcome; ``outcomes_left_at_worst`` after the least helpful answer."""

    fact: str
    ask: str
    contradicted: bool
    outcomes_left_at_worst: int
    one_answer_may_settle: bool
    rules: tuple[str, ...]


class AnswerReport(Model):
    """An answer that may be wrong: one fact, or all the facts that follow from one part of the case."""

    label: str
    facts: tuple[str, ...]


class FirmReport(Model):
    """How many answers must be wrong for a settled verdict to turn; ``rule`` is empty for the outcome.

    ``wrong_answers`` is null where more than three are needed, or where ``can_turn`` is false. ``sets`` are all the
    ``count`` sets of so many answers, each by their places in ``answers``, counted from nought.
    """

    rule: str
    wrong_answers: int | None
    can_turn: bool
    count: int
    answers: tuple[AnswerReport, ...]
    sets: tuple[tuple[int, ...], ...]


class ParamReport(Model):
    """A number in force, and whether a source gives it (``source``), the profile (``profile``) or sigrisk itself."""

    id: str
    value: int
    unit: str
    basis: str


class AssessmentReport(Model):
    """A whole assessment. The same case, rule book and date give the same bytes."""

    sigrisk_assessment: int
    sigrisk_version: str
    case: str
    invented: bool
    assessment_date: str
    profile: str
    profile_version: str
    profile_valid_from: str
    profile_valid_to: str | None
    profile_closed: str
    rulebooks: tuple[EditionReport, ...]
    rulebook_checksum: str
    out_of_validity: tuple[str, ...]
    operation_model: str | None
    operation_model_from: str
    engine: str
    settled: bool
    outcomes: tuple[OutcomeReport, ...]
    summary: tuple[str, ...]
    next_step: str
    alternatives: tuple[AlternativeReport, ...]
    rules: tuple[RuleReport, ...]
    questions: tuple[QuestionReport, ...]
    firmness: tuple[FirmReport, ...]
    contradictions: tuple[FactReport, ...]
    expired: tuple[FactReport, ...]
    facts: tuple[FactReport, ...]
    areas: tuple[TallyReport, ...]
    total: tuple[TallyReport, ...]
    checklists: tuple[ChecklistReport, ...]
    params: tuple[ParamReport, ...]


def report(assessment: Assessment) -> AssessmentReport:
    """The assessment as data."""
    case, book = assessment.case, assessment.book
    way = arrangement(case, book)
    reasons = {rule_id: reason(assessment, result) for rule_id, result in assessment.results.items()}
    return AssessmentReport(
        sigrisk_assessment=1,
        sigrisk_version=__version__,
        case=case.case.id,
        invented=case.case.invented,
        assessment_date=case.day.isoformat(),
        profile=book.profile.id,
        profile_version=book.profile.version,
        profile_valid_from=book.profile.valid_from.isoformat(),
        profile_valid_to=iso(book.profile.valid_to),
        profile_closed=book.profile.closed,
        rulebooks=edition_reports(book),
        rulebook_checksum=book.checksum,
        out_of_validity=tuple(s.replace(NBSP, " ") for s in out_of_validity(book, case.day)),
        operation_model=way.model.value if way is not None else None,
        operation_model_from=way.origin if way is not None else "",
        engine=assessment.engine,
        settled=assessment.settled,
        outcomes=_outcomes(assessment),
        summary=tuple(summary_sentences(assessment, reasons)),
        next_step=next_step(assessment),
        alternatives=tuple(_alternatives(assessment)),
        rules=tuple(_rule(one) for one in reasons.values()),
        questions=tuple(
            QuestionReport(
                fact=q.fact.id,
                ask=q.fact.definition.ask,
                contradicted=q.contradicted,
                outcomes_left_at_worst=q.worst,
                one_answer_may_settle=q.settles,
                rules=q.rules,
            )
            for q in assessment.questions
        ),
        firmness=tuple(_firmness(assessment)),
        contradictions=tuple(_fact(ground(assessment, k.fact.id)) for k in assessment.contradictions()),
        expired=tuple(_fact(ground(assessment, k.fact.id)) for k in assessment.expired()),
        facts=tuple(_fact(ground(assessment, k.fact.id)) for k in assessment.knowledge.facts.values() if k.evidence),
        areas=tuple(tally_report(t) for p in assessment.picture for t in (p.risk, p.protection) if t.items),
        total=tuple(tally_report(t) for t in assessment.whole),
        checklists=tuple(checklist_report(assessment, score) for score in assessment.scores),
        params=tuple(
            ParamReport(
                id=p.id,
                value=book.values[p.id],
                unit=p.unit_of(book.values[p.id]),
                basis="profile" if p.id in book.profile.params else p.basis.value,
            )
            for p in params_used(book)
        ),
    )


def _outcomes(assessment: Assessment) -> tuple[OutcomeReport, ...]:
    first: dict[str, str] = {}
    for rule_id in assessment.decided_by:
        outcome = assessment.book.rules[rule_id].rule.outcome
        if outcome is not None:
            first.setdefault(outcome.value, rule_id)
    return tuple(
        OutcomeReport(id=o.value, title=assessment.book.outcomes[o].title, rule=first[o.value])
        for o in assessment.outcomes
    )


def _firmness(assessment: Assessment) -> Iterator[FirmReport]:
    found = firmness(assessment)
    outcome = [("", found.outcome)] if found.outcome is not None else []
    for rule_id, firm in (*outcome, *found.rules.items()):
        place = {one: i for i, one in enumerate(firm.answers)}
        yield FirmReport(
            rule=rule_id,
            wrong_answers=firm.least,
            can_turn=firm.ever,
            count=firm.count,
            answers=tuple(AnswerReport(label=one.label, facts=one.facts) for one in place),
            sets=tuple(tuple(place[one] for one in some) for some in firm.sets),
        )


def _alternatives(assessment: Assessment) -> Iterator[AlternativeReport]:
    found = alternatives_of(assessment)
    for one in found.replacing:
        yield AlternativeReport(rule=one.rule.id, title=one.rule.title, why="replaces")
    for one in found.named:
        yield AlternativeReport(rule=one.rule.id, title=one.rule.title, why="fits")
    for one in found.perhaps:
        yield AlternativeReport(rule=one.rule.id, title=one.rule.title, why="may_fit")


def _rule(one: Reason) -> RuleReport:
    rule = one.result.rule
    return RuleReport(
        id=rule.id,
        kind=rule.kind.value,
        effect=rule.effect.value,
        title=rule.title,
        verdict=one.verdict.value,
        sentence=one.sentence,
        do=one.do,
        facts=tuple(_fact(g) for g in one.grounds),
        missing=tuple(f.id for f in one.missing),
        basis=rule.basis.value,
        sources=tuple(SourceReport(doc=c.doc, section=c.section) for c in rule.sources),
    )


def _fact(one: Ground) -> FactReport:
    return FactReport(
        fact=one.fact.id,
        label=one.fact.definition.label,
        value=one.value,
        answered=one.answered,
        contradicted=one.contradicted,
        claims=tuple(_claim(one, c) for c in one.evidence),
    )


def _claim(one: Ground, claim: Evidence) -> ClaimReport:
    return ClaimReport(
        value="vet ej" if claim.values is None else show(one.fact.definition, claim.values),
        source=claim.source,
        date=claim.day.isoformat() if claim.day is not None else None,
        note=claim.note,
        counts=claim.counts,
        expired=claim.expired,
        superseded=claim.superseded,
    )
