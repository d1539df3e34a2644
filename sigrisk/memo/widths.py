"""How a table's width is shared among its columns, where the format doesn't find that out by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import sqrt
from typing import Final

from sigrisk.memo.model import Table

WHOLE: Final = 1000
_LINE: Final = 110  # signs of a table's small type across a page, roughly
_LONGEST: Final = (24, 21, 18, 16, 14)  # signs; a word that is longer than there is room for can be hyphenated
_UNBROKEN: Final = 24  # signs; more than this on one line leaves no room for the other columns
_EDGES: Final = 5  # signs, for the space around the text and for bold headings
_WORDS: Final = re.compile(" ")
_PARTS: Final = re.compile("[ _]")
_TO_SHARE: Final = 20  # signs that should be left when each column has room for its words


def shares(table: Table, *, parts: bool = True) -> tuple[int, ...]:
    """Each column's part of a thousand: room for its words first, and the rest where it makes the table shortest.

    ``parts`` is whether the format can break a name made of parts, such as ``age_range``, between them.
    """
    columns = list(zip(table.header, *table.rows, strict=True))
    widths = _least(table, columns, _PARTS if parts else _WORDS)
    wanted = [_EDGES + max(map(len, column)) for column in columns]
    rows = [[len(cell) for cell in row] for row in (table.header, *table.rows)]
    for _ in range(_LINE - sum(widths)):
        short = [i for i, width in enumerate(widths) if width < wanted[i]] or range(len(widths))
        widths[min(short, key=lambda place: _height(rows, _wider(widths, place)))] += 1
    found = [WHOLE * width // sum(widths) for width in widths]
    return (*found[:-1], WHOLE - sum(found[:-1]))


def _least(table: Table, columns: Sequence[tuple[str, ...]], pieces: re.Pattern[str]) -> list[int]:
    """Room for each column's longest word, as far as there is room for all of them."""
    found: list[int] = []
    for longest in _LONGEST:
        found = [_narrowest(column, longest, pieces, place in table.unbroken) for place, column in enumerate(columns)]
        if sum(found) <= _LINE - _TO_SHARE:
            break
    return found


def _narrowest(column: tuple[str, ...], longest: int, pieces: re.Pattern[str], unbroken: bool) -> int:
    widest = max(map(len, column))
    if unbroken and widest <= _UNBROKEN:
        return _EDGES + widest + 1  # figures are wide
    return _EDGES + min(longest, max(len(word) for cell in column for word in pieces.split(cell)))


def _wider(widths: Sequence[int], place: int) -> list[int]:
    return [width + (number == place) for number, width in enumerate(widths)]


def _height(rows: Sequence[Sequence[int]], widths: Sequence[int]) -> float:
    """How high the table is, roughly: in each row mostly its highest cell. Only what every computer reckons alike."""
    whole = 0.0
    for row in rows:
        squares = [(cell / width) * (cell / width) for cell, width in zip(row, widths, strict=True)]
        whole += sqrt(sqrt(sum(square * square for square in squares)))
    return whole
