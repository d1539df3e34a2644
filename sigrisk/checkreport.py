"""A check run as lines for a reader, and for machines (JSON, JUnit XML); and its counterexamples as files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import groupby
from pathlib import Path

from sigrisk.checkrun import INSTALL, UNUSABLE, CheckRun, Finding, LeftOut
from sigrisk.checks.base import Check
from sigrisk.columns import fold, line_width, under
from sigrisk.diagnostics import BadInput, Diagnostic, Position
from sigrisk.junit import Tried, as_xml
from sigrisk.models import Model

_START = Position(1, 1)


class FindingReport(Model):
    """One finding. ``reason`` is that of its waiver, empty where it has none; ``case`` shows it when it is assessed."""

    code: str
    about: str
    file: str
    line: int
    column: int
    message: str
    help: str
    case: str
    reason: str


class MadeReport(Model):
    """One check that was made."""

    code: str
    name: str
    title: str
    proved: bool
    findings: int
    waived: int


class LeftOutReport(Model):
    """One check that wasn't made, or only in part, and why."""

    code: str
    name: str
    title: str
    partly: bool
    why: str


class CheckReport(Model):
    """A whole check run. ``failures`` is 0 where all is well; ``files_usable`` says whether all could be checked.

    ``faults`` are the files' faults that no finding tells; ``not_made`` are the checks that were left out, and why.
    """

    sigrisk_check: int
    failures: int
    files_usable: bool
    checks: tuple[MadeReport, ...]
    not_made: tuple[LeftOutReport, ...]
    faults: tuple[str, ...]
    findings: tuple[FindingReport, ...]
    waived: tuple[FindingReport, ...]
    idle_waivers: tuple[str, ...]


def as_json(run: CheckRun) -> str:
    """The run as JSON text."""
    report = CheckReport(
        sigrisk_check=1,
        failures=run.failures,
        files_usable=not run.broken,
        checks=tuple(_made(check, run) for check in run.made),
        not_made=tuple(
            LeftOutReport(code=check.code, name=check.name, title=check.title, partly=one.partly, why=one.why)
            for one in run.left_out
            for check in one.checks
        ),
        faults=tuple(str(d) for d in run.faults),
        findings=tuple(_finding(one) for one in run.findings),
        waived=tuple(_finding(one, reason) for one, reason in run.waived),
        idle_waivers=tuple(str(d) for d in run.stale),
    )
    return report.model_dump_json(indent=2) + "\n"


def _made(check: Check, run: CheckRun) -> MadeReport:
    return MadeReport(
        code=check.code,
        name=check.name,
        title=check.title,
        proved=check.proved,
        findings=sum(one.check is check for one in run.findings),
        waived=sum(one.check is check for one, _ in run.waived),
    )


def _finding(one: Finding, reason: str = "") -> FindingReport:
    found = one.found
    return FindingReport(
        code=one.check.code,
        about=found.about,
        file=found.file,
        line=found.at.line,
        column=found.at.col,
        message=found.message,
        help=found.help,
        case=found.case,
        reason=reason,
    )


def as_junit(run: CheckRun) -> str:
    """The run as JUnit XML: a case for each check, skipped where it wasn't made, and one for each other fault."""
    checks = [
        Tried(_name(check), tuple(str(o.diagnostic) for o in run.findings if o.check is check)) for check in run.made
    ]
    for one in run.left_out:
        rest = " (det som gäller hela regelboken)" if one.partly else ""
        checks += (Tried(_name(check) + rest, skipped=one.why) for check in one.checks)
    others = {"filer": run.faults, "undantag": run.stale}
    suites = {name: [Tried(f"{d.file}:{d.at.line}", (str(d),)) for d in found] for name, found in others.items()}
    return as_xml("sigrisk check", {"granskningar": checks, **{name: one for name, one in suites.items() if one}})


def _name(check: Check) -> str:
    return f"{check.code} {check.title}"


def background(run: CheckRun, *, waived: bool) -> Iterator[str]:
    """What comes before what is to be mended: what is excused, in full where asked for, and what isn't checked."""
    wide = line_width(None)
    if run.waived:
        yield from _waived(run, wide) if waived else _waived_in_short(run, wide)
        yield ""
    for one in run.left_out:
        yield from fold(_left_out(one), wide)
        yield ""


def _waived_in_short(run: CheckRun, wide: int) -> Iterator[str]:
    counted = Counter(one.check.code for one, _ in run.waived)
    codes = ", ".join(f"{code}:\u00a0{count}" for code, count in sorted(counted.items()))
    yield from fold(
        f"Undantag med skäl: {_count(len(run.waived), 'fynd')} ({codes}). Lägg till --waived för att se dem.", wide
    )


def _waived(run: CheckRun, wide: int) -> Iterator[str]:
    yield f"Undantag med skäl: {_count(len(run.waived), 'fynd')}"
    listed = sorted(run.waived, key=lambda pair: pair[0].check.code)
    for check, pairs in groupby(listed, key=lambda pair: pair[0].check):
        yield f"  {_name(check)}"
        for one, reason in pairs:
            yield from under(one.found.about, " ".join(reason.split()), wide, "    ")


def _left_out(one: LeftOut) -> str:
    codes = ", ".join(check.code for check in one.checks)
    how = "Bara delvis gjorda" if one.partly else "Inte gjorda"
    why = one.why.replace(INSTALL, INSTALL.replace(" ", "\u00a0"))
    count = "en granskning" if len(one.checks) == 1 else f"{len(one.checks)} granskningar"
    return f"{how}: {count} ({codes}). {why}"


def findings(run: CheckRun) -> Iterator[str]:
    """What is to be mended, and last the sum."""
    for one in run.findings:
        yield str(one.diagnostic)
        if not one.found.instead_of:  # a waiver doesn't help where the loader refuses the file
            yield f"    Namn i ett undantag: {one.found.about}"
        if one.found.case:
            yield "    Ett ärende som visar det:"
            yield from (f"      {line}".rstrip() for line in one.found.case.splitlines())
    yield from (str(d) for d in run.stale)
    if run.findings or run.stale:
        yield ""
    yield from fold(" ".join(_sums(run)), line_width(None))


def _sums(run: CheckRun) -> Iterator[str]:
    made = len(run.made)
    if made in (0, 1):
        yield "En granskning är gjord." if made else "Ingen granskning är gjord."
    else:
        yield (
            f"{made} granskningar är gjorda." if made == run.total else f"{made} av {run.total} granskningar är gjorda."
        )
    counted = (len(run.findings) + len(run.stale), "fynd"), (len(run.faults), "fel i filerna")
    todo = " och ".join(_count(count, what) for count, what in counted if count)
    yield f"{todo[0].upper()}{todo[1:]} att åtgärda." if todo else "Inget att åtgärda."
    if any(one.why == UNUSABLE for one in run.left_out):
        yield "Kör igen när filerna är rättade, så görs resten."


def _count(count: int, what: str) -> str:
    return f"ett {what}" if count == 1 else f"{count} {what}"


def case_files(run: CheckRun, folder: Path) -> dict[Path, str]:
    """Where the counterexample of each finding that stands goes. Raises BadInput (SIG032) where a file is there."""
    files: dict[Path, str] = {}
    for one in run.findings:
        if one.found.case:
            stem = re.sub(r"[^a-z0-9]+", "_", one.found.about.lower()).strip("_")
            path, number = folder / f"{one.check.code.lower()}_{stem}.yaml", 1
            while path in files:
                number += 1
                path = folder / f"{one.check.code.lower()}_{stem}_{number}.yaml"
            files[path] = one.found.case
    refuse_to_write(folder, files)
    return files


def told_of_cases(written: Collection[Path], folder: Path) -> str:
    """What was written, as a sentence."""
    if not written:
        return "Inget fynd att åtgärda har ett ärende att skriva."
    return f"Skrev {'ett ärende' if len(written) == 1 else f'{len(written)} ärenden'} i {folder}."


def refuse_to_write(folder: Path, files: dict[Path, str]) -> None:
    """Raises BadInput (SIG032) where the folder is a file, or one of the files is there already."""
    found = [
        Diagnostic("SIG032", str(path), _START, "filen finns redan", "ange en annan mapp")
        for path in files
        if path.exists()
    ]
    if folder.exists() and not folder.is_dir():
        found = [Diagnostic("SIG032", str(folder), _START, "det här är en fil, inte en mapp", "ange en annan mapp")]
    if found:
        raise BadInput(found)


def write_cases(folder: Path, files: dict[Path, str]) -> None:
    """Write the counterexamples. Raises BadInput (SIG033) where that can't be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in files.items():
            path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        help_ = "kontrollera att mappen går att skriva i"
        raise BadInput([Diagnostic("SIG033", str(folder), _START, "det gick inte att skriva här", help_)]) from error
