"""The command that asks what would be otherwise if some answers were."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sigrisk.cli import local_packs, model_option, profile_option, telling
from sigrisk.swedishclick import SwedishCommand


@click.command("whatif", cls=SwedishCommand)
@click.argument("case_file", metavar="ÄRENDE.yaml", type=click.Path(path_type=Path))
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="UPPGIFT=SVAR",
    help="Pröva ett svar för hand; kan ges flera gånger, för olika uppgifter.",
)
@click.option("--goal", metavar="UTFALL", help="Sök det som leder till just det här utfallet.")
@click.option("--flag", metavar="FLAGGA", help="Sök det som gör att den här flaggan inte gäller.")
@click.option(
    "--save",
    type=click.Path(path_type=Path),
    help="Spara det första exemplet, eller ändringarna för hand, som ett övningsärende i den här filen.",
)
@click.option("--count", type=click.IntRange(min=1), help="Hur många möjligheter som visas för varje mål; annars 5.")
@click.option("--all", "every", is_flag=True, help="Visa alla möjligheter på skärmen.")
@click.option("--json", "as_json", is_flag=True, help="Skriv allt som hittas, som JSON på skärmen.")
@profile_option
@model_option
@local_packs
def whatif(
    case_file: Path,
    changes: tuple[str, ...],
    goal: str | None,
    flag: str | None,
    save: Path | None,
    count: int | None,
    every: bool,
    as_json: bool,
    profile: str | None,
    operation_model: str | None,
    local: Path | None,
) -> None:
    """Räkna ut vilka minsta ändringar som ger ett annat utfall eller gör att en flagga inte gäller.

    Det är en räkneövning, inte ett råd om vad som ska stå i ärendet. Bara sådant som kan förändras prövas, aldrig
    det som har hänt, åldern eller könet. Alla kombinationer av upp till tre ändringar prövas.

    \b
      sigrisk whatif arende.yaml
      sigrisk whatif arende.yaml --goal offer
      sigrisk whatif arende.yaml --flag heavy_trauma --all
      sigrisk whatif arende.yaml --set will.motivation=saknas --save ovning.yaml
    """
    from sigrisk import whatiffile, whatiftext, workflow
    from sigrisk.operation import chosen_model
    from sigrisk.whatif import applied, goals_of, search
    from sigrisk.whatifasked import changes_in, goal_in, together
    from sigrisk.whatifreport import whatif_report

    with telling():
        together({"--set": changes, "--goal": goal, "--flag": flag})
        together({"--count": count, "--all": every})
        if save is not None:
            whatiffile.refuse(save)
        assessment, packs = workflow.assess_file(case_file, local, profile, chosen_model(operation_model))
        made = changes_in(changes, packs.vocabulary)
        tried = applied(assessment, made) if made else None
        chosen = goal_in(goal, flag, assessment)
        goals = () if tried is not None else (chosen,) if chosen is not None else goals_of(assessment)
        answers = [search(assessment, one) for one in goals]
        if save is not None:
            first = [tried] if tried is not None else [one for answer in answers for one in answer.found]
            whatiffile.save(save, case_file, assessment, whatiffile.to_save(assessment, first), packs)
        if as_json:
            told = whatif_report(assessment, answers, tried).model_dump(mode="json")
            click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        elif tried is not None:
            click.echo(whatiftext.tried_text(assessment, tried))
        else:
            most = None if every else count or whatiftext.MOST_SHOWN
            click.echo(whatiftext.search_text(assessment, answers, most))
        if save is not None:
            what = "Räkneövningen" if tried is not None else "Den första räkneövningen"
            click.echo(f"\n{what} är sparad som ett övningsärende utan berättelse i {save}.", err=as_json)


commands = (whatif,)
