"""All that ``sigrisk check`` does, free of the terminal: reads the packs, makes the checks, and applies waivers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final, TypeAlias

from sigrisk.checks.base import Check, Found, Material
from sigrisk.checks.registry import CHECKS
from sigrisk.checkwaivers import Key, load_check_waivers, stale
from sigrisk.diagnostics import BadInput, Diagnostic, Position, did_you_mean, in_order
from sigrisk.excuses import Placed
from sigrisk.packs import Packs, data_dir, load, shown_path
from sigrisk.yamlfile import Document, read

Progress: TypeAlias = Callable[[int, int, str], None]
"""Told before each check and at the end: how many are done, how many there are, and the title of the next."""

PROVED_MODULE: Final = "sigrisk.checks.proved"
_FOLDERS: Final = ("rules", "instruments", "scenarios")


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
class CheckRun:
    """Everything that was checked.

    ``faults`` is what makes files unusable; then only checks of single files were made. ``findings`` stand without a
    waiver, ``waived`` with the reason of theirs, ``stale`` are waivers that excuse nothing. ``unproved`` says in
    Swedish why the proved checks weren't made, and is empty where they were.
    """

    made: tuple[Check, ...]
    faults: tuple[Diagnostic, ...]
    findings: tuple[Finding, ...]
    waived: tuple[tuple[Finding, str], ...]
    stale: tuple[Diagnostic, ...]
    unproved: str

    @property
    def failures(self) -> int:
        """How many things are to be mended."""
        return len(self.faults) + len(self.findings) + len(self.stale)


def proved_checks() -> tuple[Check, ...]:
    """The checks that need z3-solver; none where it isn't installed."""
    if find_spec("z3") is None or find_spec(PROVED_MODULE) is None:
        return ()
    from importlib import import_module

    found: tuple[Check, ...] = import_module(PROVED_MODULE).PROVED
    return found


def all_checks() -> tuple[Check, ...]:
    """Every check that can be made here, by code."""
    return tuple(sorted((*CHECKS, *proved_checks()), key=lambda check: check.code))


def chosen(codes: Iterable[str], option: str) -> tuple[Check, ...]:
    """The checks with these codes; all where none is named. Raises BadInput (SIG031) for an unknown code."""
    known = {check.code: check for check in all_checks()}
    wanted = tuple(dict.fromkeys(codes))
    unknown = [code for code in wanted if code not in known]
    if unknown:
        raise BadInput(
            Diagnostic("SIG031", option, Position(1, 1), f"granskningen ”{code}” finns inte", _near(code, known))
            for code in unknown
        )
    return tuple(known[code] for code in wanted) or tuple(known.values())


def _near(code: str, known: Iterable[str]) -> str:
    return did_you_mean(code, known) or "”sigrisk check --explain all” visar alla"


def run_checks(
    local: Path | None, only: Iterable[str] = (), prove: bool = True, progress: Progress | None = None
) -> CheckRun:
    """Check the shipped packs, with a local one over them where there is one.

    Raises BadInput for an unknown code (SIG031) and where the folder holds no pack (SIG128).
    """
    wanted = chosen(only, "--only")
    made = tuple(check for check in wanted if prove or not check.proved)
    material, faults = gather_material(local)
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
    told_better = {(one.found.file, one.found.at, one.found.instead_of) for one in found}
    ordered = sorted(found, key=lambda one: (one.found.file, one.found.at, one.check.code, one.found.about))
    codes = frozenset(check.code for check in made) if material.packs is not None else frozenset()
    return CheckRun(
        made=made,
        faults=in_order(d for d in faults if (d.file, d.at, d.message) not in told_better),
        findings=tuple(one for one in ordered if one.key not in reasons),
        waived=tuple((one, reasons[one.key]) for one in ordered if one.key in reasons),
        stale=in_order(stale(waivers, _roots(local)[-1], codes, frozenset(one.key for one in found))),
        unproved=_unproved(prove, bool(tuple(only))),
    )


def _unproved(prove: bool, only: bool) -> str:
    if only:
        return ""
    if find_spec("z3") is None:
        return (
            "Granskningarna som bevisas med z3-solver är inte gjorda, för programmet är inte installerat. "
            "Installera det med: pip install '.[prove]'"
        )
    return "" if prove else "Granskningarna som bevisas är inte gjorda (--no-prove)."


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
