"""A test run for machines (JSON, JUnit XML) and as lines for a reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sigrisk.counted import counted
from sigrisk.coverage import Covered, Part
from sigrisk.diagnostics import BadInput, Diagnostic, Position
from sigrisk.junit import Tried, as_xml
from sigrisk.models import Model
from sigrisk.mutate import Mutant
from sigrisk.packs import shown_path
from sigrisk.possible import Verdict
from sigrisk.testing import Checked
from sigrisk.testrun import Run

_WORDS = {Verdict.MET: "uppfylld", Verdict.NOT_MET: "ej uppfylld", Verdict.OPEN: "oavgjord"}


class CaseReport(Model):
    """One case or scenario."""

    suite: str
    name: str
    passed: bool
    problems: tuple[str, ...]


class CoverageReport(Model):
    """One rule of one profile."""

    profile: str
    rule: str
    by_cases: tuple[str, ...]
    by_scenarios: tuple[str, ...]
    missing: tuple[str, ...]


class MutantReport(Model):
    """A mutant that nobody noticed, with the reason of its waiver where it has one."""

    rule: str
    at: str
    change: str
    reason: str


class MutationReport(Model):
    """What became of the mutants."""

    total: int
    noticed: int
    survivors: tuple[MutantReport, ...]
    waived: tuple[MutantReport, ...]
    idle_waivers: tuple[str, ...]


class UnshownReport(Model):
    """Something that no scenario shows, with the reason of its waiver where it has one."""

    what: str
    id: str
    reason: str


class ShownReport(Model):
    """What the scenarios show. It counts as a failure only where it is ``required``."""

    total: int
    missing: tuple[UnshownReport, ...]
    waived: tuple[UnshownReport, ...]
    idle_waivers: tuple[str, ...]
    required: bool


class RunReport(Model):
    """A whole run. ``failures`` is 0 where all is well."""

    sigrisk_test: int
    passed: int
    failures: int
    cases: tuple[CaseReport, ...]
    coverage: tuple[CoverageReport, ...]
    changes: tuple[str, ...]
    shown: ShownReport
    mutation: MutationReport | None


def as_json(run: Run) -> str:
    """The run as JSON text."""
    mutation = run.mutation
    report = RunReport(
        sigrisk_test=1,
        passed=run.passed,
        failures=run.failures,
        cases=tuple(
            CaseReport(suite=suite, name=one.name, passed=one.passed, problems=one.problems)
            for suite, one in _suites(run)
        ),
        coverage=tuple(
            CoverageReport(
                profile=row.profile,
                rule=row.rule,
                by_cases=tuple(v.value for v in Verdict if v in row.by_cases),
                by_scenarios=tuple(v.value for v in Verdict if v in row.by_scenarios),
                missing=tuple(v.value for v in row.missing),
            )
            for row in run.coverage
        ),
        changes=tuple(str(d) for d in run.changes),
        shown=ShownReport(
            total=run.shown.total,
            missing=tuple(_unshown(p) for p in run.shown.missing),
            waived=tuple(_unshown(p, reason) for p, reason in run.shown.waived),
            idle_waivers=tuple(str(d) for d in run.shown.stale),
            required=run.shown.required,
        ),
        mutation=None
        if mutation is None
        else MutationReport(
            total=mutation.total,
            noticed=mutation.noticed,
            survivors=tuple(_mutant(m) for m in mutation.survivors),
            waived=tuple(_mutant(m, reason) for m, reason in mutation.waived),
            idle_waivers=tuple(str(d) for d in mutation.stale),
        ),
    )
    return report.model_dump_json(indent=2) + "\n"


def _mutant(mutant: Mutant, reason: str = "") -> MutantReport:
    return MutantReport(rule=mutant.rule, at=mutant.at, change=mutant.text, reason=reason)


def _unshown(part: Part, reason: str = "") -> UnshownReport:
    return UnshownReport(what=part.what, id=part.id, reason=reason)


def _suites(run: Run) -> Iterator[tuple[str, Checked]]:
    yield from run.cases
    yield from (("scenarier", one) for one in run.scenarios)
    yield from (("täckning", Checked(f"{row.profile} · {row.rule}", tuple(_gap(row)))) for row in run.coverage)
    yield from (("ändrade utfall", Checked(f"{d.file}:{d.at.line}", (d.message,))) for d in run.changes)
    if run.shown.required:
        for part in run.shown.missing:
            yield "det scenarierna visar", Checked(f"{part.what} · {part.id}", ("visas inte i något scenario",))
        yield from (("undantag", Checked(f"{d.file}:{d.at.line}", (d.message,))) for d in run.shown.stale)
    if run.mutation is not None:
        for mutant in run.mutation.survivors:
            yield "mutanter", Checked(str(mutant), ("ändringen märks inte",))
        yield from (("mutanter", Checked(str(mutant), ())) for mutant, _ in run.mutation.waived)
        yield from (("undantag", Checked(f"{d.file}:{d.at.line}", (d.message,))) for d in run.mutation.stale)


def _gap(row: Covered) -> Iterator[str]:
    if row.missing:
        yield "aldrig " + ", aldrig ".join(_WORDS[v] for v in row.missing)


def as_junit(run: Run) -> str:
    """The run as JUnit XML, one suite for each profile, the scenarios, the coverage and the mutants."""
    suites: dict[str, list[Tried]] = {}
    for suite, one in _suites(run):
        suites.setdefault(suite, []).append(Tried(one.name, one.problems))
    return as_xml("sigrisk test", suites)


def refuse_to_replace(path: Path) -> None:
    """Raises BadInput (SIG032) where a report would replace something that is no report."""
    if path.is_file() and path.suffix not in (".json", ".xml"):
        help_ = "bara en rapport som slutar på .json eller .xml skrivs över"
        raise BadInput([Diagnostic("SIG032", str(path), Position(1, 1), "filen finns redan", help_)])


def write_report(path: Path, text: str) -> None:
    """Write a report; an older one is replaced. Raises BadInput (SIG033) where that can't be done."""
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        help_ = "kontrollera att mappen finns"
        raise BadInput(
            [Diagnostic("SIG033", str(path), Position(1, 1), "det gick inte att skriva här", help_)]
        ) from error


def lines(run: Run) -> Iterator[str]:
    """What is wrong, the coverage, the mutants and the sum, in Swedish."""
    yield from _failed_lines(run)
    yield from (str(d) for d in run.changes)
    if run.recorded is not None:
        path, count = run.recorded
        rows = {0: "Ingen rad", 1: "En rad"}.get(count, f"{count} rader")
        yield f"{rows} skrevs i {shown_path(path)}." + (" Rätta först felen ovan." if run.changes else "")
    yield from _coverage_lines(run)
    yield from _shown_lines(run)
    yield from _mutation_lines(run)
    yield f"{counted(run.passed, 'godkänd', 'godkända')}, {counted(run.failures, 'underkänd', 'underkända')}"


def _failed_lines(run: Run) -> Iterator[str]:
    """Each failure once: where it is written, what is wrong, and the profiles that it is so in."""
    told: dict[tuple[str, str, str], list[str]] = {}
    for profile, one in (*run.cases, *((one.profile, one) for one in run.scenarios)):
        for problem in one.problems:
            told.setdefault((one.at, one.name, problem), []).append(profile)
    for (at, name, problem), profiles in told.items():
        named = ", ".join(profiles)
        where = f"i profilen {named}"
        if len(profiles) > 1:
            where = f"i {counted(len(profiles), 'profil', 'profiler')}: {named}"
        yield (f"{at}: " if at else "") + f"{name}: {problem}" + (f" ({where})" if named else "")


def _coverage_lines(run: Run) -> Iterator[str]:
    whole = len(run.coverage) - len(run.gaps)
    percent = 100 * whole // len(run.coverage) if run.coverage else 0
    tried = counted(len(run.coverage), "regel prövad", "regler prövade")
    yield f"Täckning: {whole} av {tried} åt alla håll ({percent} %)"
    if run.gaps:
        rows = [("Profil", "Regel", "Det som saknas"), *((g.profile, g.rule, "".join(_gap(g))) for g in run.gaps)]
        wide = [max(len(row[i]) for row in rows) for i in (0, 1)]
        yield from (f"  {row[0]:<{wide[0]}}  {row[1]:<{wide[1]}}  {row[2]}" for row in rows)


def _shown_lines(run: Run) -> Iterator[str]:
    found = run.shown
    seen = found.total - len(found.missing) - len(found.waived)
    excused = f", {counted(len(found.waived), 'undantagen', 'undantagna')} med skäl" if found.waived else ""
    yield (
        f"Scenarierna visar {seen} av {found.total} profiler, arbetssätt, utfall, flaggor, påminnelser, krav, "
        f"alternativ och checklistor{excused}"
    )
    yield from (f"  visas inte: {part.what} {part.id}" for part in found.missing)
    if found.required:
        yield from (str(d) for d in found.stale)


def _mutation_lines(run: Run) -> Iterator[str]:
    found = run.mutation
    if found is None:
        return
    yield (
        f"Ändringar: {counted(found.total, 'prövad', 'prövade')}, {found.noticed} märktes, "
        f"{counted(len(found.waived), 'undantagen', 'undantagna')} med skäl, "
        f"{len(found.survivors)} märktes inte"
    )
    yield from (f"  {mutant}" for mutant in found.survivors)
    if found.survivors:
        yield "  → lägg till ett exempel som märker ändringen, eller ett undantag med skäl i rules/mutants.yaml"
    yield from (str(d) for d in found.stale)
