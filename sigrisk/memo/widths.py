"""How a table's width is shared among its columns, where the format doesn't find that out by itself."""

from __future__ import annotations

from typing import Final

from sigrisk.memo.model import Table

WHOLE: Final = 1000
_LINE: Final = 110  # signs of a table's small type across a page, roughly
_LONGEST: Final = 14  # signs; a longer word can be hyphenated
_UNBROKEN: Final = 24  # signs; more than this on one line leaves no room for the other columns
_EDGES: Final = 5  # signs, for the space around the text and for bold headings


def shares(table: Table) -> tuple[int, ...]:
    """Each column's part of a thousand: room for its words first, and the rest where the most is said in the least."""
    columns = list(zip(table.header, *table.rows, strict=True))
    widths = [_least(column, unbroken=place in table.unbroken) for place, column in enumerate(columns)]
    wanted = [_EDGES + max(map(len, column)) for column in columns]
    said = [sum(map(len, column)) for column in columns]
    for _ in range(_LINE - sum(widths)):
        short = [i for i, width in enumerate(widths) if width < wanted[i]] or range(len(widths))
        widths[max(short, key=lambda place: said[place] / widths[place])] += 1
    found = [WHOLE * width // sum(widths) for width in widths]
    return (*found[:-1], WHOLE - sum(found[:-1]))


def _least(column: tuple[str, ...], *, unbroken: bool) -> int:
    longest = max(map(len, column))
    if unbroken and longest <= _UNBROKEN:
        return _EDGES + longest + 1  # figures are wide
    return _EDGES + min(_LONGEST, max(len(word) for cell in column for word in cell.split(" ")))
