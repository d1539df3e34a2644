"""All that ``sigrisk check`` does, free of the terminal: reads the packs, makes the checks, and applies waivers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from sigrisk import prove as proofs
from sigrisk.checks.base import Check, Found, Material, Needs
from sigrisk.checks.proved import PROVED
from sigrisk.checks.registry import CHECKS
from sigrisk.checkwaivers import Key, load_check_waivers, stale
from sigrisk.diagnostics import BadInput, Diagnostic, Position, did_you_mean, in_order
from sigrisk.excuses import Placed
from sigrisk.packs import Packs, data_dir, load, shown_path
from sigrisk.yamlfile import Document, read

Progress: TypeAlias = Callable[[int, int, str], None]
"""Told before each check and at the end: how many are done, how many there are, and the title of the next."""

UNUSABLE: Final = "Filerna går inte att använda som de är, och därför finns det ingen hel regelbok att granska."
DESELECTED: Final = "Bevisen är bortvalda med --no-prove."
INSTALL: Final = "pip install '.[prove]'"
NO_SOLVER: Final = (
    f"Bevisen görs med programmet z3-solver, som inte är installerat. Skriv {INSTALL} i mappen med sigrisk för att "
    "installera det."
)
_FOLDERS: Final = ("rules", "instruments", "scenarios")
_START: Final = Position(1, 1)


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding and the check that made it."""

    check: Check
    found: Found

    @property
    def key(self) -> Key:
        """What a waiver names."""
        return self.check.code, self.found.about

    @property
    def diagnostic(self) -> Diagnostic:
        """The finding as it is told."""
        return Diagnostic(self.check.code, self.found.file, self.found.at, self.found.message, self.found.help)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Checks that weren't made, or only in part, and why: a sentence in Swedish."""

    checks: tuple[Check, ...]
    why: str
    partly: bool = False


@dataclass(frozen=True, slots=True)
class CheckRun:
    """Everything that was checked.

    ``broken``: the files can't be used, so that only checks of single files were made. ``faults`` is what the loader
    says about files, where no finding says it better. ``findings`` stand without a waiver, ``waived`` with the reason
    of theirs, ``stale`` are waivers that excuse nothing. ``left_out`` are the checks that weren't made; one that was
    made in part stands there and in ``made``.
    """

    made: tuple[Check, ...]
    left_out: tuple[LeftOut, ...]
    broken: bool
    faults: tuple[Diagnostic, ...]
    findings: tuple[Finding, ...]
    waived: tuple[tuple[Finding, str], ...]
    stale: tuple[Diagnostic, ...]

    @property
    def failures(self) -> int:
        """How many things are to be mended."""
        return len(self.faults) + len(self.findings) + len(self.stale)

    @property
    def total(self) -> int:
        """How many checks there were to make."""
        return len(self.made) + sum(len(one.checks) for one in self.left_out if not one.partly)


def all_checks() -> tuple[Check, ...]:
    """Every check there is, by code; also those that can't be made here because z3-solver isn't installed."""
    return tuple(sorted((*CHECKS, *PROVED), key=lambda check: check.code))


def chosen(codes: Iterable[str], option: str) -> tuple[Check, ...]:
    """The checks with these codes; all where none is named. Raises BadInput (SIG031) for an unknown code."""
    known = {check.code: check for check in all_checks()}
    wanted = tuple(dict.fromkeys(codes))
    unknown = [code for code in wanted if code not in known]
    if unknown:
        raise BadInput(
            Diagnostic("SIG031", option, _START, f"granskningen ”{code}” finns inte", _near(code, known))
            for code in unknown
        )
    return tuple(known[code] for code in wanted) or tuple(known.values())


def _near(code: str, known: Iterable[str]) -> str:
    return did_you_mean(code, known) or "”sigrisk check --explain all” visar alla"


def run_checks(
    local: Path | None, only: Iterable[str] = (), prove: bool | None = None, progress: Progress | None = None
) -> CheckRun:
    """Check the shipped packs, with a local one over them where there is one.

    ``prove`` demands the proofs or leaves them out; None makes them where z3-solver is installed. Raises BadInput for
    an unknown code (SIG031), for checks that are asked for by name and left out as well (SIG035), for proofs that are
    asked for where z3-solver is missing (SIG036), and where the folder holds no pack (SIG128).
    """
    named = tuple(only)
    wanted = chosen(named, "--only")
    _refuse_proofs(wanted if named else (), prove)
    material, faults = gather_material(local)
    made, left_out = _sorted_out(wanted, prove, usable=material.packs is not None)
    waivers: dict[Key, Placed] = {}
    try:
        waivers = load_check_waivers(_roots(local))
    except BadInput as bad:
        faults += bad.diagnostics
    found: list[Finding] = []
    for done, check in enumerate(made):
        if progress is not None:
            progress(done, len(made), check.title)
        found += (Finding(check, one) for one in check.find(material))
    if progress is not None:
        progress(len(made), len(made), "")
    reasons = {key: placed.reason for key, placed in waivers.items()}
    ordered = sorted(found, key=lambda one: (one.found.file, one.found.at, one.check.code, one.found.about))
    standing = tuple(one for one in ordered if one.key not in reasons)
    # A waiver excuses no file that can't be used: then the loader's own words stand.
    told_better = {(one.found.file, one.found.at, one.found.instead_of) for one in standing}
    read_all = material.packs is not None and not faults
    codes = frozenset(check.code for check in made) if read_all else frozenset()
    return CheckRun(
        made=made,
        left_out=left_out,
        broken=material.packs is None,
        faults=in_order(d for d in faults if (d.file, d.at, d.message) not in told_better),
        findings=standing,
        waived=tuple((one, reasons[one.key]) for one in ordered if one.key in reasons),
        stale=in_order(stale(waivers, _roots(local)[-1], codes, frozenset(one.key for one in found))),
    )


def _refuse_proofs(named: Iterable[Check], prove: bool | None) -> None:
    """Raises BadInput for proofs that are asked for and can't be made (SIG035, SIG036)."""
    proved = [check for check in named if check.proved]
    if prove is False:
        help_ = "ta bort ”--no-prove”, eller välj en annan granskning"
        _raise_each("SIG035", proved, "bevisas, men ”--no-prove” väljer bort bevisen", help_)
    elif not proofs.available():
        help_ = f"skriv {INSTALL} i mappen med sigrisk för att installera det"
        _raise_each("SIG036", proved, "bevisas med programmet z3-solver, som inte är installerat", help_)
        if prove:
            what = "bevisen görs med programmet z3-solver, som inte är installerat"
            raise BadInput([Diagnostic("SIG036", "--prove", _START, what, help_)])


def _raise_each(code: str, checks: Iterable[Check], what: str, help_: str) -> None:
    """Raises BadInput with a finding for each check; nothing where there is none."""
    found = [Diagnostic(code, "--only", _START, f"granskningen ”{one.code}” {what}", help_) for one in checks]
    if found:
        raise BadInput(found)


def _sorted_out(
    wanted: tuple[Check, ...], prove: bool | None, *, usable: bool
) -> tuple[tuple[Check, ...], tuple[LeftOut, ...]]:
    """The checks to make, and those that can't be made or aren't wanted."""
    left_out: list[LeftOut] = []
    made = wanted
    if prove is False or not proofs.available():
        left_out.append(LeftOut(tuple(c for c in made if c.proved), DESELECTED if prove is False else NO_SOLVER))
        made = tuple(check for check in made if not check.proved)
    if not usable:
        left_out.append(LeftOut(tuple(c for c in made if c.needs is Needs.BOOK), UNUSABLE))
        left_out.append(LeftOut(tuple(c for c in made if c.needs is Needs.BOTH), UNUSABLE, partly=True))
        made = tuple(check for check in made if check.needs is not Needs.BOOK)
    return made, tuple(one for one in left_out if one.checks)


def _roots(local: Path | None) -> tuple[Path, ...]:
    return (data_dir(),) if local is None else (data_dir(), local)


def gather_material(local: Path | None) -> tuple[Material, tuple[Diagnostic, ...]]:
    """What the checks look at, and what is wrong with files so that they can't be used.

    Raises BadInput (SIG128) where the folder holds no pack.
    """
    documents: list[Document] = []
    faults: list[Diagnostic] = []
    for path in (p for root in _roots(local) for folder in _FOLDERS for p in sorted((root / folder).rglob("*.yaml"))):
        try:
            documents.append(read(path, shown_path(path)))
        except BadInput as bad:
            faults += bad.diagnostics
    packs = _usable(local, faults)
    scenarios = tuple(p for root in _roots(local) for p in sorted((root / "scenarios").glob("*.yaml")))
    return Material(tuple(documents), packs, scenarios), in_order(faults)


def _usable(local: Path | None, faults: list[Diagnostic]) -> Packs | None:
    """The packs where every profile's rule book can be put together and every checklist read; else what is wrong."""
    try:
        packs = load(local)
    except BadInput as bad:
        if any(d.code == "SIG128" for d in bad.diagnostics):
            raise
        faults += bad.diagnostics
        return None
    before = len(faults)
    for profile_id in packs.profiles.ids:
        try:
            packs.book(profile_id)
        except BadInput as bad:
            faults += bad.diagnostics
    for instrument_id in packs.instruments:
        try:
            _ = packs.instruments[instrument_id]
        except BadInput as bad:
            faults += bad.diagnostics
    return packs if len(faults) == before else None
