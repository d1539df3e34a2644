"""Which final memos there are of a case: each version with its day, its checksum, and what it replaces and why.

The list lies beside the case in a file that sigrisk writes. A final memo is never written over: a change of it is a
new version.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date as Date
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from sigrisk.besides import FINALS, advice
from sigrisk.diagnostics import BadInput
from sigrisk.judgement import Judgement, Named, Position
from sigrisk.law import LawId
from sigrisk.models import Day, Model, validate
from sigrisk.vocabulary import Text
from sigrisk.yamlfile import read


class Decided(Model):
    """What a final version decides, so that a later one can't decide otherwise without a word.

    ``reasons`` is a checksum of the group's reasons: enough to see that they are the same.
    """

    position: Position
    legal_ground: LawId
    decided_by: Text
    reasons: Text


class Replaced(Model):
    """The earlier final version that a new one takes the place of, and what it decided where that was listed."""

    version: Annotated[int, Field(ge=1)]
    date: Day
    checksum: Text
    decided: Decided | None = None


class FinalVersion(Model):
    """One final version: the day of the decision, and a checksum of all that the memo says but its own number.

    A correction also says what it replaces and why, on which day it was made, and by whom.
    """

    version: Annotated[int, Field(ge=1)]
    date: Day
    checksum: Text
    decided: Decided | None = None
    replaces: Replaced | None = None
    because: str = ""
    corrected_on: Day | None = None
    corrected_by: Named | None = None

    @property
    def made(self) -> Date:
        """The day it was made: of the correction, or of the decision where it is the first."""
        return self.corrected_on or self.date


@dataclass(frozen=True, slots=True)
class Correction:
    """Why a final memo is corrected, on which day, and by whom."""

    because: str
    day: Date
    by: Named


class Finals(Model):
    """The final versions of one case's memo, the first one first."""

    sigrisk_finals: Annotated[int, Field(ge=1, le=1)]
    case: Text
    versions: tuple[FinalVersion, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Finals:
        if [one.version for one in self.versions] != list(range(1, len(self.versions) + 1)):
            raise ValueError("the versions are numbered from 1")
        return self

    @property
    def latest(self) -> FinalVersion | None:
        """The version that stands; none where no memo is final."""
        return self.versions[-1] if self.versions else None

    def first(self, day: Date, checksum: str, decided: Decided) -> FinalVersion:
        """The version that is the first."""
        return FinalVersion(version=1, date=day, checksum=checksum, decided=decided)

    def corrected(
        self, last: FinalVersion, day: Date, checksum: str, decided: Decided, correction: Correction
    ) -> FinalVersion:
        """The version that takes the place of the last one."""
        return FinalVersion(
            version=len(self.versions) + 1,
            date=day,
            checksum=checksum,
            decided=decided,
            replaces=Replaced(version=last.version, date=last.date, checksum=last.checksum, decided=last.decided),
            because=correction.because,
            corrected_on=correction.day,
            corrected_by=correction.by,
        )


def finals_beside(case_file: Path) -> Path:
    """Where the list of final versions lies."""
    return case_file.with_name(case_file.stem + FINALS)


def load_finals(case_file: Path, case_id: str) -> Finals:
    """The final versions there are of a case. Raises BadInput (SIG0xx) where the list can't be used."""
    path = finals_beside(case_file)
    if not path.exists():
        return Finals(sigrisk_finals=1, case=case_id)
    document = read(path)
    try:
        return validate(Finals, document)
    except BadInput as bad:  # nobody writes the file by hand: what is wrong in it isn't mended by hand either
        told = advice(document.file)
        raise BadInput(
            replace(one, help=f"{one.help}; {told}" if one.code == "SIG023" else told) for one in bad.diagnostics
        ) from bad


def finals_text(finals: Finals) -> str:
    """The list as the text of its file."""
    lines = [
        "# Färdiga promemorior i ärendet. sigrisk skriver filen. Ändra den inte, och låt den ligga bredvid ärendet.",
        "sigrisk_finals: 1",
        f"case: {_quoted(finals.case)}",
        "versions:",
    ]
    for one in finals.versions:
        lines += [f"  - version: {one.version}", f"    date: {one.date}", f"    checksum: {_quoted(one.checksum)}"]
        if one.decided is not None:
            lines.append(f"    decided: {_decided(one.decided)}")
        if one.replaces is not None:
            old = one.replaces
            decided = f", decided: {_decided(old.decided)}" if old.decided is not None else ""
            which = f"version: {old.version}, date: {old.date}, checksum: {_quoted(old.checksum)}"
            lines.append(f"    replaces: {{{which}{decided}}}")
            lines.append(f"    because: {_quoted(one.because)}")
        if one.corrected_on is not None:
            lines.append(f"    corrected_on: {one.corrected_on}")
        if one.corrected_by is not None:
            by = one.corrected_by
            lines.append(f"    corrected_by: {{name: {_quoted(by.name)}, role: {_quoted(by.role)}}}")
    return "\n".join(lines) + "\n"


def decided_in(judgement: Judgement) -> Decided:
    """What a judgement that lacks nothing decides."""
    assert judgement.position is not None and judgement.legal_ground is not None  # nothing is lacking
    return Decided(
        position=judgement.position,
        legal_ground=judgement.legal_ground,
        decided_by=judgement.decided_by.name,
        reasons=hashlib.sha256(" ".join(judgement.reasons.split()).encode()).hexdigest()[:16],
    )


def _decided(one: Decided) -> str:
    by = _quoted(one.decided_by)
    ground = _quoted(one.legal_ground)
    return (
        f"{{position: {one.position.value}, legal_ground: {ground}, decided_by: {by}, reasons: {_quoted(one.reasons)}}}"
    )


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
