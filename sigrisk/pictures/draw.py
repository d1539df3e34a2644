"""A sheet to draw a picture on, from the top down: text, lines and shapes in ink, grey and hatching."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final
from xml.sax.saxutils import escape

from sigrisk.pictures.letters import fit, width, wrapped

WIDTH: Final = 340  # narrow, so that the letters stay readable on a telephone
HIGHEST: Final = 1050  # so high before it is laid in two columns on paper, it leaves room for a table there
INK: Final = "#1a1a1a"
QUIET: Final = "#4a4a4a"
LINE: Final = "#8a8a8a"
PAPER: Final = "#ffffff"
COLOURS: Final = frozenset({INK, QUIET, LINE, PAPER})
SIZE: Final = 14.0
SMALL: Final = 13.0
LEADING: Final = 1.25
_FACES: Final = "Helvetica Neue, Arial, Libertinus Serif, sans-serif"  # Libertinus is what the PDF has
LIFT: Final = "data-lyft"  # how far up the second column is to be moved, to stand beside the first
LOW: Final = "data-hojd"  # how high the picture is then
_KEY: Final = 18.0  # how wide the sign in a legend is, with the space after it


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture with its name and what it shows in words; both stand in the SVG too, for those who listen."""

    title: str
    description: str
    svg: str


class Shape(Enum):
    """The outline of a mark."""

    SQUARE = "square"
    CIRCLE = "circle"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"


class Fill(Enum):
    """What a mark is filled with."""

    EMPTY = "empty"
    HALF = "half"
    FULL = "full"
    CROSSED = "crossed"
    HATCHED = "hatched"


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign that is told apart by its outline and its filling, never by a colour."""

    shape: Shape
    fill: Fill


class Bar(Enum):
    """How a bar is filled."""

    KNOWN = "known"
    PERHAPS = "perhaps"
    ROOM = "room"
    BEYOND = "beyond"  # goes on, to the right of the picture


Key = tuple[Mark | Bar, str]


class Sheet:
    """The picture while it is drawn. ``name`` must be the only one of its kind in a memo: ids are made from it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.y = 0.0
        self._parts: list[str] = []
        self._top, self._turn, self._first = 0.0, 0.0, 0

    def turn(self, top: float) -> None:
        """What is drawn from here on may stand in a second column, beside what is drawn from ``top`` down to here."""
        self._top, self._turn, self._first = top, self.y, len(self._parts)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = SIZE,
        bold: bool = False,
        quiet: bool = False,
        end: bool = False,
    ) -> None:
        """One line of text on a baseline; ``end`` where ``x`` is its right end."""
        marks = ' font-weight="700"' if bold else ""
        marks += ' text-anchor="end"' if end else ""
        fill = QUIET if quiet else INK
        self._parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" fill="{fill}"{marks}>{escape(fit(text))}</text>'
        )

    def paragraph(self, text: str, *, size: float = SIZE, bold: bool = False, quiet: bool = False) -> None:
        """A text over the whole width, in as many lines as it needs; what is drawn next stands below it."""
        self.column(0, WIDTH, text, size=size, bold=bold, quiet=quiet)
        self.y += len(wrapped(text, WIDTH, size, bold=bold)) * size * LEADING

    def column(
        self, x: float, room: float, text: str, *, size: float = SIZE, bold: bool = False, quiet: bool = False
    ) -> float:
        """A text in a column from here down. How high it is; what is drawn next stands beside it."""
        lines = wrapped(text, room, size, bold=bold)
        for number, line in enumerate(lines):
            self.text(x, self.y + size + number * size * LEADING, line, size=size, bold=bold, quiet=quiet)
        return len(lines) * size * LEADING

    def line(self, x1: float, y1: float, x2: float, y2: float, *, quiet: bool = False, thick: float = 1.2) -> None:
        """A straight line."""
        colour = LINE if quiet else INK
        self._parts.append(
            f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="{colour}" '
            f'stroke-width="{_n(thick)}"/>'
        )

    def ticks(self, places: Sequence[float], top: float, bottom: float) -> None:
        """Thin upright lines side by side."""
        if places:
            path = "".join(f"M{_n(x)} {_n(top)}V{_n(bottom)}" for x in places)
            self._parts.append(f'<path d="{path}" stroke="{LINE}" stroke-width="1"/>')

    def bar(self, x: float, y: float, wide: float, high: float, how: Bar) -> None:
        """A bar, or the arrow at its end; nothing where it has no width."""
        if wide <= 0:
            return
        if how is Bar.BEYOND:
            self._polygon([(x, y - 1), (x + wide, y + high / 2), (x, y + high + 1)], INK)
            return
        fill = {Bar.KNOWN: INK, Bar.PERHAPS: f"url(#{self.name}-randig)", Bar.ROOM: PAPER}[how]
        stroke = LINE if how is Bar.ROOM else INK
        self._parts.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(wide)}" height="{_n(high)}" fill="{fill}" stroke="{stroke}"/>'
        )

    def mark(self, x: float, y: float, mark: Mark, r: float = 5.0) -> None:
        """A mark with its middle here."""
        outline = _outline(mark.shape, x, y, r)
        hatched = f"url(#{self.name}-randig)"
        fill = {Fill.FULL: INK, Fill.HATCHED: hatched}.get(mark.fill, PAPER)
        self._polygon(outline, fill)
        if mark.fill is Fill.HALF:
            self._polygon([(min(px, x), py) for px, py in outline], INK)
        elif mark.fill is Fill.CROSSED:
            self.line(x - r, y - r, x + r, y + r)
            self.line(x - r, y + r, x + r, y - r)

    def legend(self, keys: Iterable[Key]) -> None:
        """What the signs mean, side by side while there is room."""
        x = 0.0
        for sign, label in keys:
            wide = _KEY + width(label, SMALL) + 8
            if x and x + wide > WIDTH:
                x, self.y = 0.0, self.y + SMALL * 1.5
            middle = self.y + SMALL * 0.65
            if isinstance(sign, Mark):
                self.mark(x + 6, middle, sign)
            else:
                self.bar(x + 1, middle - 4, 7 if sign is Bar.BEYOND else 13, 8, sign)
            high = self.column(x + _KEY, WIDTH - x - _KEY, label, size=SMALL)
            self.y += high - SMALL * LEADING
            x += wide
        self.y += SMALL * 1.5

    def finished(self, title: str, description: str) -> Drawing:
        """The picture as high as what is drawn on it."""
        title, description = fit(title), fit(description)
        label, told = f"{self.name}-namn", f"{self.name}-ord"
        high = _n(self.y + 4)
        hatching = (
            f'<pattern id="{self.name}-randig" width="4.5" height="4.5" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><rect width="4.5" height="4.5" fill="{PAPER}"/>'
            f'<line x1="1" y1="0" x2="1" y2="4.5" stroke="{INK}" stroke-width="1.3"/></pattern>'
        )
        svg = "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {high}" width="{WIDTH}" '
                f'height="{high}"{self._low()} role="img" aria-labelledby="{label} {told}" font-family="{_FACES}">',
                f'<title id="{label}">{escape(title)}</title>',
                f'<desc id="{told}">{escape(description)}</desc>',
                f"<defs>{hatching}</defs>",
                *self._columns(),
                "</svg>",
            ]
        )
        return Drawing(title, description, svg)

    def _columns(self) -> list[str]:
        if not self._first:
            return self._parts
        lift = f'<g {LIFT}="{_n(self._turn - self._top)}">'
        return [*self._parts[: self._first], lift, *self._parts[self._first :], "</g>"]

    def _low(self) -> str:
        """How high the picture is in two columns."""
        if not self._first:
            return ""
        return f' {LOW}="{_n(max(self._turn, self._top + self.y - self._turn) + 4)}"'

    def _polygon(self, points: Sequence[tuple[float, float]], fill: str) -> None:
        path = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self._parts.append(f'<polygon points="{path}" fill="{fill}" stroke="{INK}" stroke-width="1.2"/>')


def _outline(shape: Shape, x: float, y: float, r: float) -> list[tuple[float, float]]:
    match shape:
        case Shape.SQUARE:
            return [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)]
        case Shape.DIAMOND:
            return [(x, y - r - 1), (x + r + 1, y), (x, y + r + 1), (x - r - 1, y)]
        case Shape.TRIANGLE:
            return [(x, y - r - 1), (x + r + 1, y + r), (x - r - 1, y + r)]
        case Shape.CIRCLE:
            half, third = r * 0.5, r * 0.866
            corners = [(0, -r), (half, -third), (third, -half), (r, 0), (third, half), (half, third), (0, r)]
            return [(x + dx, y + dy) for dx, dy in [*corners, *((-dx, -dy) for dx, dy in corners[1:-1])]]


def legend_height(keys: Iterable[Key]) -> float:
    """How high a legend is."""
    sheet = Sheet("")
    sheet.legend(keys)
    return sheet.y


def parts(heights: Sequence[float], room: float) -> list[range]:
    """Which pieces stand together in a picture, in order, where all of them would be too high for a page.

    The parts are as few as they can be, and about as high as each other. A piece of its own may be too high.
    """
    found = _greedy(heights, room)
    least = sum(heights) / max(1, len(found))
    tries = (_greedy(heights, least + (room - least) * step / 20) for step in range(20))
    return next((even for even in tries if len(even) == len(found)), found)


def _greedy(heights: Sequence[float], room: float) -> list[range]:
    found: list[range] = []
    start, used = 0, 0.0
    for place, high in enumerate(heights):
        if place > start and used + high > room:
            found.append(range(start, place))
            start, used = place, 0.0
        used += high
    return [*found, range(start, len(heights))] if heights else []


def part_title(title: str, number: int, of: int) -> str:
    """The name of a picture that may be one of several."""
    return title if of == 1 else f"{title}, del {number} av {of}"


def _n(value: float) -> str:
    """A number as short as it can be written."""
    return f"{value + 0.0:.1f}".removesuffix(".0")
