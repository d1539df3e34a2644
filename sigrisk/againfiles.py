"""The comparison over time on the screen, and written in the formats asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sigrisk import __version__
from sigrisk.again import compare_files
from sigrisk.documentfiles import Report
from sigrisk.memo.clean import clean
from sigrisk.memo.overtime import document
from sigrisk.memo.text import plain_text


def show_comparison(
    case_files: Sequence[Path], order: Report, local: Path | None, profile: str | None
) -> tuple[str, list[Path]]:
    """The comparison as text, and what was written. Raises BadInput and EnginesDisagree."""
    last = case_files[-1]
    name = f"{last.stem}-over-tid"
    order.refuse(name)
    comparison, packs = compare_files(case_files, local, profile)
    memo = clean(document(comparison, __version__))
    return plain_text(memo), order.write(memo, name, last, packs.roots)
