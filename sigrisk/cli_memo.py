"""The command that writes the memo in every format."""

from __future__ import annotations

from pathlib import Path

import click

from sigrisk.cli import local_packs, model_option, profile_option, telling
from sigrisk.swedishclick import SwedishCommand


@click.command(cls=SwedishCommand)
@click.argument("case_file", metavar="ÄRENDE.yaml", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "formats",
    default="html",
    help="Format, åtskilda av komma: html, pdf, docx, md, txt, txt-sections, json. Annars html.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path(), help="Mapp för promemorian; annars mappen du står i."
)
@click.option("--force", is_flag=True, help="Skriv över en promemoria som redan finns.")
@profile_option
@model_option
@local_packs
def memo(
    case_file: Path,
    formats: str,
    out: Path,
    force: bool,
    profile: str | None,
    operation_model: str | None,
    local: Path | None,
) -> None:
    """Skriv promemorian i de format du behöver. Innehållet är detsamma i alla.

    \b
    html          för att läsa på skärmen
    pdf           för diariet och arkivet (PDF/A) och för hjälpmedel (PDF/UA)
    docx          för att skriva vidare i Word eller LibreOffice
    md, txt       för att läsa som ren text
    txt-sections  en fil per avsnitt, för att klistra in i verksamhetssystemet
    json          för andra program; sigrisk schema memo visar hur den är uppbyggd

    PDF och docx kräver tillägget documents.

    \b
      sigrisk memo arende.yaml --format pdf,docx --out promemoria
      sigrisk memo arende.yaml --format txt-sections --out promemoria
      sigrisk memo arende.yaml --operation-model lotsning --out promemoria
    """
    from sigrisk.memo.documents import FORMATS
    from sigrisk.memofiles import Order, write_memo
    from sigrisk.operation import chosen_model
    from sigrisk.output import formats_in

    with telling():
        order = Order(case_file, formats_in(formats, FORMATS), out, force)
        written = write_memo(order, local, profile, chosen_model(operation_model))
        click.echo("Promemorian ligger här:")
        for path in written:
            click.echo(f"  {path}")


commands = (memo,)
