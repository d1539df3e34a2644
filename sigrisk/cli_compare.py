"""The commands that compare: two profiles, and two versions of the rules."""

from __future__ import annotations

from pathlib import Path

import click

from sigrisk.cli import local_packs, stacked_option, telling
from sigrisk.cli_show import profiles, rules

json_option = click.option(
    "--json",
    "as_json",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Skriv jämförelsen som JSON i den här filen; med - skrivs den på skärmen i stället för texten.",
)


def tell(text: str, data: str, as_json: Path | None) -> None:
    """Print the text, and write the data where asked for. Raises BadInput (SIG032, SIG033)."""
    from sigrisk.memo.wording import NBSP
    from sigrisk.testreport import refuse_to_replace, write_report

    data = data.replace(NBSP, " ")
    if as_json == Path("-"):
        click.echo(data, nl=False)
        return
    if as_json is not None:
        refuse_to_replace(as_json)
        write_report(as_json, data)
    click.echo(text)


@profiles.command("compare")
@click.argument("left", metavar="PROFIL")
@click.argument("right", metavar="PROFIL")
@json_option
@stacked_option
@local_packs
def profiles_compare(left: str, right: str, as_json: Path | None, stacked: bool, local: Path | None) -> None:
    """Visa var två profiler skiljer sig åt: målgrupp, gränser, regler och beslutslista.

    \b
      sigrisk profiles compare socialstyrelsen-ungdom skarholmen-ungdom
      sigrisk profiles compare socialstyrelsen-ungdom stockholm-unga-vuxna --stacked
    """
    from sigrisk.columns import room
    from sigrisk.compare import compare
    from sigrisk.compareview import text_of
    from sigrisk.packs import load
    from sigrisk.workflow import book_for

    with telling():
        packs = load(local)
        view = compare(book_for(packs, left), book_for(packs, right))
        tell(text_of(view, room(stacked)), view.model_dump_json(indent=2) + "\n", as_json)


@rules.command("diff")
@click.argument("old", metavar="GAMMALT")
@click.argument("new", metavar="NYTT")
@click.option("--scenarios", type=click.Path(path_type=Path), help="Mapp med de övningsärenden som ska prövas.")
@json_option
def rules_diff(old: str, new: str, scenarios: Path | None, as_json: Path | None) -> None:
    """Visa vad som skiljer mellan två versioner av reglerna, och vilka övningsärenden som påverkas.

    GAMMALT och NYTT är mappar: ett helt regelverk, till exempel en äldre version av sigrisk, eller kommunens egen mapp,
    som då läggs över de medföljande reglerna. Ordet medföljande står för de medföljande reglerna.

    \b
      sigrisk rules diff medföljande min-kommun
      sigrisk rules diff ../sigrisk-2025 . --json skillnad.json
    """
    from sigrisk.bookdiff import diff
    from sigrisk.bookdiffview import text_of

    with telling():
        view = diff(old, new, scenarios)
        tell(text_of(view), view.model_dump_json(indent=2) + "\n", as_json)
