"""Finds a scenario: by its file, or by the number it has, among the shipped ones and those in the local packs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sigrisk.case import Case, Checklist
from sigrisk.casefile import load_case
from sigrisk.diagnostics import BadInput, Diagnostic, Position, did_you_mean
from sigrisk.packs import Packs, shown_path
from sigrisk.training.key import supported
from sigrisk.training.material import Part, checksum, material

_START: Final = Position(1, 1)
_NUMBER: Final = re.compile(r"^ +id: *[\"']?([^\s\"'}]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario that raters may be given, with what they may read of it."""

    path: Path
    case: Case
    parts: tuple[Part, ...]

    @property
    def material(self) -> str:
        """The checksum of what a rater reads."""
        return checksum(self.parts)

    def key(self, instrument: str) -> Checklist | None:
        """The expert's ratings with one checklist, the latest where there are several."""
        found = [one for one in self.case.checklists if one.instrument == instrument]
        return max(found, key=lambda one: one.date, default=None)


def scenario(name: str, packs: Packs) -> Scenario:
    """The scenario in a file, or with a number such as OVN-01. Raises BadInput: SIG286, SIG290, ``load_case``'s."""
    path = Path(name)
    if not path.exists() and not name.endswith((".yaml", ".yml")):
        path = _by_number(name, _shipped(packs)) or path
        if not path.exists():
            raise _missing(name, packs)
    return _read(path, packs)


def scenario_of(number: str, ratings: Path, packs: Packs) -> Scenario:
    """The scenario that some ratings are about: beside them, else among the shipped ones. Raises BadInput."""
    beside = sorted(ratings.parent.glob("*.yaml")) if ratings.parent.is_dir() else []
    path = _by_number(number, beside) or _by_number(number, _shipped(packs))
    if path is None:
        raise _missing(number, packs)
    return _read(path, packs)


def _read(path: Path, packs: Packs) -> Scenario:
    case, _ = load_case(path, packs, shown_path(path))
    if not case.case.invented:
        what = "det här ärendet är inte märkt som påhittat, och verkliga ärenden används inte i övningar"
        raise BadInput([Diagnostic("SIG290", str(path), _START, what, "välj ett övningsärende (invented: ja)")])
    if (made := case.case.changed_from) is not None:
        what = (
            f"det här är en räkneövning på {made.case}: orden i ärendet skrevs till andra svar och kan säga emot facit"
        )
        help_ = f"öva på {made.case}, eller skriv en egen berättelse, gå igenom alla texter och ta bort ”changed_from”"
        raise BadInput([Diagnostic("SIG286", str(path), _START, what, help_)])
    parts = material(case, packs.vocabulary, packs.offences)
    if not case.vignette.strip():
        what = "ärendet har ingen kort beskrivning att läsa"
        raise BadInput([Diagnostic("SIG290", str(path), _START, what, "skriv den efter ”vignette”")])
    return Scenario(path, case, parts)


def usable(packs: Packs) -> tuple[str, ...]:
    """The numbers of the exercises whose key can be explained, among the shipped ones and those in the local packs."""
    found: dict[str, None] = {}
    for path, number in _numbered(_shipped(packs)):
        if "quote:" in path.read_text(encoding="utf-8-sig"):  # most scenarios have none, and reading them takes time
            with suppress(BadInput):
                found |= {number: None} if supported(_read(path, packs).case, packs) else {}
    return tuple(found)


def _shipped(packs: Packs) -> list[Path]:
    return [path for root in reversed(packs.roots) for path in sorted((root / "scenarios").glob("*.yaml"))]


def _by_number(number: str, paths: Iterable[Path]) -> Path | None:
    return next((path for path, found in _numbered(paths) if found.lower() == number.lower()), None)


def _numbered(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            continue
        if re.search(r"^sigrisk:", text, re.MULTILINE) and (found := _NUMBER.search(text)):
            yield path, found[1]


def _missing(name: str, packs: Packs) -> BadInput:
    known = [number for _, number in _numbered(_shipped(packs))]
    help_ = did_you_mean(name, known) or "skriv ett nummer som OVN-01, eller sökvägen till en ärendefil"
    return BadInput([Diagnostic("SIG290", name, _START, f"övningsärendet ”{name}” finns inte", help_)])
