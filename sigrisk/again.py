"""Reads one case at several times: several files of it, or one file with several assessment days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sigrisk.assess import Assessment
from sigrisk.case import Case
from sigrisk.casefile import load_case, profile_id
from sigrisk.counted import counted
from sigrisk.diagnostics import BadInput, Diagnostic, Position
from sigrisk.overtime import Comparison, case_on, compare
from sigrisk.packs import Packs, load
from sigrisk.stands import stands
from sigrisk.workflow import assess_with, book_for

FEWEST: Final = 2
MOST: Final = 4
_START: Final = Position(1, 1)


@dataclass(frozen=True, slots=True)
class _Occasion:
    path: Path
    case: Case


def compare_files(paths: Sequence[Path], local: Path | None, profile: str | None) -> tuple[Comparison, Packs]:
    """Assess one case at two to four times. Raises BadInput (SIG261–SIG263) and EnginesDisagree."""
    packs = load(local)
    found: list[Diagnostic] = []
    read: list[_Occasion] = []
    for path in paths:
        try:
            read.append(_Occasion(path, load_case(path, packs)[0]))
        except BadInput as bad:
            found += bad.diagnostics
    if found:
        raise BadInput(found)
    occasions = _occasions(read)
    _refuse(occasions)
    assessed = [(one.path, _assessed(one, packs, profile)) for one in occasions]
    found_beside = stands(assessed, packs)
    return replace(compare([assessment for _, assessment in assessed]), stands=found_beside), packs


def _occasions(read: list[_Occasion]) -> list[_Occasion]:
    """Each file at its own day; one file alone at every day that it names."""
    if len(read) > 1:
        return read
    only = read[0]
    days = sorted({s.date for s in only.case.case.assessments} | {only.case.day})
    return [_Occasion(only.path, only.case if day == only.case.day else case_on(only.case, day)) for day in days]


def _refuse(occasions: list[_Occasion]) -> None:
    first = occasions[0]
    found = [
        Diagnostic(
            "SIG261",
            str(one.path),
            _START,
            f"ärendet ”{one.case.case.id}” är inte ”{first.case.case.id}”",
            "jämför filer med samma ärendenummer; sigrisk jämför aldrig personer med varandra",
        )
        for one in occasions[1:]
        if one.case.case.id != first.case.case.id or one.case.person.label != first.case.person.label
    ]
    days = [one.case.day for one in occasions]
    found += [
        Diagnostic(
            "SIG262",
            str(one.path),
            _START,
            f"bedömningsdagen {one.case.day} finns redan i en annan av filerna",
            "ange en fil för varje dag",
        )
        for index, one in enumerate(occasions)
        if one.case.day in days[:index]
    ]
    if not FEWEST <= len(occasions) <= MOST:
        what = f"det finns {counted(len(occasions), 'tillfälle', 'tillfällen')} att jämföra"
        help_ = "ange två till fyra filer, eller skriv fler dagar under ”assessments” i ärendefilen"
        found.append(Diagnostic("SIG263", str(first.path), _START, what, help_))
    if found:
        raise BadInput(found)


def _assessed(one: _Occasion, packs: Packs, profile: str | None) -> Assessment:
    return assess_with(one.path, one.case, book_for(packs, profile_id(one.case, profile)), packs, None)
