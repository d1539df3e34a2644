"""Lines of an interview in a terminal: what is said, and what is written in answer."""

from __future__ import annotations

import os
import sys

import click

from sigrisk.dialogue import BACK, STOP
from sigrisk.memo.clean import text as on_one_line
from sigrisk.terminal import wrapped

__all__ = ["BACK", "Backwards", "Lines", "Stop", "may_style"]


class Stop(Exception):
    """The one who answers wants to stop, or there are no more answers, as at the end of a pipe."""


class Backwards(Exception):
    """The one who answers wants the question before once more."""


class Lines:
    """What is said and answered, line by line."""

    def __init__(self, *, bold: bool) -> None:
        self.bold = bold

    def prompt(self, how: str = "", *, empty: str) -> str:
        """What is written on one line; ``empty`` is said where that is nothing.

        Raises Stop, Backwards and KeyboardInterrupt.
        """
        if how:
            self.say(how, "  ")
        while not (written := on_one_line(_line())):
            self.say(empty, "  ")
        if written.lower() == STOP:
            raise Stop
        if written.lower() == BACK:
            raise Backwards
        return written

    def refuse(self, told: str) -> None:
        """Say why an answer can't be used."""
        self.say(f"{told[:1].upper()}{told[1:]}.", "  ")

    def say(self, line: str, first: str = "", rest: str | None = None, *, bold: bool = False) -> None:
        """Write a line, broken where the window ends."""
        shown = wrapped(line.replace("\u00a0", " "), first, rest)
        click.echo(click.style(shown, bold=True) if bold and self.bold else shown)


def _line() -> str:
    """One line as it is written. click raises the same for Ctrl-C and for the end of a pipe; here they differ."""
    try:
        return str(click.prompt("", default="", show_default=False, prompt_suffix="> "))
    except click.Abort as stopped:
        if isinstance(stopped.__context__, KeyboardInterrupt):
            raise KeyboardInterrupt from None
        raise Stop from None


def may_style() -> bool:
    """Whether the output is a terminal that takes more than text, and nobody has asked for text alone."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
