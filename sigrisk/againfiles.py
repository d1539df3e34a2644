"""The comparison over time on the screen, and written in the formats asked for: all of them, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sigrisk import __version__
from sigrisk.again import compare_files
from sigrisk.memo.clean import clean
from sigrisk.memo.documents import Format, refuse_what_is_not_installed, target
from sigrisk.memo.overtime import document
from sigrisk.memo.text import plain_text
from sigrisk.memofiles import made_or_refused
from sigrisk.output import refuse_strangers, refuse_to_overwrite, write_all


@dataclass(frozen=True, slots=True)
class Comparing:
    """Which files are compared, in which formats, where it is written if at all, and whether over what is there."""

    case_files: Sequence[Path]
    forms: Sequence[Format]
    out: Path | None
    force: bool


def show_comparison(order: Comparing, local: Path | None, profile: str | None) -> tuple[str, list[Path]]:
    """The comparison as text, and what was written. Raises BadInput and EnginesDisagree."""
    name = f"{order.case_files[-1].stem}-over-tid"
    targets = [target(name, form) for form in order.forms]
    if order.out is not None:
        refuse_what_is_not_installed(order.forms)
        if not order.force:
            refuse_to_overwrite(order.out, targets)
    comparison, packs = compare_files(order.case_files, local, profile)
    memo = clean(document(comparison, __version__))
    text = plain_text(memo)
    if order.out is None:
        return text, []
    ready: dict[Path, bytes] = {}
    for form in order.forms:
        ready |= made_or_refused(memo, form, order.case_files[-1], name, packs.roots)
    refuse_strangers(order.out, ready)
    write_all(order.out, ready)
    return text, [order.out / where for where in targets]
