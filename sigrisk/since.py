"""What has changed since people judged: the day, the rules, the case, the outcome and the flags they answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sigrisk.assess import Assessment
from sigrisk.dates import when_text
from sigrisk.judgement import Found, JudgedAssessment, Judgement, judged_now
from sigrisk.possible import Verdict
from sigrisk.rulebook import Kind, OutcomeId

FLAG_NOW: Final = {Verdict.MET: "gäller", Verdict.NOT_MET: "gäller inte", Verdict.OPEN: "går inte att avgöra"}
FLAG_THEN: Final = {Found.MET: "gällde", Found.OPEN: "inte gick att avgöra"}


def changed_since(judgement: Judgement, assessment: Assessment) -> tuple[str, ...]:
    """What has changed since people judged, as sentences; empty where the assessment is the one they judged."""
    then, now = judgement.judged, judged_now(assessment)
    if then == now:
        return ()
    told = []
    if then.assessment_date != now.assessment_date:
        before, after = (when_text(day.isoformat()) for day in (then.assessment_date, now.assessment_date))
        told.append(f"Bedömningsdagen var {before} och är nu {after}.")
    if then.profile != now.profile:
        told.append(f"Profilen var ”{then.profile}” och är nu ”{now.profile}”.")
    if then.rulebook != now.rulebook:
        told.append(f"Regelverket är ändrat. Kontrollsumman var {then.rulebook} och är nu {now.rulebook}.")
    if then.case_file != now.case_file:
        told.append("Uppgifterna i ärendefilen är ändrade.")
    return (*told, _outcome_then_and_now(then, assessment), *_flags_then_and_now(judgement, assessment))


def _outcome_then_and_now(then: JudgedAssessment, assessment: Assessment) -> str:
    before, after = _titles(then.outcomes, assessment), _titles(assessment.outcomes, assessment)
    if set(then.outcomes) == set(assessment.outcomes):
        return f"Utfallet är detsamma som förut: {after}."
    return f"Utfallet var {before} och är nu {after}."


def _titles(outcomes: tuple[OutcomeId, ...], assessment: Assessment) -> str:
    texts = assessment.book.outcomes
    return " eller ".join(f"”{texts[o].title if o in texts else o.value}”" for o in outcomes)


def _flags_then_and_now(judgement: Judgement, assessment: Assessment) -> Iterator[str]:
    for result in assessment.of_kind(Kind.FLAG):
        answer = judgement.flags.get(result.rule.id)
        if answer is not None and answer.found.verdict is not result.verdict:
            now = FLAG_NOW[result.verdict]
            yield f"Flaggan ”{result.rule.title}” besvarades när den {FLAG_THEN[answer.found]}. Nu {turned(now)}."


def turned(now: str) -> str:
    """What a flag does now, with the verb before its subject: gäller den inte."""
    first, _, rest = now.partition(" ")
    return f"{first} den{' ' + rest if rest else ''}"
