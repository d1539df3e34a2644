"""One case read several ways: under every profile, or in every operation model. Nothing is put in order by outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from sigrisk import __version__
from sigrisk.alternatives import alternatives_of, is_research
from sigrisk.assess import Assessment
from sigrisk.explain import Reason, Step, kind_words, lower_first, reason
from sigrisk.memo.wording import NBSP
from sigrisk.models import Model
from sigrisk.operation import arrangement, model_label
from sigrisk.possible import Verdict
from sigrisk.rulebook import Kind, RuleBook, target_ages
from sigrisk.ruletext import sentences
from sigrisk.series import series
from sigrisk.validity import EditionReport, edition_reports, out_of_validity


class Over(Enum):
    """What differs between the readings of a case."""

    PROFILE = "profile"
    MODEL = "operation_model"


class Named(Model):
    """A rule or an outcome by its id and its title."""

    id: str
    title: str


class Told(Model):
    """A rule as one reading tells it. ``word`` is the verdict in Swedish."""

    id: str
    kind: str
    title: str
    verdict: str
    word: str
    sentence: str


class Reading(Model):
    """What the rule book comes to in one reading, which rule decides it, and why.

    ``stated``: it is the profile that the case names, or the operation model that the case or its profile gives.
    ``turned`` are the rules that some other reading tells otherwise; only readings of one profile have any.
    """

    profile: str
    profile_label: str
    profile_version: str
    ages: str
    closed: bool
    research: bool
    operation_model: str | None
    operation_model_label: str
    stated: bool
    settled: bool
    outcomes: tuple[Named, ...]
    decided_by: tuple[Named, ...]
    flags: tuple[Named, ...]
    open_flags: int
    reasons: tuple[str, ...]
    turned: tuple[Told, ...]
    out_of_validity: tuple[str, ...]

    @property
    def outcome_text(self) -> str:
        """The outcome, or that several are possible and which."""
        titles = [o.title for o in self.outcomes]
        if self.settled:
            return titles[0]
        named = [f"”{title}”" for title in titles]
        return "Flera möjliga: " + series(named, "eller")

    @property
    def flags_text(self) -> str:
        """The flags that hold, and how many can't be settled."""
        held = "; ".join(f.title for f in self.flags)
        if not self.open_flags:
            return held or "inga"
        return f"{held or 'ingen bekräftad'} ({self.open_flags} går inte att avgöra)"


class Readings(Model):
    """One case in several readings, as data: what ``--format json`` writes."""

    sigrisk_readings: int
    sigrisk_version: str
    over: str
    case: str
    label: str
    invented: bool
    assessment_date: str
    rulebooks: tuple[EditionReport, ...]
    rulebook_checksum: str
    engine: str
    advice: tuple[str, ...]
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """One assessment with every rule's sentence."""

    assessment: Assessment
    reasons: dict[str, Reason]


_ADVICE: Final = {
    Over.PROFILE: (
        "Profilen väljs efter vilken verksamhet som finns på orten, aldrig efter vilket svar den ger.",
        "Raderna står i samma ordning i alla ärenden. Ordningen säger inget om vilken profil som passar.",
    ),
    Over.MODEL: (
        "Samma uppgifter har prövats tre gånger. Bara verksamhetens arbetssätt skiljer.",
        "Välj det arbetssätt som verksamheten på orten verkligen har, aldrig det som ger ett visst svar.",
    ),
}


def readings(assessments: Sequence[Assessment], over: Over) -> Readings:
    """The view of one case assessed several times, in the order given. ``assessments`` must not be empty."""
    parts = [_Part(a, {rule_id: reason(a, result) for rule_id, result in a.results.items()}) for a in assessments]
    turned = _turned(parts) if over is Over.MODEL else ()
    first = assessments[0]
    return Readings(
        sigrisk_readings=1,
        sigrisk_version=__version__,
        over=over.value,
        case=first.case.case.id,
        label=first.case.person.label,
        invented=first.case.case.invented,
        assessment_date=first.case.day.isoformat(),
        rulebooks=edition_reports(first.book),
        rulebook_checksum=first.book.checksum,
        engine=first.engine,
        advice=_ADVICE[over],
        readings=tuple(_reading(part, turned, _stated(part.assessment, over)) for part in parts),
    )


def ages_text(book: RuleBook) -> str:
    """The ages of the target group, as far as the profile's rules ask for them."""
    ages = target_ages(book)
    if ages is None:
        return "anges inte"
    low, high = ages
    return f"{low}–{high}{NBSP}år" if low > 0 else f"högst {high}{NBSP}år"


def _stated(assessment: Assessment, over: Over) -> bool:
    header, profile = assessment.case.case, assessment.book.profile
    if over is Over.PROFILE:
        return header.profile == profile.id
    return (header.operation_model or profile.operation_model) is assessment.book.chosen_model


def _reading(part: _Part, turned: tuple[str, ...], stated: bool) -> Reading:
    assessment, book = part.assessment, part.assessment.book
    way = arrangement(assessment.case, book)
    flags = assessment.of_kind(Kind.FLAG)
    return Reading(
        profile=book.profile.id,
        profile_label=book.profile.label,
        profile_version=book.profile.version,
        ages=ages_text(book),
        closed=bool(book.profile.closed),
        research=is_research(book),
        operation_model=way.model.value if way is not None else None,
        operation_model_label=model_label(book, way.model) if way is not None else "inte angivet",
        stated=stated,
        settled=assessment.settled,
        outcomes=tuple(Named(id=o.value, title=book.outcomes[o].title) for o in assessment.outcomes),
        decided_by=tuple(Named(id=r, title=book.rules[r].rule.title) for r in assessment.decided_by),
        flags=tuple(Named(id=r.rule.id, title=r.rule.title) for r in flags if r.verdict is Verdict.MET),
        open_flags=sum(r.verdict is Verdict.OPEN for r in flags),
        reasons=tuple(_why(part)),
        turned=tuple(_told(part, r) for r in turned if _worth_telling(part, r)),
        out_of_validity=out_of_validity(book, assessment.case.day),
    )


def _why(part: _Part) -> Iterator[str]:
    """One or two sentences: the deciding rule's own and a rule it rests on, or what to find out first."""
    assessment = part.assessment
    deciding = part.reasons[assessment.decided_by[-1 if assessment.settled else 0]]
    yield deciding.sentence
    if not assessment.settled:
        for question in assessment.questions[:1]:
            yield f"Ta först reda på ”{lower_first(question.fact.definition.label)}”."
        return
    below = [step.result for step in deciding.rests_on if isinstance(step, Step)]
    held = [one for one in below if one.rule.kind is Kind.FLAG and one.verdict is Verdict.MET]
    for one in (held or below)[:1]:  # a warning that holds says more than the target group it is weighed against
        told = set(sentences(deciding.sentence))
        yield " ".join(s for s in sentences(part.reasons[one.rule.id].sentence) if s not in told)


def _turned(parts: Sequence[_Part]) -> tuple[str, ...]:
    """The rules that the readings don't all answer, or tell, alike. A row of the decision list is told elsewhere."""
    rules = [r.rule.id for r in parts[0].assessment.of_kind(*Kind) if r.rule.kind is not Kind.OUTCOME]
    return tuple(
        rule_id
        for rule_id in rules
        if len({(p.reasons[rule_id].verdict, p.reasons[rule_id].sentence) for p in parts}) > 1
    )


def _worth_telling(part: _Part, rule_id: str) -> bool:
    """An alternative is told only where the memo would name it."""
    one = part.reasons[rule_id].result
    if one.rule.kind is not Kind.ALTERNATIVE:
        return True
    told = alternatives_of(part.assessment)
    return any(one.rule.id == r.rule.id for r in (*told.replacing, *told.named, *told.perhaps))


def _told(part: _Part, rule_id: str) -> Told:
    one = part.reasons[rule_id]
    rule = one.result.rule
    return Told(
        id=rule_id,
        kind=rule.kind.value,
        title=rule.title,
        verdict=one.verdict.value,
        word=kind_words(rule.kind)[one.verdict],
        sentence=one.sentence,
    )
