"""The command line: thin commands over the package, with Swedish help and an example in each."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import click

from sigrisk import __version__
from sigrisk.counted import counted
from sigrisk.diagnostics import BadInput, Diagnostic, Position, did_you_mean
from sigrisk.swedishclick import SwedishGroup

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar  # click has no public name for it

F = TypeVar("F", bound=Callable[..., object])
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
stacked_option = click.option(
    "--stacked", is_flag=True, help="Skriv jämförelser under varandra: för smala fönster och skärmläsare."
)
profile_option = click.option("--profile", help="Profil att pröva mot; annars ärendets egen.")
model_option = click.option(
    "--operation-model",
    metavar="ARBETSSÄTT",
    help="Arbetssätt att räkna med i stället för ärendets: samverkan, pussel eller lotsning.",
)


@click.group("sigrisk", cls=SwedishGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    __version__, "--version", prog_name="sigrisk", message="%(prog)s %(version)s", help="Visa vilken version det är."
)
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
@click.option("--profile", help="Profil att pröva mot; annars ärendets egen. Med all prövas ärendet mot varje profil.")
@click.option(
    "--operation-model",
    metavar="ARBETSSÄTT",
    help="Arbetssätt att räkna med i stället för ärendets: samverkan, pussel eller lotsning. Med all prövas alla tre.",
)
@stacked_option
@local_packs
def assess(
    case_file: Path,
    out: Path | None,
    formats: str,
    force: bool,
    profile: str | None,
    operation_model: str | None,
    stacked: bool,
    local: Path | None,
) -> None:
    """Bedöm ett ärende och skriv promemorian.

    Med --profile all eller --operation-model all visas samma ärende under varje profil eller i varje arbetssätt.
    Då skrivs ingen promemoria, utan en jämförelse.

    \b
      sigrisk assess arende.yaml
      sigrisk assess arende.yaml --out promemoria --format html,json
      sigrisk assess arende.yaml --profile all
      sigrisk assess arende.yaml --operation-model all
    """
    from sigrisk import cli_readings, output, terminal, workflow

    with telling():
        chosen = output.formats_in(formats, FORMATS)
        asked = cli_readings.asked(case_file, profile, operation_model, local)
        if asked.over is not None:
            cli_readings.show(asked, chosen, out, force=force, stacked=stacked)
            return
        if out is not None and not force:
            output.refuse_to_overwrite(out, workflow.targets(case_file, chosen).values())
        assessment, packs = workflow.assess_file(case_file, local, profile, asked.model, (cli_readings.ALL,))
        written = workflow.write(assessment, packs, case_file, out, chosen) if out is not None else []
        click.echo(terminal.verdict_text(assessment, in_memo=any(path.suffix != ".json" for path in written)))
        if out is None:
            click.echo(f"\nSå skriver du promemorian:\n  {asked.memo_command}")
        elif written:
            click.echo("\nPromemorian ligger här:")
        for path in written:
            click.echo(f"  {path}")


@main.command()
@click.argument("case_file", metavar="ÄRENDE.yaml", type=click.Path(path_type=Path))
@click.argument("rule", metavar="[REGEL]", required=False)
@profile_option
@model_option
@local_packs
def explain(
    case_file: Path, rule: str | None, profile: str | None, operation_model: str | None, local: Path | None
) -> None:
    """Visa trädet bakom svaren: varje villkor, vad vi vet, källa och datum.

    \b
      sigrisk explain arende.yaml
      sigrisk explain arende.yaml no_secure_point
      sigrisk explain arende.yaml too_complex_for_model --operation-model samverkan
    """
    from sigrisk import terminal, workflow
    from sigrisk.operation import chosen_model

    with telling():
        assessment, _ = workflow.assess_file(case_file, local, profile, chosen_model(operation_model))
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
@click.option(
    "--checklist", "checklists", multiple=True, help="Checklista vars frågor ska stå med; kan ges flera gånger."
)
@profile_option
@local_packs
def new(case_file: Path, day: str | None, checklists: tuple[str, ...], profile: str | None, local: Path | None) -> None:
    """Skriv en tom ärendefil med alla frågor som profilen ställer. Inget är ifyllt i förväg.

    \b
      sigrisk new arende.yaml --profile socialstyrelsen-ungdom
      sigrisk new arende.yaml --checklist yls_inspirerad
    """
    from sigrisk import workflow

    with telling():
        workflow.write_new(case_file, day or date.today().isoformat(), profile, local, checklists)
        click.echo(f"Skrev {case_file}. Fyll i det som är känt och lämna resten.")


@main.command()
@click.option("--scenarios", type=click.Path(path_type=Path), help="Mapp med egna scenarier.")
@click.option("--mutate", is_flag=True, help="Ändra reglerna ett steg i taget och visa ändringar som inget märker.")
@click.option("--json", "as_json", type=click.Path(path_type=Path), help="Skriv en rapport som JSON i den här filen.")
@click.option("--junit", type=click.Path(path_type=Path), help="Skriv en rapport som JUnit XML i den här filen.")
@click.option("--record", metavar="SKÄL", help="Skriv upp ändrade utfall i CHANGES.csv med det här skälet.")
@local_packs
def test(
    scenarios: Path | None,
    mutate: bool,
    as_json: Path | None,
    junit: Path | None,
    record: str | None,
    local: Path | None,
) -> None:
    """Kör reglernas egna exempel och alla scenarier.

    Varje regel ska ha prövats som uppfylld, ej uppfylld och oavgjord, och scenarierna ska visa varje profil,
    arbetssätt, utfall, flagga, påminnelse, alternativ och checklista. Med --mutate ändras reglerna dessutom ett
    steg i taget. En ändring som inget exempel och inget scenario märker visar var ett exempel saknas.

    Varje utfall ska stå i CHANGES.csv med ett skäl. Har utfall ändrats skriver --record upp dem, med skälet.

    \b
      sigrisk test
      sigrisk test --record "Gränsen för anmälningar höjdes efter nämndens beslut"
      sigrisk test --mutate --junit rapport.xml
      sigrisk test --rules min-kommun --scenarios min-kommun/scenarios
    """
    from sigrisk import terminal, testreport
    from sigrisk.testrun import recording, run_tests

    with telling():
        reports = [(p, f) for p, f in ((as_json, testreport.as_json), (junit, testreport.as_junit)) if p is not None]
        for path, _ in reports:
            testreport.refuse_to_replace(path)
        noted = recording(record, date.today().isoformat(), local) if record is not None else None
        with _mutation_progress() as progress:
            run = run_tests(scenarios, local, progress if mutate else None, noted)
        for path, form in reports:
            testreport.write_report(path, form(run))
        for line in testreport.lines(run):
            click.echo(terminal.hung(line))
        if noted is not None and run.recorded is None:
            click.echo("Inget är uppskrivet. Rätta först det som är underkänt.")
        if mutate and run.mutation is None:
            click.echo("Inga ändringar är prövade. Rätta först det som är underkänt.")
        if run.failures or not run.passed:
            sys.exit(FAILED)


@contextmanager
def _mutation_progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal; one line in a log. How many mutants there are is told with the first of them."""
    bar: ProgressBar[int] | None = None

    def tell(done: int, total: int) -> None:
        nonlocal bar
        if not sys.stderr.isatty():
            if done == 0:
                click.echo(f"Prövar {counted(total, 'ändring', 'ändringar')} av reglerna.", err=True)
            return
        if bar is None:
            bar = click.progressbar(length=total, label="Prövar ändringar", show_eta=False, file=sys.stderr)
            bar.render_progress()
        bar.update(done - bar.pos)

    try:
        yield tell
    finally:
        if bar is not None:
            bar.render_finish()


def _load_commands() -> None:
    import sigrisk.cli_compare  # noqa: F401  # hangs its commands on the groups of cli_show
    from sigrisk import cli_again, cli_check, cli_judge, cli_memo, cli_screen, cli_show, cli_train, cli_whatif

    parts = (cli_screen, cli_judge, cli_memo, cli_again, cli_whatif, cli_train, cli_check, cli_show)
    for command in (command for part in parts for command in part.commands):
        main.add_command(command)


_load_commands()
