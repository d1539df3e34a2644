"""One question at a time in a terminal, until all are answered or someone stops."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final, Protocol, TypeVar

import click

from sigrisk.asking import Unfit

BACK: Final = "tillbaka"
STOP: Final = "avsluta"
Q = TypeVar("Q")


class Sitting(Protocol[Q]):
    """What is asked, and kept at every answer."""

    def next(self) -> Q | None:
        """The question to ask now; none when all are answered or left for later."""

    def back(self) -> bool:
        """Ask the question before once more; false where this is the first."""

    def skip(self, question: Q, /) -> None:
        """Leave a question for later."""

    def take(self, question: Q, text: str, /) -> None:
        """Use an answer, and keep it. Raises Unfit."""


def hold(
    sitting: Sitting[Q],
    ask: Callable[[Q, bool], None],
    later: Collection[str],
    more: Mapping[str, Callable[[], None]],
) -> None:
    """Ask until nothing is left or someone stops. Raises click.Abort.

    ``ask`` shows a question, and is told whether the answer before didn't fit. ``later`` are the words that leave a
    question, and ``more`` what else can be said than an answer.
    """
    refused = False
    while (question := sitting.next()) is not None:
        ask(question, refused)
        text = _prompt()
        word, refused = text.lower(), False
        if word == STOP:
            return
        if word == BACK:
            if not sitting.back():
                click.echo("  Det finns ingen tidigare fråga den här gången.")
        elif word in more:
            more[word]()
        elif word in later:
            sitting.skip(question)
        else:
            try:
                sitting.take(question, text)
            except Unfit as unfit:
                from sigrisk.memo.wording import full_stop

                told, refused = str(unfit), True
                click.echo(f"  {full_stop(told[:1].upper() + told[1:])}")


def _prompt() -> str:
    from sigrisk.memo.clean import text

    return text(click.prompt("", default="", show_default=False, prompt_suffix="> "))
