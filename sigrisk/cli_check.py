"""The command that checks the rule book as a whole."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sigrisk.cli import BAD_INPUT, FAILED, local_packs, telling
from sigrisk.swedishclick import SwedishCommand

if TYPE_CHECKING:
    from sigrisk.checkrun import CheckRun


@click.command(cls=SwedishCommand)
@click.option("--only", multiple=True, metavar="KOD", help="Gör bara den här granskningen. Kan anges flera gånger.")
@click.option(
    "--prove/--no-prove",
    default=None,
    help="Kräv, eller hoppa över, granskningarna som bevisas; de tar längre tid. Annars görs de om de går att göra.",
)
@click.option("--waived", is_flag=True, help="Visa också fynden som har undantag, med skälen.")
@click.option("--cases", type=click.Path(path_type=Path), help="Mapp att skriva ärenden som visar fynden i.")
@click.option("--explain", metavar="KOD", help="Visa vad en granskning letar efter och varför; ”all” visar alla.")
@click.option("--json", "as_json", type=click.Path(path_type=Path), help="Skriv en rapport som JSON i den här filen.")
@click.option("--junit", type=click.Path(path_type=Path), help="Skriv en rapport som JUnit XML i den här filen.")
@local_packs
def check(
    only: tuple[str, ...],
    prove: bool | None,
    waived: bool,
    cases: Path | None,
    explain: str | None,
    as_json: Path | None,
    junit: Path | None,
    local: Path | None,
) -> None:
    """Granska regelboken: det som saknas, är dött, säger emot sig självt eller inte är kontrollerat.

    Det som får vara kvar står i rules/checks.yaml, vart och ett med sitt skäl. --waived visar det.

    \b
      sigrisk check
      sigrisk check --rules min-kommun --only SIG206
      sigrisk check --explain SIG206
    """
    from sigrisk import checkreport, testreport
    from sigrisk.checkdoc import explanation, page
    from sigrisk.checkrun import all_checks, chosen, run_checks

    with telling():
        if explain is not None:
            wanted = all_checks() if explain == "all" else chosen((explain,), "--explain")
            click.echo(page(wanted) if explain == "all" else explanation(wanted[0]), nl=False)
            return
        reports = [(p, f) for p, f in ((as_json, checkreport.as_json), (junit, checkreport.as_junit)) if p is not None]
        for path, _ in reports:
            testreport.refuse_to_replace(path)
        if cases is not None:
            checkreport.refuse_to_write(cases, {})
        run = run_checks(local, only, prove, _progress)
        written = checkreport.case_files(run, cases) if cases is not None else {}
        for path, form in reports:
            testreport.write_report(path, form(run))
        if cases is not None and written:
            checkreport.write_cases(cases, written)
        _tell(run, waived, checkreport.told_of_cases(written, cases) if cases is not None else "")
        if run.broken or run.faults:
            sys.exit(BAD_INPUT)
        if run.failures:
            sys.exit(FAILED)


def _tell(run: CheckRun, waived: bool, cases: str) -> None:
    """What is to be mended comes last, where a screen ends."""
    from sigrisk import checkreport

    for line in checkreport.background(run, waived=waived):
        click.echo(line)
    for fault in run.faults:
        click.echo(str(fault), err=True)
    if cases:
        click.echo(cases)
    for line in checkreport.findings(run):
        click.echo(line)


def _progress(done: int, total: int, title: str) -> None:
    """A line that changes, on a terminal only: the proofs take a while."""
    if sys.stderr.isatty():
        click.echo(f"\r{'':78}\r", nl=False, err=True)
        if done < total:
            click.echo(f"Granskar {done + 1} av {total}: {title}"[:78], nl=False, err=True)


commands: Final[tuple[click.Command, ...]] = (check,)
