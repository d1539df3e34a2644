"""The command that asks the group for its judgement."""

from __future__ import annotations

from pathlib import Path

import click

from sigrisk.cli import local_packs, profile_option, telling


@click.command()
@click.argument("case_file", metavar="ÄRENDE.yaml", type=click.Path(path_type=Path))
@profile_option
@local_packs
def judge(case_file: Path, profile: str | None, local: Path | None) -> None:
    """Fråga efter gruppens ställningstagande och spara det bredvid ärendet.

    Inget är ifyllt i förväg. Tryck på Enter för att hoppa över en fråga. Varje svar sparas genast, så det går att
    avbryta och fortsätta senare. Filen går också att fylla i med en textredigerare.

    \b
      sigrisk judge arende.yaml
    """
    from sigrisk import judging, workflow
    from sigrisk.judgement import lacking
    from sigrisk.judgementfile import beside

    with telling():
        assessment, packs = workflow.assess_file(case_file, local, profile)
        path = beside(case_file)
        judgement = workflow.judgement_beside(case_file, assessment, packs)
        grounds = workflow.legal_grounds(packs)
        skipped: frozenset[str] = frozenset()
        while (lack := judging.in_turn(judgement, assessment, skipped)) is not None:
            try:
                new = judging.answered(judgement, lack, assessment, grounds, _ask)
            except judging.Unfit as unfit:
                click.echo(f"  {unfit}.")
                continue
            if new == judgement:
                skipped |= {lack.key}
                continue
            judgement = new
            workflow.save_judgement(path, judgement)
        left = lacking(judgement, assessment)
        click.echo(f"Sparat i {path}." if path.exists() else "Inget är sparat.")
        if left:
            click.echo("Innan promemorian kan bli färdig återstår:")
        for one in left:
            click.echo(f"  - {one.what}")


def _ask(question: str, help_: str) -> str:
    click.echo(f"\n{question[:1].upper()}{question[1:]}")
    text: str = click.prompt(f"  {help_}\n ", default="", show_default=False, prompt_suffix=" ")
    return text.strip()
