"""The commands that ask for what matters most: an interview in the terminal, and a list of the next questions."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Final

import click

from sigrisk.cli import FAILED, local_packs, profile_option, telling
from sigrisk.swedishclick import SwedishCommand


@click.command(cls=SwedishCommand)
@click.argument("case_file", metavar="ÄRENDE.yaml", type=click.Path(path_type=Path))
@click.option("--date", "day", help="Bedömningsdag för ett nytt ärende, till exempel 2026-11-22; annars dagens datum.")
@click.option("--again", is_flag=True, help="Fråga på nytt om det som någon har svarat vet inte på.")
@click.option(
    "--plain", is_flag=True, help="Bara ren text: för skärmläsare. Gäller alltid när utskriften går till en fil."
)
@click.option("--out", type=click.Path(path_type=Path), help="Mapp för promemorian; annars ärendets egen.")
@profile_option
@local_packs
def screen(
    case_file: Path,
    day: str | None,
    again: bool,
    plain: bool,
    out: Path | None,
    profile: str | None,
    local: Path | None,
) -> None:
    """Fråga efter det som avgör, en sak i taget, tills inget svar kan ändra utfallet.

    Varje gång ställs den fråga som betyder mest just då, och det står varför. Varje svar sparas genast i ärendefilen,
    så det går att sluta när som helst och fortsätta en annan dag. Finns filen inte skapas den. Sist skrivs promemorian.

    \b
      sigrisk screen arende.yaml
      sigrisk screen arende.yaml --plain --out promemoria
    """
    from sigrisk.screening import Interview
    from sigrisk.talk import Stop, Talk

    with telling():
        if not case_file.exists():
            from sigrisk.workflow import write_new

            write_new(case_file, day or date.today().isoformat(), profile, local)
            click.echo(f"Skrev {case_file}.")
        interview = Interview.begin(case_file, local, profile, again=again)
        talk = Talk(interview, bold=not plain and sys.stdout.isatty())
        try:
            talk.hold()
        except (click.Abort, KeyboardInterrupt, Stop) as stopped:
            click.echo()
            click.echo(f"Svaren finns i {case_file}. Samma kommando fortsätter där du slutade.")
            sys.exit(0 if isinstance(stopped, Stop) else FAILED)
        talk.end(case_file, out)


@click.command("next", cls=SwedishCommand)
@click.argument("case_file", metavar="ÄRENDE.yaml", type=click.Path(path_type=Path))
@click.option("--count", type=click.IntRange(min=1), default=5, help="Hur många frågor som visas; annars 5.")
@profile_option
@local_packs
def next_(case_file: Path, count: int, profile: str | None, local: Path | None) -> None:
    """Visa vilka frågor som betyder mest nu, vem som kan svara och varför de ska ställas.

    Inget ändras i ärendet. Frågor vars svar inte kan ändra utfallet visas inte.

    \b
      sigrisk next arende.yaml
      sigrisk next arende.yaml --count 10
    """
    from sigrisk.screening import Interview
    from sigrisk.screenview import next_text

    with telling():
        click.echo(next_text(Interview.begin(case_file, local, profile, again=True), count))


commands: Final[tuple[click.Command, ...]] = (next_, screen)
