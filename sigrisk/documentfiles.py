"""Documents made in the memo's view model, written in the formats asked for: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from sigrisk.diagnostics import BadInput, Diagnostic, Position
from sigrisk.memo.documents import FORMATS, Format, made, refuse_what_is_not_installed, target
from sigrisk.memo.model import Memo
from sigrisk.output import refuse_strangers, refuse_to_overwrite, write_all


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
        ready = {**ready_files(memo, self.documents, about, name, roots), **more}
        refuse_strangers(self.out, ready)
        write_all(self.out, ready)
        return [self.out / where for where in (*(target(name, form) for form in self.documents), *more)]


def ready_files(
    memo: Memo, forms: Iterable[Format], about: Path, name: str, roots: tuple[Path, ...]
) -> dict[Path, bytes]:
    """The files of a document in some formats, with their content. Raises BadInput (SIG037) where Typst refuses a PDF.

    ``about`` is the file that the document is about, for a message on a sign that a PDF can't show.
    """
    ready: dict[Path, bytes] = {}
    for form in forms:
        ready |= _made(memo, form, about, name, roots)
    return ready


def _made(memo: Memo, form: Format, case_file: Path, name: str, roots: tuple[Path, ...]) -> dict[Path, bytes]:
    if form != "pdf":
        return made(memo, form, name, roots)
    from sigrisk.memo.pdf import PdfRefused

    try:
        return made(memo, form, name, roots)
    except PdfRefused as refused:
        raise BadInput(_pdf_refused(refused.signs, str(refused), case_file)) from refused


def _pdf_refused(signs: tuple[str, ...], reason: str, case_file: Path) -> list[Diagnostic]:
    if not signs:
        message = "det gick inte att göra en PDF som alla kan läsa"
        help_ = f"rätta mallen memo.typ, eller välj ett annat format; Typst säger: {reason}"
        return [Diagnostic("SIG037", str(case_file), Position(1, 1), message, help_)]
    help_ = "skriv det med andra tecken, eller välj ett annat format; html och docx klarar alla tecken"
    return [
        Diagnostic("SIG037", str(case_file), _place(sign, case_file), f"PDF:en kan inte visa tecknet ”{sign}”", help_)
        for sign in signs
    ]


def _place(sign: str, case_file: Path) -> Position:
    """Where the sign stands first in the case; the beginning where it comes from the rules, or is written as a code."""
    for number, line in enumerate(case_file.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if sign in line:
            return Position(number, line.index(sign) + 1)
    return Position(1, 1)
