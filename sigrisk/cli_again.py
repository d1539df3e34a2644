"""The commands for cases that come back: one compared over time, and a group summed up."""

from __future__ import annotations

from pathlib import Path

import click

from sigrisk.cli import local_packs, profile_option, telling
from sigrisk.swedishclick import SwedishCommand


@click.command("compare", cls=SwedishCommand)
@click.argument("case_files", metavar="ÄRENDE.yaml…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format", "formats", default="html", help="Format, åtskilda av komma, som för promemorian. Annars html."
)
@click.option("--out", type=click.Path(path_type=Path), help="Mapp att skriva jämförelsen i; annars bara på skärmen.")
@click.option("--force", is_flag=True, help="Skriv över en jämförelse som redan finns.")
@profile_option
@local_packs
def compare(
    case_files: tuple[Path, ...], formats: str, out: Path | None, force: bool, profile: str | None, local: Path | None
) -> None:
    """Jämför ett ärende med sig självt över tid: vad som har ändrats, enligt vem, och vilka svar det vände.

    Ange en ärendefil som har flera dagar under assessments, eller två till fyra filer av samma ärende.

    \b
      sigrisk compare arende.yaml
      sigrisk compare arende-mars.yaml arende-september.yaml --out jamforelse --format pdf
    """
    from sigrisk.againfiles import show_comparison
    from sigrisk.documentfiles import Report
    from sigrisk.memo.documents import FORMATS
    from sigrisk.output import formats_in

    with telling():
        order = Report(formats_in(formats, FORMATS), out, force)
        text, written = show_comparison(case_files, order, local, profile)
        click.echo(text)
        if written:
            click.echo("Jämförelsen ligger här:")
        for path in written:
            click.echo(f"  {path}")


@click.command(cls=SwedishCommand)
@click.argument("paths", metavar="ÄRENDE.yaml|MAPP…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--json",
    "as_json",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Skriv talen som JSON i den här filen; med - skrivs de på skärmen i stället för texten.",
)
@local_packs
def followup(paths: tuple[Path, ...], as_json: Path | None, local: Path | None) -> None:
    """Summera uppföljningar för en grupp ärenden, bara som antal. Antal från 1 till 4 visas aldrig.

    Inga personer listas, och gruppen går inte att dela upp.

    \b
      sigrisk followup arenden/
      sigrisk followup arenden/ --json uppfoljning.json
    """
    from sigrisk.cli_compare import tell
    from sigrisk.followups import sum_up
    from sigrisk.memo.data import memo_json
    from sigrisk.memo.text import plain_text

    with telling():
        memo = sum_up(paths, local)
        tell(plain_text(memo), memo_json(memo), as_json)


commands = (compare, followup)
