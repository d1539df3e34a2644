"""The checklists of the machine-readable assessment: counts, answers, and the assessor's own view."""

from __future__ import annotations

from sigrisk.assess import Assessment
from sigrisk.case import Strength
from sigrisk.checklisttext import answer_text
from sigrisk.itemanswer import says_unknown
from sigrisk.models import Model
from sigrisk.score import ChecklistScore, Tally


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


class AnswerReport(Model):
    """One item and its answer in words, empty where nothing is known. ``given`` is false for one read elsewhere."""

    item: str
    section: str
    label: str
    side: str
    kind: str
    fact: str
    answer: str
    given: bool
    note: str
    source: str


class ExtraReport(Model):
    """A factor of this case that the checklist doesn't ask about."""

    side: str
    text: str


class StrengthReport(Model):
    """A section that the assessor marks as a strength, and why."""

    section: str
    note: str
    source: str


class ChecklistReport(Model):
    """One filled-in checklist with its counts and answers, and the assessor's own view of them.

    Of its ``items`` so many are ``answered`` on the form, and so many with "vet ej" or "ej aktuellt".
    ``read_elsewhere`` are those that the form leaves open and that other facts of the case settle.
    """

    instrument: str
    version: int
    validated: bool
    summed_up: str
    date: str
    assessor: str
    answered: int
    said_unknown: int
    said_not_applicable: int
    read_elsewhere: int
    items: int
    areas: tuple[TallyReport, ...]
    total: tuple[TallyReport, ...]
    answers: tuple[AnswerReport, ...]
    critical: tuple[str, ...]
    extra: tuple[ExtraReport, ...]
    strengths: tuple[StrengthReport, ...]
    summary_rating: str | None
    summary_horizon_months: int | None
    summary_reasons: str
    departs_from_picture: str
    reasons_missing: bool
    override: str | None
    override_reasons: str
    override_reasons_missing: bool


def tally_report(tally: Tally) -> TallyReport:
    """Counts as data."""
    return TallyReport(
        label=tally.label,
        side=tally.side.value,
        items=tally.items,
        unknown=tally.unknown,
        not_applicable=tally.not_applicable,
        counts=tuple(CountReport(step=c.step, low=c.low, high=c.high) for c in tally.counts),
    )


def checklist_report(assessment: Assessment, score: ChecklistScore) -> ChecklistReport:
    """One filled-in checklist as data."""
    checklist, instrument = score.checklist, score.instrument
    summary, override = checklist.summary, checklist.override
    return ChecklistReport(
        instrument=instrument.id,
        version=instrument.version,
        validated=instrument.validated,
        summed_up=instrument.summed_up.value,
        date=checklist.date.isoformat(),
        assessor=f"{checklist.assessor.name}, {checklist.assessor.role}",
        answered=score.answered,
        said_unknown=score.said_unknown,
        said_not_applicable=score.said_not_applicable,
        read_elsewhere=score.read_elsewhere,
        items=len(score.readings),
        areas=tuple(tally_report(t) for t in score.areas),
        total=tuple(tally_report(t) for t in score.total),
        answers=_answers(assessment, score),
        critical=checklist.critical,
        extra=tuple(ExtraReport(side=e.side, text=e.text) for e in checklist.extra),
        strengths=tuple(_strength(assessment, s) for s in checklist.strengths),
        summary_rating=summary.rating if summary is not None else None,
        summary_horizon_months=summary.horizon_months if summary is not None else None,
        summary_reasons=summary.reasons if summary is not None else "",
        departs_from_picture=score.departs,
        reasons_missing=score.reasons_missing,
        override=override.picture.value if override is not None else None,
        override_reasons=override.reasons if override is not None else "",
        override_reasons_missing=score.override_reasons_missing,
    )


def _answers(assessment: Assessment, score: ChecklistScore) -> tuple[AnswerReport, ...]:
    section_of = {item.id: section.id for section in score.instrument.sections for item in section.items}
    found = []
    for reading in score.readings:
        scale = score.instrument.scale_of(reading.item)
        given = score.checklist.given.get(reading.item.id)
        source = assessment.case.sources[given.source].name if given is not None and given.source is not None else ""
        found.append(
            AnswerReport(
                item=reading.item.id,
                section=section_of[reading.item.id],
                label=reading.item.label,
                side=scale.side.value,
                kind=scale.kind.value,
                fact=reading.item.fact,
                answer=answer_text(assessment, score, reading),
                given=given is not None and not says_unknown(given.level),
                note=given.note if given is not None else "",
                source=source,
            )
        )
    return tuple(found)


def _strength(assessment: Assessment, one: Strength) -> StrengthReport:
    source = assessment.case.sources[one.source].name if one.source is not None else ""
    return StrengthReport(section=one.section, note=one.note, source=source)
