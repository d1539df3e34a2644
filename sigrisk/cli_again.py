"""The commands for a case that comes back: compare it over time."""

from __future__ import annotations

from pathlib import Path

import click

from sigrisk.cli import formats_in, local_packs, profile_option, telling


@click.command("compare")
@click.argument("case_files", metavar="ÄRENDE.yaml...", nargs=-1, required=True, type=click.Path(path_type=Path))
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
    from sigrisk.againfiles import Comparing, show_comparison
    from sigrisk.memo.documents import FORMATS

    with telling():
        order = Comparing(case_files, formats_in(formats, FORMATS), out, force)
        text, written = show_comparison(order, local, profile)
        click.echo(text)
        if written:
            click.echo("Jämförelsen ligger här:")
        for path in written:
            click.echo(f"  {path}")


commands = (compare,)
