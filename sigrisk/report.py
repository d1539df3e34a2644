"""The machine-readable assessment: what ``--format json`` writes, with its JSON Schema."""

from __future__ import annotations

from sigrisk import __version__
from sigrisk.assess import Assessment
from sigrisk.evidence import Evidence
from sigrisk.explain import Ground, Reason, ground, reason
from sigrisk.memo.build import summary_sentences
from sigrisk.memo.wording import NBSP
from sigrisk.models import Model
from sigrisk.operation import arrangement
from sigrisk.rulebook import params_used
from sigrisk.score import Tally
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


class QuestionReport(Model):
    """A fact that may still change the outcome; ``outcomes_left_at_worst`` after the least helpful answer."""

    fact: str
    ask: str
    contradicted: bool
    outcomes_left_at_worst: int
    one_answer_may_settle: bool
    rules: tuple[str, ...]


class CountReport(Model):
    """At least ``low`` and at most ``high`` items stand at ``step``."""

    step: str
    low: int
    high: int


class TallyReport(Model):
    """Counts of one area and side. They are never summed up to a level."""

    label: str
    side: str
    items: int
    unknown: int
    not_applicable: int
    counts: tuple[CountReport, ...]


class ChecklistReport(Model):
    """One filled-in checklist with its counts and the assessor's own summary rating."""

    instrument: str
    version: int
    validated: bool
    date: str
    assessor: str
    answered: int
    items: int
    areas: tuple[TallyReport, ...]
    total: tuple[TallyReport, ...]
    summary_rating: str | None
    summary_reasons: str
    departs_from_picture: str
    reasons_missing: bool


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
    rulebooks: tuple[EditionReport, ...]
    rulebook_checksum: str
    out_of_validity: tuple[str, ...]
    operation_model: str | None
    operation_model_from: str
    engine: str
    settled: bool
    outcomes: tuple[OutcomeReport, ...]
    summary: tuple[str, ...]
    rules: tuple[RuleReport, ...]
    questions: tuple[QuestionReport, ...]
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
        rulebooks=edition_reports(book),
        rulebook_checksum=book.checksum,
        out_of_validity=tuple(s.replace(NBSP, " ") for s in out_of_validity(book, case.day)),
        operation_model=way.model.value if way is not None else None,
        operation_model_from=way.origin if way is not None else "",
        engine=assessment.engine,
        settled=assessment.settled,
        outcomes=_outcomes(assessment),
        summary=tuple(summary_sentences(assessment, reasons)),
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
        contradictions=tuple(_fact(ground(assessment, k.fact.id)) for k in assessment.contradictions()),
        expired=tuple(_fact(ground(assessment, k.fact.id)) for k in assessment.expired()),
        facts=tuple(_fact(ground(assessment, k.fact.id)) for k in assessment.knowledge.facts.values() if k.evidence),
        areas=tuple(_tally(t) for p in assessment.picture for t in (p.risk, p.protection) if t.items),
        total=tuple(_tally(t) for t in assessment.whole),
        checklists=_checklists(assessment),
        params=tuple(
            ParamReport(
                id=p.id,
                value=book.values[p.id],
                unit=p.unit,
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


def _tally(tally: Tally) -> TallyReport:
    return TallyReport(
        label=tally.label,
        side=tally.side.value,
        items=tally.items,
        unknown=tally.unknown,
        not_applicable=tally.not_applicable,
        counts=tuple(CountReport(step=c.step, low=c.low, high=c.high) for c in tally.counts),
    )


def _checklists(assessment: Assessment) -> tuple[ChecklistReport, ...]:
    found = []
    for score in assessment.scores:
        summary = score.checklist.summary
        found.append(
            ChecklistReport(
                instrument=score.instrument.id,
                version=score.instrument.version,
                validated=score.instrument.validated,
                date=score.checklist.date.isoformat(),
                assessor=f"{score.checklist.assessor.name}, {score.checklist.assessor.role}",
                answered=score.answered,
                items=len(score.readings),
                areas=tuple(_tally(t) for t in score.areas),
                total=tuple(_tally(t) for t in score.total),
                summary_rating=summary.rating if summary is not None else None,
                summary_reasons=summary.reasons if summary is not None else "",
                departs_from_picture=score.departs,
                reasons_missing=score.reasons_missing,
            )
        )
    return tuple(found)
