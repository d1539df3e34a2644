"""The words that every format adds to the view model: a memo says the same on a page, on paper and in a file."""

from __future__ import annotations

from typing import Final

from sigrisk.memo.model import Blank, Reasoned

CONTENTS: Final = "Innehåll"
HEAD: Final = ("Uppgift", "Innehåll")  # for a format that must head the list in the memo's head
TO_DO: Final = "Att göra:"
ANSWER: Final = "Gruppens svar:"
ANSWER_HINT: Final = "instämmer eller instämmer inte, med skäl – fylls i av gruppen"
BLANK_HINT: Final = "fylls i av handläggaren"
EMPTY: Final = "–"
PAGE: Final = "Sida"
OF: Final = "av"
QUESTIONS: Final = "Svar som kan ändra utfallet, de mest avgörande först"
NO_QUESTIONS: Final = "Inget svar som saknas kan ändra utfallet."
FIND_OUT: Final = "Ta först reda på"
WAS_OPEN: Final = "När gruppen tog ställning var det här inte klarlagt:"
CAREFUL: Final = "Läs utfallet med försiktighet."
NO_ALTERNATIVE: Final = "Regelverket pekar inte ut något alternativ."


def blank_label(block: Blank) -> str:
    """What is to be written in the space."""
    return f"{block.label}:"


def blank_hint(block: Blank) -> str:
    """What stands in the space until it is written in."""
    return block.hint or BLANK_HINT


def lead(block: Reasoned) -> str:
    """How a verdict begins: the mark in words, and what was tried."""
    return f"{block.mark}: {block.title}."


PICTURES: Final = (
    "Bilderna och tabellerna visar hur många uppgifter som ligger på varje nivå. "
    "Ett spann, till exempel 1–4, betyder att svar saknas: antalet är minst det första "
    "talet och högst det andra. "
    "Talen läggs inte ihop till någon risknivå."
)
