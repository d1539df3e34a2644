"""The human judgement: what the group and the decision-maker say about one assessment, in a file of its own.

Nothing of it is prefilled, and every part may be missing: what a final memo needs of it is told by ``lacks``
(förvaltningslagen 28–32 §§ on who decided and why; SOSFS 2014:5 on documentation; see rules/lagrum.yaml).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Final

from pydantic import Field

from sigrisk.assess import Assessment
from sigrisk.case import Case
from sigrisk.law import LawId
from sigrisk.models import Day, Model
from sigrisk.ownwords import only_a_name
from sigrisk.possible import Verdict
from sigrisk.rulebook import LegalForm, OutcomeId
from sigrisk.vocabulary import Identifier, Text


class Position(Enum):
    """What the group comes to. Not an outcome of the rule book: a human's own stand."""

    OFFER = "offer"
    OFFER_FIRST = "offer_first"
    AWAIT = "await"
    NO_OFFER = "no_offer"


POSITIONS: Final = {
    Position.OFFER: "SIG erbjuds",
    Position.OFFER_FIRST: "SIG erbjuds med förtur",
    Position.AWAIT: "SIG erbjuds inte nu, och frågan tas upp igen",
    Position.NO_OFFER: "SIG erbjuds inte",
}
OFFERS: Final = frozenset({Position.OFFER, Position.OFFER_FIRST})


class Found(Enum):
    """What the rule book had come to about a flag when the group answered."""

    MET = "met"
    OPEN = "open"

    @property
    def verdict(self) -> Verdict:
        """The same as a verdict."""
        return Verdict.MET if self is Found.MET else Verdict.OPEN


class FlagAnswer(Model):
    """The group's answer to one flag that holds, or that can't be settled: whether it agrees with that, and why."""

    found: Found
    agrees: bool | None = None
    reasons: str = ""


class Considered(Model):
    """An alternative that the group has weighed, and why it was or wasn't chosen."""

    what: Text
    reasons: str = ""


class Named(Model):
    """A person by name and role, as far as they are written."""

    name: str = ""
    role: str = ""


class Dissent(Model):
    """A dissenting opinion, by name and in the person's own words."""

    name: Text
    says: str = ""


class JudgedAssessment(Model):
    """Which assessment the judgement is about: if any of it has changed, people must go through it again."""

    case: Text
    assessment_date: Day
    profile: Text
    rulebook: Text
    case_file: Text
    outcomes: Annotated[tuple[OutcomeId, ...], Field(min_length=1)]


class Judgement(Model):
    """A judgement file. What a person hasn't answered is empty; nothing has a value of sigrisk's own."""

    sigrisk_judgement: Annotated[int, Field(ge=1, le=1)]
    judged: JudgedAssessment
    authority: str = ""
    secrecy: str = ""
    flags: dict[Identifier, FlagAnswer] = {}
    childs_best: str = ""
    alternatives: tuple[Considered, ...] = ()
    no_alternatives_because: str = ""
    position: Position | None = None
    reasons: str = ""
    departs_because: str = ""
    written_by: Named = Named()
    legal_form: LegalForm | None = None
    legal_ground: LawId | None = None
    decided_by: Named = Named()
    presented_by: Named = Named()
    took_part: tuple[Named, ...] = ()
    nobody_else_took_part: bool = False
    dissent: tuple[Dissent, ...] = ()
    nobody_dissented: bool = False
    date: Day | None = None
    follow_up: Day | None = None
    communicated: str = ""
    nothing_communicated_because: str = ""
    how_to_appeal: str = ""
    to_young: str = ""
    next_meeting: str = ""
    contact: str = ""


def blank(assessment: Assessment) -> Judgement:
    """A judgement that names the assessment it is about and judges nothing."""
    return Judgement(sigrisk_judgement=1, judged=judged_now(assessment))


def judged_now(assessment: Assessment) -> JudgedAssessment:
    """What a judgement written now would be about."""
    return JudgedAssessment(
        case=assessment.case.case.id,
        assessment_date=assessment.case.day,
        profile=assessment.book.profile.id,
        rulebook=assessment.book.checksum,
        case_file=case_checksum(assessment.case),
        outcomes=assessment.outcomes,
    )


def case_checksum(case: Case) -> str:
    """A short checksum of what a case file says: comments, layout and the order of its keys don't count."""
    said = case.model_dump(mode="json", exclude_defaults=True)
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Clash:
    """A part of a judgement that can't be right, alone or beside another: where, what is wrong and what to write."""

    path: tuple[str | int, ...]
    message: str
    help: str
    code: str = "SIG253"


def clashes(judgement: Judgement) -> Iterator[Clash]:
    """The parts of a judgement that contradict each other, or that aren't what they stand for."""
    if judgement.took_part and judgement.nobody_else_took_part:
        what = "det står både vilka övriga som har medverkat och att ingen annan har det"
        yield Clash(("nobody_else_took_part",), what, "ta bort ”took_part” eller ”nobody_else_took_part”")
    if judgement.dissent and judgement.nobody_dissented:
        what = "det står både en avvikande mening och att ingen har någon"
        yield Clash(("nobody_dissented",), what, "ta bort ”dissent” eller ”nobody_dissented”")
    if judgement.alternatives and judgement.no_alternatives_because.strip():
        what = "det står både ett alternativ och varför inget alternativ har övervägts"
        yield Clash(("no_alternatives_because",), what, "ta bort ”alternatives” eller ”no_alternatives_because”")
    if judgement.communicated.strip() and judgement.nothing_communicated_because.strip():
        what = "det står både vad som har kommunicerats och varför inget har det"
        help_ = "ta bort ”communicated” eller ”nothing_communicated_because”"
        yield Clash(("nothing_communicated_because",), what, help_)
    decided, followed = judgement.date, judgement.follow_up
    if decided is not None and decided < judgement.judged.assessment_date:
        what = f"beslutet har ett datum före bedömningsdagen {judgement.judged.assessment_date}"
        yield Clash(("date",), what, "skriv den dag då beslutet fattades")
    if decided is not None and followed is not None and followed <= decided:
        what = "uppföljningen ligger inte efter beslutet"
        yield Clash(("follow_up",), what, "skriv en dag efter beslutets datum")
    yield from _no_names(judgement)


def _no_names(judgement: Judgement) -> Iterator[Clash]:
    """What stands where a name should and is more than a name, such as a name with what the person says after it."""
    people: list[tuple[tuple[str | int, ...], str]] = [
        ((key, "name"), getattr(judgement, key).name) for key in ("written_by", "decided_by", "presented_by")
    ]
    people += [(("took_part", index, "name"), one.name) for index, one in enumerate(judgement.took_part)]
    for path, name in people:
        if not only_a_name(name):
            yield Clash(path, f"”{name}” är mer än ett namn", "skriv bara namnet, och funktionen för sig", "SIG258")
    for index, one in enumerate(judgement.dissent):
        if not only_a_name(one.name):
            help_ = "skriv bara namnet här, och vad personen anser för sig (”says” i filen)"
            yield Clash(("dissent", index, "name"), f"”{one.name}” är mer än ett namn", help_, "SIG258")
