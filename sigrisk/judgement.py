"""The human judgement: what the group and the decision-maker say about one assessment, in a file of its own.

Nothing of it is prefilled. A memo is final only with a judgement that lacks nothing (``lacking``); until then it is a
draft (förvaltningslagen 28–32 §§ on who decided and why; SOSFS 2014:5 on documentation; see law-and-memo.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Annotated, Final

from pydantic import Field

from sigrisk.assess import Assessment
from sigrisk.case import Professional
from sigrisk.models import Day, Model
from sigrisk.possible import Verdict
from sigrisk.rulebook import Kind, OutcomeId
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
_FOLLOWS: Final = {
    OutcomeId.OFFER: Position.OFFER,
    OutcomeId.OFFER_FIRST: Position.OFFER_FIRST,
    OutcomeId.AWAIT: Position.AWAIT,
    OutcomeId.TOO_LIGHT: Position.NO_OFFER,
    OutcomeId.NOT_SUITED: Position.NO_OFFER,
    OutcomeId.OUTSIDE: Position.NO_OFFER,
}


class FlagAnswer(Model):
    """The group's answer to one flag that holds: whether it agrees, and why."""

    agrees: bool
    reasons: str = ""


class Considered(Model):
    """An alternative that the group has weighed, and why it was or wasn't chosen."""

    what: Text
    reasons: str = ""


class Dissent(Model):
    """A dissenting opinion, by name and in the person's own words."""

    name: Text
    says: Text


class Replaces(Model):
    """Which final version this one corrects, and why."""

    version: Annotated[int, Field(ge=1)]
    reasons: Text


class Judgement(Model):
    """A judgement file. ``case``, ``assessment_date``, ``profile`` and ``rulebook`` name the assessment it is about."""

    sigrisk_judgement: Annotated[int, Field(ge=1, le=1)]
    case: Text
    assessment_date: Day
    profile: Text
    rulebook: Text
    version: Annotated[int, Field(ge=1)] = 1
    replaces: Replaces | None = None
    flags: dict[Identifier, FlagAnswer] = {}
    childs_best: str = ""
    alternatives: tuple[Considered, ...] = ()
    position: Position | None = None
    reasons: str = ""
    departs_because: str = ""
    rating_departs_because: str = ""
    decided_by: Professional | None = None
    presented_by: Professional | None = None
    took_part: tuple[Professional, ...] = ()
    nobody_else_took_part: bool = False
    dissent: tuple[Dissent, ...] = ()
    nobody_dissented: bool = False
    date: Day | None = None
    legal_ground: Identifier | None = None
    follow_up: Day | None = None
    communicated: str = ""


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that a final memo needs and the judgement lacks: the key to write, and what and why in Swedish."""

    key: str
    what: str


def departs(judgement: Judgement, assessment: Assessment) -> bool:
    """Whether the position is another than the rule book's outcome.

    Where the outcome isn't settled, or calls for weighing, any position is the group's own and has its reasons anyway.
    """
    if judgement.position is None or not assessment.settled:
        return False
    follows = _FOLLOWS.get(assessment.outcomes[0])
    return follows is not None and follows is not judgement.position


def lacking(judgement: Judgement, assessment: Assessment) -> tuple[Lack, ...]:
    """Everything that stands between the judgement and a final memo, in the order of the memo's sections."""
    return tuple(_lacking(judgement, assessment))


def _lacking(judgement: Judgement, assessment: Assessment) -> Iterator[Lack]:
    if not any(v.person == "youth" for v in assessment.case.voice):
        yield Lack("voice", "den unges egna ord, eller skälet till att de saknas, skrivs i ärendefilen under ”voice”")
    yield from _flags(judgement, assessment)
    if not judgement.childs_best.strip():
        yield Lack("childs_best", "en bedömning av barnets bästa, med egna ord")
    yield from _alternatives(judgement)
    yield from _position(judgement, assessment)
    yield from _decision(judgement, assessment.case.day)


def _flags(judgement: Judgement, assessment: Assessment) -> Iterator[Lack]:
    for result in assessment.of_kind(Kind.FLAG):
        if result.verdict is not Verdict.MET:
            continue
        answer = judgement.flags.get(result.rule.id)
        if answer is None:
            yield Lack(f"flags.{result.rule.id}", f"ett svar på flaggan ”{result.rule.title}”")
        elif not answer.reasons.strip():
            yield Lack(f"flags.{result.rule.id}.reasons", f"skälen till svaret på flaggan ”{result.rule.title}”")


def _alternatives(judgement: Judgement) -> Iterator[Lack]:
    if judgement.position in (Position.AWAIT, Position.NO_OFFER) and not judgement.alternatives:
        yield Lack("alternatives", "minst ett alternativ som gruppen har övervägt, eftersom SIG inte erbjuds")
    for considered in judgement.alternatives:
        if not considered.reasons.strip():
            yield Lack("alternatives", f"skälen för eller emot alternativet ”{considered.what}”")


def _position(judgement: Judgement, assessment: Assessment) -> Iterator[Lack]:
    if judgement.position is None:
        yield Lack("position", "ett ställningstagande")
    if not judgement.reasons.strip():
        yield Lack("reasons", "gruppens egna skäl för ställningstagandet")
    if departs(judgement, assessment) and not judgement.departs_because.strip():
        title = assessment.book.outcomes[assessment.outcomes[0]].title
        yield Lack("departs_because", f"skälen till att ställningstagandet avviker från regelverkets utfall ”{title}”")
    if any(score.reasons_missing for score in assessment.scores) and not judgement.rating_departs_because.strip():
        what = "skälen till att en samlad bedömning i en checklista avviker från bilden"
        yield Lack("rating_departs_because", what)


def _decision(judgement: Judgement, assessed: date) -> Iterator[Lack]:
    if judgement.legal_ground is None:
        yield Lack("legal_ground", "det lagrum som beslutet vilar på")
    if judgement.decided_by is None:
        yield Lack("decided_by", "namn och funktion på den som beslutar")
    if judgement.presented_by is None:
        yield Lack("presented_by", "namn och funktion på den som har föredragit ärendet")
    if not judgement.took_part and not judgement.nobody_else_took_part:
        yield Lack("took_part", "vilka övriga som har medverkat, eller att ingen annan har gjort det")
    if not judgement.dissent and not judgement.nobody_dissented:
        yield Lack("dissent", "avvikande meningar, eller att ingen har någon")
    if judgement.date is None:
        yield Lack("date", "beslutets datum")
    elif judgement.date < assessed:
        yield Lack("date", "ett datum för beslutet som inte ligger före bedömningsdagen")
    if judgement.follow_up is None:
        yield Lack("follow_up", "dagen för uppföljning och ny prövning")
    elif judgement.date is not None and judgement.follow_up <= judgement.date:
        yield Lack("follow_up", "en dag för uppföljning som ligger efter beslutet")
    if not judgement.communicated.strip():
        yield Lack("communicated", "vad som har kommunicerats, med vem och när")
