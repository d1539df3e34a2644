"""What the group came to at each time a case was assessed, as far as it is written beside the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from sigrisk.assess import Assessment
from sigrisk.finals import load_finals
from sigrisk.judgement import POSITIONS
from sigrisk.judgementfile import judgement_beside
from sigrisk.packs import Packs


def stands(occasions: Sequence[tuple[Path, Assessment]], packs: Packs) -> Mapping[date, str]:
    """The group's position by day of assessment, with what it is read from, for the days of which it is written.

    A final memo belongs to the last assessment on the day of its decision or before; of several, the last one counts. A
    judgement that isn't final belongs to the day it names. Raises BadInput where what lies beside a case can't be read.
    """
    found: dict[date, str] = {}
    for path, assessment in occasions:
        day = assessment.case.day
        written = judgement_beside(path, assessment, packs)
        if written is not None and written[0].judged.assessment_date == day and written[0].position is not None:
            found[day] = f"{POSITIONS[written[0].position]} (ännu ingen färdig promemoria)"
    days = sorted(assessment.case.day for _, assessment in occasions)
    for path in dict.fromkeys(path for path, _ in occasions):
        of_file = {assessment.case.day for at, assessment in occasions if at == path}
        case_id = occasions[0][1].case.case.id
        for version in load_finals(path, case_id).versions:
            before = [day for day in days if day <= version.date and day in of_file]
            if before and version.decided is not None:
                position = POSITIONS[version.decided.position]
                found[before[-1]] = f"{position} (färdig promemoria, version {version.version}, {version.date})"
    return found
