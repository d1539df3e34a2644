"""Feedback and agreement on the screen, and written in the formats asked for: all of them, or none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sigrisk import __version__
from sigrisk.diagnostics import Diagnostic
from sigrisk.documentfiles import Report
from sigrisk.memo.clean import clean
from sigrisk.memo.text import plain_text
from sigrisk.packs import load
from sigrisk.training import agreementview
from sigrisk.training.agreement import Drawing, rows
from sigrisk.training.feedback import feedback
from sigrisk.training.feedbackview import document
from sigrisk.training.group import gather
from sigrisk.training.labels import load_labels


def show_feedback(path: Path, scenario: str | None, order: Report, local: Path | None) -> tuple[str, list[Path]]:
    """The feedback as text, and what was written. Raises BadInput."""
    name = f"{path.name.removesuffix('.yaml').removesuffix('.svar')}-aterkoppling"
    order.refuse(name)
    packs = load(local)
    memo = clean(document(feedback(path, scenario, packs), __version__))
    return plain_text(memo), order.write(memo, name, path, packs.roots)


AGREEMENT = "samstammighet"


def show_agreement(
    paths: Sequence[Path], order: Report, drawing: Drawing, local: Path | None
) -> tuple[str, list[Path], tuple[Diagnostic, ...]]:
    """The agreement as text, what was written, and what a reader must know of the ratings. Raises BadInput."""
    table = Path(f"{AGREEMENT}.csv")
    asked = [table] if "csv" in order.forms else []
    order.refuse(AGREEMENT, asked)
    packs = load(local)
    groups, warnings = gather(paths, packs)
    found = [(group, rows(group, drawing)) for group in groups]
    memo = clean(agreementview.document(found, warnings, load_labels(packs), drawing, __version__))
    more = {table: agreementview.csv_text(found).encode("utf-8-sig")} if asked else {}
    return plain_text(memo), order.write(memo, AGREEMENT, paths[0], packs.roots, more), warnings
