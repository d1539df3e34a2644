"""The commands for training: a scenario to rate, feedback against its key, agreement between raters, new scenarios."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sigrisk.cli import local_packs, telling
from sigrisk.swedishclick import INTERRUPTED, SwedishGroup, interrupted

if TYPE_CHECKING:
    from sigrisk.training.sitting import Question, Sitting

_LATER: Final = frozenset({"", "senare", "hoppa över"})
_READ: Final = "läs"
_WAYS: Final = (
    "Skriv läs för att se underlaget igen, senare för att hoppa över, tillbaka för förra frågan och avsluta när du "
    "vill sluta. Varje svar sparas genast, så det går att fortsätta en annan dag. Inget är ifyllt i förväg."
)
_FORMATS: Final = ("html", "pdf", "docx", "md", "txt", "txt-sections", "json")

out_option = click.option(
    "--out", type=click.Path(path_type=Path), help="Mapp att skriva rapporten i; annars bara på skärmen."
)
force_option = click.option("--force", is_flag=True, help="Skriv över en rapport som redan finns.")


@click.group(cls=SwedishGroup)
def train() -> None:
    """Öva på att bedöma: svara på övningsärenden, få återkoppling, jämför flera bedömare och skapa nya övningsärenden.

    \b
      sigrisk train start OVN-02 --rater al
      sigrisk train feedback OVN-02-al.svar.yaml
    """


@train.command("start")
@click.argument("name", metavar="ÖVNINGSÄRENDE")
@click.option("--rater", required=True, help="Ett påhittat namn på den som svarar, till exempel al.")
@click.option("--instrument", metavar="CHECKLISTA", help="Checklista att svara på; annars den som facit har.")
@click.option("--template", is_flag=True, help="Skriv en tom fil att fylla i med en textredigerare, utan att fråga.")
@click.option(
    "--out", "folder", type=click.Path(path_type=Path), default=Path(), help="Mapp för svaren; annars den här mappen."
)
@local_packs
def train_start(
    name: str, rater: str, instrument: str | None, template: bool, folder: Path, local: Path | None
) -> None:
    """Läs ett övningsärende och svara på checklistan, utan att se facit.

    ÖVNINGSÄRENDE är ett nummer, till exempel OVN-02, eller en ärendefil. Varje svar sparas genast i en fil som
    slutar på .svar.yaml. Samma kommando fortsätter där du slutade.

    \b
      sigrisk train start OVN-02 --rater al
      sigrisk train start OVN-02 --rater al --template
    """
    from sigrisk.dialogue import hold
    from sigrisk.terminal import wrapped
    from sigrisk.training.sitting import Begin, Sitting, write_template

    with telling():
        order = Begin(name, rater, instrument, folder)
        if template:
            path = write_template(order, local)
            _show_material(Sitting.begin(order, local))
            click.echo(f"\nSkrev {path}. Inget är ifyllt.")
            return
        sitting = Sitting.begin(order, local)
        _show_material(sitting)
        if sitting.left:
            click.echo(f"\n{sitting.instrument.label}\n\n{wrapped(_WAYS)}")
        try:
            hold(sitting, _asker(), _LATER, {_READ: lambda: _show_material(sitting)})
        except click.Abort as stopped:
            click.echo()
            _tell_left(sitting)
            sys.exit(INTERRUPTED if interrupted(stopped) else 0)  # at the end of a pipe every answer is saved
        _tell_left(sitting)


def _show_material(sitting: Sitting) -> None:
    from sigrisk.terminal import wrapped

    case = sitting.scenario.case
    click.echo(f"{case.case.id} – {case.person.label}. Allt är påhittat.")
    for place, part in enumerate(sitting.scenario.parts):
        click.echo(f"\n{part.heading}")
        between = "\n\n" if place == 0 else "\n"  # the story has paragraphs; the rest are rows
        click.echo(between.join(wrapped(text, "  ") for text in part.texts))


def _asker() -> Callable[[Question, bool], None]:
    """Asks each question, under its heading where that is a new one."""
    from sigrisk.terminal import wrapped

    heading = ""

    def ask(question: Question, anew: bool) -> None:
        nonlocal heading
        if question.heading != heading:
            heading = question.heading
            click.echo(f"\n{heading}")
        click.echo()
        click.echo(wrapped(question.question))
        if not anew:
            for line in question.shown:
                click.echo(wrapped(line, "  ", "    "))
            click.echo(wrapped(question.how, "  "))

    return ask


def _tell_left(sitting: Sitting) -> None:
    from sigrisk.counted import counted
    from sigrisk.terminal import wrapped

    click.echo(f"\nSvaren finns i {sitting.path}." if sitting.path.exists() else "\nInget är sparat.")
    left = sitting.left
    if left:
        told = f"{counted(len(left), 'fråga', 'frågor')} återstår. Samma kommando fortsätter där du slutade."
        click.echo(wrapped(told))
        if sitting.ratings.given:
            click.echo(f"Återkoppling på det som är besvarat: ”sigrisk train feedback {sitting.path}”.")
        return
    click.echo(f"Allt är besvarat. Återkopplingen visas med ”sigrisk train feedback {sitting.path}”.")


@train.command("feedback")
@click.argument("ratings", metavar="SVAR.yaml", type=click.Path(path_type=Path))
@click.option(
    "--scenario", metavar="ÖVNINGSÄRENDE", help="Övningsärendet, om det varken ligger bredvid eller följer med."
)
@click.option(
    "--format", "formats", default="html", help="Format, åtskilda av komma, som för promemorian. Annars html."
)
@out_option
@force_option
@local_packs
def train_feedback(
    ratings: Path, scenario: str | None, formats: str, out: Path | None, force: bool, local: Path | None
) -> None:
    """Jämför svaren med facit, fråga för fråga, och visa orden som facit vilar på.

    Facit visas bara för de frågor som är besvarade. Svaren räknas inte ihop, och ingen jämförs med
    någon annan.

    \b
      sigrisk train feedback OVN-02-al.svar.yaml
      sigrisk train feedback OVN-02-al.svar.yaml --out aterkoppling
    """
    from sigrisk.documentfiles import Report
    from sigrisk.output import formats_in
    from sigrisk.training.reports import show_feedback

    with telling():
        order = Report(formats_in(formats, _FORMATS), out, force)
        _tell(*show_feedback(ratings, scenario, order, local), "Återkopplingen ligger här:")


@train.command("agreement")
@click.argument("ratings", metavar="SVAR.yaml|MAPP…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "formats",
    default="html,csv",
    help="Format, åtskilda av komma: csv, eller som promemorian. Annars html,csv.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Frö för slumpen: samma frö ger samma intervall.")
@click.option(
    "--resamples",
    type=click.IntRange(0, 100_000),
    default=1000,
    show_default=True,
    help="Antal slumpmässiga urval för intervallen; 0 ger inga intervall.",
)
@out_option
@force_option
@local_packs
def train_agreement(
    ratings: tuple[Path, ...],
    formats: str,
    seed: int,
    resamples: int,
    out: Path | None,
    force: bool,
    local: Path | None,
) -> None:
    """Räkna hur samstämmiga flera bedömare är: fråga för fråga, område för område och i den samlade bedömningen.

    Talen gäller hur checklistan används i gruppen. Ingen bedömare jämförs med någon annan vid namn.

    \b
      sigrisk train agreement svar/
      sigrisk train agreement svar/ --out rapport --format html,csv
    """
    from sigrisk.documentfiles import Report
    from sigrisk.output import formats_in
    from sigrisk.training.agreement import Drawing
    from sigrisk.training.reports import show_agreement

    with telling():
        order = Report(formats_in(formats, (*_FORMATS, "csv")), out, force)
        text, written, warnings = show_agreement(ratings, order, Drawing(seed, resamples), local)
        for one in warnings:
            click.echo(str(one), err=True)
        _tell(text, written, "Rapporten ligger här:")


@train.command("generate")
@click.option("--seed", type=click.IntRange(0), required=True, help="Frö för slumpen: samma frö ger samma ärende.")
@click.option("--preset", metavar="FÖRLAGA", help="Slaget av ärende; annars väljer fröet.")
@click.option("--out", type=click.Path(path_type=Path), help="Fil att skriva; annars ett namn ur fröet.")
@local_packs
def train_generate(seed: int, preset: str | None, out: Path | None, local: Path | None) -> None:
    """Skapa ett nytt påhittat övningsärende med facit, ur en förlaga och ett frö.

    Texten och facit dras tillsammans, så de stämmer med varandra. Numret och filnamnet avslöjar inte facit.

    \b
      sigrisk train generate --seed 7
      sigrisk train generate --seed 7 --preset felrekrytering --out ovning.yaml
    """
    from sigrisk.training.newfile import new_exercise

    with telling():
        path, made = new_exercise(seed, preset, out, local)
        click.echo(
            f"Skrev {path}. Övningsärendet heter {made.number} och allt i det är påhittat. Filen innehåller facit."
        )
        click.echo(f"Så börjar den som ska öva:\n  sigrisk train start {path} --rater al")


def _tell(text: str, written: list[Path], where: str) -> None:
    click.echo(text)
    if written:
        click.echo(where)
    for path in written:
        click.echo(f"  {path}")


commands = (train,)
