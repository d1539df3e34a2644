"""Reads the latest follow-up of each case in some files or folders, and sums them up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sigrisk import __version__
from sigrisk.aggregate import summed
from sigrisk.besides import lies_beside
from sigrisk.case import Case
from sigrisk.casefile import load_case
from sigrisk.diagnostics import BadInput, Diagnostic, Position
from sigrisk.followup import FollowUp
from sigrisk.memo.clean import clean
from sigrisk.memo.model import Memo
from sigrisk.memo.summary import document
from sigrisk.packs import load

_START = Position(1, 1)


@dataclass(frozen=True, slots=True)
class _Read:
    path: Path
    case: Case


def sum_up(paths: Sequence[Path], local: Path | None) -> Memo:
    """The sums over all cases in these files and folders. Raises BadInput (SIG001, SIG264, SIG265)."""
    packs = load(local)
    found: list[Diagnostic] = []
    read: list[_Read] = []
    for path in _files(paths):
        try:
            read.append(_Read(path, load_case(path, packs)[0]))
        except BadInput as bad:
            found += bad.diagnostics
    found += _twice(read)
    if found:
        raise BadInput(found)
    latest = [one for r in read if (one := latest_of(r.case)) is not None]
    if not latest:
        what = "inget av ärendena har någon uppföljning"
        help_ = "skriv den under ”followup” i ärendefilen"
        raise BadInput([Diagnostic("SIG265", str(paths[0]), _START, what, help_)])
    day = max(one.date for one in latest)
    return clean(document(summed(latest), len(read) - len(latest), day, __version__))


def latest_of(case: Case) -> FollowUp | None:
    """The case's last follow-up, if it has any."""
    return max(case.followup, key=lambda one: one.date, default=None)


def _files(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        inside = [p for p in sorted(path.rglob("*.yaml")) if not lies_beside(p.name)]
        if path.is_dir() and not inside:
            help_ = "ange en mapp med ärendefiler som slutar på .yaml"
            raise BadInput([Diagnostic("SIG001", str(path), _START, "mappen innehåller inga YAML-filer", help_)])
        files += inside if path.is_dir() else [path]
    return files


def _twice(read: Iterable[_Read]) -> list[Diagnostic]:
    """A case that is counted twice would make small counts look larger."""
    seen: dict[str, Path] = {}
    found = []
    for one in read:
        number = one.case.case.id
        if number in seen:
            what = f"ärendet ”{number}” finns också i {seen[number]}"
            found.append(Diagnostic("SIG264", str(one.path), _START, what, "ange varje ärende en gång"))
        seen.setdefault(number, one.path)
    return found
