"""The commands that show what sigrisk knows: checklists, rules, profiles, facts, offences and schemas."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

import click

from sigrisk.cli import FAILED, local_packs, profile_option, telling
from sigrisk.counted import counted
from sigrisk.diagnostics import BadInput, Diagnostic, Position, did_you_mean
from sigrisk.series import series
from sigrisk.swedishclick import SwedishCommand, SwedishGroup


def _unknown(what: str, name: str, known: tuple[str, ...], command: str) -> BadInput:
    help_ = did_you_mean(name, known) or f"”sigrisk {command} list” visar alla"
    return BadInput([Diagnostic("SIG031", what, Position(1, 1), f"”{name}” finns inte", help_)])


@click.group(cls=SwedishGroup)
def instruments() -> None:
    """Visa checklistorna.

    \b
      sigrisk instruments list
      sigrisk instruments show savry_inspirerad
    """


@instruments.command("list")
@local_packs
def instruments_list(local: Path | None) -> None:
    """Lista checklistorna, med ålder och ungefärlig tid.

    \b
      sigrisk instruments list
    """
    from sigrisk.packs import load
    from sigrisk.terminal import wrapped

    with telling():
        for one in load(local).instruments.values():
            ages = f"{one.ages.low}–{one.ages.high} år"
            minutes = counted(one.minutes, "minut", "minuter")
            told = f"{one.id}  {one.label} (version {one.version}, {ages}, cirka {minutes})"
            click.echo(wrapped(told, rest="  "))


@instruments.command("show")
@click.argument("instrument", metavar="CHECKLISTA")
@local_packs
def instruments_show(instrument: str, local: Path | None) -> None:
    """Visa en checklista med alla frågor och vad nivåerna betyder.

    \b
      sigrisk instruments show irk_inspirerad
    """
    from sigrisk.packs import load
    from sigrisk.show import instrument_text

    with telling():
        packs = load(local)
        if instrument not in packs.instruments:
            raise _unknown("CHECKLISTA", instrument, tuple(packs.instruments), "instruments")
        click.echo(instrument_text(packs.instruments[instrument], packs.vocabulary))


@click.group(cls=SwedishGroup)
def rules() -> None:
    """Visa reglerna i en profil.

    \b
      sigrisk rules list
      sigrisk rules show no_secure_point
    """


@rules.command("list")
@profile_option
@local_packs
def rules_list(profile: str | None, local: Path | None) -> None:
    """Lista reglerna i en profil.

    \b
      sigrisk rules list --profile socialstyrelsen-ungdom
    """
    from sigrisk.packs import DEFAULT_PROFILE, load
    from sigrisk.show import KINDS, rules_in_order
    from sigrisk.terminal import wrapped
    from sigrisk.workflow import book_for

    with telling():
        packs = load(local)
        book = book_for(packs, DEFAULT_PROFILE if profile is None else profile)
        kind = None
        for resolved in rules_in_order(book):
            if resolved.rule.kind is not kind:
                kind = resolved.rule.kind
                click.echo(f"\n{KINDS[kind]}")
            click.echo(wrapped(f"{resolved.id}  {resolved.rule.title}", "  ", "    "))


@rules.command("show")
@click.argument("rule", metavar="REGEL")
@profile_option
@local_packs
def rules_show(rule: str, profile: str | None, local: Path | None) -> None:
    """Visa en regel: villkor, meningar, källa och gränser.

    \b
      sigrisk rules show no_secure_point
    """
    from sigrisk.packs import DEFAULT_PROFILE, load
    from sigrisk.show import rule_text
    from sigrisk.workflow import book_for

    with telling():
        book = book_for(load(local), DEFAULT_PROFILE if profile is None else profile)
        if rule not in book.rules:
            raise _unknown("REGEL", rule, tuple(book.rules), "rules")
        click.echo(rule_text(book, book.rules[rule]))


@rules.command("publish")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Mapp att skriva sidorna i.")
@click.option("--profile", "chosen", multiple=True, help="Profil att ta med; kan anges flera gånger. Annars alla.")
@click.option("--check", is_flag=True, help="Skriv inget. Säg vilka sidor som inte stämmer med reglerna.")
@local_packs
def rules_publish(out: Path, chosen: tuple[str, ...], check: bool, local: Path | None) -> None:
    """Skriv regelboken som sidor som vem som helst kan läsa, och spårbarheten från källa till regel.

    Sidor som sigrisk har skrivit förut byts ut eller tas bort. Andra filer rörs aldrig.

    \b
      sigrisk rules publish --out docs
      sigrisk rules publish --out docs --check
      sigrisk rules publish --rules min-kommun --profile exempelby-ungdom --out min-kommun/docs
    """
    from sigrisk.packs import load
    from sigrisk.publish.pages import all_pages
    from sigrisk.publish.write import compare, write
    from sigrisk.workflow import book_for

    with telling():
        packs = load(local)
        for profile in chosen:
            book_for(packs, profile)
        pages = all_pages(packs, chosen)
        found = compare(pages, out)
        if not check:
            write(pages, found, out)
        for line in found.lines(done=not check):
            click.echo(line)
        click.echo(found.summary(len(pages), done=not check))
        if check and found.any:
            sys.exit(FAILED)


@click.group(cls=SwedishGroup)
def profiles() -> None:
    """Visa profilerna: vem SIG är till för, enligt vem.

    \b
      sigrisk profiles list
      sigrisk profiles show socialstyrelsen-ungdom
    """


@profiles.command("list")
@local_packs
def profiles_list(local: Path | None) -> None:
    """Lista profilerna.

    \b
      sigrisk profiles list
    """
    from sigrisk.packs import load
    from sigrisk.terminal import wrapped

    with telling():
        for profile in load(local).profiles:
            click.echo(wrapped(f"{profile.id}  {profile.label} (version {profile.version})", rest="  "))


@profiles.command("show")
@click.argument("profile", metavar="PROFIL")
@local_packs
def profiles_show(profile: str, local: Path | None) -> None:
    """Visa en profil: målgrupp, gränser med enhet och ursprung, beslutslista.

    \b
      sigrisk profiles show socialstyrelsen-ungdom
    """
    from sigrisk.packs import load
    from sigrisk.show import profile_text
    from sigrisk.workflow import book_for

    with telling():
        click.echo(profile_text(book_for(load(local), profile)))


@click.command(cls=SwedishCommand)
@local_packs
def facts(local: Path | None) -> None:
    """Lista alla uppgifter ett ärende kan innehålla, med fråga och möjliga svar.

    \b
      sigrisk facts
    """
    from sigrisk.packs import load
    from sigrisk.show import facts_text

    with telling():
        click.echo(facts_text(load(local).vocabulary))


@click.command(cls=SwedishCommand)
@local_packs
def offences(local: Path | None) -> None:
    """Lista brottstyperna, med kapitel i brottsbalken och om de är strategiska.

    \b
      sigrisk offences
    """
    from sigrisk.packs import load
    from sigrisk.show import offences_text

    with telling():
        click.echo(offences_text(load(local)))


SCHEMAS: Final = ("case", "assessment", "memo", "rule", "instrument", "judgement", "ratings")


@click.command(cls=SwedishCommand)
@click.argument("kind", metavar="SLAG")
def schema(kind: str) -> None:
    """Skriv JSON Schema: hur ett ärende, en bedömning, en promemoria, en regelfil eller någon annan fil är uppbyggd.

    SLAG är case, assessment, memo, rule eller instrument, i den ordningen.

    \b
      sigrisk schema case > sigrisk-case.schema.json
    """
    from sigrisk.show import schema_of

    with telling():
        if kind not in SCHEMAS:
            help_ = did_you_mean(kind, SCHEMAS) or f"skriv {series(SCHEMAS, 'eller')}"
            raise BadInput([Diagnostic("SIG031", "SLAG", Position(1, 1), f"”{kind}” finns inte", help_)])
        click.echo(json.dumps(schema_of(kind), ensure_ascii=False, indent=2))


commands: Final[tuple[click.Command, ...]] = (instruments, rules, profiles, facts, offences, schema)
