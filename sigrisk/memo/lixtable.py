"""The readability of a memo as a table in the terminal."""

from __future__ import annotations

from typing import Final

from sigrisk.memo.model import Memo
from sigrisk.memo.readability import Readability, by_section, measure, running_text

_HARDNESS: Final = ((30, "mycket lätt"), (40, "lätt"), (50, "medelsvår"), (60, "svår"))


def readability_text(memo: Memo) -> str:
    """Each section's LIX, with words and sentences, and the whole memo's."""
    whole = measure(text for section in memo.sections for text in running_text(section))
    rows = [*by_section(memo), ("Hela texten", whole)]
    wide = max(len(heading) for heading, _ in rows)
    lines = [f"{'Avsnitt':<{wide}}  LIX  Ord    Meningar"]
    lines += [f"{heading:<{wide}}  {_row(figures)}" for heading, figures in rows]
    about = (
        "LIX är meningslängd plus andel långa ord. Under 30 är mycket lätt, över 60 mycket svårt. Tabeller räknas inte."
    )
    return "\n".join([*lines, "", about])


def _row(figures: Readability) -> str:
    if figures.lix is None:
        return "–    ingen löpande text"
    return f"{figures.lix:<3}  {figures.words:<5}  {figures.sentences:<8}  {hardness(figures.lix)}"


def hardness(lix: int) -> str:
    """The usual word for a figure."""
    return next((word for limit, word in _HARDNESS if lix < limit), "mycket svår")
