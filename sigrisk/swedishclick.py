"""click in Swedish: help, usage errors and an interrupted run. Works with click 8.1 and later.

click's own texts are English. Rather than translate them they are never asked for: help is put together here from the
public parts of commands and options, and each kind of usage error is told as a diagnostic with a code of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import IO, Final

import click

from sigrisk.diagnostics import Diagnostic, Position, did_you_mean

_HERE: Final = Position(1, 1)  # never shown: a command is no file with lines
_HELP: Final = "Visa den här hjälpen."
_WHOLE: Final = 10_000  # so long that no short help is cut off


INTERRUPTED: Final = 130
"""The exit status after Ctrl-C, as a shell tells it."""


def interrupted(stopped: BaseException) -> bool:
    """Whether it was Ctrl-C: click raises the same for that and for the end of what is piped in."""
    return isinstance(stopped, KeyboardInterrupt) or isinstance(stopped.__context__, KeyboardInterrupt)


class WrongUsage(click.UsageError):
    """A command line that can't be understood, told as any other finding (SIG040–SIG045). Exit status 2."""

    def __init__(self, finding: Diagnostic, ctx: click.Context) -> None:
        super().__init__(finding.message, ctx)
        self.finding = finding

    def show(self, file: IO[str] | None = None) -> None:
        """Print the finding as the other findings are printed."""
        found = self.finding
        told = f"{found.file}: fel {found.code}: {found.message}\n    → {found.help}"  # a command has no lines
        click.echo(f"{told}\nEtt fel. Inget är skrivet.", file=file, err=file is None)


class _Swedish(click.Command):
    """What commands and groups have in common."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option that shows the help, described in Swedish."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How the command is written, in one line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix="Skrivs så här: ")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """What may stand after the command's name."""
        params = self.get_params(ctx)
        needed = [_written(p) for p in params if isinstance(p, click.Option) and p.required]
        return ["[VAL]", *needed, *(piece for param in params for piece in param.get_usage_pieces(ctx))]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options with their help."""
        shown = [p for p in self.get_params(ctx) if isinstance(p, click.Option) and not p.hidden]
        if shown:
            with formatter.section("Val"):
                formatter.write_dl([(_written(option), _described(option)) for option in shown])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words of the command line. Raises WrongUsage."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            raise _in_swedish(error, ctx) from error


class SwedishCommand(_Swedish):
    """A command whose help and errors are Swedish."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words of the command line; nothing may be left over. Raises WrongUsage."""
        allowed, ctx.allow_extra_args = ctx.allow_extra_args, True  # click's own complaint is English
        rest = super().parse_args(ctx, args)
        ctx.allow_extra_args = allowed
        if rest and not allowed and not ctx.resilient_parsing:
            words = " ".join(f"”{word}”" for word in rest)
            raise _wrong("SIG044", rest[0], f"det står mer än kommandot tar emot: {words}", _as_written(ctx), ctx)
        return rest


class SwedishGroup(_Swedish, click.Group):
    """A group of commands in the order a user meets them, not by the alphabet."""

    command_class = SwedishCommand
    group_class = type

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order they were added."""
        return list(self.commands)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """What may stand after the group's name."""
        return [*super().collect_usage_pieces(ctx), "KOMMANDO …"]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, and after them the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each command with the first sentence of its help, whole."""
        shown = [(name, self.commands[name]) for name in self.list_commands(ctx) if not self.commands[name].hidden]
        if shown:
            with formatter.section("Kommandon"):
                formatter.write_dl([(name, command.get_short_help_str(_WHOLE)) for name, command in shown])

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        """The context; the program is called by its own name however it was started."""
        return super().make_context(info_name if parent is not None else self.name, args, parent, **extra)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names. Raises WrongUsage where there is none."""
        if not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None:
            help_ = _hint(did_you_mean(args[0], self.commands), ctx)
            raise _wrong("SIG040", args[0], f"kommandot ”{args[0]}” finns inte", help_, ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command. Ctrl-C ends it with a word and exit status 130, as in a shell; no more answers with 1."""
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, click.Abort) as stopped:
            click.echo("\nAvbrutet.", err=True)
            sys.exit(INTERRUPTED if interrupted(stopped) else 1)
        except click.UsageError as error:
            raise _in_swedish(error, ctx) from error


# -- help -------------------------------------------------------------------------------------------------------------


def _written(option: click.Option) -> str:
    """The option as it is written: ``-h, --help`` or ``--out SÖKVÄG``."""
    names = ", ".join(sorted(option.opts, key=len))
    if option.secondary_opts:
        names += " eller " + ", ".join(sorted(option.secondary_opts, key=len))
    return names if _takes_no_value(option) else f"{names} {_placeholder(option)}"


def _takes_no_value(option: click.Option) -> bool:
    return option.is_flag or option.count


def _placeholder(option: click.Option) -> str:
    if option.metavar is not None:
        return option.metavar
    match option.type:
        case click.Choice():
            return "|".join(_choices(option))
        case click.Path() | click.File():
            return "SÖKVÄG"
        case click.IntRange() | click.FloatRange():
            return "TAL"
        case _:
            return "TAL" if option.type in (click.INT, click.FLOAT) else "TEXT"


def _choices(param: click.Parameter) -> list[str]:
    return [str(choice) for choice in param.type.choices] if isinstance(param.type, click.Choice) else []


def _described(option: click.Option) -> str:
    """The option's help, that it must be given, or what holds where it isn't."""
    text = option.help or ""
    if option.required:
        text += " Måste anges."
    elif option.show_default and option.default is not None:
        text += f" Annars {option.default}."
    return text.strip()


# -- errors -----------------------------------------------------------------------------------------------------------


def _wrong(code: str, word: str, message: str, help_: str, ctx: click.Context) -> WrongUsage:
    return WrongUsage(Diagnostic(code, word, _HERE, message, help_), ctx)


def _hint(help_: str, ctx: click.Context) -> str:
    """What to do: the hint there is, and always where the help stands."""
    shows = f"”{ctx.command_path} --help” visar mer"
    return f"{help_} {shows}" if help_ else shows


def _as_written(ctx: click.Context) -> str:
    pieces = " ".join(ctx.command.collect_usage_pieces(ctx))
    return _hint(f"skriv så här: {ctx.command_path} {pieces};", ctx)


def _in_swedish(error: click.UsageError, ctx: click.Context) -> click.UsageError:
    """The same error in Swedish. What is Swedish already, and the help of a group without a command, stay."""
    if isinstance(error, WrongUsage) or _is_help(error):
        return error
    ctx = error.ctx or ctx
    match error:
        case click.NoSuchOption():
            return _no_such_option(error.option_name, ctx)
        case click.BadOptionUsage():
            return _misused_option(error.option_name, ctx)
        case click.MissingParameter():
            name = _name_of(error.param)
            return _wrong("SIG042", ctx.command_path, f"du måste ange {name}", _as_written(ctx), ctx)
        case click.BadParameter():
            return _bad_value(error.param, ctx)
        case click.BadArgumentUsage():
            return _wrong("SIG042", ctx.command_path, "för få ord efter kommandot", _as_written(ctx), ctx)
        case _:
            group = isinstance(ctx.command, click.Group)
            message = "ett kommando saknas" if group else "kommandot går inte att förstå"
            return _wrong("SIG040", ctx.command_path, message, _as_written(ctx), ctx)


def _is_help(error: click.UsageError) -> bool:
    """Whether the error is only the way in which newer click shows the help of a group without a command."""
    return type(error).__name__ == "NoArgsIsHelpError"


def _no_such_option(name: str, ctx: click.Context) -> WrongUsage:
    known = [word for p in ctx.command.get_params(ctx) if isinstance(p, click.Option) for word in _words(p)]
    return _wrong("SIG041", name, f"valet ”{name}” finns inte", _hint(did_you_mean(name, known), ctx), ctx)


def _misused_option(name: str, ctx: click.Context) -> WrongUsage:
    options = [p for p in ctx.command.get_params(ctx) if isinstance(p, click.Option) and name in _words(p)]
    if any(_takes_no_value(option) for option in options):
        return _wrong("SIG043", name, f"valet ”{name}” tar inget värde", f"skriv bara {name}", ctx)
    example = _written(options[0]) if options else f"{name} VÄRDE"
    return _wrong("SIG043", name, f"värdet efter ”{name}” saknas", f"skriv till exempel {example}", ctx)


def _bad_value(param: click.Parameter | None, ctx: click.Context) -> WrongUsage:
    choices = _choices(param) if param is not None else []
    if choices:
        help_ = "skriv " + _either(choices)
    elif param is not None and (number := _number(param.type)):
        help_ = _hint(f"skriv {number};", ctx)
    elif param is not None and isinstance(param.type, click.Path | click.File):
        help_ = "kontrollera sökvägen, och att du får läsa och skriva där"
    else:
        help_ = _hint("", ctx)
    return _wrong("SIG045", ctx.command_path, f"värdet som står för {_name_of(param)} går inte att använda", help_, ctx)


def _number(kind: object) -> str:
    """What kind of number is asked for, in words; empty where it is none."""
    whole = isinstance(kind, click.IntRange) or kind is click.INT
    if not whole and not isinstance(kind, click.FloatRange) and kind is not click.FLOAT:
        return ""
    low, high = (getattr(kind, end, None) for end in ("min", "max"))
    told = "ett heltal" if whole else "ett tal"
    if low is not None and high is not None:
        return f"{told} från {low} till {high}"
    if low is not None:
        return f"{told}, minst {low}"
    return f"{told}, högst {high}" if high is not None else told


def _either(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} eller {last}" if first else last


def _words(option: click.Option) -> list[str]:
    return [*option.opts, *option.secondary_opts]


def _name_of(param: click.Parameter | None) -> str:
    """What a user calls the parameter: ``--out`` or ÄRENDE.yaml."""
    if param is None:
        return "något"
    if isinstance(param, click.Option):
        return f"”{max(param.opts, key=len)}”"
    return (param.metavar or param.human_readable_name).strip("[].…")
