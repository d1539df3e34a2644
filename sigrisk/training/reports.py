"""Feedback and agreement on the screen, and written in the formats asked for: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from sigrisk import __version__
from sigrisk.diagnostics import Diagnostic
from sigrisk.memo.clean import clean
from sigrisk.memo.documents import FORMATS, Format, refuse_what_is_not_installed, target
from sigrisk.memo.model import Memo
from sigrisk.memo.text import plain_text
from sigrisk.memofiles import made_or_refused
from sigrisk.output import refuse_strangers, refuse_to_overwrite, write_all
from sigrisk.packs import load
from sigrisk.training import agreementview
from sigrisk.training.agreement import Drawing, rows
from sigrisk.training.feedback import feedback
from sigrisk.training.feedbackview import document
from sigrisk.training.group import gather
from sigrisk.training.labels import load_labels


@dataclass(frozen=True, slots=True)
class Report:
    """In which formats a report is asked for, where it is written if at all, and whether over what is there."""

    forms: Sequence[str]
    out: Path | None
    force: bool

    @property
    def documents(self) -> tuple[Format, ...]:
        """The formats that are laid out as a memo is."""
        return tuple(form for form in FORMATS if form in self.forms)

    def refuse(self, name: str, more: Sequence[Path] = ()) -> None:
        """Raises BadInput (SIG032, SIG036) where the report can't be written, before anything is made."""
        if self.out is not None:
            refuse_what_is_not_installed(self.documents)
            if not self.force:
                refuse_to_overwrite(self.out, [*(target(name, form) for form in self.documents), *more])

    def write(
        self,
        memo: Memo,
        name: str,
        about: Path,
        roots: tuple[Path, ...],
        more: Mapping[Path, bytes] = MappingProxyType({}),
    ) -> list[Path]:
        """Write the report. What was written. Raises BadInput (SIG032, SIG033, SIG037)."""
        if self.out is None:
            return []
        ready: dict[Path, bytes] = {}
        for form in self.documents:
            ready |= made_or_refused(memo, form, about, name, roots)
        ready |= more
        refuse_strangers(self.out, ready)
        write_all(self.out, ready)
        return [self.out / where for where in (*(target(name, form) for form in self.documents), *more)]


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
    more = {table: agreementview.csv_text(found).encode()} if asked else {}
    return plain_text(memo), order.write(memo, AGREEMENT, paths[0], packs.roots, more), warnings
