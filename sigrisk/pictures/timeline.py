"""What has happened and what is known, day by day, up to the day of the assessment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from sigrisk.pictures.draw import (
    HIGHEST,
    LEADING,
    SIZE,
    SMALL,
    WIDTH,
    Bar,
    Drawing,
    Key,
    Mark,
    Sheet,
    legend_height,
    part_title,
    parts,
)
from sigrisk.pictures.letters import wrapped
from sigrisk.pictures.spread import halfway

UNDATED: Final = "utan datum"
_LEFT, _RIGHT = 8.0, WIDTH - 10.0
_STRIP: Final = 16.0
_GAP: Final = 6.0
_FRAME: Final = 2 * (2 * (SIZE * LEADING + _GAP) + SMALL * LEADING + _GAP)  # headings, and the days below, twice


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened on a day between ``first`` and ``last``; without days where none is known."""

    when: str
    label: str
    state: str
    first: date | None
    last: date | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Span:
    """Claims made on one day. All count until ``all_until`` and some until ``some_until``; None is without an end.

    ``counted`` is false where none of them ever narrows anything: then there is no bar.
    """

    when: str
    label: str
    state: str
    first: date | None
    all_until: date | None
    some_until: date | None
    counted: bool = True


Item: TypeAlias = Moment | Span


@dataclass(frozen=True, slots=True)
class _Axis:
    first: date
    day: date

    def x(self, day: date) -> float:
        """Where the day stands; what lies outside is moved to the nearer end."""
        whole = (self.day - self.first).days
        kept = min(max(day, self.first), self.day)
        return _RIGHT if not whole else _LEFT + (_RIGHT - _LEFT) * (kept - self.first).days / whole

    @property
    def years(self) -> list[float]:
        """Where each new year begins."""
        return [self.x(date(year, 1, 1)) for year in range(self.first.year + 1, self.day.year + 1)]


def begins(items: Sequence[Item], day: date) -> date | None:
    """The first day that is drawn; None where nothing has a day up to that of the assessment."""
    return min((item.first for item in items if item.first is not None and item.first <= day), default=None)


def drawings(
    name: str, title: str, description: str, items: Sequence[Item], day: date, keys: Sequence[tuple[Mark, str]] = ()
) -> list[tuple[Drawing, tuple[Item, ...]]]:
    """The picture, in parts where it is too high for a page, each with what stands in it; none without any day.

    What has no day can't be drawn: it belongs to the last part, for the table. ``keys`` say what the marks mean.
    """
    dated = [item for item in items if item.first is not None and item.first <= day]
    others = [item for item in items if item not in dated]
    first = begins(items, day)
    if first is None:
        return []
    axis = _Axis(first, day)
    shown = parts([_height(item) for item in dated], HIGHEST - _FRAME - legend_height(_keys(dated, axis, keys)))
    found = []
    for number, places in enumerate(shown, start=1):
        sheet = Sheet(f"{name}-{number}")
        some = [dated[place] for place in places]
        _draw(sheet, some, axis, keys)
        drawing = sheet.finished(part_title(title, number, len(shown)), description)
        found.append((drawing, (*some, *(others if number == len(shown) else ()))))
    return found


def _height(item: Item) -> float:
    return len(_lines(item)) * SMALL * LEADING + _STRIP + _GAP


def _lines(item: Item) -> list[str]:
    """What stands above the strip; the date leads it in."""
    return wrapped(_told(item), WIDTH, SMALL)


def _told(item: Item) -> str:
    return f"{item.when} – {item.label}" + (f", {item.state}" if item.state else "")


def _draw(sheet: Sheet, items: Sequence[Item], axis: _Axis, keys: Sequence[tuple[Mark, str]]) -> None:
    sheet.legend(_keys(items, axis, keys))
    top, half = sheet.y, halfway([_height(item) for item in items])
    if half:
        _column(sheet, items[:half], axis)
        sheet.turn(top)
    _column(sheet, items[half:], axis)


def _column(sheet: Sheet, items: Sequence[Item], axis: _Axis) -> None:
    for kind, heading in ((Moment, "Händelser"), (Span, "Uppgifter")):
        some = [item for item in items if isinstance(item, kind)]
        if some:
            sheet.y += _GAP
            sheet.paragraph(heading, size=SIZE, bold=True)
        for item in some:
            sheet.y += _GAP
            sheet.paragraph(_told(item), size=SMALL)
            _strip(sheet, axis)
            if isinstance(item, Moment):
                _moment(sheet, item, axis)
            else:
                _span(sheet, item, axis)
            sheet.y += _STRIP
    _ends(sheet, axis)


def _strip(sheet: Sheet, axis: _Axis) -> None:
    middle = sheet.y + _STRIP / 2
    sheet.line(_LEFT, middle, _RIGHT, middle, quiet=True, thick=0.8)
    sheet.ticks(axis.years, middle - 4, middle + 4)
    sheet.line(_RIGHT, middle - 6, _RIGHT, middle + 6, thick=1.6)


def _moment(sheet: Sheet, item: Moment, axis: _Axis) -> None:
    if item.first is None or item.last is None:
        return
    middle = sheet.y + _STRIP / 2
    first, last = axis.x(item.first), axis.x(item.last)
    if last - first > 1:
        sheet.line(first, middle, last, middle, thick=2)
        sheet.line(first, middle - 4, first, middle + 4)
        sheet.line(last, middle - 4, last, middle + 4)
    sheet.mark((first + last) / 2, middle, item.mark)


def _span(sheet: Sheet, item: Span, axis: _Axis) -> None:
    if item.first is None:
        return
    top, start = sheet.y + _STRIP / 2 - 4, axis.x(item.first)
    sheet.line(start, top - 2, start, top + 10, thick=1.6)
    if not item.counted:
        return
    every = axis.x(item.all_until or axis.day)
    some = axis.x(item.some_until or axis.day)
    sheet.bar(start, top, every - start, 8, Bar.KNOWN)
    sheet.bar(every, top, some - every, 8, Bar.PERHAPS)
    if _goes_on(item, axis):
        sheet.bar(_RIGHT, top, 7, 8, Bar.BEYOND)


def _goes_on(item: Item, axis: _Axis) -> bool:
    return isinstance(item, Span) and item.counted and (item.some_until is None or item.some_until > axis.day)


def _ends(sheet: Sheet, axis: _Axis) -> None:
    sheet.y += _GAP
    sheet.text(_RIGHT + 10, sheet.y + SMALL, f"{axis.day.isoformat()}, bedömningsdag", size=SMALL, quiet=True, end=True)
    if axis.first != axis.day:
        sheet.text(0, sheet.y + SMALL, axis.first.isoformat(), size=SMALL, quiet=True)
    sheet.y += SMALL * LEADING


def _keys(items: Sequence[Item], axis: _Axis, keys: Sequence[tuple[Mark, str]]) -> list[Key]:
    """The signs that occur, with what they mean."""
    marks = {item.mark for item in items if isinstance(item, Moment)}
    spans = [item for item in items if isinstance(item, Span) and item.counted]
    found: list[Key] = [(mark, label) for mark, label in keys if mark in marks]
    if spans:
        found.append((Bar.KNOWN, "så länge räknas alla uppgifter"))
    ends = [(one.all_until or axis.day, one.some_until or axis.day) for one in spans]
    if any(axis.x(every) < axis.x(some) for every, some in ends):
        found.append((Bar.PERHAPS, "en del har blivit för gamla"))
    if any(_goes_on(item, axis) for item in items):
        found.append((Bar.BEYOND, "räknas även efter bedömningsdagen"))
    return found
