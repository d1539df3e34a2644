"""The command that writes the memo in every format."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sigrisk.cli import FAILED, local_packs, model_option, profile_option, telling
from sigrisk.diagnostics import BadInput, Diagnostic, Position
from sigrisk.memo.reader import WRITTEN, Copy
from sigrisk.swedishclick import SwedishCommand

if TYPE_CHECKING:
    from sigrisk.correction import CorrectionAsked
    from sigrisk.memofiles import Order


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
@click.option(
    "--copy",
    type=click.Choice([one.value for one in Copy]),
    default=Copy.FULL.value,
    help="hel: allt. part: utan märkta uppgifter om andra. ung: en sida med lätta ord till den unge. Annars hel.",
)
@click.option("--without-names", is_flag=True, help="Utelämna namnen på tjänstepersoner.")
@click.option("--readability", is_flag=True, help="Skriv ut hur lättläst varje avsnitt är (LIX), och ingen fil.")
@click.option("--force", is_flag=True, help="Skriv över en promemoria som redan finns.")
@click.option("--final", is_flag=True, help="Skriv den färdiga promemorian, när människor har svarat på allt.")
@click.option(
    "--correction", metavar="SKÄL", help="Rätta en färdig promemoria: skriv en ny version, med det här skälet."
)
@click.option("--corrected-on", metavar="DAG", help="Dagen för rättelsen: år-månad-dag.")
@click.option("--corrected-by", metavar="NAMN, FUNKTION", help="Vem som rättar, med funktion.")
@profile_option
@model_option
@local_packs
def memo(
    case_file: Path,
    formats: str,
    out: Path,
    copy: str,
    without_names: bool,
    readability: bool,
    force: bool,
    final: bool,
    correction: str | None,
    corrected_on: str | None,
    corrected_by: str | None,
    profile: str | None,
    operation_model: str | None,
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
      sigrisk memo arende.yaml --operation-model lotsning --out promemoria
      sigrisk memo arende.yaml --copy ung --format pdf --out promemoria
      sigrisk memo arende.yaml --final --format pdf --out promemoria
      sigrisk memo arende.yaml --final --correction "Fel dag i avsnitt 2" \\
        --corrected-on 2026-11-25 --corrected-by "Ann Exempel, enhetschef"
    """
    from sigrisk.correction import CorrectionAsked
    from sigrisk.memo.documents import FORMATS
    from sigrisk.memo.lixtable import readability_text
    from sigrisk.memofiles import Order, memo_for, read_for, write_memo
    from sigrisk.operation import chosen_model
    from sigrisk.output import formats_in

    with telling():
        asked = CorrectionAsked(correction, corrected_on, corrected_by)
        model = chosen_model(operation_model)
        order = Order(case_file, formats_in(formats, FORMATS), out, force, Copy(copy), without_names, model)
        if readability:
            click.echo(readability_text(memo_for(order, read_for(order, local, profile))))
            return
        if final:
            _final(order, asked, local, profile)
            return
        if asked.any:
            raise BadInput([_misplaced(asked.option, f"{asked.option} gäller bara tillsammans med --final")])
        written = write_memo(order, local, profile)
        click.echo(f"{WRITTEN[order.copy]} ligger här:")
        for path in written.paths:
            click.echo(f"  {path}")
        _tell_more(order, written.to_read, written.sheet)


def _tell_more(order: Order, to_read: tuple[str, ...], sheet: tuple[Diagnostic, ...]) -> None:
    if order.copy is Copy.PARTY:
        _tell_to_read(to_read)
    if order.copy is Copy.YOUNG:
        click.echo("Läs igenom bladet innan du lämnar det: andra hemma kan läsa det, också citatet och gruppens ord.")
    for found in sheet:
        click.echo(str(found), err=True)


def _tell_to_read(titles: tuple[str, ...]) -> None:
    click.echo("Läs igenom hela kopian innan den lämnas ut: bara det som är märkt i ärendet är maskerat.")
    if titles:
        click.echo("De här prövningarna bygger på maskerade uppgifter, och visas därför inte:")
        for title in titles:
            click.echo(f"  {title}")


def _final(order: Order, asked: CorrectionAsked, local: Path | None, profile: str | None) -> None:
    from sigrisk.correction import NotFinal
    from sigrisk.final import write_final

    if order.force:
        raise BadInput([_misplaced("--force", "en färdig promemoria skrivs aldrig över")])
    try:
        written = write_final(order, asked, local, profile)
    except NotFinal as refused:
        for found in refused.diagnostics:
            click.echo(str(found), err=True)
        count = len(refused.diagnostics)
        first = f"{count} saker återstår. " if count > 1 else ""
        click.echo(f"{first}Ingen färdig promemoria är skriven.", err=True)
        sys.exit(FAILED)
    what = "Den färdiga promemorian" if order.copy is Copy.FULL else WRITTEN[order.copy]
    click.echo(f"{what}, version {written.version.version}, ligger här:")
    for path in written.files:
        click.echo(f"  {path}")
    _tell_more(order, written.to_read, written.sheet)


def _misplaced(option: str, what: str) -> Diagnostic:
    return Diagnostic("SIG255", option, Position(1, 1), what, f"ta bort {option}, eller läs sigrisk memo --help")


commands = (memo,)
