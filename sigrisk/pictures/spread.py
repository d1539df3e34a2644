"""A picture in two columns, for paper: half as high, and no letter smaller than in the tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sigrisk.pictures.draw import LIFT, LOW, WIDTH

GAP: Final = 24
SPREAD_WIDTH: Final = 2 * WIDTH + GAP
FEW: Final = 8  # a list that is shorter is read more easily in one column
_VIEW: Final = re.compile(r'viewBox="0 0 \d+ [\d.]+" width="\d+" height="[\d.]+"')
_LOW: Final = re.compile(rf' {LOW}="([\d.]+)"')
_LIFT: Final = re.compile(rf'<g {LIFT}="([\d.]+)">')


def is_spread(svg: str) -> bool:
    """Whether the picture has been given two columns."""
    return f'viewBox="0 0 {SPREAD_WIDTH} ' in svg


def spread(svg: str) -> str:
    """The picture with its second column to the right of the first; the same picture where it has only one."""
    high = _LOW.search(svg)
    if high is None:
        return svg
    size = f'viewBox="0 0 {SPREAD_WIDTH} {high[1]}" width="{SPREAD_WIDTH}" height="{high[1]}"'
    moved = _LIFT.sub(lambda lift: f'<g transform="translate({WIDTH + GAP} -{lift[1]})">', svg, count=1)
    return _VIEW.sub(size, _LOW.sub("", moved, count=1), count=1)


def foldable(svg: str) -> str:
    """The picture for a page of the web, which itself decides, by how wide it is, whether the columns are two."""
    high = _LOW.search(svg)
    if high is None:
        return svg
    marks = f' class="spread" style="--high: {high[1]}" preserveAspectRatio="xMinYMin slice"'
    moved = _LIFT.sub(lambda lift: f'<g class="beside" style="--lift: -{lift[1]}px">', svg, count=1)
    return _LOW.sub(marks, moved, count=1)


def halfway(heights: Sequence[float], least: int = 2) -> int:
    """How many pieces the first of two columns should have, for the two to be about as high; none for too few."""
    if len(heights) < least:
        return 0
    return min(range(1, len(heights)), key=lambda n: max(sum(heights[:n]), sum(heights[n:])))
