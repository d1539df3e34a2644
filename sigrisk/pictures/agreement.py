"""How often ratings are the same, and how often they are a step apart: one bar for each question, in its own order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sigrisk.pictures.draw import (
    HIGHEST,
    LEADING,
    SIZE,
    SMALL,
    WIDTH,
    Bar,
    Drawing,
    Key,
    Sheet,
    legend_height,
    part_title,
    parts,
)
from sigrisk.pictures.letters import wrapped
from sigrisk.pictures.spread import FEW, halfway

_LEFT: Final = 136.0
_BAR: Final = 11.0
_NUMBER: Final = 52.0  # room for 100 % at the right, in a wide fallback font too
_GAP: Final = 6.0
_KEYS: Final[tuple[Key, ...]] = (
    (Bar.KNOWN, "samma svar"),
    (Bar.PERHAPS, "ett steg ifrån"),
    (Bar.ROOM, "längre ifrån"),
)


@dataclass(frozen=True, slots=True)
class Share:
    """The share of pairs of ratings that are the same, and that are at most one step apart. Raises ValueError."""

    label: str
    exact: float
    within: float

    def __post_init__(self) -> None:
        if not 0 <= self.exact <= self.within <= 1:
            raise ValueError("shares between nothing and the whole, the first no larger than the second")


def drawings(name: str, title: str, shares: Sequence[Share]) -> list[tuple[Drawing, range]]:
    """The picture, in parts where it is too high for a page, each with the questions that stand in it."""
    shown = parts([_height(one) for one in shares], HIGHEST - legend_height(_KEYS))
    found = []
    for number, places in enumerate(shown, start=1):
        sheet = Sheet(f"{name}-{number}")
        sheet.legend(_KEYS)
        top, half = sheet.y, halfway([_height(shares[place]) for place in places], FEW)
        for place in places:
            if half and place == places.start + half:
                sheet.turn(top)
            _row(sheet, shares[place])
        found.append((sheet.finished(part_title(title, number, len(shown)), _DESCRIPTION), places))
    return found


_DESCRIPTION: Final = (
    "Varje stapel är alla jämförelser mellan två bedömare. Den fyllda delen är de som gav samma svar, den randiga de "
    "som låg ett steg ifrån varandra och den tomma de som låg längre ifrån. Siffran är andelen som gav samma svar."
)


def _height(one: Share) -> float:
    return max(len(wrapped(one.label, _LEFT - 6, SMALL)) * SMALL * LEADING, _BAR) + _GAP


def _row(sheet: Sheet, one: Share) -> None:
    high = max(sheet.column(0, _LEFT - 6, one.label, size=SMALL), _BAR)
    room = WIDTH - _LEFT - _NUMBER
    top = sheet.y + 3
    sheet.bar(_LEFT, top, room, _BAR, Bar.ROOM)
    sheet.bar(_LEFT + one.exact * room, top, (one.within - one.exact) * room, _BAR, Bar.PERHAPS)
    sheet.bar(_LEFT, top, one.exact * room, _BAR, Bar.KNOWN)
    sheet.text(_LEFT + room + 6, sheet.y + SIZE, f"{round(one.exact * 100)}\u00a0%", size=SMALL)
    sheet.y += high + _GAP
