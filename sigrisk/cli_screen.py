"""The commands that ask for what matters most: an interview in the terminal, and a list of the next questions."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

import click

from sigrisk.cli import BAD_INPUT, local_packs, profile_option, telling
from sigrisk.swedishclick import INTERRUPTED, SwedishCommand


@click.command(cls=SwedishCommand)
@click.argument("case_file", metavar="ÄRENDE.yaml", type=click.Path(path_type=Path))
@click.option("--date", "day", help="Bedömningsdag för ett nytt ärende, till exempel 2026-11-22; annars dagens datum.")
@click.option("--again", is_flag=True, help="Fråga på nytt om det som någon har svarat vet ej på.")
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

    Skriv vet ej när den som kan svara är tillfrågad men inte vet: det blir ett svar i ärendet. Skriv hoppa över och
    ett skäl när frågan inte går att ställa nu: då är inget svarat, och frågan kommer tillbaka nästa gång.

    \b
      sigrisk screen arende.yaml
      sigrisk screen arende.yaml --plain --out promemoria
    """
    from sigrisk.output import refuse_no_place
    from sigrisk.screening import Interview
    from sigrisk.talk import Talk
    from sigrisk.talklines import Stop, may_style

    with telling():
        refuse_no_place(out or case_file.parent)
        if not case_file.exists():
            _begin(case_file, day, profile, local)
        interview = Interview.begin(case_file, local, profile, again=again)
        talk = Talk(interview, bold=not plain and may_style())
        with _telling_what_is_kept(case_file):
            try:
                talk.hold()
            except Stop:
                if not interview.more and interview.settled is None:  # questions that decide are left
                    _tell_where(case_file, _memo_command(case_file, profile, local, out))
                    return
            except KeyboardInterrupt:
                _tell_where(case_file, _memo_command(case_file, profile, local, out))
                sys.exit(INTERRUPTED)
            talk.end(case_file, out)


def _begin(case_file: Path, day: str | None, profile: str | None, local: Path | None) -> None:
    """Write a new case. Raises BadInput (SIG023, SIG033, SIG108, SIG275)."""
    from sigrisk.diagnostics import BadInput, Diagnostic, Position
    from sigrisk.workflow import write_new

    if case_file.suffix.lower() not in (".yaml", ".yml"):
        what = "filen finns inte, och ett nytt ärende behöver ett namn som slutar på .yaml"
        name = case_file.with_name(f"{case_file.stem}.yaml") if case_file.stem.strip("-.") else Path("arende.yaml")
        raise BadInput([Diagnostic("SIG275", str(case_file), Position(1, 1), what, f"skriv till exempel {name}")])
    write_new(case_file, day or date.today().isoformat(), profile, local)
    click.echo(f"Skrev {case_file}.")


@contextmanager
def _telling_what_is_kept(case_file: Path) -> Iterator[None]:
    """Tells a fault under way without saying that nothing is written: every answer before it is."""
    from sigrisk.diagnostics import BadInput

    try:
        yield
    except BadInput as bad:
        for found in bad.diagnostics:
            click.echo(str(found), err=True)
        click.echo(f"De svar som är sparade finns i {case_file}. Promemorian är inte skriven.", err=True)
        sys.exit(BAD_INPUT)


def _tell_where(case_file: Path, command: str) -> None:
    from sigrisk.terminal import wrapped

    click.echo()
    click.echo(wrapped(f"Svaren finns i {case_file}. Samma kommando fortsätter där du slutade."))
    click.echo(wrapped("Promemorian är inte skriven. Vill du ha den som ärendet är nu, skriv"))
    click.echo(f"  {command}")


def _memo_command(case_file: Path, profile: str | None, local: Path | None, out: Path | None) -> str:
    told = (("--profile", profile), ("--rules", local), ("--out", out or case_file.parent))
    given = [word for option, value in told if value is not None for word in (option, str(value))]
    return shlex.join(["sigrisk", "memo", str(case_file), *given])


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
