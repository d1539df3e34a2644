"""How each criterion and flag was answered at each of several assessments of the same person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from sigrisk.pictures.draw import (
    HIGHEST,
    LEADING,
    SMALL,
    WIDTH,
    Drawing,
    Fill,
    Key,
    Mark,
    Shape,
    Sheet,
    legend_height,
    part_title,
    parts,
)
from sigrisk.pictures.letters import wrapped
from sigrisk.pictures.spread import FEW, halfway
from sigrisk.possible import Verdict

NOT_TRIED: Final = "prövades inte"
CHANGED: Final = "ändrat"
UNCHANGED: Final = "oförändrat"
MOST_DAYS: Final = 3  # more than this, and the words have no room beside each other
_GAP: Final = 8.0
_SIGN: Final = 18.0
_MARKS: Final = {
    Verdict.MET: Mark(Shape.SQUARE, Fill.FULL),
    Verdict.NOT_MET: Mark(Shape.CIRCLE, Fill.EMPTY),
    Verdict.OPEN: Mark(Shape.TRIANGLE, Fill.HATCHED),
}


@dataclass(frozen=True, slots=True)
class Stand:
    """What one assessment came to, and the word for it: a criterion is ”uppfyllt”, a flag ”gäller”."""

    verdict: Verdict
    word: str


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion or flag at every assessment, in the order of the days; None where it wasn't tried."""

    label: str
    stands: tuple[Stand | None, ...]

    @property
    def changed(self) -> bool:
        """Whether any two assessments in turn differ."""
        return any(a != b for a, b in pairwise(self.stands))


@dataclass(frozen=True, slots=True)
class Change:
    """One picture of change with the table that says the same."""

    drawing: Drawing
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def drawings(name: str, title: str, days: Sequence[date], lines: Sequence[Line]) -> list[Change]:
    """The picture of two or more assessments, in parts where the days or the lines are too many for one.

    A part with later days begins with the day that the one before it ended with. Raises ValueError for fewer than two
    days, for days that aren't in order, and for a line that doesn't have one answer for each day.
    """
    if len(days) < 2 or any(a > b for a, b in pairwise(days)):
        raise ValueError("two or more days, in order")
    if any(len(line.stands) != len(days) for line in lines):
        raise ValueError("a line has one answer for each day")
    starts = range(0, len(days) - 1, MOST_DAYS - 1)
    cut = [
        (days[at : at + MOST_DAYS], [Line(one.label, one.stands[at : at + MOST_DAYS]) for one in some])
        for at in starts
        for some in _pages(lines, min(MOST_DAYS, len(days) - at))
    ]
    return [
        _part(f"{name}-{number}", part_title(title, number, len(cut)), some, shown)
        for number, (some, shown) in enumerate(cut, start=1)
    ]


def _pages(lines: Sequence[Line], columns: int) -> list[list[Line]]:
    room = HIGHEST - legend_height(_keys(lines)) - 2 * SMALL * LEADING
    heights = [_height(line, WIDTH / columns) for line in lines]
    return [[lines[place] for place in places] for places in parts(heights, room)]


def _height(line: Line, column: float) -> float:
    words = max(len(wrapped(_word(stand), column - _SIGN - 4, SMALL)) for stand in line.stands)
    return (len(wrapped(_label(line), WIDTH, SMALL, bold=True)) + words) * SMALL * LEADING + _GAP


def _part(name: str, title: str, days: Sequence[date], lines: Sequence[Line]) -> Change:
    sheet = Sheet(name)
    sheet.legend(_keys(lines))
    top, half = sheet.y, halfway([_height(line, WIDTH / len(days)) for line in lines], FEW)
    if half:
        _column(sheet, days, lines[:half])
        sheet.turn(top)
    _column(sheet, days, lines[half:])
    rows = tuple((one.label, *(_word(s) for s in one.stands), CHANGED if one.changed else UNCHANGED) for one in lines)
    header = ("Vad som prövas", *(day.isoformat() for day in days), "Jämförelse")
    return Change(sheet.finished(title, _description(lines)), header, rows)


def _column(sheet: Sheet, days: Sequence[date], lines: Sequence[Line]) -> None:
    """The days, and below them each line with its answers."""
    column = WIDTH / len(days)
    for place, day in enumerate(days):
        sheet.text(place * column, sheet.y + SMALL, day.isoformat(), size=SMALL, bold=True)
    sheet.y += SMALL * LEADING
    for line in lines:
        sheet.y += _GAP / 2
        sheet.line(0, sheet.y, WIDTH, sheet.y, quiet=True, thick=0.8)
        sheet.y += _GAP / 2
        sheet.paragraph(_label(line), size=SMALL, bold=line.changed)
        sheet.y += max(_stand(sheet, stand, place * column, column) for place, stand in enumerate(line.stands))


def _stand(sheet: Sheet, stand: Stand | None, x: float, column: float) -> float:
    if stand is not None:
        sheet.mark(x + 6, sheet.y + SMALL * 0.65, _MARKS[stand.verdict])
    return sheet.column(x + _SIGN, column - _SIGN - 4, _word(stand), size=SMALL)


def _label(line: Line) -> str:
    return f"{line.label} ({CHANGED})" if line.changed else line.label


def _word(stand: Stand | None) -> str:
    return NOT_TRIED if stand is None else stand.word


def _keys(lines: Sequence[Line]) -> list[Key]:
    """Every sign with the words it stands beside."""
    words: dict[Verdict, dict[str, None]] = {verdict: {} for verdict in _MARKS}
    for line in lines:
        for stand in line.stands:
            if stand is not None:
                words[stand.verdict][stand.word] = None
    return [(_MARKS[verdict], " eller ".join(said)) for verdict, said in words.items() if said]


def _description(lines: Sequence[Line]) -> str:
    changed = [f"”{line.label}”" for line in lines if line.changed]
    told = "Varje rad är något som har prövats, och varje kolumn är en bedömning. Märket och ordet säger svaret."
    if not changed:
        return f"{told} Inget svar har ändrats mellan bedömningarna."
    return f"{told} Svaret har ändrats för {', '.join(changed[:-1])}{' och ' if changed[1:] else ''}{changed[-1]}."
