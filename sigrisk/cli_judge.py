"""The command that asks the group for its judgement."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sigrisk.cli import FAILED, local_packs, profile_option, telling
from sigrisk.swedishclick import INTERRUPTED, SwedishCommand, interrupted

if TYPE_CHECKING:
    from sigrisk.asking import Asked
    from sigrisk.sitting import Sitting

_LATER: Final = frozenset({"", "senare", "hoppa över", "vet inte", "vet ej"})
_WAYS: Final = (
    "Skriv senare om du inte vet, tillbaka för förra frågan och avsluta när du vill sluta. "
    "Varje svar sparas genast, så det går att fortsätta en annan dag. Inget är ifyllt i förväg."
)

_HARD: Final = "Orden till den unge är svåra att läsa: LIX {lix}, och det ska vara under 30. Skriv kortare."


@click.command(cls=SwedishCommand)
@click.argument("case_file", metavar="ÄRENDE.yaml", type=click.Path(path_type=Path))
@click.option("--template", is_flag=True, help="Skriv en tom fil att fylla i med en textredigerare, utan att fråga.")
@profile_option
@local_packs
def judge(case_file: Path, template: bool, profile: str | None, local: Path | None) -> None:
    """Fråga efter gruppens ställningstagande och spara det bredvid ärendet.

    Frågorna kommer en i taget. Inget är ifyllt i förväg. Varje svar sparas genast i en fil som slutar på
    .stallningstagande.yaml. Den går också att fylla i med en textredigerare.

    \b
      sigrisk judge arende.yaml
      sigrisk judge arende.yaml --template
    """
    from sigrisk.sitting import Changed, Sitting, write_template

    with telling():
        try:
            if template:
                path = write_template(case_file, local, profile)
                click.echo(f"Skrev {path}. Inget är ifyllt. Lämna det som inte är klart.")
                return
            _hold(Sitting.begin(case_file, local, profile))
        except Changed as changed:
            click.echo(str(changed.diagnostic), err=True)
            sys.exit(FAILED)


def _hold(sitting: Sitting) -> None:
    """Ask, and tell what is left."""
    from sigrisk.dialogue import hold
    from sigrisk.terminal import wrapped

    _in_case(sitting)
    if sitting.lacks or sitting.reviewing:
        click.echo(wrapped(_WAYS))
    try:
        hold(sitting, _ask, _LATER, {})
    except click.Abort as stopped:
        click.echo()
        _tell_left(sitting)
        sys.exit(INTERRUPTED if interrupted(stopped) else 0)  # at the end of a pipe every answer is saved
    _tell_left(sitting)


def _ask(asked: Asked, anew: bool) -> None:
    from sigrisk.memo.wording import full_stop
    from sigrisk.terminal import wrapped

    click.echo()
    for line in () if anew else asked.shown:  # after an answer that didn't fit, the question alone
        click.echo(wrapped(line.replace("\u00a0", " "), rest="  "))
    click.echo(wrapped(asked.question))
    if asked.written:
        written = full_stop(f"Nu står det ”{asked.written}”")
        click.echo(wrapped(f"{written} Tryck på Enter för att behålla det.", "  "))
    click.echo(wrapped(asked.how, "  "))


def _in_case(sitting: Sitting) -> None:
    """What must be mended in the case file first: a change there asks people to go through everything once more."""
    listed = [lack for lack in sitting.lacks if lack.in_case]
    if listed:
        click.echo(
            "Det här skrivs i ärendefilen. Gör det helst först, för ändras ärendet ska svaren bekräftas på nytt."
        )
    for lack in listed:
        click.echo(f"  - {_sentence(f'{lack.message}: {lack.help}')}")
    if listed:
        click.echo()


def _tell_left(sitting: Sitting) -> None:
    from sigrisk.memo.sheetcheck import too_hard
    from sigrisk.terminal import wrapped

    click.echo(f"Svaren finns i {sitting.path}." if sitting.path.exists() else "Inget är sparat.")
    if (lix := too_hard(sitting.judgement.to_young)) is not None:
        click.echo(wrapped(_HARD.format(lix=lix)))
    left = sitting.lacks
    if not left:
        click.echo("Inget saknas. ”sigrisk memo” med --final skriver den färdiga promemorian.")
        return
    click.echo("Innan promemorian kan bli färdig återstår:")
    for lack in left:
        click.echo(f"  - {_sentence(lack.message)}")


def _sentence(text: str) -> str:
    from sigrisk.memo.wording import full_stop

    return full_stop(text[:1].upper() + text[1:])


commands = (judge,)
