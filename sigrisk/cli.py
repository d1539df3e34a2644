"""The command line: thin commands over the package, with Swedish help and an example in each."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

import click

from sigrisk import __version__
from sigrisk.diagnostics import BadInput, Diagnostic, Position, did_you_mean

F = TypeVar("F", bound=Callable[..., object])
Name = TypeVar("Name", bound=str)
FORMATS: Final = ("html", "md", "json")
BAD_INPUT: Final = 2
FAILED: Final = 1

local_packs = click.option(
    "--rules",
    "local",
    type=click.Path(path_type=Path),
    envvar="SIGRISK_HOME",
    help="Mapp med kommunens egna regler, profiler och checklistor (läggs över de medföljande).",
)
profile_option = click.option("--profile", help="Profil att pröva mot; annars ärendets egen.")


class _Group(click.Group):
    """Lists commands in the order a user meets them, not by the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", prog_name="sigrisk", message="%(prog)s %(version)s")
def main() -> None:
    """Stöd för att med skäl bedöma om en social insatsgrupp (SIG) bör erbjudas.

    sigrisk prövar ett ärende mot skrivna kriterier och skriver en promemoria. Människor beslutar.

    Börja så här:

    \b
      sigrisk new mitt-arende.yaml
      sigrisk assess mitt-arende.yaml --out promemoria
    """
    gc.set_threshold(200_000)  # a short process: looking for garbage while the rules are read costs a tenth of its time
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # a file name may be no text


@contextmanager
def telling() -> Iterator[None]:
    """Turns bad input and engine faults into messages and exit codes; never a traceback for the user's mistakes."""
    from sigrisk.assess import NoOutcome
    from sigrisk.engine.agree import EnginesDisagree
    from sigrisk.engine.durable import EngineFault

    try:
        yield
    except BadInput as bad:
        for found in bad.diagnostics:
            click.echo(str(found), err=True)
        count = len(bad.diagnostics)
        click.echo(f"{count} fel. Inget är skrivet." if count > 1 else "Ett fel. Inget är skrivet.", err=True)
        sys.exit(BAD_INPUT)
    except (NoOutcome, EnginesDisagree, EngineFault) as fault:
        click.echo(f"sigrisk stannade: {fault}", err=True)
        sys.exit(FAILED)


@main.command()
@click.argument("case_file", metavar="ÄRENDE.yaml", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Mapp att skriva promemorian i.")
@click.option("--format", "formats", default="html,md,json", show_default=True, help="Format, åtskilda av komma.")
@click.option("--force", is_flag=True, help="Skriv över filer som redan finns i mappen.")
@profile_option
@local_packs
def assess(
    case_file: Path, out: Path | None, formats: str, force: bool, profile: str | None, local: Path | None
) -> None:
    """Bedöm ett ärende och skriv promemorian.

    \b
      sigrisk assess arende.yaml
      sigrisk assess arende.yaml --out promemoria --format html,json
    """
    from sigrisk import output, terminal, workflow

    with telling():
        chosen = formats_in(formats, FORMATS)
        if out is not None and not force:
            output.refuse_to_overwrite(out, workflow.targets(case_file, chosen).values())
        assessment, packs = workflow.assess_file(case_file, local, profile)
        written = workflow.write(assessment, packs, case_file, out, chosen) if out is not None else []
        click.echo(terminal.verdict_text(assessment))
        if written:
            click.echo("\nPromemorian ligger här:")
        for path in written:
            click.echo(f"  {path}")


def formats_in(text: str, known: tuple[Name, ...]) -> tuple[Name, ...]:
    """The formats that a text with commas names, each once. Raises BadInput (SIG030)."""
    asked = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    chosen = tuple(form for one in asked for form in known if form == one)
    choice = f"skriv {', '.join(known[:-1])} eller {known[-1]}"
    for one in asked:
        if one not in known:
            help_ = did_you_mean(one, known) or choice
            raise BadInput([Diagnostic("SIG030", "--format", Position(1, 1), f"okänt format ”{one}”", help_)])
    if not chosen:
        raise BadInput([Diagnostic("SIG030", "--format", Position(1, 1), "inget format angivet", choice)])
    return chosen


@main.command()
@click.argument("case_file", metavar="ÄRENDE.yaml", type=click.Path(path_type=Path))
@click.argument("rule", metavar="[REGEL]", required=False)
@profile_option
@local_packs
def explain(case_file: Path, rule: str | None, profile: str | None, local: Path | None) -> None:
    """Visa trädet bakom svaren: varje villkor, vad vi vet, källa och datum.

    \b
      sigrisk explain arende.yaml
      sigrisk explain arende.yaml no_secure_point
    """
    from sigrisk import terminal, workflow

    with telling():
        assessment, _ = workflow.assess_file(case_file, local, profile)
        if rule is None:
            click.echo(terminal.everything_explained(assessment))
            return
        if rule not in assessment.results:
            help_ = did_you_mean(rule, assessment.results) or "”sigrisk rules list” visar alla"
            raise BadInput([Diagnostic("SIG031", "REGEL", Position(1, 1), f"okänd regel ”{rule}”", help_)])
        click.echo(terminal.explanation(assessment, assessment.results[rule]))


@main.command()
@click.argument("files", metavar="FIL...", nargs=-1, required=True, type=click.Path(path_type=Path))
@local_packs
def validate(files: tuple[Path, ...], local: Path | None) -> None:
    """Kontrollera ärenden, checklistor och regelfiler utan att bedöma något.

    \b
      sigrisk validate arende.yaml
      sigrisk validate min-kommun/rules min-kommun/instruments
    """
    from sigrisk import workflow

    with telling():
        checked = workflow.validate_all(files, local)
        click.echo(f"{checked} filer utan fel." if checked != 1 else "En fil utan fel.")


@main.command()
@click.argument("case_file", metavar="FIL.yaml", type=click.Path(path_type=Path))
@click.option("--date", "day", help="Bedömningsdag, till exempel 2026-11-22; annars dagens datum.")
@profile_option
@local_packs
def new(case_file: Path, day: str | None, profile: str | None, local: Path | None) -> None:
    """Skriv en tom ärendefil med alla frågor som profilen ställer. Inget är ifyllt i förväg.

    \b
      sigrisk new arende.yaml --profile socialstyrelsen-ungdom
    """
    from sigrisk import workflow

    with telling():
        workflow.write_new(case_file, day or date.today().isoformat(), profile, local)
        click.echo(f"Skrev {case_file}. Fyll i det som är känt och lämna resten.")


@main.command()
@click.option("--scenarios", type=click.Path(path_type=Path), help="Mapp med egna scenarier.")
@click.option("--mutate", is_flag=True, help="Ändra reglerna ett steg i taget och visa ändringar som inget märker.")
@click.option("--json", "as_json", type=click.Path(path_type=Path), help="Skriv en rapport som JSON i den här filen.")
@click.option("--junit", type=click.Path(path_type=Path), help="Skriv en rapport som JUnit XML i den här filen.")
@local_packs
def test(scenarios: Path | None, mutate: bool, as_json: Path | None, junit: Path | None, local: Path | None) -> None:
    """Kör reglernas egna exempel och alla scenarier.

    Varje regel ska ha prövats som uppfylld, ej uppfylld och oavgjord. Med --mutate ändras reglerna dessutom
    ett steg i taget. En ändring som inget exempel och inget scenario märker visar var ett exempel saknas.

    \b
      sigrisk test
      sigrisk test --mutate --junit rapport.xml
      sigrisk test --rules min-kommun --scenarios min-kommun/scenarios
    """
    from sigrisk import testreport
    from sigrisk.testrun import run_tests

    with telling():
        reports = [(p, f) for p, f in ((as_json, testreport.as_json), (junit, testreport.as_junit)) if p is not None]
        for path, _ in reports:
            testreport.refuse_to_replace(path)
        run = run_tests(scenarios, local, _mutation_progress if mutate else None)
        for path, form in reports:
            testreport.write_report(path, form(run))
        for line in testreport.lines(run):
            click.echo(line)
        if mutate and run.mutation is None:
            click.echo("Inga ändringar är prövade. Rätta först det som är underkänt.")
        if run.failures or not run.passed:
            sys.exit(FAILED)


def _mutation_progress(done: int, total: int) -> None:
    """A line that counts on a terminal; one line in a log."""
    if not sys.stderr.isatty():
        if done == 0:
            click.echo(f"Prövar {total} ändringar av reglerna.", err=True)
    elif done == total:
        click.echo(f"\r{'':60}\r", nl=False, err=True)
    elif done % 10 == 0:
        click.echo(f"\rPrövar ändring {done} av {total}", nl=False, err=True)


def _load_more_commands() -> None:
    from sigrisk import cli_memo, cli_show

    for command in (*cli_memo.commands, *cli_show.commands):
        main.add_command(command)


_load_more_commands()
