"""Tables as plain text: in columns where there is room, else one thing under another.

Columns are read line by line by a screen reader, so the stacked form says the same things one at a time.
"""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Sequence

WIDTH = 88
NARROW = 72
_GAP = 2


def room(stacked: bool) -> int | None:
    """How wide columns may be; None where things are to stand under each other. A pipe has the usual width."""
    if stacked:
        return None
    width = min(WIDTH, shutil.get_terminal_size().columns) if sys.stdout.isatty() else WIDTH
    return width if width >= NARROW else None


def line_width(width: int | None) -> int:
    """How wide running text may be: the columns' width, or what the terminal has."""
    if width is not None:
        return width
    return min(WIDTH, shutil.get_terminal_size().columns) if sys.stdout.isatty() else WIDTH


def fold(text: str, width: int) -> list[str]:
    """Text broken into lines; each of its own lines is broken apart, and no-break spaces and its indent hold."""
    lines: list[str] = []
    for one in text.replace("\u00a0", "\u2007").split("\n"):
        indent = one[: len(one) - len(one.lstrip(" "))]
        deeper = indent + "  " if indent else ""
        lines += textwrap.wrap(
            one.lstrip(" "),
            width,
            initial_indent=indent,
            subsequent_indent=deeper,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return [line.replace("\u2007", " ") for line in lines]


def columns(header: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[int], width: int) -> list[str]:
    """A table in columns, whose widths are shared out as ``shares`` say; an empty line between the rows."""
    inside = width - _GAP * (len(header) - 1)
    widths = [inside * share // sum(shares) for share in shares]
    found = _row(header, widths)
    for row in rows:
        found += ["", *_row(row, widths)]
    return found


def _row(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    folded = [fold(cell, wide) for cell, wide in zip(cells, widths, strict=True)]
    height = max(len(lines) for lines in folded)
    padded = [[*lines, *[""] * (height - len(lines))] for lines in folded]
    return [
        (" " * _GAP).join(lines[i].ljust(wide) for lines, wide in zip(padded, widths, strict=True)).rstrip()
        for i in range(height)
    ]


def under(label: str, text: str, width: int, indent: str = "  ") -> list[str]:
    """A labelled text under a heading; its further lines stand in from its first."""
    lines = fold(f"{label}: {text}" if label else text, width - len(indent) - 2)
    return [indent + lines[0], *(f"{indent}  {line}" if line else "" for line in lines[1:])]
