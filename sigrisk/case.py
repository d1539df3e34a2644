"""The case file: who, nominated by whom, what is known and from where, events, checklists, voices and consents."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

from pydantic import Field, model_validator

from sigrisk.followup import FollowUp
from sigrisk.models import ApproximateDay, Day, Model
from sigrisk.rulebook import OperationModel, OutcomeId
from sigrisk.vocabulary import Answer, Identifier, Text, Word
from sigrisk.words import Worded, Words, YesNo

SourceId = Annotated[str, Field(pattern=r"^[a-zåäö][a-zåäö0-9_-]*$")]


class Sex(Worded):
    """Recorded only so that a reminder can be given; it decides nothing."""

    GIRL = "girl", "flicka"
    BOY = "boy", "pojke"
    OTHER = "other", "annat"


class SourceType(Worded):
    """What kind of source a piece of knowledge comes from."""

    POLICE = "police", "polisen", "polis"
    SCHOOL = "school", "skolan", "skola"
    SOCIAL_SERVICES = "social_services", "socialtjänsten", "socialtjänst"
    HEALTH_CARE = "health_care", "vården", "vård"
    FIELD_WORKERS = "field_workers", "fältassistenterna", "fältassistent"
    YOUNG_PERSON = "young_person", "den unge"
    GUARDIAN = "guardian", "vårdnadshavare", "en vårdnadshavare"
    REGISTER = "register", "register", "ett register"
    OTHER = "other", "annan", "någon annan"


class Role(Worded):
    """The young person's part in an event. Only a perpetrator's events say anything about the target group."""

    PERPETRATOR = "perpetrator", "gärningsperson"
    VICTIM = "victim", "brottsoffer"
    WITNESS = "witness", "vittne"


class LegalStatus(Worded):
    """How far the law has come. Suspected is not convicted; a cleared event is shown and never counts."""

    SUSPECTED = "suspected", "misstänkt"
    PROSECUTED = "prosecuted", "åtalad"
    CONVICTED = "convicted", "dömd"
    CLEARED = "cleared", "friad", "nedlagd", "nedlagt"


ROLES: Final = {role: role.word for role in Role}
STATUSES: Final = {one: one.word for one in LegalStatus} | {LegalStatus.CLEARED: "nedlagt eller friad, räknas inte"}


class ConsentState(Worded):
    """Where a person's consent stands."""

    NOT_ASKED = "not_asked", "inte tillfrågad", "ännu inte tillfrågad"
    ASKED = "asked", "tillfrågad"
    GIVEN = "given", "lämnat"
    REFUSED = "refused", "sagt nej"
    WITHDRAWN = "withdrawn", "tagit tillbaka", "taget tillbaka"
    NOT_UNDERSTOOD = "not_understood", "inte förstått"


_GUARDIANS: Final = tuple((f"guardian_{number}", (f"vårdnadshavare {number}",)) for number in range(1, 5))
PERSON_WORDS: Final = Words((("youth", ("den unge",)), *_GUARDIANS))
PersonId = Annotated[str, PERSON_WORDS]
RISK_OR_PROTECTION: Final = Words((("risk", ("risk",)), ("protection", ("skydd",))))
RATINGS: Final = Words((("low", ("låg",)), ("moderate", ("måttlig",)), ("high", ("hög",))))


class Professional(Model):
    """A professional by name and role."""

    name: Text
    role: Text


class Sitting(Model):
    """A day on which the case is, or was, assessed, and by whom."""

    date: Day
    by: Professional


class ChangedFrom(Model):
    """The exercise that ``sigrisk whatif --save`` made a case from, and what it changed.

    What people say in such a case was said of the other one, and may contradict the changed answers.
    """

    case: Text
    changes: Annotated[tuple[Text, ...], Field(min_length=1)]


class Header(Model):
    """What the case is: its number, the profile it is tried against, and the day the assessment is made for.

    ``assessments`` are the days that ``sigrisk compare`` sets side by side, this one and earlier ones. A case with
    ``changed_from`` has no story of its own, and isn't given to raters.
    """

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9ÅÄÖåäö][A-Za-z0-9ÅÄÖåäö/_.-]*$", max_length=40)]
    title: str = ""
    invented: YesNo = False
    profile: str | None = None
    assessment_date: Day
    operation_model: OperationModel | None = None
    assessments: tuple[Sitting, ...] = ()
    changed_from: ChangedFrom | None = None


class Person(Model):
    """The young person. Give the birth date (as far as it is known) or the age; both are checked against each other."""

    label: Text
    birth_date: ApproximateDay | None = None
    age: Annotated[int, Field(ge=0, le=120)] | None = None
    sex: Sex | None = None


class Nomination(Model):
    """Who nominated the young person, and when and why as far as that is known."""

    by: SourceType
    date: Day | None = None
    reason: str = ""


class Source(Model):
    """Where knowledge comes from. ``name`` is what the memo prints."""

    name: Text
    type: SourceType


class Claim(Model):
    """What one source says about one fact on one day. ``about_other`` masks the answer in the party's copy."""

    value: Answer
    source: SourceId
    date: Day
    note: str = ""
    about_other: bool = False


class Event(Model):
    """One crime event. Crimes reported together share a ``report``.

    ``type`` is the type's id once the file is read; there it may be written with the type's Swedish word.
    """

    date: ApproximateDay
    type: Text
    role: Role
    status: LegalStatus | None = None
    report: str = ""
    source: SourceId
    note: str = ""

    @model_validator(mode="after")
    def _status_fits(self) -> Event:
        if self.role is not Role.PERPETRATOR and self.status is not None:
            raise ValueError("only a perpetrator's event has a legal status")
        return self


class Extract(Model):
    """The day on which a source listed every event it knows of. Without it, more events may exist."""

    source: SourceId
    date: Day


class Events(Model):
    """All known events, and whether the list is complete as of some day."""

    complete: Extract | None = None
    list: tuple[Event, ...] = ()


class CheckAnswer(Model):
    """An answer to one item, with the assessor's note and the source it rests on.

    ``level`` is the answer: a step of the item's scale, or the fact's own value where the item has no steps.
    ``about_other`` masks it in the party's copy. ``quote`` are the words of an exercise that the answer rests on.
    """

    level: Answer
    note: str = ""
    quote: str = ""
    source: SourceId | None = None
    about_other: bool = False


class ExtraFactor(Model):
    """A risk or protective factor of this case that the checklist doesn't ask about."""

    side: Annotated[str, RISK_OR_PROTECTION]
    text: Text


class SummaryRating(Model):
    """The assessor's own summary rating. ``reasons`` are required where it departs from the picture."""

    rating: Annotated[str, RATINGS]
    horizon_months: Annotated[int, Field(ge=1, le=60)]
    reasons: str = ""


class Strength(Model):
    """A section of the checklist that the assessor marks as a strength, and why. It informs no fact."""

    section: Identifier
    note: Text
    source: SourceId | None = None


class Direction(Worded):
    """Which way the picture parts from what the counts show, as the assessor sees it."""

    GRAVER = "graver", "allvarligare"
    LESS_GRAVE = "less_grave", "mindre allvarlig"


class Override(Model):
    """The assessor's statement that the counts mislead. It changes no count; its reasons are asked for if missing."""

    picture: Direction
    reasons: str = ""


class Checklist(Model):
    """One checklist filled in by one assessor on one day."""

    instrument: Identifier
    version: Annotated[int, Field(ge=1)]
    date: Day
    assessor: Professional
    answers: dict[str, Word | tuple[Word, ...] | CheckAnswer] = {}
    critical: tuple[str, ...] = ()
    extra: tuple[ExtraFactor, ...] = ()
    summary: SummaryRating | None = None
    strengths: tuple[Strength, ...] = ()
    override: Override | None = None

    @property
    def given(self) -> dict[str, CheckAnswer]:
        """Every answer by its item, those written without note and source among them."""
        return {
            item: one if isinstance(one, CheckAnswer) else CheckAnswer.model_construct(level=one)
            for item, one in self.answers.items()
        }


class Consent(Model):
    """One person's consent: the latest state decides; ``until`` is its last day."""

    person: PersonId
    state: ConsentState
    date: Day
    source: SourceId
    until: Day | None = None
    information: str = ""
    recipients: str = ""


class Voice(Model):
    """What a person says in own words, or why that is missing."""

    person: PersonId
    says: str = ""
    missing_because: str = ""
    date: Day | None = None

    @model_validator(mode="after")
    def _something(self) -> Voice:
        if bool(self.says) == bool(self.missing_because):
            raise ValueError("either says or missing_because")
        return self


class Postponed(Model):
    """A question that wasn't put, and why. It says nothing of the fact: nobody has been asked.

    ``question`` is the fact that the question is about.
    """

    question: Identifier
    date: Day
    reason: Text


class Expectation(Model):
    """The key of a scenario: possible outcomes, met and open flags, and questions that must be among those asked."""

    outcomes: Annotated[tuple[OutcomeId, ...], Field(min_length=1)]
    flags: tuple[Identifier, ...] = ()
    open_flags: tuple[Identifier, ...] = ()
    questions: tuple[Identifier, ...] = ()
    contradictions: tuple[Identifier, ...] = ()
    notes: tuple[Identifier, ...] = ()


class Case(Model):
    """A whole case file."""

    sigrisk: Annotated[int, Field(ge=1, le=1)]
    case: Header
    vignette: str = ""
    person: Person
    nomination: Nomination | None = None
    sources: dict[SourceId, Source] = {}
    facts: dict[str, Claim | tuple[Claim, ...]] = {}
    events: Events = Events()
    checklists: tuple[Checklist, ...] = ()
    guardians: Annotated[int, Field(ge=0, le=4)] | None = None
    consent: tuple[Consent, ...] = ()
    voice: tuple[Voice, ...] = ()
    followup: tuple[FollowUp, ...] = ()
    postponed: tuple[Postponed, ...] = ()
    expect: Expectation | None = None

    @property
    def day(self) -> date:
        """The assessment date: the only clock there is."""
        return self.case.assessment_date

    def claims(self, fact: str) -> tuple[Claim, ...]:
        """What the case file says directly about a fact."""
        found = self.facts.get(fact, ())
        return found if isinstance(found, tuple) else (found,)

    def postponement(self, fact: str) -> Postponed | None:
        """The latest time that the question about a fact was postponed; none where it never was."""
        return max((one for one in self.postponed if one.question == fact), key=lambda one: one.date, default=None)
