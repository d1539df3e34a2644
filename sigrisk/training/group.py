"""Reads the ratings of a group: what can be compared, and what is left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sigrisk.besides import RATINGS_FILE
from sigrisk.diagnostics import BadInput, Diagnostic, Position, Severity, in_order
from sigrisk.instrument import Instrument
from sigrisk.itemanswer import Said
from sigrisk.packs import Packs
from sigrisk.training.ratings import Ratings, ratings_findings, read_ratings, said_of
from sigrisk.words import listed

_START: Final = Position(1, 1)
_WHOLE_FILE: Final = frozenset({"SIG140", "SIG143"})  # nothing in such ratings can be compared


@dataclass(frozen=True, slots=True)
class Given:
    """One rater's ratings of one scenario."""

    path: Path
    ratings: Ratings
    said: dict[str, Said]

    @property
    def thing(self) -> tuple[str, str]:
        """What was rated: the scenario, and what was read of it."""
        return self.ratings.case, self.ratings.material


@dataclass(frozen=True, slots=True)
class Group:
    """All ratings with one checklist, in the order of scenario and rater."""

    instrument: Instrument
    given: tuple[Given, ...]

    @property
    def raters(self) -> tuple[str, ...]:
        """The pseudonyms, by the alphabet."""
        return tuple(sorted({one.ratings.rater for one in self.given}))

    @property
    def things(self) -> tuple[tuple[str, str], ...]:
        """The scenarios that were rated."""
        return tuple(sorted({one.thing for one in self.given}))


def gather(paths: Sequence[Path], packs: Packs) -> tuple[tuple[Group, ...], tuple[Diagnostic, ...]]:
    """The ratings in these files and folders, by checklist, and what a reader must know of them, as warnings.

    A file that can't be read, and a rater's two files about one scenario (SIG293), are left out and told. Raises
    BadInput where nothing is left.
    """
    read, warnings = _read(_files(paths), packs)
    groups = []
    for instrument in sorted({one.ratings.instrument for one in read}):
        given = [one for one in read if one.ratings.instrument == instrument]
        given.sort(key=lambda one: (one.thing, one.ratings.rater))
        groups.append(Group(packs.instruments[instrument], tuple(given)))
    for group in groups:
        warnings += _about(group)
    return tuple(groups), in_order(warnings)


def _read(files: Iterable[Path], packs: Packs) -> tuple[list[Given], list[Diagnostic]]:
    told: list[Diagnostic] = []
    read: list[Given] = []
    for path in files:
        try:
            ratings, document = read_ratings(path)
        except BadInput as bad:
            told += bad.diagnostics
            continue
        found = tuple(ratings_findings(ratings, document, packs, Severity.WARNING))
        told += found
        if not any(one.code in _WHOLE_FILE for one in found):
            said = said_of(ratings, packs.instruments[ratings.instrument], packs.vocabulary)
            read.append(Given(path, ratings, said))
    read, twice = _once(read)
    told += twice
    if not read:
        raise BadInput(replace(one, severity=Severity.ERROR) for one in told)
    return read, [replace(one, severity=Severity.WARNING) for one in told]


def _files(paths: Sequence[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob(f"*{RATINGS_FILE}")) if path.is_dir() else [path]
        if not inside:
            help_ = f"ange en mapp med filer som slutar på {RATINGS_FILE}"
            raise BadInput([Diagnostic("SIG001", str(path), _START, "mappen innehåller inga svar", help_)])
        files += inside
    return list(dict.fromkeys(files))


def _once(read: Iterable[Given]) -> tuple[list[Given], list[Diagnostic]]:
    """Each rater's ratings of each scenario. Of two that differ neither is taken: which one holds isn't known."""
    given: dict[tuple[str, tuple[str, str], str], list[Given]] = {}
    for one in read:
        given.setdefault((one.ratings.rater, one.thing, one.ratings.instrument), []).append(one)
    kept, found = [], []
    for first, *more in given.values():
        differing = [one for one in more if one.ratings != first.ratings]
        if not differing:
            kept.append(first)
        for one in differing or more:
            what = f"”{one.ratings.rater}” har svarat på {one.ratings.case} också i {first.path}"
            told = "svaren är olika, så inget av dem räknas" if differing else "svaren är desamma, så de räknas en gång"
            help_ = "behåll en av filerna, eller rätta ”rater” om det är två olika bedömare"
            found.append(_warning("SIG293", str(one.path), f"{what}; {told}", help_))
    return kept, found


def _about(group: Group) -> list[Diagnostic]:
    """What hinders the comparison of a whole group (SIG292, SIG294, SIG295)."""
    found = [_other_material(group, case) for case in sorted({one.ratings.case for one in group.given})]
    told = [one for one in found if one is not None]
    first = str(group.given[0].path)
    if len(group.raters) == 1:
        what = f"bara en bedömare har svarat med {group.instrument.label}, så ingen samstämmighet kan räknas"
        told.append(_warning("SIG294", first, what, "ange svar från minst två bedömare på samma övningsärende"))
    elif all(sum(one.thing == thing for one in group.given) < 2 for thing in group.things):
        what = f"inga två bedömare har svarat på samma övningsärende med {group.instrument.label}"
        told.append(_warning("SIG295", first, what, "låt minst två bedömare svara på samma övningsärende"))
    return told


def _other_material(group: Group, case: str) -> Diagnostic | None:
    """Where raters have read different things under the same number: they are compared with their like only."""
    versions: dict[str, list[Given]] = {}
    for one in group.given:
        if one.ratings.case == case:
            versions.setdefault(one.ratings.material, []).append(one)
    if len(versions) < 2:
        return None
    fewest = min(versions.values(), key=len)
    who = listed(one.ratings.rater for one in fewest)
    what = f"underlaget till {case} var ett annat för {who} än för de andra; svaren jämförs bara med dem som läst samma"
    return _warning("SIG292", str(fewest[0].path), what, "låt alla läsa samma underlag, och gör om svaren")


def _warning(code: str, file: str, what: str, help_: str) -> Diagnostic:
    return Diagnostic(code, file, _START, what, help_, Severity.WARNING)
