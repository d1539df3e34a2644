"""The command that checks the rule book as a whole."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click

from sigrisk.cli import FAILED, local_packs, telling
from sigrisk.counted import counted
from sigrisk.diagnostics import BadInput


@click.command()
@click.option("--only", multiple=True, metavar="KOD", help="Gör bara den här granskningen. Kan anges flera gånger.")
@click.option("--prove/--no-prove", default=True, help="Gör även granskningarna som bevisas; de tar längre tid.")
@click.option("--cases", type=click.Path(path_type=Path), help="Mapp att skriva ärenden som visar fynden i.")
@click.option("--explain", metavar="KOD", help="Visa vad en granskning letar efter och varför; ”all” visar alla.")
@click.option("--json", "as_json", type=click.Path(path_type=Path), help="Skriv en rapport som JSON i den här filen.")
@click.option("--junit", type=click.Path(path_type=Path), help="Skriv en rapport som JUnit XML i den här filen.")
@local_packs
def check(
    only: tuple[str, ...],
    prove: bool,
    cases: Path | None,
    explain: str | None,
    as_json: Path | None,
    junit: Path | None,
    local: Path | None,
) -> None:
    """Granska regelboken: det som saknas, är dött, säger emot sig självt eller inte är kontrollerat.

    Det som får vara kvar står i rules/checks.yaml, vart och ett med sitt skäl.

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
        if run.faults:
            for one in run.findings:
                click.echo(str(one.diagnostic))
            click.echo(
                "Filerna går inte att använda som de är. Bara granskningar av enstaka filer är gjorda.", err=True
            )
            raise BadInput(run.faults)
        written = checkreport.case_files(run, cases) if cases is not None else {}
        for path, form in reports:
            testreport.write_report(path, form(run))
        if cases is not None and written:
            checkreport.write_cases(cases, written)
        for line in checkreport.lines(run):
            click.echo(line)
        if cases is not None:
            click.echo(
                f"Skrev {counted(len(written), 'ärende', 'ärenden')} i {cases}."
                if written
                else "Inget fynd har ett ärende att skriva."
            )
        if run.failures:
            sys.exit(FAILED)


def _progress(done: int, total: int, title: str) -> None:
    """A line that changes, on a terminal only: the proofs take a while."""
    if sys.stderr.isatty():
        click.echo(f"\r{'':78}\r", nl=False, err=True)
        if done < total:
            click.echo(f"Granskar {done + 1} av {total}: {title}"[:78], nl=False, err=True)


commands: Final[tuple[click.Command, ...]] = (check,)
