"""Nothing that click says by itself is in English: help, wrong usage, an interrupted run. Each fault has its code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import signature
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from sigrisk.cli import main
from sigrisk.swedishclick import SwedishCommand, SwedishGroup

_ENGLISH = re.compile(
    r"\b(usage|options?|commands?|args|arguments?|error|try|for help|no such|missing|invalid|show|exit|default"
    r"|required?|requires|unexpected|extra|value|possible|did you mean|does|is not|not one of"
    r"|choose from|path|aborted|integer|readable|exist|dynamic|env var)\b",
    re.IGNORECASE,
)
_COMMAND_NAMES = re.compile(r"sigrisk [a-z -]+|^  [a-z]+  |--[a-z-]+", re.MULTILINE)  # they are English by choice


def walked(command: click.Command, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from walked(below, *path, name)


# click 8.1 mixes the streams if it isn't told otherwise; later it can't be told
RUNNER = CliRunner(**({"mix_stderr": False} if "mix_stderr" in signature(CliRunner).parameters else {}))
ALL = dict(walked(main))
LEAVES = {path: command for path, command in ALL.items() if not isinstance(command, click.Group)}
VALUED = [(p, o) for p, c in ALL.items() for o in c.params if isinstance(o, click.Option) and not o.is_flag]
FLAGS = [(p, o) for p, c in ALL.items() for o in c.params if isinstance(o, click.Option) and o.is_flag]


def run(*words: str, command: click.Command = main) -> Result:
    result = RUNNER.invoke(command, words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def swedish(text: str) -> str:
    """The text, after a check that no English of click's stands in it."""
    found = _ENGLISH.findall(_COMMAND_NAMES.sub(" ", text))
    assert not found, f"{found}\n{text}"
    return text


def refused(result: Result, code: str, *words: str) -> None:
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    told = swedish(result.stderr)
    assert re.match(rf"[^:]+(:1:1)?: fel {code}: [a-zåäö”]", told), told
    assert "\n    → " in told, told
    assert told.endswith("\nEtt fel. Inget är skrivet.\n")
    for one in words:
        assert one in told, told


# -- help -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ALL, ids="-".join)
@pytest.mark.parametrize("word", ["--help", "-h"])
def test_the_help_of_every_command_is_swedish_and_whole(path: tuple[str, ...], word: str) -> None:
    result = run(*path, word)
    assert result.exit_code == 0
    told = swedish(result.stdout)
    assert told.startswith(" ".join(("Skrivs så här: sigrisk", *path, "[VAL]")))
    assert re.search(r"^  -h, --help +Visa den här hjälpen\.$", told, re.MULTILINE)
    assert "..." not in told.replace("FIL...", ""), "a sentence is cut off"
    flat = "".join(told.split())
    for param in ALL[path].params:
        if isinstance(param, click.Option):
            assert max(param.opts, key=len) in told
            assert "".join(str(param.help).split()) in flat
        else:
            assert str(param.metavar) in told.splitlines()[0]
    if isinstance(ALL[path], click.Group):
        assert "\nKommandon:\n" in told


def test_every_command_is_of_the_swedish_kind() -> None:
    for path, command in ALL.items():
        assert isinstance(command, SwedishGroup if isinstance(command, click.Group) else SwedishCommand), path


def test_what_must_be_given_and_what_holds_otherwise_is_said() -> None:
    assert "[VAL] --out SÖKVÄG\n" in run("rules", "publish", "--help").stdout
    assert "Måste anges." in run("rules", "publish", "--help").stdout
    assert "Annars html,md,json." in " ".join(run("assess", "--help").stdout.split())


def test_a_group_alone_shows_its_help() -> None:
    for path, command in ALL.items():
        if isinstance(command, click.Group):
            assert "Kommandon:\n" in swedish(run(*path).output)


def test_the_version_is_told() -> None:
    assert re.fullmatch(r"sigrisk \d+\.\d+\.\d+\n", run("--version").stdout)


# -- wrong usage ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ALL, ids="-".join)
def test_an_option_that_is_not_there(path: tuple[str, ...]) -> None:
    refused(run(*path, "--hlep"), "SIG041", "--hlep: fel", "menade du", "”--help”", " ".join(("sigrisk", *path)))


@pytest.mark.parametrize("path", [p for p, c in ALL.items() if isinstance(c, click.Group)], ids="-".join)
def test_a_command_that_is_not_there(path: tuple[str, ...]) -> None:
    first = next(iter(ALL[path].commands))  # type: ignore[attr-defined]
    refused(run(*path, first[:-1] + "x"), "SIG040", f"”{first[:-1]}x” finns inte", f"menade du ”{first}”")
    refused(run(*path, "åäö"), "SIG040", "”åäö” finns inte", "--help” visar mer")


@pytest.mark.parametrize("path", LEAVES, ids="-".join)
def test_an_argument_too_few_or_too_many(path: tuple[str, ...]) -> None:
    arguments = [p for p in LEAVES[path].params if isinstance(p, click.Argument)]
    needed = [p for p in LEAVES[path].params if p.required]
    if needed:
        name = next(p for p in LEAVES[path].params if p.required)
        shown = str(name.metavar).strip("[].…") if isinstance(name, click.Argument) else f"”{name.opts[0]}”"
        refused(run(*path), "SIG042", f"du måste ange {shown}", "skriv så här: " + " ".join(("sigrisk", *path)))
    if all(a.nargs == 1 for a in arguments):
        given = ["x"] * len(arguments)
        options = [word for p in needed if isinstance(p, click.Option) for word in (p.opts[0], "1")]
        refused(run(*path, *options, *given, "y", "z"), "SIG044", "y: fel", "”y” ”z”", "skriv så här")


@pytest.mark.parametrize(("path", "option"), VALUED, ids=lambda x: x.name if isinstance(x, click.Option) else None)
def test_an_option_without_its_value(path: tuple[str, ...], option: click.Option) -> None:
    refused(
        run(*path, option.opts[0]),
        "SIG043",
        f"värdet efter ”{option.opts[0]}” saknas",
        f"skriv till exempel {option.opts[0]} ",
    )


@pytest.mark.parametrize(("path", "option"), FLAGS, ids=lambda x: x.name if isinstance(x, click.Option) else None)
def test_a_flag_with_a_value(path: tuple[str, ...], option: click.Option) -> None:
    refused(run(*path, f"{option.opts[0]}=x"), "SIG043", f"”{option.opts[0]}” tar inget värde")


def test_no_command_at_all() -> None:
    refused(run("--"), "SIG040", "ett kommando saknas")
    refused(run("rules", "--"), "SIG040", "ett kommando saknas", "sigrisk rules [VAL] KOMMANDO")


def test_a_file_and_a_choice_that_are_not_there(tmp_path: Path) -> None:
    refused(run("assess", str(tmp_path / "borta.yaml")), "SIG001")
    refused(run("schema", "caes"), "SIG031", "menade du ”case”")
    refused(run("schema", "zzz"), "SIG031", "skriv case, assessment, memo, rule, instrument, judgement eller ratings")


# -- what no command uses today, but one may tomorrow -----------------------------------------------------------------


@click.command("prov", cls=SwedishCommand)
@click.argument("pair", metavar="FRÅN TILL", nargs=2, required=False)
@click.option("--kind", type=click.Choice(["a", "b"]), help="Slag.")
@click.option("--many", type=click.IntRange(1, 3), default=2, show_default=True, help="Hur många.")
@click.option("--file", type=click.Path(exists=True), help="En fil.")
@click.option("--stop", is_flag=True, help="Avbryt.")
@click.option("-v", count=True, help="Mer.")
@click.option("--secret", hidden=True)
def trial(stop: bool, **_: object) -> None:
    """Prova.

    \b
      prov
    """
    if stop:
        raise KeyboardInterrupt


GROUP = SwedishGroup("sigrisk", {"prov": trial}, help="Alla.")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--kind", "c"], "SIG045", "skriv a eller b"),
        (["--many", "4"], "SIG045", "skriv ett heltal från 1 till 3"),
        (["--many", "x"], "SIG045", "”--many”"),
        (["--file", "/borta"], "SIG045", "kontrollera sökvägen"),
        (["-v=1"], "SIG041", ""),
        (["ensam"], "SIG042", "FRÅN TILL"),
        (["--seecret"], "SIG041", ""),
    ],
)
def test_every_kind_of_wrong_value_is_told(words: list[str], code: str, told: str) -> None:
    refused(run("prov", *words, command=GROUP), code, told)


def test_help_of_every_kind_of_option() -> None:
    told = swedish(run("prov", "--help", command=GROUP).stdout)
    for words in ("--kind a|b", "--many TAL", "Annars 2.", "--file SÖKVÄG", "-v  "):
        assert words in told, told
    assert "--secret" not in told


def test_ctrl_c_ends_with_a_word() -> None:
    result = run("prov", "--stop", command=GROUP)
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "\nAvbrutet.\n")
