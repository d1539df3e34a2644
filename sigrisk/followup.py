"""What is followed up of a SIG over time, as the operations ask for it (criteria.md, section 10)."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

from pydantic import Field

from sigrisk.models import Day, Model
from sigrisk.vocabulary import Identifier, Text

Count = Annotated[int, Field(ge=0, le=999)]


class Ending(Enum):
    """Where the SIG stands."""

    NOT_STARTED = "inte startad"
    ONGOING = "pågår"
    COMPLETED = "fullföljd"
    INTERRUPTED = "avbruten"


class Crimes(Model):
    """Crimes of the young person since the SIG began, by how far the law has come. ``types`` are offence ids."""

    suspected: Count | None = None
    prosecuted: Count | None = None
    convicted: Count | None = None
    types: tuple[Identifier, ...] = ()


class School(Model):
    """School at the follow-up."""

    passing_grades: bool | None = None
    attendance_percent: Annotated[int, Field(ge=0, le=100)] | None = None
    adapted: bool | None = None


class OwnAnswer(Model):
    """What the young person answers at the follow-up, in own words."""

    question: Text
    answer: Text


class FollowUp(Model):
    """One follow-up. What isn't filled in isn't known. Levels of risk and protection are facts, and followed there."""

    date: Day
    offered: bool | None = None
    consented: bool | None = None
    started: Day | None = None
    ended: Day | None = None
    status: Ending | None = None
    interrupted_because: str = ""
    crimes: Crimes = Crimes()
    school: School = School()
    other_occupation: bool | None = None
    substances_documented: bool | None = None
    associates: str = ""
    family_relations: str = ""
    measures_before: tuple[Text, ...] = ()
    measures_since: tuple[Text, ...] = ()
    network_meetings: Count | None = None
    placements_since_start: Count | None = None
    own_answers: tuple[OwnAnswer, ...] = ()
