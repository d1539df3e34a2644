"""A table in plain text: in columns where they fit, else one row after the other with the columns' headings."""

from __future__ import annotations

import textwrap
from typing import Final

from sigrisk.memo import labels
from sigrisk.memo.model import Table

_GAP: Final = "  "
_HIGHEST: Final = 4  # lines; a row higher than this is read more easily cell by cell


def wrap(text: str, width: int, first: str = "", then: str = "") -> list[str]:
    """The text in lines. Only an ordinary space is a place to break; a word that is too long stands out."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,
        break_on_hyphens=False,
    )


def in_columns(table: Table, width: int) -> list[str] | None:
    """The table's lines with its cells side by side, or None where the columns would be too narrow to read."""
    rows = [table.header, *(_shown(row) for row in table.rows)]
    columns = list(zip(*rows, strict=True))
    widths = _widths(columns, width - len(_GAP) * (len(columns) - 1), table.unbroken)
    if widths is None:
        return None
    cells = [[wrap(cell, room) for cell, room in zip(row, widths, strict=True)] for row in rows]
    if max(len(cell) for row in cells for cell in row) > _HIGHEST:
        return None
    head, *body = ([*_side_by_side(row, widths)] for row in cells)
    return [*head, _GAP.join("-" * room for room in widths), *(line for row in body for line in row)]


def in_entries(table: Table) -> list[tuple[str, ...]]:
    """One entry a row: each cell after the heading of its column."""
    return [
        tuple(f"{head}: {cell}" for head, cell in zip(table.header, row, strict=True))
        for row in map(_shown, table.rows)
    ]


def _shown(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cell or labels.EMPTY for cell in row)


def _widths(columns: list[tuple[str, ...]], room: int, unbroken: tuple[int, ...]) -> list[int] | None:
    """Each column as wide as its longest text while there is room, and never narrower than its longest word."""
    wanted = [max(map(len, column)) for column in columns]
    widths = [
        wanted[place] if place in unbroken else max(len(word) for cell in column for word in cell.split(" "))
        for place, column in enumerate(columns)
    ]
    for _ in range(room - sum(widths)):  # what is left goes, a sign at a time, to the column that lacks the most
        widths[_most_cramped(widths, wanted)] += 1
    if sum(widths) > room:
        return None
    return [min(has, want) for has, want in zip(widths, wanted, strict=True)]


def _most_cramped(widths: list[int], wanted: list[int]) -> int:
    return min(range(len(widths)), key=lambda place: widths[place] / wanted[place])


def _side_by_side(cells: list[list[str]], widths: list[int]) -> list[str]:
    height = max(len(cell) for cell in cells)
    filled = [cell + [""] * (height - len(cell)) for cell in cells]
    return [
        _GAP.join(part.ljust(room) for part, room in zip(line, widths, strict=True)).rstrip(" ")
        for line in zip(*filled, strict=True)
    ]
