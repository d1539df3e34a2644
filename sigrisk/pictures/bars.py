"""How many answers stand at each step in each area: what is sure as a solid bar, what may be added as a hatched one."""

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
from sigrisk.pictures.letters import width, wrapped
from sigrisk.pictures.spread import halfway

_LABEL: Final = 112.0
_LEFT: Final = _LABEL + 6
_LARGEST: Final = 20.0  # how wide one answer is at most
_BAR: Final = 11.0
_GAP: Final = 8.0


@dataclass(frozen=True, slots=True)
class Range:
    """At least ``low`` and at most ``high`` answers stand at the step. Raises ValueError where that can't be."""

    label: str
    low: int
    high: int

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise ValueError("a range goes from a count up to a count")

    @property
    def text(self) -> str:
        """One number, or two where answers are missing."""
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"


@dataclass(frozen=True, slots=True)
class Area:
    """The counts of one area: ``room`` is how many answers it may have, ``note`` what is missing."""

    label: str
    ranges: tuple[Range, ...]
    room: int
    note: str = ""

    def __post_init__(self) -> None:
        if any(one.high > self.room for one in self.ranges):
            raise ValueError("more answers than there is room for")


def drawings(name: str, title: str, description: str, areas: Sequence[Area]) -> list[tuple[Drawing, range]]:
    """The picture, in parts where it is too high for a page, each with the areas that stand in it.

    Areas are drawn apart from each other: there is no bar for all of them together, and no order among them.
    """
    shown = parts([_height(area) for area in areas], HIGHEST - legend_height(_keys(areas)))
    found = []
    for number, places in enumerate(shown, start=1):
        sheet = Sheet(f"{name}-{number}")
        some = [areas[place] for place in places]
        _draw(sheet, some)
        found.append((sheet.finished(part_title(title, number, len(shown)), description), places))
    return found


def _height(area: Area) -> float:
    head = len(wrapped(area.label, WIDTH, SIZE, bold=True)) * SIZE
    if area.note and not _beside(area):
        head += len(wrapped(area.note, WIDTH, SMALL)) * SMALL
    rows = sum(max(len(wrapped(one.label, _LABEL, SMALL)) * SMALL * LEADING, _BAR) + 2 for one in area.ranges)
    return head * LEADING + rows + _GAP


def _beside(area: Area) -> bool:
    """Whether the note has room on the line of the area's name."""
    return width(area.label, SIZE, bold=True) + width(area.note, SMALL) + 12 <= WIDTH


def _draw(sheet: Sheet, areas: Sequence[Area]) -> None:
    sheet.legend(_keys(areas))
    ranges = [one for area in areas for one in area.ranges]
    beside = max((width(one.text, SIZE) for one in ranges), default=0.0)
    unit = min(_LARGEST, (WIDTH - _LEFT - beside - 8) / max(1, *(area.room for area in areas)))
    top, half = sheet.y, halfway([_height(area) for area in areas])
    for place, area in enumerate(areas):
        if half and place == half:
            sheet.turn(top)
        sheet.y += _GAP
        if area.note and _beside(area):
            sheet.text(WIDTH, sheet.y + SIZE, area.note, size=SMALL, quiet=True, end=True)
        sheet.paragraph(area.label, bold=True)
        if area.note and not _beside(area):
            sheet.paragraph(area.note, size=SMALL, quiet=True)
        for one in area.ranges:
            _row(sheet, one, area.room, unit)


def _row(sheet: Sheet, one: Range, room: int, unit: float) -> None:
    high = max(sheet.column(0, _LABEL, one.label, size=SMALL), _BAR)
    top = sheet.y + 2
    sheet.bar(_LEFT, top, room * unit, _BAR, Bar.ROOM)
    sheet.bar(_LEFT + one.low * unit, top, (one.high - one.low) * unit, _BAR, Bar.PERHAPS)
    sheet.bar(_LEFT, top, one.low * unit, _BAR, Bar.KNOWN)
    sheet.ticks([_LEFT + place * unit for place in range(1, room)], top, top + _BAR)
    sheet.text(_LEFT + room * unit + 6, sheet.y + SMALL, one.text)
    sheet.y += high + 2


def _keys(areas: Sequence[Area]) -> list[Key]:
    ranges = [one for area in areas for one in area.ranges]
    found: list[Key] = [(Bar.KNOWN, "säkert antal")] if any(one.low for one in ranges) else []
    if any(one.low < one.high for one in ranges):
        found.append((Bar.PERHAPS, "kan tillkomma, svar saknas"))
    return [*found, (Bar.ROOM, "en ruta för varje fråga")]
