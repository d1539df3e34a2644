"""The choice of an answer to change, where someone goes on with a judgement that has answers already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sigrisk.asking import Asked
from sigrisk.assess import Assessment
from sigrisk.judgement import Judgement
from sigrisk.since import changed_since

REVIEW: Final = "review"
_LONGEST: Final = 60  # characters of an answer in the list


def choices(listed: Iterable[Asked]) -> tuple[Asked, ...]:
    """The questions that can be chosen: those with an answer, and those that add one more to what is answered."""
    return tuple(one for one in listed if one.written or one.adds)


def review(listed: Iterable[Asked], judgement: Judgement, assessment: Assessment) -> Asked:
    """The question of which answer to change. Its own answer is a number, and changes nothing by itself."""
    lines = [f"{n}. {_heading(one)} {_now(one)}" for n, one in enumerate(choices(listed), start=1)]
    shown = (*changed_since(judgement, assessment), "Det här är besvarat:", *lines)
    how = "Skriv numret, eller tryck på Enter om inget ska ändras. Det som inte väljs står kvar."
    return Asked(REVIEW, "Vilket svar ska ändras?", how, lambda _: judgement, shown=shown)


def _heading(one: Asked) -> str:
    """A question ends with its own mark; what isn't a question has a colon before the answer."""
    return one.heading if one.heading.endswith(("?", ".")) else f"{one.heading}:"


def _now(one: Asked) -> str:
    if not one.written:
        return "(lägg till)"
    cut = f"{one.written[:_LONGEST].rstrip()}…" if len(one.written) > _LONGEST else one.written
    return f"”{cut}”"
