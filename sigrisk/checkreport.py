"""A check run as lines for a reader, and for machines (JSON, JUnit XML); and its counterexamples as files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sigrisk.checkrun import CheckRun, Finding
from sigrisk.counted import counted
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


class CheckReport(Model):
    """A whole check run. ``failures`` is 0 where all is well; ``not_made`` says what was left out and why."""

    sigrisk_check: int
    failures: int
    checks: tuple[MadeReport, ...]
    findings: tuple[FindingReport, ...]
    waived: tuple[FindingReport, ...]
    idle_waivers: tuple[str, ...]
    not_made: str


def as_json(run: CheckRun) -> str:
    """The run as JSON text."""
    report = CheckReport(
        sigrisk_check=1,
        failures=run.failures,
        checks=tuple(
            MadeReport(
                code=check.code,
                name=check.name,
                title=check.title,
                proved=check.proved,
                findings=sum(one.check is check for one in run.findings),
                waived=sum(one.check is check for one, _ in run.waived),
            )
            for check in run.made
        ),
        findings=tuple(_finding(one) for one in run.findings),
        waived=tuple(_finding(one, reason) for one, reason in run.waived),
        idle_waivers=tuple(str(d) for d in run.stale),
        not_made=run.unproved,
    )
    return report.model_dump_json(indent=2) + "\n"


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
    """The run as JUnit XML: a case for each check that was made, one for the rest, and one for each idle waiver."""
    made = [
        Tried(f"{check.code} {check.title}", tuple(str(o.diagnostic) for o in run.findings if o.check is check))
        for check in run.made
    ]
    if run.unproved:
        made.append(Tried("granskningar som bevisas", skipped=run.unproved))
    idle = [Tried(f"{d.file}:{d.at.line}", (d.message,)) for d in run.stale]
    return as_xml("sigrisk check", {"granskningar": made, **({"undantag": idle} if idle else {})})


def lines(run: CheckRun) -> Iterator[str]:
    """What is to be mended, what is waived and why, what wasn't checked, and the sum."""
    for one in run.findings:
        yield str(one.diagnostic)
        yield f"    Namn i ett undantag: {one.found.about}"
        if one.found.case:
            yield "    Ett ärende som visar det:"
            yield from (f"      {line}".rstrip() for line in one.found.case.splitlines())
    yield from (str(d) for d in run.stale)
    if run.waived:
        yield f"Undantag med skäl: {len(run.waived)}"
        yield from (f"  {one.check.code} {one.found.about}: {' '.join(reason.split())}" for one, reason in run.waived)
    if run.unproved:
        yield run.unproved
    made = counted(len(run.made), "granskning", "granskningar")
    yield (
        f"{made}, {len(run.findings) + len(run.stale)} fynd att åtgärda, "
        f"{counted(len(run.waived), 'undantagen', 'undantagna')} med skäl"
    )


def case_files(run: CheckRun, folder: Path) -> dict[Path, str]:
    """Where each counterexample goes. Raises BadInput (SIG032) where a file is there already."""
    files: dict[Path, str] = {}
    for one in (*run.findings, *(waived for waived, _ in run.waived)):
        if one.found.case:
            stem = re.sub(r"[^a-z0-9]+", "_", one.found.about.lower()).strip("_")
            path, number = folder / f"{one.check.code.lower()}_{stem}.yaml", 1
            while path in files:
                number += 1
                path = folder / f"{one.check.code.lower()}_{stem}_{number}.yaml"
            files[path] = one.found.case
    refuse_to_write(folder, files)
    return files


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
