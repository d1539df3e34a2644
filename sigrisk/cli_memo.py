"""The command that writes the memo in every format."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sigrisk.cli import FAILED, formats_in, local_packs, profile_option, telling
from sigrisk.diagnostics import BadInput, Diagnostic, Position

if TYPE_CHECKING:
    from sigrisk.memofiles import Order


@click.command()
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
@click.option("--final", is_flag=True, help="Skriv den färdiga promemorian, när människor har svarat på allt.")
@click.option(
    "--correction", metavar="SKÄL", help="Rätta en färdig promemoria: skriv en ny version, med det här skälet."
)
@profile_option
@local_packs
def memo(
    case_file: Path,
    formats: str,
    out: Path,
    force: bool,
    final: bool,
    correction: str | None,
    profile: str | None,
    local: Path | None,
) -> None:
    """Skriv promemorian i de format du behöver. Innehållet är detsamma i alla.

    Promemorian är ett utkast tills gruppen har svarat på allt med sigrisk judge. Då skriver --final den färdiga, som
    en egen version som aldrig skrivs över.

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
      sigrisk memo arende.yaml --final --format pdf --out promemoria
    """
    from sigrisk.memo.documents import FORMATS
    from sigrisk.memofiles import Order, write_memo

    with telling():
        order = Order(case_file, formats_in(formats, FORMATS), out, force)
        if final:
            _final(order, correction, local, profile)
            return
        if correction is not None:
            raise BadInput([_misplaced("--correction", "--correction gäller bara tillsammans med --final")])
        written = write_memo(order, local, profile)
        click.echo("Promemorian ligger här:")
        for path in written:
            click.echo(f"  {path}")


def _final(order: Order, correction: str | None, local: Path | None, profile: str | None) -> None:
    from sigrisk.final import NotFinal, write_final

    if order.force:
        raise BadInput([_misplaced("--force", "en färdig promemoria skrivs aldrig över")])
    try:
        written = write_final(order, correction, local, profile)
    except NotFinal as refused:
        for found in refused.diagnostics:
            click.echo(str(found), err=True)
        count = len(refused.diagnostics)
        first = f"{count} saker återstår. " if count > 1 else ""
        click.echo(f"{first}Ingen färdig promemoria är skriven.", err=True)
        sys.exit(FAILED)
    click.echo(f"Den färdiga promemorian, version {written.version.version}, ligger här:")
    for path in written.files:
        click.echo(f"  {path}")


def _misplaced(option: str, what: str) -> Diagnostic:
    return Diagnostic("SIG255", option, Position(1, 1), what, f"ta bort {option}, eller läs sigrisk memo --help")


commands = (memo,)
